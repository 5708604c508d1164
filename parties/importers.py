"""Participants, their names, acts, statements and published totals from ``data/``."""

from functools import cached_property

from instruments.models import Instrument
from parties.models import (
    Action,
    Participant,
    ParticipantName,
    PredecessorState,
    PublishedTotal,
    Statement,
)
from parties.terms import ActionKind, ParticipantKind, StatementKind
from treatytracker.cells import as_cell, day_cell, list_cell, number_cell
from treatytracker.loading import RowRefused, Table
from treatytracker.plain_tables import PlainTable
from treatytracker.text import fold

FACTS = ("apmbc", "ccm", "ccw", "crpd")


class Participants(PlainTable):
    """One row per State or organisation."""

    file = "parties.csv"
    model = Participant
    # The file's words for the fields' names.
    texts = {
        "iso3": "iso3", "iso2": "iso2", "m49": "m49", "name": "name", "formal_name": "formal_name", "kind": "kind",
        "un_group": "group", "m49_region": "region", "m49_subregion": "subregion", "note": "note",
        "source": "source", "confidence": "confidence",
    }  # fmt: skip
    columns = (*texts, "un_member_since")

    def key(self, row):
        return row["iso3"]

    def stored(self):
        participants = Participant.objects.exclude(kind=ParticipantKind.PREDECESSOR_STATE)
        return {participant.iso3: participant for participant in participants}

    def row_of(self, participant):
        fields = {**self.texts, "un_member_since": "un_member_since"}
        return {column: as_cell(getattr(participant, name)) for column, name in fields.items()}

    def fill(self, participant, row):
        for column, name in self.texts.items():
            setattr(participant, name, row[column])
        participant.un_member_since = day_cell(row, "un_member_since")


class ParticipantNames(PlainTable):
    """Former names with their dates, and aliases."""

    file = "party-names.csv"
    model = ParticipantName
    columns = ("iso3", "name", "kind", "valid_from", "valid_to", "note", "source", "confidence")
    texts = ("name", "kind", "note", "source", "confidence")

    def key(self, row):
        return f"{row['iso3']} {row['name']}"

    def stored(self):
        names = ParticipantName.objects.select_related("participant")
        return {f"{name.participant.iso3} {name.name}": name for name in names}

    def row_of(self, name):
        return {
            "iso3": name.participant.iso3,
            "valid_from": as_cell(name.used_from),
            "valid_to": as_cell(name.used_until),
            **{column: getattr(name, column) for column in self.texts},
        }

    def fill(self, name, row):
        name.participant = participant_named(row["iso3"])
        for column in self.texts:
            setattr(name, column, row[column])
        name.used_from, name.used_until = day_cell(row, "valid_from"), day_cell(row, "valid_to")


class PredecessorStates(PlainTable):
    """States that no longer exist; one that acted becomes a participant, whose rows end with it."""

    file = "predecessor-states.csv"
    model = PredecessorState
    columns = (
        "code",
        "name",
        "iso_3166_3",
        "existed_until",
        "acted",
        "successors",
        "note",
        "source",
        "confidence",
    )
    texts = ("code", "name", "iso_3166_3", "note", "source", "confidence")

    def key(self, row):
        return row["name"]

    def stored(self):
        states = PredecessorState.objects.prefetch_related("successors")
        return {state.name: state for state in states}

    def row_of(self, state):
        return {
            "existed_until": as_cell(state.existed_until),
            "acted": as_cell(state.participant_id is not None),
            "successors": as_cell(sorted(participant.iso3 for participant in state.successors.all())),
            **{column: getattr(state, column) for column in self.texts},
        }

    def fill(self, state, row):
        for column in self.texts:
            setattr(state, column, row[column])
        state.existed_until = day_cell(row, "existed_until")
        if row["acted"] == "yes":
            state.participant = self._participant(state)
        return {"successors": [participant_named(iso3) for iso3 in list_cell(row, "successors")]}

    def _participant(self, state):
        participant, _ = Participant.objects.update_or_create(
            iso3=state.code,
            defaults={
                "name": state.name,
                "kind": ParticipantKind.PREDECESSOR_STATE,
                "existed_until": state.existed_until,
                "note": state.note,
                "source": state.source,
                "confidence": state.confidence,
            },
        )
        return participant


class Facts(Table):
    """Acts and statements on one treaty or family of treaties, mixed in one file."""

    columns = (
        "id", "instrument", "party_iso3", "party_name", "action", "date", "effective_date", "reference", "source",
        "confidence", "note",
    )  # fmt: skip
    derived_columns = ("party_name",)
    texts = ("reference", "source", "confidence", "note")

    def __init__(self, family: str):
        self.file = f"actions-{family}.csv"
        self.family = family

    def key(self, row):
        return row["id"]

    def stored(self):
        return {
            fact.key: fact
            for model in (Action, Statement)
            for fact in model.objects.current()
            .filter(instrument__slug__startswith=self.family)
            .select_related("instrument", "participant")
        }

    def row_of(self, fact):
        return {
            "id": fact.key,
            "instrument": fact.instrument.slug,
            "party_iso3": fact.participant.iso3,
            "action": fact.kind,
            "date": as_cell(fact.date),
            "effective_date": as_cell(fact.stated_effective_on),
            **{column: getattr(fact, column) for column in self.texts},
        }

    def build(self, row, instance=None):
        """Return the superseded version (None for a new fact) and the version that is to stand."""
        fact = self._model(row)(key=row["id"], confirmation=instance.confirmation if instance else "")
        instrument = self._instruments.get(row["instrument"])
        participant = self._participants.get(row["party_iso3"])
        if not instrument:
            raise RowRefused(f"instrument: there is no instrument “{row['instrument']}”.")
        if not participant:
            raise RowRefused(f"party_iso3: there is no participant “{row['party_iso3']}”.")
        if participant.iso3 not in self._names.get(fold(row["party_name"]), ()):
            raise RowRefused(f"party_name: “{row['party_name']}” is not a name of {participant.iso3}, {participant}.")
        fact.instrument, fact.participant = instrument, participant
        fact.kind = row["action"]
        fact.date, fact.stated_effective_on = day_cell(row, "date"), day_cell(row, "effective_date")
        for column in self.texts:
            setattr(fact, column, row[column])
        if isinstance(fact, Statement):
            # Only a page of the depositary brings the words; a file's row leaves those that we have.
            fact.text = row.values.get("text", getattr(instance, "text", ""))
        fact.clean_fields(exclude=["instrument", "participant", "recorded_in", "superseded_in", "recorded_at"])
        return instance, fact

    def write(self, created, changed, edit):
        for old, _ in changed:
            edit.retract(old)
        edit.record_all([fact for _, fact in (*created, *changed)])

    def _model(self, row):
        if row["action"] in StatementKind.values:
            return Statement
        if row["action"] in ActionKind.values:
            return Action
        known = ", ".join((*ActionKind.values, *StatementKind.values))
        raise RowRefused(f"action: “{row['action']}” is not one of {known}.")

    # Read once, when the first row is built: by then the load has written instruments and participants.
    @cached_property
    def _instruments(self):
        return {instrument.slug: instrument for instrument in Instrument.objects.all()}

    @cached_property
    def _participants(self):
        return {participant.iso3: participant for participant in Participant.objects.all()}

    @cached_property
    def _names(self):
        names = {}
        for participant in Participant.objects.prefetch_related("names"):
            for name in (participant.name, *(other.name for other in participant.names.all())):
                names.setdefault(fold(name), set()).add(participant.iso3)
        return names


class PublishedTotals(PlainTable):
    """Totals that others published, with the reason where the computed one differs."""

    file = "published-totals.csv"
    model = PublishedTotal
    columns = ("as_of", "instrument", "measure", "value", "source", "difference_explained")
    texts = ("measure", "source", "difference_explained")

    def key(self, row):
        return " ".join(row[column] for column in ("as_of", "instrument", "measure", "value", "source"))

    def stored(self):
        totals = PublishedTotal.objects.select_related("instrument")
        return {
            f"{total.as_of} {total.instrument.slug} {total.measure} {total.value} {total.source}": total
            for total in totals
        }

    def row_of(self, total):
        return {
            "as_of": as_cell(total.as_of),
            "instrument": total.instrument.slug,
            "value": str(total.value),
            **{column: getattr(total, column) for column in self.texts},
        }

    def fill(self, total, row):
        instrument = Instrument.objects.filter(slug=row["instrument"]).first()
        if not instrument:
            raise RowRefused(f"instrument: there is no instrument “{row['instrument']}”.")
        total.instrument = instrument
        total.as_of, total.value = day_cell(row, "as_of"), number_cell(row, "value")
        for column in self.texts:
            setattr(total, column, row[column])


def participant_named(iso3: str) -> Participant:
    """Return the participant with this code.  Raise RowRefused."""
    participant = Participant.objects.filter(iso3=iso3).first()
    if not participant:
        raise RowRefused(f"iso3: there is no participant “{iso3}”.")
    return participant


def participant_tables() -> list[Table]:
    """Return the tables that say who can act, in the order in which they are loaded."""
    return [Participants(), ParticipantNames(), PredecessorStates()]


def tables() -> list[Table]:
    """Return the tables of this app in the order in which they are loaded."""
    facts = [Facts(family) for family in FACTS]
    return [*participant_tables(), *facts, PublishedTotals()]
