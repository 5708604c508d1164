"""Rows of participation as the depositary prints them: who, signature, consent with its letter, in force, status.

Every date is a ready text.  Rows are made of tuples from the database: as many model objects take four times
as long.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from parties.models import Action, Participation
from parties.pages.addresses import instrument_url, participant_url
from parties.pages.sources import Sources, least
from parties.querysets import ParticipationQuerySet
from parties.terms import CONSENT_LETTERS, ActionKind, Status
from treatytracker.dates import display

LABELS = {status.value: str(status.label) for status in Status}
COLUMNS = (
    "pk participant__iso3 participant__name participant__region participant__group instrument__slug "
    "instrument__short_title instrument__adopted_on status bound signed_on consent_kind consented_on in_force_on "
    "withdrawn_on provisional_application withdrawal_notified_on withdrawal_effective_on suspension_notified_on "
    "explanation action_keys"
).split()


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


def on_day(day: date, **which) -> ParticipationQuerySet:
    """Return the participations of a day in the order of a table."""
    order = ("instrument__position", "participant__sort_name")
    return Participation.objects.as_of(day).filter(**which).order_by(*order)


def spells_on(day: date, **which) -> list:
    """Return the columns that rows are made of, as named tuples."""
    return list(on_day(day, **which).values_list(*COLUMNS, named=True))


def proofs(**which) -> dict[str, Proof]:
    """Return the proof of every act that stands, by the key of the act."""
    found = Action.objects.current().filter(**which).values_list("key", "source", "confidence", "note")
    return {key: Proof(*proof) for key, *proof in found}


def rows_about_participants(spells: Iterable, day: date, proved: Mapping[str, Proof], sources: Sources) -> list[Row]:
    """Return the rows of an instrument's table."""
    made = []
    for spell in spells:
        about = (participant_url(spell.participant__iso3), spell.participant__name)
        made.append(Row(*about, *_cells(spell, day, proved, sources)))
    return made


def rows_about_instruments(spells: Iterable, day: date, proved: Mapping[str, Proof], sources: Sources) -> list[Row]:
    """Return the rows of a participant's table."""
    made = []
    for spell in spells:
        about = (instrument_url(spell.instrument__slug), spell.instrument__short_title)
        made.append(Row(*about, *_cells(spell, day, proved, sources)))
    return made


def _cells(spell: Any, day: date, proved: Mapping[str, Proof], sources: Sources) -> tuple:
    """Return what follows the name in a row, in the order of ``Row``."""
    found = [proved[key] for key in spell.action_keys if key in proved]
    confidence = least(proof.confidence for proof in found)
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
        spell.explanation if spell.action_keys else "",
        list(dict.fromkeys(proof.note for proof in found if proof.note)),
        sources.numbers(proof.source for proof in found),
        "" if confidence == "high" else confidence,
    )


def flags(spell: Any, day: date) -> list[str]:
    """Return what qualifies a status, in few words."""
    said = [] if existed(spell, day) else [f"not adopted until {display(spell.instrument__adopted_on)}"]
    if spell.withdrawn_on:
        said.append(f"left {display(spell.withdrawn_on)}")
    if spell.provisional_application and spell.status != Status.PARTY:
        said.append("applies it provisionally")
    if spell.suspension_notified_on:
        said.append(f"suspension declared {display(spell.suspension_notified_on)}")
    return said


def existed(spell: Any, day: date) -> bool:
    """Return whether the instrument had been adopted by the day."""
    return not spell.instrument__adopted_on or spell.instrument__adopted_on <= day


def soon(spell: Any, day: date) -> str:
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


def letters(spells: Iterable[Any]) -> list[dict[str, str]]:
    """Return the key to the letters that stand after dates of consent in a table; ratification has none."""
    used = {spell.consent_kind for spell in spells}
    return [
        {"letter": letter, "meaning": str(ActionKind(kind).label).lower()}
        for kind, letter in CONSENT_LETTERS.items()
        if kind in used
    ]
