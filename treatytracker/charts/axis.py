"""A time axis: where a day stands between two margins, and which years are written below."""

from datetime import date
from typing import NamedTuple

from .svg import number, text

YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
LABEL_ROOM = 62  # units for "1997" in the type of a narrow screen, and air


class TimeAxis(NamedTuple):
    """The days from ``start`` to ``end``, drawn from ``left`` to ``right``."""

    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return where a day stands; days outside the axis stand at its ends."""
        start, end = self.start.toordinal(), self.end.toordinal()
        span = end - start or 1
        passed = day.toordinal() - start
        if passed <= 0:
            return self.left
        return self.left + (self.right - self.left) * passed / span if passed < span else self.right

    def holds(self, day: date) -> bool:
        """Return whether the day is on the axis."""
        return self.start <= day <= self.end

    def years(self) -> list[int]:
        """Return the round years to write, as many as there is room for."""
        room = max(int((self.right - self.left) // LABEL_ROOM), 1)
        for step in YEAR_STEPS:
            first = -(-self.start.year // step) * step
            years = [year for year in range(first, self.end.year + 1, step) if self.holds(date(year, 1, 1))]
            if len(years) <= room:
                break
        return years

    def draw(self, top: float, bottom: float, baseline: float) -> str:
        """Return a fine line for each round year from ``top`` to ``bottom``, and its label on ``baseline``."""
        marks = [(number(self.x(date(year, 1, 1))), year) for year in self.years()]
        if not marks:  # no New Year's Day between the two ends
            return text(self.left, baseline, str(self.start.year), kind="tick")
        lines = "".join(f"M{x} {number(top)}V{number(bottom)}" for x, _ in marks)
        labels = "".join(text(float(x), baseline, str(year), kind="tick", anchor="middle") for x, year in marks)
        return f'<path class="grid" d="{lines}"/>{labels}'
