"""The panel that researchers build by hand: every participant's status at the end of each year or month.

Pure: spells and periods in, rows out.  A panel knows its length and any part of itself without making the rest.
"""

import calendar
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from parties.terms import Status

# How a status is coded as a number; it never changes.
CODES = {
    Status.NO_ACTION: 0,
    Status.SIGNATORY: 1,
    Status.CONTRACTING_STATE: 2,
    Status.PARTY: 3,
    Status.FORMER_PARTY: 4,
}
STEPS = ("year", "month")
FIRST_YEAR = 1945
# In which the oldest of the instruments was adopted.
USUAL_FIRST_YEAR = 1980


@dataclass(frozen=True, slots=True)
class Period:
    """A year or month, and the day on which it is looked at: its last, or today if it has not ended."""

    label: str
    day: date


@dataclass(frozen=True, slots=True)
class Spell:
    """As much of a spell as a panel shows."""

    valid_from: date
    valid_to: date | None
    status: str
    bound: bool
    signed_on: date | None
    consented_on: date | None
    in_force_on: date | None
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class History:
    """All spells of a participant under an instrument, in order; the last one ends with the participant."""

    instrument: str
    participant: str
    name: str
    un_member_since: date | None
    spells: list[Spell]


class Panel(Sequence):
    """One row per instrument, participant and period, in this order."""

    def __init__(self, histories: Iterable[History], periods: Sequence[Period]):
        self.histories = list(histories)
        self.periods = periods
        days = [period.day for period in periods]
        lengths = [
            len(days) if (end := history.spells[-1].valid_to) is None else bisect_left(days, end)
            for history in self.histories
        ]
        self._ends = list(accumulate(lengths))

    def __len__(self):
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, part):
        if not isinstance(part, slice):
            raise TypeError("A panel gives parts of itself, not single rows.")
        start, stop, _ = part.indices(len(self))
        return list(self._rows(start, stop))

    def __iter__(self):
        return self._rows(0, len(self))

    def _rows(self, start: int, stop: int) -> Iterator[dict[str, Any]]:
        number = bisect_left(self._ends, start + 1)
        while start < stop:
            begin = self._ends[number - 1] if number else 0
            upto = min(stop, self._ends[number])
            yield from rows(self.histories[number], self.periods[start - begin : upto - begin])
            start, number = upto, number + 1


def rows(history: History, periods: Sequence[Period]) -> Iterator[dict[str, Any]]:
    """Yield the rows of one participant under one instrument, one per period, in order of time."""
    ahead = iter(history.spells)
    spell = next(ahead)
    for period in periods:
        while spell.valid_to is not None and spell.valid_to <= period.day:
            spell = next(ahead)
        member_since = history.un_member_since
        yield {
            "instrument": history.instrument,
            "participant": history.participant,
            "name": history.name,
            "period": period.label,
            "day": period.day,
            "status": spell.status,
            "code": CODES[Status(spell.status)],
            "bound": spell.bound,
            "un_member": member_since is not None and member_since <= period.day,
            "signed_on": spell.signed_on,
            "consented_on": spell.consented_on,
            "in_force_on": spell.in_force_on,
            "withdrawn_on": spell.withdrawn_on,
        }


def periods(first_year: int, last_year: int, step: str, today: date) -> list[Period]:
    """Return the years or months of a range, without those that have not begun."""
    found = []
    for year in range(first_year, last_year + 1):
        for month in range(1, 13) if step == "month" else (12,):
            label = f"{year}-{month:02}" if step == "month" else str(year)
            first = date(year, month if step == "month" else 1, 1)
            last = date(year, month, calendar.monthrange(year, month)[1])
            if first <= today:
                found.append(Period(label, min(last, today)))
    return found
