"""What was said about a treaty: reservations, declarations, objections, by kind and in order of date."""

from collections import defaultdict
from datetime import date
from typing import Any

from parties.pages.addresses import instrument_url, participant_url
from parties.pages.sources import Sources
from parties.querysets import RecordQuerySet
from parties.terms import StatementKind
from treatytracker.dates import display

PLURALS = {
    StatementKind.DECLARATION: "Declarations",
    StatementKind.RESERVATION: "Reservations",
    StatementKind.OBJECTION: "Objections",
    StatementKind.COMMUNICATION: "Communications",
    StatementKind.TERRITORIAL_APPLICATION: "Territorial application",
    StatementKind.RESERVATION_WITHDRAWAL: "Withdrawals of reservations",
    StatementKind.DECLARATION_WITHDRAWAL: "Withdrawals of declarations",
    StatementKind.OBJECTION_WITHDRAWAL: "Withdrawals of objections",
}
COLUMNS = (
    "kind date participant__iso3 participant__name instrument__slug instrument__short_title note text reference "
    "source confidence"
).split()


def by_kind(statements: RecordQuerySet, day: date, sources: Sources) -> list[dict[str, Any]]:
    """Return the statements made by ``day``, reservations first.  What several said alike stands once, with all."""
    groups: dict[str, dict[tuple, list]] = defaultdict(lambda: defaultdict(list))
    found = statements.current().filter(date__lte=day).order_by("date", "participant__sort_name")
    for said in found.values_list(*COLUMNS, named=True):
        alike = (said.note, said.text, said.reference, said.source, said.confidence)
        groups[said.kind][alike].append(said)
    order = (StatementKind.RESERVATION, *(kind for kind in StatementKind if kind != StatementKind.RESERVATION))
    return [
        {
            "title": PLURALS[kind],
            "number": sum(map(len, groups[kind].values())),
            "items": [_item(alike, sources) for alike in groups[kind].values()],
        }
        for kind in order
        if kind in groups
    ]


def _item(alike: list, sources: Sources) -> dict[str, Any]:
    first, *others = alike
    return {
        "url": participant_url(first.participant__iso3),
        "name": first.participant__name,
        "instrument_url": instrument_url(first.instrument__slug),
        "instrument": first.instrument__short_title,
        "iso": first.date.isoformat(),
        "date": display(first.date),
        "gist": first.note or ("" if first.text else "No summary is recorded."),
        "words": first.text.split("\n") if first.text else [],
        "reference": first.reference,
        "ref": str(sources.number(first.source)),
        "confidence": "" if first.confidence == "high" else first.confidence,
        "also": ", ".join(f"{_other(said, first)} ({display(said.date)})" for said in others),
    }


def _other(said: Any, first: Any) -> str:
    """Return who else said it; or, where the same participant did, on which instrument."""
    return said.participant__name if said.participant__iso3 != first.participant__iso3 else said.instrument__short_title
