"""Acts out to a spreadsheet and back: nothing edited is nothing changed; what is edited becomes proposals."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from editing.importing import keep, publish_sound
from editing.models import Operation
from editing.spreadsheets import COLUMNS, export, plan_sheet
from parties.models import Action, Statement
from parties.recording import editing
from tests.factories import make_action, make_instrument, make_participant, make_statement
from treatytracker.tables import BadFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_pair_of_eyes")]


@pytest.fixture
def treaty(db):
    treaty = make_instrument()
    participant = make_participant(name="State of XAA")
    make_action("accession", "2010-01-15", participant=participant, reference="C.N.1.2010", note="Line one\nline two")
    make_statement("declaration", "2010-01-15", participant=participant, note="=not a formula")
    return treaty


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("note", ["typed\r\non two lines", "_x0041_", "a\x0bb", "<r>text</r>", "'", "-1"])
def test_no_text_is_changed_by_the_round_trip(treaty, format, note):
    with editing(None, "An odd note") as edit:
        edit.correct(Action.objects.current().get(instrument=treaty), note=note)
    assert plan_sheet(exported(treaty, format), f"acts.{format}").proposals == []


def as_csv(rows, separator=",", encoding="utf-8-sig"):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator)
    writer.writerows([COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)])
    return stream.getvalue().encode(encoding)


def as_xlsx(data, change):
    """Open the exported workbook as a person does, change it, save it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def exported(treaty, format="csv"):
    return b"".join(export(format, [treaty]))


def rows_of(treaty):
    return list(csv.DictReader(io.StringIO(exported(treaty).decode("utf-8-sig"), newline="")))


def test_columns_are_those_of_the_shipped_files(treaty):
    accession, declaration = rows_of(treaty)
    assert tuple(accession) == COLUMNS
    assert (accession["date"], accession["effective_date"]) == ("2010-01-15", "")
    assert accession["note"] == "Line one\nline two"
    assert declaration["note"] == "'=not a formula"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_unedited_file_changes_nothing(treaty, format):
    assert plan_sheet(exported(treaty, format), f"acts.{format}").proposals == []
    assert keep(plan_sheet(exported(treaty, format), f"acts.{format}"), None, "a test") is None


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_all_real_acts_survive_the_round_trip(format):
    plan = plan_sheet(b"".join(export(format)), f"acts.{format}")
    facts = Action.objects.current().count() + Statement.objects.current().count()
    assert plan.source == f"acts.{format}, {facts} rows"
    assert plan.proposals == []


def test_corrected_date(treaty):
    rows = rows_of(treaty)
    rows[0]["date"] = "2010-01-16"
    (proposal,) = plan_sheet(as_csv(rows), "acts.csv").proposals
    old = Action.objects.current().get(instrument=treaty)
    assert (proposal.operation, proposal.key, proposal.base) == (Operation.CORRECT, old.key, old.pk)
    assert proposal.values["date"] == "2010-01-16"
    assert proposal.row == "Line 2: xt-xaa-accession-2010-01-15"


def test_cell_that_was_emptied_is_emptied(treaty):
    rows = rows_of(treaty)
    rows[0]["reference"] = ""
    batch = keep(plan_sheet(as_csv(rows), "acts.csv"), None, "a test")
    publish_sound(batch, None, "a test")
    assert Action.objects.current().get(instrument=treaty).reference == ""


def test_date_typed_into_excel_is_a_number_there(treaty):
    def change(sheet):
        assert sheet["F2"].value.date() == date(2010, 1, 15)
        sheet["F2"] = date(2010, 1, 16)

    (proposal,) = plan_sheet(as_xlsx(exported(treaty, "xlsx"), change), "acts.xlsx").proposals
    assert proposal.values["date"] == "2010-01-16"


def test_new_row_and_missing_row(treaty):
    new = {"instrument": "xt", "party_name": "Kenya", "action": "accession", "date": "2011-02-03"}
    new |= {"source": "a letter", "confidence": "high"}
    (proposal,) = plan_sheet(as_csv([new]), "acts.csv").proposals
    assert (proposal.operation, proposal.error, proposal.values["party_iso3"]) == (Operation.RECORD, "", "KEN")


def test_file_as_a_european_excel_saves_it(treaty):
    rows = rows_of(treaty)
    rows[0]["note"] = "Côte d’Ivoire; as well"
    (proposal,) = plan_sheet(as_csv(rows, ";", "cp1252"), "acts.csv").proposals
    assert proposal.values["note"] == "Côte d’Ivoire; as well"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"date": "15/01/2010"}, "Write it as YYYY-MM-DD"),
        ({"action": "ratificated"}, "is not one of signature"),
        ({"action": "declaration"}, "An act cannot become a statement"),
        ({"party_name": "Kenya"}, "is not a name of XAA"),
        ({"instrument": "nope"}, "there is no instrument"),
        ({"id": "xt-xaa-nothing"}, "The registry has no fact"),
        ({"source": ""}, "cannot be blank"),
        ({"action": "ratification"}, "has not signed before"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_row_that_cannot_be_is_kept_with_its_error(treaty, change, error):
    rows = rows_of(treaty)[:1]
    rows[0] |= change
    (proposal,) = plan_sheet(as_csv(rows), "acts.csv").proposals
    assert error in proposal.error
    assert proposal.row.startswith("Line 2")


def test_same_row_twice(treaty):
    row = rows_of(treaty)[0]
    (proposal,) = plan_sheet(as_csv([row, row]), "acts.csv").proposals
    assert "stands already on line 2" in proposal.error


def test_twice_proposes_nothing_new(treaty):
    rows = rows_of(treaty)
    rows[0]["date"] = "2010-01-16"
    assert keep(plan_sheet(as_csv(rows), "acts.csv"), None, "a test")
    assert keep(plan_sheet(as_csv(rows), "acts.csv"), None, "a test") is None


def test_words_of_a_statement_survive_a_correction(treaty):
    statement = Statement.objects.current().get(instrument=treaty)
    with editing(None, "the words") as edit:
        edit.correct(statement, text="The words.")
    rows = rows_of(treaty)
    rows[1]["note"] = "Another gist."
    publish_sound(keep(plan_sheet(as_csv(rows), "acts.csv"), None, "a test"), None, "a test")
    statement = Statement.objects.current().get(instrument=treaty)
    assert (statement.note, statement.text) == ("Another gist.", "The words.")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"id,instrument\nx,y\n", "lacks the column"),
        (",".join([*COLUMNS, "colour"]).encode(), "has an unknown column colour"),
        (b"PK\x03\x04 not a workbook", "is not an Excel workbook"),
        (b"", "lacks the column"),
        (",".join(COLUMNS).encode() + b'\n"never closed', "line 2"),
    ],
    ids=["columns missing", "column unknown", "no workbook", "empty", "broken quotes"],
)
def test_other_files_are_refused(data, sentence):
    with pytest.raises(BadFile, match=sentence):
        plan_sheet(data, "acts.csv")


def test_columns_in_another_order_and_blank_rows(treaty):
    def change(sheet):
        sheet.move_range("A1:A3", cols=12)
        sheet.delete_cols(1)
        sheet.insert_rows(3)

    assert plan_sheet(as_xlsx(exported(treaty, "xlsx"), change), "acts.xlsx").proposals == []
