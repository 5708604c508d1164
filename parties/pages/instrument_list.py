"""What the list of instruments shows: each with its counts on a day."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from instruments.models import Instrument
from parties.pages.rows import on_day
from parties.terms import BOUND, BOUND_DEFINITION, Status
from treatytracker.charts import share_bar
from treatytracker.dates import display
from treatytracker.pages import day_of_page, formats, frame


def list_context(request: HttpRequest, day: date) -> dict[str, Any]:
    """Return what the list of instruments shows of a day."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    per_status = on_day(day).order_by().values_list("instrument__slug", "status").annotate(number=Count("pk"))
    for slug, status, number in per_status:
        counts[slug][status] = number
    kept_day = request.GET.get("as_of", "")
    made = frame(
        request,
        title="Instruments",
        description="The treaties on mines, on conventional weapons and on the rights of survivors, and their parties.",
    )
    return (
        made
        | {
            "rows": [
                listed(instrument, counts[instrument.slug], day, kept_day) for instrument in Instrument.objects.all()
            ],
            "day": display(day),
            "bound_definition": BOUND_DEFINITION,
            "formats": formats("instruments/", {"as_of": kept_day}),
        }
        | day_of_page(request, day, title="Instruments")
    )


def listed(instrument: Instrument, counts: Counter[str], day: date, kept_day: str) -> dict[str, Any]:
    """Return an instrument's line in the list; ``kept_day`` is the day that its links keep."""
    here, kept = instrument.get_absolute_url(), f"&as_of={kept_day}" if kept_day else ""
    bound, total = sum(counts[status] for status in BOUND), counts.total()
    told = (
        ("Bound", bound, "bound=true"),
        ("Signatories not bound", counts[Status.SIGNATORY], "status=signatory"),
        ("Left", counts[Status.FORMER_PARTY], "status=former-party"),
        ("No action", counts[Status.NO_ACTION], "status=no-action"),
    )
    drawn = (Status.PARTY, Status.CONTRACTING_STATE, Status.SIGNATORY, Status.FORMER_PARTY)
    bar = share_bar(
        [(status.value, counts[status]) for status in drawn],
        total,
        title=f"{bound} of {total} bound",
        prefix=f"bar-{instrument.slug}",
    )
    existed = not instrument.adopted_on or instrument.adopted_on <= day
    return {
        "slug": instrument.slug,
        "url": f"{here}?as_of={kept_day}" if kept_day else here,
        "name": instrument.short_title,
        "subject": instrument.subject,
        "reference": instrument.reference,
        "child": instrument.parent_id is not None,
        "adopted": display(instrument.adopted_on),
        "in_force": display(instrument.in_force_on),
        "existed": existed,
        "counts": [
            {"label": label, "number": number, "url": f"{here}?{query}{kept}#participation"}
            for label, number, query in told
        ],
        "bar": mark_safe(bar) if existed else "",
    }
