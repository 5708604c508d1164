"""What the page of an instrument shows: who participates on a day, who is missing, by which rules."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.safestring import mark_safe

from instruments.clauses import clauses, depositary_url, facts
from instruments.models import Instrument
from parties.pages import pictures, standing, treaty
from parties.pages.markup import table_body
from parties.pages.queries import TableFilter
from parties.pages.rows import Provenance, letters, proofs, rows_about_participants, under_instrument
from parties.pages.sources import Sources
from parties.pages.statements import by_kind
from parties.terms import Status
from treatytracker.charts import swatch
from treatytracker.dates import display
from treatytracker.pages import asked, day_of_page, formats, frame

MAP_KEY = [(str(status.label), mark_safe(swatch(status.value))) for status in Status]


def instrument_context(request: HttpRequest, instrument: Instrument, query: TableFilter) -> dict[str, Any]:
    """Return what the page of one instrument shows on the day that ``query`` asks for."""
    day, title, sources = query.day, instrument.short_title, Sources()
    everyone = under_instrument(instrument, day)
    history = pictures.history(instrument)
    made = frame(
        request,
        title=title,
        description=f"{title}: who is bound, since when and why, on {display(day)}. {instrument.title}.",
        trail=[("Instruments", "instrument_list")],
    )
    made |= about(instrument, day)
    made |= participation(request, instrument, query, everyone, sources)
    made |= standings(request, everyone, day)
    made |= {"statements": by_kind(instrument, day, sources)}
    made |= drawings(instrument, everyone, history, day) if made["existed"] else {}
    return made | day_of_page(
        request,
        day,
        title=title,
        note=treaty.since_then(instrument, history, day),
        earliest=instrument.adopted_on,
        sources=sources.notes(),
    )


def about(instrument: Instrument, day: date) -> dict[str, Any]:
    """Return what the page says of the treaty itself."""
    return {
        "instrument": instrument,
        "day": display(day),
        "existed": not instrument.adopted_on or day >= instrument.adopted_on,
        "notice": treaty.stage(instrument, day),
        "clauses": clauses(instrument),
        "check": treaty.check_of_entry_into_force(instrument),
        "facts": facts(instrument),
        "depositary_url": depositary_url(instrument),
        "parent": treaty.parent_of(instrument),
        "family": treaty.family_of(instrument, day),
        "agencies": treaty.agencies_for(instrument.pk),
        "json_ld": treaty.as_json_ld(instrument),
    }


def participation(
    request: HttpRequest, instrument: Instrument, query: TableFilter, everyone: list[Any], sources: Sources
) -> dict[str, Any]:
    """Return the table of those whom the filters let through, and its twins in other formats."""
    shown = everyone
    if query.narrowed:
        wanted = set(query.qs.values_list("pk", flat=True))
        shown = [spell for spell in everyone if spell.pk in wanted]
    rows = rows_about_participants(shown, query.day, Provenance(proofs(instrument), sources))
    twins = formats("participations/", {"instrument": instrument.slug} | asked(request))
    return {
        "number": len(rows),
        "total": len(everyone),
        "table_body": table_body(rows),
        "narrowed": query.narrowed,
        "letters": letters(shown),
        "filter_form": query.as_form(request),
        "formats": twins,
        "alternates": [twin | {"title": f"{instrument.short_title}, participation"} for twin in twins],
    }


def standings(request: HttpRequest, everyone: list[Any], day: date) -> dict[str, Any]:
    """Return the counts of all participants, who is about to join or leave, and who is not bound."""
    kept = {"as_of": request.GET["as_of"]} if request.GET.get("as_of") else {}
    counts = Counter(spell.status for spell in everyone)
    return {
        "figures": standing.figures(counts, lambda **which: f"{request.path}?{urlencode(which | kept)}#participation"),
        "coming": standing.coming(everyone, day),
        "gone": standing.gone(everyone),
        "signatories": standing.signatories(everyone, day),
        "absent": standing.absent_by_region(everyone),
    }


def drawings(instrument: Instrument, everyone: list[Any], history: list[tuple], day: date) -> dict[str, Any]:
    """Return the curve until the day and the map of the day."""
    return {
        "curve": pictures.draw_curve(instrument, history, day),
        "map": pictures.draw_map(instrument, everyone, day),
        "map_key": MAP_KEY,
    }
