"""The curve of participation: how many States were bound, and how many had signed, on each day."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from .axis import TimeAxis
from .svg import drawing, number, text

Series = Sequence[tuple[date, int]]

# In units of the drawing.  The style sheet enlarges the type on narrow screens, and these leave room for that.
LEFT, RIGHT, BOTTOM, ROW = 46, 54, 32, 24


def steps_of(highest: int) -> range:
    """Return the values to write on the vertical axis: round, from nought to at least the highest."""
    for step in (unit * 10**power for power in count() for unit in (1, 2, 5)):
        if step * 4 >= highest:
            return range(0, max(highest + step - 1, step) // step * step + 1, step)
    raise AssertionError("there is always a larger step")


def within(series: Series, start: date, until: date) -> list[tuple[date, int]]:
    """Return the changes between two days, in order, opened by the value on the first of them."""
    ordered = sorted(series, key=lambda change: change[0])  # of two on one day, the one given last holds
    before = [value for day, value in ordered if day <= start]
    during = {day: value for day, value in ordered if start < day <= until}
    return [(start, before[-1] if before else 0), *during.items()]


def curve(
    series: Series,
    *,
    start: date,
    until: date,
    title: str,
    description: str,
    label: str = "Bound",
    signatories: Series = (),
    signatories_label: str = "Signatories",
    markers: Sequence[tuple[date, str]] = (),
    empty: str = "Nothing to count in this period",
    width: int = 520,
    height: int = 280,
    prefix: str = "curve",
) -> str:
    """Draw a step curve of counts: each (day, value) holds from that day until the next.

    ``markers`` are days to point out, such as the entry into force; those outside ``start`` to ``until`` are left
    out.  Values before ``start`` are drawn as the value at the start, values after ``until`` not at all.

    Raises ValueError if ``until`` is before ``start``.
    """
    if until < start:
        raise ValueError(f"A curve from {start} cannot end on {until}.")
    lines = [("bound", label, within(series, start, until))] if series else []
    if signatories:
        lines.append(("signatories", signatories_label, within(signatories, start, until)))
    shown = [(day, words) for day, words in sorted(markers) if start <= day <= until]

    axis = TimeAxis(start, until, LEFT, width - RIGHT)
    top = 12 + ROW * (len(shown) + (len(lines) > 1))
    bottom = height - BOTTOM
    values = steps_of(max((value for *_, points in lines for _, value in points), default=0))

    def y(value: float) -> float:
        return bottom - (bottom - top) * value / values[-1]

    body = axis.draw(top, bottom, height - 8)
    body += f'<path class="grid" d="{"".join(f"M{LEFT} {number(y(v))}H{width - RIGHT}" for v in values)}"/>'
    body += "".join(text(LEFT - 6, y(v) + 5, str(v), kind="tick", anchor="end") for v in values)
    body += f'<path class="axis" d="M{LEFT} {bottom}H{width - RIGHT}"/>'
    if not lines:
        body += text((LEFT + width - RIGHT) / 2, (top + bottom) / 2, empty, kind="empty", anchor="middle")
    if len(lines) > 1:
        body += key([(kind, words) for kind, words, _ in lines])
    for row, (day, words) in enumerate(shown, start=len(lines) > 1):
        body += marker(axis.x(day), words, baseline=18 + ROW * row, bottom=bottom, middle=width / 2)

    ends: list[float] = []
    for kind, _, points in lines:
        path = f"M{number(axis.x(points[0][0]))} {number(y(points[0][1]))}"
        path += "".join(f"H{number(axis.x(day))}V{number(y(value))}" for day, value in points[1:])
        path += f"H{number(axis.right)}"
        if kind == "bound":
            body += f'<path class="area" d="{path}V{bottom}H{number(axis.left)}z"/>'
        body += f'<path class="line {kind}" d="{path}"/>'
        last = points[-1][1]
        ends.append(clear(y(last) + 6, ends))
        body += text(width - RIGHT + 6, ends[-1], str(last), kind=f"value {kind}")
    return drawing(
        body,
        kind="curve",
        size=f'viewBox="0 0 {width} {height}"',
        title=title,
        description=description,
        prefix=prefix,
    )


def key(entries: Sequence[tuple[str, str]]) -> str:
    """Return the key to the lines: a sample and a name each, side by side."""
    body, x = "", float(LEFT)
    for kind, words in entries:
        body += f'<path class="line {kind}" d="M{number(x)} 13h26"/>' + text(x + 34, 18, words, kind="key-label")
        x += 34 + 11 * len(words) + 20
    return body


def marker(x: float, words: str, *, baseline: float, bottom: float, middle: float) -> str:
    """Return a line for a day, with its name on the side where there is more room."""
    side, anchor = (6, "start") if x < middle else (-6, "end")
    line = f'<path class="marker" d="M{number(x)} {number(baseline - 12)}V{number(bottom)}"/>'
    return line + text(x + side, baseline, words, kind="marker-label", anchor=anchor)


def clear(baseline: float, taken: Sequence[float], room: float = 21) -> float:
    """Return the baseline, moved away from a label that is already there."""
    for other in taken:
        if abs(baseline - other) < room:
            return other + room if baseline >= other else other - room
    return baseline
