"""What the page of an instrument shows."""

from django.db.models import Count

from instruments.models import Instrument
from parties.pages.rows import on_day, proofs, rows, values
from parties.pages.sources import Sources
from treatytracker.pages import day_of_page, formats, frame


def families(day):
    counts = {}
    for slug, status, n in on_day(day).order_by().values_list("instrument__slug", "status").annotate(Count("pk")):
        counts.setdefault(slug, {})[status] = n
    return [
        {"instrument": instrument, "counts": counts.get(instrument.slug, {})} for instrument in Instrument.objects.all()
    ]


def context(request, instrument, query):
    day = query.day
    everyone = values(on_day(day, instrument=instrument))
    shown = set(query.qs.values_list("pk", flat=True))
    sources = Sources()
    table = rows([s for s in everyone if s.pk in shown], day, proofs(instrument=instrument), sources)
    title = instrument.short_title
    made = frame(request, title=title, description=instrument.title, trail=[("Instruments", "instrument_list")])
    made |= day_of_page(request, day, title=title, sources=sources.notes())
    return made | {
        "instrument": instrument,
        "rows": table,
        "filter_form": query.as_form(request),
        "formats": formats("participations/", {"instrument": instrument.slug, "as_of": request.GET.get("as_of")}),
    }
