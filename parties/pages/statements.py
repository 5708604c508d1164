"""What was said about a treaty: reservations, declarations, objections, by kind and in order of date."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from instruments.models import Instrument
from parties.models import Participant, Statement
from parties.pages import roll
from parties.pages.addresses import instrument_url, participant_url
from parties.pages.roll import What, Who
from parties.pages.sources import Sources
from parties.terms import StatementKind
from treatytracker.dates import display
from treatytracker.prepared import Question, a_day, a_number

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


class Said(NamedTuple):
    """A statement, with its names."""

    who: Who
    what: What
    kind: str
    date: date
    note: str
    text: str
    reference: str
    source: str
    confidence: str


def _statements(**which) -> QuerySet:
    found = Statement.objects.current().filter(date__lte=a_day("day"), **which)
    return found.order_by("date", "participant__sort_name", "key").values_list(
        "participant_id", "instrument_id", *Said._fields[2:]
    )


ABOUT_INSTRUMENT = Question(lambda: _statements(instrument=a_number("pk")))
OF_PARTICIPANT = Question(lambda: _statements(participant=a_number("pk")))


def by_kind(about: Instrument | Participant, day: date, sources: Sources) -> list[dict[str, Any]]:
    """Return the statements made by ``day``, reservations first.  What several said alike stands once, with all."""
    groups: dict[str, dict[tuple, list]] = defaultdict(lambda: defaultdict(list))
    question = ABOUT_INSTRUMENT if isinstance(about, Instrument) else OF_PARTICIPANT
    who, what = roll.participants(), roll.instruments()
    for participant, instrument, *rest in question.ask(pk=about.pk, day=day):
        said = Said(who[participant], what[instrument], *rest)
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


def _item(alike: list[Said], sources: Sources) -> dict[str, Any]:
    first, *others = alike
    return {
        "url": participant_url(first.who.iso3),
        "name": first.who.name,
        "instrument_url": instrument_url(first.what.slug),
        "instrument": first.what.short_title,
        "iso": first.date.isoformat(),
        "date": display(first.date),
        "gist": first.note or ("" if first.text else "No summary is recorded."),
        "words": first.text.split("\n") if first.text else [],
        "reference": first.reference,
        "ref": str(sources.number(first.source)),
        "confidence": "" if first.confidence == "high" else first.confidence,
        "also": ", ".join(f"{_other(said, first)} ({display(said.date)})" for said in others),
    }


def _other(said: Said, first: Said) -> str:
    """Return who else said it; or, where the same participant did, on which instrument."""
    return said.who.name if said.who != first.who else said.what.short_title
