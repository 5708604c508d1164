"""What the matrix shows: every participant under every instrument on a day."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from instruments.models import Instrument
from parties.pages.addresses import instrument_url, participant_url
from parties.pages.markup import matrix_body, matrix_cell
from parties.pages.queries import MatrixFilter
from parties.pages.rows import LABELS
from parties.terms import BOUND_DEFINITION, STATUS_DEFINITIONS, Status
from treatytracker.dates import display
from treatytracker.pages import asked, day_of_page, formats, frame, json_ld
from treatytracker.schema_org import dataset

TITLE = "Matrix"
COLUMNS = (
    "participant__iso3",
    "participant__name",
    "instrument_id",
    "status",
    "bound",
    "withdrawal_effective_on",
    "suspension_notified_on",
)
NOT_YET = "<td>–</td>"
MARK = "*"


def matrix_context(request: HttpRequest, query: MatrixFilter) -> dict[str, Any]:
    """Return the matrix of the day and the participants that ``query`` asks for."""
    day = query.day
    instruments = list(Instrument.objects.select_related("parent"))
    found = query.qs.order_by("participant__sort_name", "instrument__position").values_list(*COLUMNS)
    lines, bound, marked = table(found, instruments, day)
    parameters = asked(request)
    made = frame(request, title=TITLE, description="Every participant under every instrument on one day, at a glance.")
    made |= day_of_page(request, day, title=TITLE)
    return made | {
        "day": display(day),
        "columns": [column(instrument, bound[instrument.pk], parameters, day) for instrument in instruments],
        "table_body": matrix_body(lines),
        "number": len(lines),
        "marked": marked,
        "unborn": any(i.adopted_on and i.adopted_on > day for i in instruments),
        "key": [{"status": s.value, "label": s.label, "definition": STATUS_DEFINITIONS[s]} for s in Status],
        "bound_definition": BOUND_DEFINITION,
        "narrowed": query.narrowed,
        "filter_form": query.as_form(request),
        "formats": formats("matrix/", parameters),
        "json_ld": json_ld(dataset("Matrix of participation", made["page_description"], request.path, rows="matrix")),
    }


def table(found: Iterable[tuple], instruments: list[Instrument], day: date) -> tuple[list, Counter, bool]:
    """Return the lines, how many of them each instrument binds, and whether any cell has a mark."""
    existing = {i.pk for i in instruments if not i.adopted_on or i.adopted_on <= day}
    cells: dict[str, dict[int, str]] = {}
    names: dict[str, str] = {}
    bound: Counter[int] = Counter()
    marked = False
    for iso3, name, instrument_id, status, is_bound, leaves_on, suspended_on in found:
        names[iso3] = name
        bound[instrument_id] += is_bound
        words, mark = LABELS[status], ""
        if leaves_on or suspended_on:
            more = f"leaves {display(leaves_on)}" if leaves_on else f"suspension declared {display(suspended_on)}"
            words, mark, marked = f"{words}, {more}", MARK, True
        cell = matrix_cell(status, words, mark) if instrument_id in existing else NOT_YET
        cells.setdefault(iso3, {})[instrument_id] = cell
    order = [instrument.pk for instrument in instruments]
    lines = [(participant_url(iso3), names[iso3], [line[pk] for pk in order]) for iso3, line in cells.items()]
    return lines, bound, marked


def column(instrument: Instrument, bound: int, parameters: dict[str, str], day: date) -> dict[str, Any]:
    """Return the heading of a column, and how many it binds with the list of them."""
    here = instrument_url(instrument.slug)
    return {
        "url": here,
        "label": abbreviation(instrument),
        "name": instrument.short_title,
        "bound": bound,
        "bound_url": f"{here}?{urlencode(parameters | {'bound': 'true'})}#participation",
        "existed": not instrument.adopted_on or instrument.adopted_on <= day,
    }


def abbreviation(instrument: Instrument) -> str:
    """Return the shortest name in use: an acronym, or ``P IV`` for a protocol that has none."""
    for name in instrument.popular_names:
        if name.isupper():
            return name
    parent = abbreviation(instrument.parent) if instrument.parent else ""
    own = re.sub(rf"^{re.escape(parent)} ", "", instrument.short_title)
    return own.replace("Protocol ", "P ").replace("Amended Article", "Am. art.")
