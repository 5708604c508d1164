"""What was said about a treaty: reservations, declarations, objections, by kind and in order of date."""

from collections import defaultdict
from datetime import date
from typing import Any

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
    "kind date participant__iso3 participant__name instrument__slug instrument__short_title note reference source "
    "confidence"
).split()


def by_kind(statements: RecordQuerySet, day: date, sources: Sources) -> list[dict[str, Any]]:
    """Return the statements made by ``day``, reservations first, each with the number of its source."""
    groups = defaultdict(list)
    found = statements.current().filter(date__lte=day).order_by("date", "participant__sort_name")
    for said in found.values_list(*COLUMNS, named=True):
        groups[said.kind].append(
            {
                "iso3": said.participant__iso3,
                "name": said.participant__name,
                "slug": said.instrument__slug,
                "instrument": said.instrument__short_title,
                "date": display(said.date),
                "gist": said.note,
                "reference": said.reference,
                "ref": sources.number(said.source),
                "confidence": "" if said.confidence == "high" else said.confidence,
            }
        )
    order = (StatementKind.RESERVATION, *(kind for kind in StatementKind if kind != StatementKind.RESERVATION))
    return [{"kind": kind.value, "title": PLURALS[kind], "items": groups[kind]} for kind in order if kind in groups]
