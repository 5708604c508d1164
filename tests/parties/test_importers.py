"""Participants, names, predecessor States, facts and published totals as rows of ``data/`` and back."""

from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from parties.importers import (
    FACTS,
    Facts,
    ParticipantNames,
    Participants,
    PredecessorStates,
    PublishedTotals,
    participant_named,
)
from parties.models import Action, Participant, PredecessorState, Statement
from parties.recording import editing
from treatytracker.loading import RowRefused
from treatytracker.tables import Row

pytestmark = pytest.mark.django_db
TABLES = {
    "parties.csv": Participants(),
    "party-names.csv": ParticipantNames(),
    "predecessor-states.csv": PredecessorStates(),
    "published-totals.csv": PublishedTotals(),
    **{f"actions-{family}.csv": Facts(family) for family in FACTS},
}
COUNTS = {
    "parties.csv": 198, "party-names.csv": 287, "predecessor-states.csv": 8, "published-totals.csv": 130,
    "actions-apmbc.csv": 329, "actions-ccm.csv": 234, "actions-ccw.csv": 997, "actions-crpd.csv": 510,
}  # fmt: skip
FACT = {
    "id": "apmbc-usa-accession-2026-10-01", "instrument": "apmbc", "party_iso3": "USA",
    "party_name": "United States of America", "action": "accession", "date": "2026-10-01", "effective_date": "",
    "reference": "", "source": "C.N.999.2026", "confidence": "high", "note": "",
}  # fmt: skip


def compared(table, values):
    return {column: text for column, text in values.items() if column not in table.derived_columns}


def fact(**values):
    return Row("actions-apmbc.csv", 99, {**FACT, **values})


@pytest.mark.parametrize("file", TABLES)
def test_the_registry_holds_every_row_as_its_file_says_it(file):
    table = TABLES[file]
    rows = {table.key(row): compared(table, row.values) for row in table.read(settings.BASE_DIR / "data")}
    stored = {key: compared(table, table.row_of(instance)) for key, instance in table.stored().items()}
    if file == "predecessor-states.csv":  # a set, in whatever order
        for row in (*rows.values(), *stored.values()):
            row["successors"] = sorted(row["successors"].split(";"))
    assert len(rows) == COUNTS[file]
    assert stored == rows


# Facts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "model"), [("accession", Action), ("objection", Statement)])
def test_a_row_is_an_act_or_a_statement_by_its_kind(kind, model):
    old, built = Facts("apmbc").build(fact(action=kind))
    assert (old, type(built)) == (None, model)
    assert (built.key, built.kind, built.date) == (FACT["id"], kind, date(2026, 10, 1))


@pytest.mark.parametrize("name", ["United States of America", "USA", "usa", "United States"])
def test_a_participant_may_be_written_by_any_of_its_names(name):
    _, built = Facts("apmbc").build(fact(party_name=name))
    assert built.participant.iso3 == "USA"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"instrument": "ottawa"}, "instrument: there is no instrument “ottawa”."),
        ({"party_iso3": "XXX"}, "party_iso3: there is no participant “XXX”."),
        ({"party_name": ""}, "party_name: “” is not a name of USA, United States of America."),
        ({"party_name": "Tonga"}, "party_name: “Tonga” is not a name of USA"),
        ({"action": ""}, "action: “” is not one of signature, "),
        ({"date": "Oct 2026"}, "date: “Oct 2026” is not a date."),
        ({"effective_date": "2026-13-01"}, "effective_date: “2026-13-01” is not a day of the calendar."),
    ],
)
def test_a_row_that_means_nothing_is_refused(values, said):
    with pytest.raises(RowRefused) as refused:
        Facts("apmbc").build(fact(**values))
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("field", ["date", "source", "confidence"])
def test_what_must_be_there_must_be_there(field):
    with pytest.raises(ValidationError) as refused:
        Facts("apmbc").build(fact(**{field: ""}))
    assert list(refused.value.message_dict) == [field]


def test_a_family_knows_only_its_own_facts():
    assert {fact.instrument.slug.split("-")[0] for fact in Facts("ccw").stored().values()} == {"ccw"}
    assert len(Facts("ccw").stored()) == COUNTS["actions-ccw.csv"]


def test_a_fact_that_turns_from_a_statement_into_an_act_keeps_its_key():
    table = Facts("apmbc")
    with editing(None, "entered") as edit:
        table.write([table.build(fact(action="declaration"))], [], edit)
    stored = table.stored()[FACT["id"]]
    with editing(None, "corrected") as edit:
        table.write([], [table.build(fact(), stored)], edit)
    assert isinstance(table.stored()[FACT["id"]], Action)
    assert [s.superseded_in for s in Statement.objects.filter(key=FACT["id"])] == [edit.revision]


def test_a_row_without_the_words_of_a_statement_keeps_those_we_have():
    table = Facts("apmbc")
    _, built = table.build(fact(action="declaration"))
    built.text = "The Government declares ..."
    with editing(None, "entered") as edit:
        edit.record(built)
    _, again = table.build(fact(action="declaration", note="a gist"), table.stored()[FACT["id"]])
    assert (again.text, again.note) == ("The Government declares ...", "a gist")


# The other tables -------------------------------------------------------------------------------


def test_a_predecessor_that_acted_becomes_a_participant_and_keeps_its_own_facts():
    table = PredecessorStates()
    row = table.row_of(PredecessorState.objects.get(code="SCG"))
    state, links = table.build(Row(table.file, 9, {**row, "acted": "yes"}), table.stored()[row["name"]])
    assert (state.participant.iso3, state.participant.kind) == ("SCG", "predecessor-state")
    assert state.participant.existed_until == date(2006, 6, 2)
    assert sorted(participant.iso3 for participant in links["successors"]) == ["MNE", "SRB"]


def test_predecessors_are_not_rows_of_the_participants():
    assert not {"CSK", "DDR", "YUG"} & Participants().stored().keys()


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        (Participants, {"un_member_since": "1945"}, "un_member_since: “1945” is not a date."),
        (ParticipantNames, {"iso3": "XXX"}, "iso3: there is no participant “XXX”."),
        (ParticipantNames, {"valid_to": "2022"}, "valid_to: “2022” is not a date."),
        (PredecessorStates, {"successors": "CZE;XXX"}, "iso3: there is no participant “XXX”."),
        (PublishedTotals, {"instrument": "ottawa"}, "instrument: there is no instrument “ottawa”."),
        (PublishedTotals, {"value": "many"}, "value: “many” is not a whole number."),
    ],
)
def test_a_wrong_cell_is_refused(table, values, said):
    rows = table().read(settings.BASE_DIR / "data")
    with pytest.raises(RowRefused) as refused:
        table().build(Row("x.csv", 9, {**rows[0].values, **values}))
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("table", "values", "field"),
    [
        (Participants, {"iso3": "TOOLONG"}, "iso3"),
        (Participants, {"name": ""}, "name"),
        (ParticipantNames, {"kind": "nickname"}, "kind"),
        (PredecessorStates, {"existed_until": ""}, "existed_until"),
        (PublishedTotals, {"measure": "guests"}, "measure"),
        (PublishedTotals, {"as_of": ""}, "as_of"),
    ],
)
def test_a_value_that_the_model_refuses_is_refused(table, values, field):
    rows = table().read(settings.BASE_DIR / "data")
    with pytest.raises(ValidationError) as refused:
        table().build(Row("x.csv", 9, {**rows[0].values, **values}))
    assert list(refused.value.message_dict) == [field]


def test_participant_named():
    assert participant_named("TON") == Participant.objects.get(iso3="TON")
    with pytest.raises(RowRefused, match="there is no participant “ton”"):
        participant_named("ton")
