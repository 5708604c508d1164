"""What the lists of instruments show, on their own page and at home: each with its counts on a day."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from instruments.models import Instrument
from parties.models import Participation
from parties.terms import BOUND, BOUND_DEFINITION, Status
from treatytracker.charts import share_bar
from treatytracker.dates import display
from treatytracker.pages import day_of_page, formats, frame

# The order of the statuses in a bar.
DRAWN = (Status.PARTY, Status.CONTRACTING_STATE, Status.SIGNATORY, Status.FORMER_PARTY)


def list_context(request: HttpRequest, day: date) -> dict[str, Any]:
    """Return what the list of instruments shows of a day."""
    kept_day = request.GET.get("as_of", "")
    made = frame(
        request,
        title="Instruments",
        description="The treaties on mines, on conventional weapons and on the rights of survivors, and their parties.",
    )
    return (
        made
        | {
            "rows": lines(day, kept_day),
            "day": display(day),
            "bound_definition": BOUND_DEFINITION,
            "formats": formats("instruments/", {"as_of": kept_day}),
        }
        | day_of_page(request, day, title="Instruments")
    )


def lines(day: date, kept_day: str) -> list[dict[str, Any]]:
    """Return every instrument's line on ``day``; ``kept_day`` is the day that its links keep.  Two queries."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    per_status = (
        Participation.objects.as_of(day).order_by().values_list("instrument", "status").annotate(number=Count("pk"))
    )
    for instrument, status, number in per_status:
        counts[instrument][status] = number
    return [line(instrument, counts[instrument.pk], day, kept_day) for instrument in Instrument.objects.all()]


def line(instrument: Instrument, counts: Counter[str], day: date, kept_day: str) -> dict[str, Any]:
    """Return an instrument's line: its numbers, each with the address of the list that it counts."""
    here, kept = instrument.get_absolute_url(), f"&as_of={kept_day}" if kept_day else ""
    bound, total = sum(counts[status] for status in BOUND), counts.total()
    # An instrument that is not signed has no signatories to count.
    signatories = counts[Status.SIGNATORY] if instrument.open_for_signature else None
    told: tuple[tuple[str, int | None, str], ...] = (
        ("Bound", bound, "bound=true"),
        ("Signatories not bound", signatories, f"status={Status.SIGNATORY}"),
        ("Former parties", counts[Status.FORMER_PARTY], f"status={Status.FORMER_PARTY}"),
        ("No action", counts[Status.NO_ACTION], f"status={Status.NO_ACTION}"),
    )
    bar = share_bar(
        [(status.value, counts[status]) for status in DRAWN],
        total,
        title=f"{bound} of {total} bound",
        prefix=f"bar-{instrument.slug}",
    )
    return {
        "slug": instrument.slug,
        "family": instrument.parent_id or instrument.pk,
        "url": f"{here}?as_of={kept_day}" if kept_day else here,
        "name": instrument.short_title,
        "subject": instrument.subject,
        "reference": instrument.reference,
        "child": instrument.parent_id is not None,
        "adopted": display(instrument.adopted_on),
        "in_force": in_force(instrument, day),
        "not_yet": not_yet(instrument, day),
        "numbers": [{"label": label, "n": n, "url": f"{here}?{query}{kept}#participation"} for label, n, query in told],
        "bar": mark_safe(bar),  # drawn by the charts module, which escapes its words
    }


def in_force(instrument: Instrument, day: date) -> str:
    """Return the day of general entry into force, marked where it was still ahead."""
    if not instrument.in_force_on:
        return "not in force"
    text = display(instrument.in_force_on)
    return text if instrument.in_force_on <= day else f"not yet ({text})"


def not_yet(instrument: Instrument, day: date) -> str:
    """Return what to say instead of numbers on a day before the instrument was adopted."""
    if instrument.adopted_on and day < instrument.adopted_on:
        return f"Did not exist: adopted on {display(instrument.adopted_on)}"
    return ""
