"""Rows of participation as the depositary prints them: who, signature, consent with its letter, in force, status.

Every date is a ready text.  Rows are made of tuples from the database: as many model objects take four times
as long.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from instruments.models import Instrument
from parties.models import Action, Participant, Participation
from parties.pages import roll
from parties.pages.addresses import instrument_url, participant_url
from parties.pages.roll import What, Who
from parties.pages.sources import Sources, least
from parties.terms import CONSENT_LETTERS, ActionKind, Status
from treatytracker.dates import display
from treatytracker.prepared import Question, a_day, a_number

LABELS = {status.value: str(status.label) for status in Status}


class Participating(NamedTuple):
    """Where a participant stands under an instrument on a day, and what that rests on: a spell, with its names."""

    pk: int
    who: Who
    what: What
    status: str
    bound: bool
    signed_on: date | None
    consent_kind: str
    consented_on: date | None
    in_force_on: date | None
    withdrawn_on: date | None
    provisional_application: bool
    withdrawal_notified_on: date | None
    withdrawal_effective_on: date | None
    suspension_notified_on: date | None
    explanation: str
    action_keys: list[str]


class Proof(NamedTuple):
    """Where an act is proved."""

    source: str
    confidence: str
    note: str


class Row(NamedTuple):
    """One participant under one instrument on one day, in words."""

    url: str
    name: str
    signed: str
    consented: str
    letter: str
    in_force: str
    status: str
    label: str
    flags: list[str]
    soon: str
    why: str
    notes: list[str]
    refs: list[int]
    confidence: str


def _spells(**which) -> QuerySet:
    columns = ("pk", "participant_id", "instrument_id", *Participating._fields[3:])
    return Participation.objects.order_by().as_of(a_day("day")).filter(**which).values_list(*columns)


UNDER_INSTRUMENT = Question(lambda: _spells(instrument=a_number("pk")))
OF_PARTICIPANT = Question(lambda: _spells(participant=a_number("pk")))


def under_instrument(instrument: Instrument, day: date) -> list[Participating]:
    """Return where every participant stands under an instrument on a day, in the order of a table."""
    found = {who: (pk, rest) for pk, who, _, *rest in UNDER_INSTRUMENT.ask(pk=instrument.pk, day=day)}
    what = roll.instruments()[instrument.pk]
    standing = ((who, found[key]) for key, who in roll.participants().items() if key in found)
    return [Participating(pk, who, what, *rest) for who, (pk, rest) in standing]


def of_participant(participant: Participant, day: date) -> list[Participating]:
    """Return where a participant stands under every instrument on a day, in the order of a table."""
    found = {what: (pk, rest) for pk, _, what, *rest in OF_PARTICIPANT.ask(pk=participant.pk, day=day)}
    who = roll.participants()[participant.pk]
    standing = ((what, found[key]) for key, what in roll.instruments().items() if key in found)
    return [Participating(pk, who, what, *rest) for what, (pk, rest) in standing]


def _proofs(**which) -> QuerySet:
    return Action.objects.order_by().current().filter(**which).values_list("key", *Proof._fields)


PROOFS_UNDER_INSTRUMENT = Question(lambda: _proofs(instrument=a_number("pk")))
PROOFS_OF_PARTICIPANT = Question(lambda: _proofs(participant=a_number("pk")))


def proofs(about: Instrument | Participant) -> dict[str, Proof]:
    """Return the proof of every act that stands, by the key of the act."""
    question = PROOFS_UNDER_INSTRUMENT if isinstance(about, Instrument) else PROOFS_OF_PARTICIPANT
    return {key: Proof(*proof) for key, *proof in question.ask(pk=about.pk)}


class Provenance:
    """What proves the rows of a table; most rest on the same few pages, so each combination is worked out once."""

    def __init__(self, proved: Mapping[str, Proof], sources: Sources):
        self._proved = proved
        self._sources = sources
        self._known: dict[tuple[Proof, ...], tuple[list[str], list[int], str]] = {}

    def of(self, keys: Iterable[str]) -> tuple[list[str], list[int], str]:
        """Return remarks, numbers of sources, and the least confidence if it is not high, of some acts."""
        found = tuple([self._proved[key] for key in keys if key in self._proved])
        if found not in self._known:
            confidence = least(proof.confidence for proof in found)
            self._known[found] = (
                list(dict.fromkeys(proof.note for proof in found if proof.note)),
                self._sources.numbers(proof.source for proof in found),
                "" if confidence == "high" else confidence,
            )
        return self._known[found]


def rows_about_participants(spells: Iterable[Participating], day: date, provenance: Provenance) -> list[Row]:
    """Return the rows of an instrument's table."""
    return [Row(participant_url(spell.who.iso3), spell.who.name, *_cells(spell, day, provenance)) for spell in spells]


def rows_about_instruments(spells: Iterable[Participating], day: date, provenance: Provenance) -> list[Row]:
    """Return the rows of a participant's table."""
    return [
        Row(instrument_url(spell.what.slug), spell.what.short_title, *_cells(spell, day, provenance))
        for spell in spells
    ]


def _cells(spell: Participating, day: date, provenance: Provenance) -> tuple:
    """Return what follows the name in a row, in the order of ``Row``."""
    keys = spell.action_keys
    return (
        display(spell.signed_on),
        display(spell.consented_on),
        CONSENT_LETTERS.get(spell.consent_kind, ""),
        display(spell.in_force_on),
        spell.status,
        LABELS[spell.status],
        flags(spell, day),
        soon(spell, day),
        # That nothing was done needs no explanation.
        spell.explanation if keys else "",
        *provenance.of(keys),
    )


def flags(spell: Participating, day: date) -> list[str]:
    """Return what qualifies a status, in few words."""
    said = [] if existed(spell, day) else [f"not adopted until {display(spell.what.adopted_on)}"]
    if spell.withdrawn_on:
        said.append(f"left {display(spell.withdrawn_on)}")
    if spell.provisional_application and spell.status != Status.PARTY:
        said.append("applies it provisionally")
    if spell.suspension_notified_on:
        said.append(f"suspension declared {display(spell.suspension_notified_on)}")
    return said


def existed(spell: Participating, day: date) -> bool:
    """Return whether the instrument had been adopted by the day."""
    return not spell.what.adopted_on or spell.what.adopted_on <= day


def soon(spell: Participating, day: date) -> str:
    """Return what is known to come: the exit that was notified, or entry into force."""
    if spell.withdrawal_notified_on:
        return f"leaves {countdown(spell.withdrawal_effective_on, day)}"
    if spell.status == Status.CONTRACTING_STATE:
        return f"in force {countdown(spell.in_force_on, day)}"
    return ""


def countdown(ahead: date | None, day: date) -> str:
    """Return ``20 Feb 2026, in 12 days``."""
    return f"{display(ahead)}, {wait(ahead, day)}" if ahead else "on a day not known"


def wait(ahead: date, day: date) -> str:
    """Return how long it is from ``day`` until a later one: ``in 12 days``."""
    days = (ahead - day).days
    return f"in {days:,} day{'' if days == 1 else 's'}"


def letters(spells: Iterable[Participating]) -> list[dict[str, str]]:
    """Return the key to the letters that stand after dates of consent in a table; ratification has none."""
    used = {spell.consent_kind for spell in spells}
    return [
        {"letter": letter, "meaning": str(ActionKind(kind).label).lower()}
        for kind, letter in CONSENT_LETTERS.items()
        if kind in used
    ]
