"""Loading ``data/``: idempotent, previewed, all or nothing; an editor's correction is never overwritten silently."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from instruments.models import Instrument
from parties.models import Action, Participant, ParticipantName, Participation
from parties.recording import editing
from tests.factories import last_revision
from treatytracker.loading import Outcome
from treatytracker.management.commands.load_data import load
from treatytracker.models import LoadedRow, Revision
from treatytracker.revision import current

from .datafolder import DataFolder

pytestmark = pytest.mark.django_db
ACT = "apmbc-afg-accession-2002-09-11"  # in force on 1 Mar 2003
ROWS = 2753


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


def totals(report):
    return {str(outcome): report.total(outcome) for outcome in Outcome if report.total(outcome)}


def command(folder, *options):
    said = StringIO()
    call_command("load_data", folder.path, *options, stdout=said)
    return said.getvalue()


def standing(key=ACT):
    return Action.objects.current().filter(key=key).first()


def correct(key=ACT, **changes):
    with editing(None, "an editor knows better") as edit:
        return edit.correct(standing(key), **changes)


def retract(key=ACT):
    with editing(None, "an editor knows better") as edit:
        edit.retract(standing(key))


def status(day, iso3="USA", slug="apmbc"):
    return Participation.objects.as_of(day).get(participant__iso3=iso3, instrument__slug=slug).status


# Nothing new ------------------------------------------------------------------------------------


def test_a_second_load_changes_nothing(folder):
    before = current()
    histories = Instrument.history.count(), Participant.history.count()
    report = load(folder.path, commit=True)
    assert totals(report) == {"unchanged": ROWS}
    assert report.remarks == []
    assert current() == before
    assert (Instrument.history.count(), Participant.history.count()) == histories


def test_every_row_carries_its_source():
    for model in (Action, Instrument, Participant):
        assert not model.objects.filter(source="").exists()


def test_everything_loaded_is_one_revision():
    assert Revision.objects.count() == 1
    assert set(Action.objects.values_list("recorded_in", flat=True)) == {current()}


def test_an_empty_registry_is_filled_and_then_left_alone(folder):
    call_command("flush", interactive=False, verbosity=0)
    assert current() == 0
    assert totals(load(folder.path, commit=True)) == {"created": ROWS}
    assert totals(load(folder.path, commit=True)) == {"unchanged": ROWS}
    assert Revision.objects.count() == 1
    assert status("2025-12-01", "TON") == "party"


# Preview and commit -----------------------------------------------------------------------------


def test_a_preview_says_what_would_change_and_writes_nothing(folder):
    folder.add_fact()
    folder.change("actions-apmbc.csv", ACT, date="2002-10-01")
    before, rows = current(), LoadedRow.objects.count()
    said = command(folder)
    assert "actions-apmbc.csv       1 created, 1 changed, 328 unchanged" in said
    assert "This was a preview. Add --commit to write." in said
    assert (current(), LoadedRow.objects.count()) == (before, rows)
    assert standing("apmbc-usa-accession-2026-10-01") is None
    assert str(standing().date) == "2002-09-11"
    assert status("2026-11-24") == "no-action"


def test_a_commit_writes_in_one_revision_and_the_status_follows(folder):
    folder.add_fact()
    folder.change("actions-apmbc.csv", ACT, date="2002-10-01", note="as corrected by the depositary")
    said = command(folder, "--commit")
    assert "preview" not in said
    assert Revision.objects.count() == 2
    assert last_revision().reason == "Loaded the files of data/"
    assert status("2026-11-24") == "contracting-state"
    assert status("2003-03-31", "AFG") == "contracting-state"
    assert status("2003-04-01", "AFG") == "party"
    assert [str(version.date) for version in Action.objects.filter(key=ACT).order_by("pk")] == [
        "2002-09-11",
        "2002-10-01",
    ]
    assert totals(load(folder.path, commit=True)) == {"unchanged": ROWS + 1}


def test_a_changed_source_updates_what_no_editor_touched(folder):
    folder.change("instruments.csv", "crpd", subject="rights")
    folder.change("parties.csv", "TON", formal_name="The Kingdom")
    assert totals(load(folder.path, commit=True)) == {"changed": 2, "unchanged": ROWS - 2}
    changed = Instrument.objects.get(slug="crpd"), Participant.objects.get(iso3="TON")
    assert (changed[0].subject, changed[1].formal_name) == ("rights", "The Kingdom")
    for version in (instance.history.latest() for instance in changed):
        assert (version.history_change_reason, version.revision) == ("Loaded the files of data/", last_revision())


def test_a_changed_rule_changes_the_status(folder):
    folder.change("instruments.csv", "crpd", party_delay="P60D")
    load(folder.path, commit=True)
    assert status("2016-07-09", "FIN", "crpd") == "contracting-state"
    assert status("2016-07-10", "FIN", "crpd") == "party"


def test_a_row_that_a_file_no_longer_has_is_kept_and_reported(folder):
    folder.drop("actions-apmbc.csv", ACT)
    report = load(folder.path, commit=True)
    assert report.remarks == [f"actions-apmbc.csv: {ACT} is no longer in the file; the registry keeps it."]
    assert standing() is not None


# Editors' corrections ---------------------------------------------------------------------------


def test_an_editors_correction_is_kept_and_reported(folder):
    correct(note="seen in the original")
    before = current()
    report = load(folder.path, commit=True)
    assert totals(report) == {"unchanged": ROWS - 1, "kept": 1}
    (remark,) = report.remarks
    assert remark.startswith("actions-apmbc.csv, line ")
    assert "kept: an editor's correction stands. note: the file has “”, the registry “seen in the original”." in remark
    assert current() == before


def test_a_conflict_keeps_the_correction_and_shows_both(folder):
    correct(note="seen in the original")
    folder.change("actions-apmbc.csv", ACT, note="the source's new note")
    report = load(folder.path, commit=True)
    assert totals(report) == {"unchanged": ROWS - 1, "kept": 1}
    assert "the file has “the source's new note”, the registry “seen in the original”" in report.remarks[0]
    assert standing().note == "seen in the original"


def test_a_correction_that_the_source_then_adopts_is_no_conflict(folder):
    correct(note="seen in the original")
    folder.change("actions-apmbc.csv", ACT, note="seen in the original")
    assert totals(load(folder.path, commit=True)) == {"unchanged": ROWS}


def test_corrections_are_overwritten_only_on_request_and_stay_in_history(folder):
    correct(note="seen in the original")
    folder.change("actions-apmbc.csv", ACT, note="the source's new note")
    said = command(folder, "--commit", "--overwrite-corrections")
    assert "1 changed" in said
    notes = Action.objects.filter(key=ACT).order_by("pk").values_list("note", flat=True)
    assert list(notes)[-2:] == ["seen in the original", "the source's new note"]
    assert totals(load(folder.path, commit=True)) == {"unchanged": ROWS}


def test_what_an_editor_retracted_stays_retracted(folder):
    retract()
    report = load(folder.path, commit=True)
    assert totals(report) == {"unchanged": ROWS - 1, "kept": 1}
    assert report.remarks[0].endswith("kept: an editor has withdrawn it.")
    assert standing() is None
    assert totals(load(folder.path, commit=True, overwrite=True)) == {"created": 1, "unchanged": ROWS - 1}
    assert standing() is not None


def test_an_editors_correction_survives_a_load_that_changes_other_rows(folder):
    correct(note="seen in the original")
    folder.add_fact()
    load(folder.path, commit=True)
    assert standing().note == "seen in the original"
    assert totals(load(folder.path, commit=True)) == {"unchanged": ROWS, "kept": 1}


def test_a_change_of_an_unversioned_fact_by_an_editor_is_kept(folder):
    Participant.objects.filter(iso3="TON").update(note="an editor's note")
    folder.change("parties.csv", "TON", formal_name="The Kingdom")
    report = load(folder.path, commit=True)
    assert totals(report)["kept"] == 1
    assert Participant.objects.get(iso3="TON").formal_name == "Kingdom of Tonga"


def test_the_reason_why_an_editor_confirmed_a_doubt_survives_a_changed_source(folder):
    key = "ccw-chl-acceptance-2003-10-15"
    correct(key, confirmation="The depositary lists it so.")
    folder.change("actions-ccw.csv", key, note="a new note")
    load(folder.path, commit=True)
    assert standing(key).confirmation == "The depositary lists it so."
    assert standing(key).note == "a new note"


@pytest.mark.parametrize(("text", "outcome"), [("", "unchanged"), ("Why they differ.", "changed")])
def test_a_column_that_a_file_has_gained_is_no_correction(folder, text, outcome):
    row = LoadedRow.objects.get(file="instruments.csv", key="apmbc")
    del row.values["in_force_difference_explained"]
    row.save()
    folder.change("instruments.csv", "apmbc", in_force_difference_explained=text)
    assert totals(load(folder.path, commit=True)) == {"unchanged": ROWS} | (
        {"unchanged": ROWS - 1, "changed": 1} if outcome == "changed" else {}
    )


# Refused rows -----------------------------------------------------------------------------------

REFUSED = {
    "no day of the calendar": ({"date": "2026-02-30"}, "date: “2026-02-30” is not a day of the calendar."),
    "another form of date": ({"date": "1/10/2026"}, "date: “1/10/2026” is not a date. Write it as YYYY-MM-DD"),
    "no date": ({"date": ""}, "date: This field cannot be null."),
    "no source": ({"source": ""}, "source: This field cannot be blank."),
    "unknown kind": ({"action": "ratified"}, "action: “ratified” is not one of signature, "),
    "unknown confidence": ({"confidence": "sure"}, "confidence: Value 'sure' is not a valid choice."),
    "unknown participant": ({"party_iso3": "XXX"}, "party_iso3: there is no participant “XXX”."),
    "unknown instrument": ({"instrument": "ottawa"}, "instrument: there is no instrument “ottawa”."),
    "another participant's name": ({"party_name": "Tonga"}, "“Tonga” is not a name of "),
    "in the future": ({"date": "2027-01-01"}, "1 Jan 2027 is in the future."),
    "ratification without signature": ({"action": "ratification"}, "has not signed before"),
    "withdrawal by one not bound": ({"action": "withdrawal"}, "there is nothing to withdraw from"),
    "effect before receipt": ({"effective_date": "2026-09-30"}, "cannot be before 1 Oct 2026"),
    "a kind that the treaty does not know": ({"action": "formal-confirmation"}, "and for no other act"),
    "forbidden reservation": ({"action": "reservation"}, "allows no reservations: prohibited (art. 19)"),
}


def test_every_refused_row_is_named_with_its_line_and_reason(folder):
    newcomers = [
        "USA",
        "RUS",
        "CHN",
        "IND",
        "PAK",
        "ISR",
        "IRN",
        "EGY",
        "CUB",
        "LBN",
        "SYR",
        "KAZ",
        "UZB",
        "VNM",
        "MMR",
    ]
    said = {}
    for iso3, (words, (values, sentence)) in zip(newcomers, REFUSED.items(), strict=True):
        who = {"party_iso3": iso3, "party_name": Participant.objects.get(iso3=iso3).name}
        line = folder.add_fact(words, **{**who, **values})
        said[f"actions-apmbc.csv, line {line}: refused: "] = sentence
    report = load(folder.path, commit=True)
    assert totals(report) == {"unchanged": ROWS, "refused": len(REFUSED)}
    remarks = sorted(report.remarks, key=lambda remark: int(remark.split(":")[0].split()[-1]))
    for remark, (start, sentence) in zip(remarks, said.items(), strict=True):
        assert remark.startswith(start)
        assert sentence in remark


@pytest.mark.parametrize("words", ["no day of the calendar", "ratification without signature"])
def test_one_refused_row_stops_the_whole_load(folder, words):
    folder.change("actions-apmbc.csv", ACT, note="a change that could be loaded")
    folder.add_fact(**REFUSED[words][0])
    before = current()
    with pytest.raises(CommandError, match="Nothing was loaded: 1 rows were refused"):
        command(folder, "--commit")
    assert (current(), standing().note) == (before, "")
    assert status("2026-11-24") == "no-action"


def test_two_things_wrong_with_a_row_refuse_it_once(folder):
    folder.add_fact(action="withdrawal", date="1997-01-01")
    report = load(folder.path, commit=True)
    assert totals(report) == {"unchanged": ROWS, "refused": 1}
    assert "adopted on 18 Sep 1997" in report.remarks[0]
    assert "nothing to withdraw from" in report.remarks[0]


def test_a_change_that_leaves_another_act_without_ground_is_refused(folder):
    folder.change("actions-apmbc.csv", "apmbc-pol-signature-1997-12-04", action="declaration")
    report = load(folder.path, commit=True)
    assert totals(report)["refused"] == 1
    assert "Poland has not signed before" in report.remarks[0]
    assert status("2012-01-01", "POL") == "signatory"


def test_the_same_id_twice_is_refused(folder):
    first = folder.add_fact()
    line = folder.add_fact(date="2026-10-02")
    report = load(folder.path, commit=True)
    assert report.remarks == [
        f"actions-apmbc.csv, line {line}: refused: apmbc-usa-accession-2026-10-01 stands already on line {first}."
    ]
    assert standing("apmbc-usa-accession-2026-10-01") is None


REFUSED_ELSEWHERE = [
    ("instruments.csv", "crpd", {"party_delay": "30 days"}, "party_delay: “30 days” is not a duration"),
    (
        "instruments.csv",
        "ccm",
        {"party_delay": "P30D", "party_anchor": "first-of-month"},
        "party_delay: A delay to the first day",
    ),
    ("instruments.csv", "ccw", {"threshold": "twenty"}, "threshold: “twenty” is not a whole number."),
    ("instruments.csv", "ccw-p1", {"withdrawal_conflict_clause": "maybe"}, "should be yes or no"),
    ("instruments.csv", "ccw-p5", {"parent": "ccc"}, "parent: there is no instrument “ccc” above this line."),
    ("instruments.csv", "apmbc", {"open_from": "1997-09-17"}, "Signature cannot open before the adoption."),
    ("parties.csv", "TON", {"kind": "kingdom"}, "kind: Value 'kingdom' is not a valid choice."),
    ("agencies.csv", "unmas", {"of_the_14": "x"}, "of_the_14: “x” should be yes or no."),
    ("mandates.csv", "unmas-coordination", {"agency_slug": "x"}, "there is no agency “x”."),
    ("mandates.csv", "unmas-rights-of-affected-people", {"instruments": "apmbc;x"}, "there is no instrument “x”."),
]


def test_every_table_refuses_what_it_cannot_hold(folder):
    expected = {}
    for file, key, values, sentence in REFUSED_ELSEWHERE:
        expected[f"{file}, line {folder.change(file, key, **values)}: refused: "] = sentence
    remarks = load(folder.path, commit=True).remarks
    assert len(remarks) == len(REFUSED_ELSEWHERE)
    for start, sentence in expected.items():
        (remark,) = [remark for remark in remarks if remark.startswith(start)]
        assert sentence in remark


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda path: path.unlink(), "parties.csv is missing."),
        (lambda path: path.write_bytes("iso3,Köln".encode("latin-1")), "parties.csv is not a UTF-8 text."),
        (lambda path: path.write_text("iso3,name\nTON,Tonga\n"), "parties.csv lacks the column iso2, "),
        (lambda path: path.write_text(""), "parties.csv lacks the column iso3"),
        (
            lambda path: path.write_text(path.read_text().replace("iso3,", "iso3,colour,", 1)),
            "parties.csv has an unknown column colour.",
        ),
        (
            lambda path: path.write_text(path.read_text() + "XXX,XX\n"),
            "parties.csv, line 200: 13 columns are needed, no more and no fewer.",
        ),
    ],
    ids=["missing", "not UTF-8", "lacks columns", "empty", "extra column", "short row"],
)
def test_a_file_that_is_not_the_table_it_should_be_is_refused(folder, break_it, said):
    break_it(folder.path / "parties.csv")
    with pytest.raises(CommandError, match=said):
        command(folder, "--commit")


def test_a_new_convention_can_be_loaded_with_its_protocol(folder):
    convention = folder.rows("instruments.csv")[0]
    for slug, parent in (("new", ""), ("new-p1", "new")):
        folder.add("instruments.csv", **{**convention, "slug": slug, "parent": parent})
    assert totals(load(folder.path, commit=True)) == {"created": 2, "unchanged": ROWS}
    assert Instrument.objects.get(slug="new-p1").parent.slug == "new"
    assert [instrument.slug for instrument in Instrument.objects.all()][-2:] == ["new", "new-p1"]
    assert Participation.objects.filter(instrument__slug="new").count() == Participant.objects.count()


def test_participants_can_be_loaded_alone(folder):
    folder.add_fact()
    folder.change("parties.csv", "TON", note="a note")
    report = load(folder.path, commit=True, participants_only=True)
    assert set(report.counts) == {"parties.csv", "party-names.csv", "predecessor-states.csv"}
    assert Participant.objects.get(iso3="TON").note == "a note"
    assert standing("apmbc-usa-accession-2026-10-01") is None


def test_names_can_be_added(folder):
    folder.add("party-names.csv", iso3="TON", name="Friendly Islands", kind="alias", confidence="high", source="x")
    load(folder.path, commit=True)
    assert ParticipantName.objects.get(name="Friendly Islands").participant.iso3 == "TON"
    assert Participant.objects.named("friendly islands").get().iso3 == "TON"
