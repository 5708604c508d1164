"""The map and the curve of an instrument, from its participations."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from instruments.models import Instrument
from parties.models import Participation
from parties.terms import Status
from treatytracker.charts import BOUNDARY_NOTE, curve, undrawn, world_map
from treatytracker.dates import display
from treatytracker.prepared import Question, a_number

HISTORY = Question(
    lambda: (
        Participation.objects.order_by()
        .filter(instrument=a_number("instrument"))
        .exclude(status=Status.NO_ACTION)
        .values_list("status", "bound", "valid_from", "valid_to")
    )
)


def history(instrument: Instrument) -> list[tuple]:
    """Return every period in which somebody was bound, or had signed and was not."""
    return HISTORY.ask(instrument=instrument.pk)


def counted(periods: Iterable[tuple[date, date | None]], until: date) -> list[tuple[date, int]]:
    """Return how many periods run, month by month: a drawing cannot show more, and days would double its size."""
    changes: dict[date, int] = defaultdict(int)
    for begun, ended in periods:
        changes[begun] += 1
        if ended:
            changes[ended] -= 1
    months: dict[int, tuple[date, int]] = {}
    running = 0
    for day in sorted(changes):
        if day > until:
            break
        running += changes[day]
        month = 12 * day.year + day.month
        first_change = months[month][0] if month in months else day
        months[month] = (first_change, running)
    return list(months.values())


def draw_curve(instrument: Instrument, spells: list[tuple], day: date) -> SafeString:
    """Return the drawing of how many were bound, and had signed only, from the opening until ``day``."""
    bound = counted(((begun, ended) for _, is_bound, begun, ended in spells if is_bound), day)
    waiting = counted(((begun, ended) for status, _, begun, ended in spells if status == Status.SIGNATORY), day)
    start = min(filter(None, (instrument.opened_on, instrument.adopted_on, bound[0][0] if bound else day)))
    now = bound[-1][1] if bound else 0
    markers = [(instrument.in_force_on, "Entry into force")] if instrument.in_force_on else []
    drawing = curve(
        bound,
        start=min(start, day),
        until=day,
        title=f"Participation in the {instrument.short_title} until {display(day)}",
        description=f"From {display(start)} to {display(day)} the number bound rose to {now}."
        if now
        else "Nobody was bound in this period.",
        label="Bound",
        signatories=waiting,
        signatories_label="Signatories not bound",
        markers=markers,
        empty="Nobody had signed or joined",
    )
    return mark_safe(drawing)


def draw_map(instrument: Instrument, spells: list[Any], day: date) -> dict[str, Any]:
    """Return the map of a day, the statuses on it, whom it cannot show, and the note on boundaries."""
    statuses = {spell.who.iso3: spell.status for spell in spells}
    missing = set(undrawn(statuses))
    drawing = world_map(
        statuses,
        title=f"{instrument.short_title}: status on {display(day)}",
        description="The participation table on this page says the same in words.",
    )
    return {
        "svg": mark_safe(drawing),
        "undrawn": ", ".join(spell.who.name for spell in spells if spell.who.iso3 in missing),
        "note": BOUNDARY_NOTE,
    }
