"""A State's timeline: one bar for each instrument, coloured by status, with a tick for each act."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .axis import TimeAxis
from .svg import check_status, drawing, fill, number, patterns, text, tooltip

# In units of the drawing; see the note in curve.py.
MARGIN, ROW, BAR, LABEL, TICK_LABEL = 22, 56, 12, 17, 6.6
HATCH = 5


class Segment(NamedTuple):
    """A spell with one status, from a day to the day it ends; None is still open."""

    start: date
    end: date | None
    status: str
    label: str = ""


class Tick(NamedTuple):
    """An act, with the few words written beside it and the sentence shown on its tick."""

    day: date
    label: str
    detail: str = ""


class Row(NamedTuple):
    """One instrument: its name, its spells and its acts."""

    label: str
    segments: Sequence[Segment] = ()
    ticks: Sequence[Tick] = ()


def timeline(
    rows: Sequence[Row],
    *,
    start: date,
    end: date,
    title: str,
    description: str,
    empty: str = "Nothing to show in this period",
    width: int = 520,
    prefix: str = "timeline",
) -> str:
    """Draw one bar for each row, from ``start`` to ``end``; what lies outside is cut off.

    A tick's words are left out where they would run into those before them; its tooltip always has them.
    Raises ValueError if ``end`` is before ``start`` or a status is unknown.
    """
    if end < start:
        raise ValueError(f"A timeline from {start} cannot end on {end}.")
    axis = TimeAxis(start, end, MARGIN, width - MARGIN)
    bottom = max(len(rows), 1) * ROW + 4
    body = axis.draw(4, bottom, bottom + 20)
    for place, row in enumerate(rows):
        body += draw_row(row, axis, place * ROW + 4, prefix)
    if not rows:
        body += text(width / 2, bottom / 2, empty, kind="empty", anchor="middle")
    statuses = [segment.status for row in rows for segment in row.segments]
    return drawing(
        patterns(statuses, prefix, HATCH) + body,
        kind="timeline",
        size=f'viewBox="0 0 {width} {bottom + 28}"',
        title=title,
        description=description,
        prefix=prefix,
    )


def draw_row(row: Row, axis: TimeAxis, top: float, prefix: str) -> str:
    """Return the name, the bar, the ticks and, where there is room, the ticks' words."""
    bar = top + LABEL + 6
    body = text(axis.left, top + LABEL - 1, row.label, kind="row-label")
    body += f'<path class="axis" d="M{number(axis.left)} {number(bar + BAR / 2)}H{number(axis.right)}"/>'
    for segment in row.segments:
        if segment.start > axis.end or (segment.end is not None and segment.end <= axis.start):
            continue
        x = axis.x(segment.start)
        width = max(axis.x(segment.end or axis.end) - x, 1)
        body += (
            f'<rect class="s-{check_status(segment.status)}"{fill(segment.status, prefix)} x="{number(x)}" '
            f'y="{number(bar)}" width="{number(width)}" height="{BAR}">{tooltip(segment.label)}</rect>'
        )
    free_from = 0.0
    for tick in sorted(row.ticks, key=lambda tick: tick.day):
        if not axis.holds(tick.day):
            continue
        x = axis.x(tick.day)
        body += (
            f'<path class="tick-mark" d="M{number(x)} {number(bar - 3)}v{BAR + 6}">'
            f"{tooltip(tick.detail or tick.label)}</path>"
        )
        room = TICK_LABEL * len(tick.label)
        left = min(x, axis.right - room)
        if left >= free_from:
            body += text(left, bar + BAR + 14, tick.label, kind="tick-label")
            free_from = left + room + 8
    return body
