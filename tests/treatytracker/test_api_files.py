"""CSV, Excel and the data package: they open right, start no formula, come whole and in flat memory."""

import csv
import io
import json
import tracemalloc
import zipfile
from datetime import date

import openpyxl
import pytest

from instruments.models import Instrument
from parties.models import Action, Participant, Participation
from parties.recording import editing
from parties.terms import ActionKind
from treatytracker import dates
from treatytracker.root import LISTS

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.org")']
MEGABYTE = 1024 * 1024


def content(client, path, **query) -> bytes:
    response = client.get(f"{V1}{path}", query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def table(client, path, **query) -> list[dict[str, str]]:
    text = content(client, path, format="csv", **query).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet(client, path, **query) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(content(client, path, format="xlsx", **query)))
    return list(book.active.iter_rows())


@pytest.fixture
def formulas():
    """Record acts whose notes look like formulas; return their keys."""
    with editing(None, "Notes that begin oddly") as edit:
        for number, note in enumerate(FORMULAS):
            edit.record(
                Action(
                    instrument=Instrument.objects.get(slug="crpd"),
                    participant=Participant.objects.get(iso3="EUE"),
                    kind=ActionKind.SIGNATURE,
                    date=date(2007, 4, number + 1),
                    source="A test",
                    note=note,
                )
            )


def test_csv_opens_right_in_excel(client):
    raw = content(
        client, "participations/", format="csv", instrument="apmbc", participant="CIV,FIN", as_of="2026-02-03"
    )
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert lines[0] == (
        "instrument,participant,name,status,bound,signed_on,consent_kind,consented_on,in_force_on,withdrawn_on,"
        "provisional_application,withdrawal_notified_on,withdrawal_notified_effective_on,suspension_notified_on"
    )
    assert lines[1].startswith(
        "apmbc,CIV,Côte d'Ivoire,party,true,1997-12-03,ratification,2000-06-30,2000-12-01,,false"
    )
    assert lines[2].startswith("apmbc,FIN,Finland,former-party,false,,accession,2012-01-09,2012-07-01,2026-01-10,false")


@pytest.mark.parametrize("name", LISTS)
def test_a_table_has_every_row_of_the_list(client, name):
    query = {"participant": "FIN"} if name in ("panel", "changes") else {}
    listed = client.get(f"{V1}{name}/", query | {"page_size": 1}).json()
    rows = table(client, f"{name}/", **query)
    assert len(rows) == listed["count"]
    assert len(sheet(client, f"{name}/", **query)) == listed["count"] + 1


def test_a_page_of_a_table_can_be_asked_for(client):
    whole = table(client, "actions/", instrument="ccm")
    assert table(client, "actions/", instrument="ccm", page_size="10", page="2") == whole[10:20]


def test_the_file_has_a_name(client):
    response = client.get(f"{V1}actions/?format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="treaty-tracker-actions-2026-11-24.csv"'


def test_csv_starts_no_formula(client, formulas):
    notes = [row["note"] for row in table(client, "actions/", instrument="crpd", participant="EUE", kind="signature")]
    assert [note for note in notes if note][-len(FORMULAS) :] == [f"'{text}" for text in FORMULAS]


def test_excel_starts_no_formula(client, formulas):
    header, *rows = sheet(client, "actions/", instrument="crpd", participant="EUE", kind="signature")
    column = [cell.value for cell in header].index("note")
    cells = [row[column] for row in rows if row[column].value]
    assert [cell.value for cell in cells][-len(FORMULAS) :] == FORMULAS
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("note", ["<r><t>in bold</t></r>", "<r></t></r>", "<r>&nbsp;</r>"])
def test_excel_takes_a_text_for_a_text(client, note):
    action = Action.objects.current().get(key="crpd-eue-formal-confirmation-2010-12-23")
    with editing(None, "A note that looks like marked-up text") as edit:
        edit.correct(action, note=note)
    header, row = sheet(client, "actions/", participant="EUE", kind="formal-confirmation")
    assert row[[cell.value for cell in header].index("note")].value == note


def test_excel_knows_days_from_texts(client):
    header, row = sheet(client, "participations/", instrument="apmbc", participant="FIN", as_of="2026-02-03")
    cells = dict(zip([cell.value for cell in header], row, strict=True))
    assert cells["consented_on"].value.date() == date(2012, 1, 9)
    assert cells["consented_on"].number_format == "yyyy-mm-dd"
    assert cells["bound"].value is False


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("participations/", {"format": "csv"}),
        ("participations/", {"format": "csv", "explain": "1"}),
        ("participations/", {"format": "xlsx", "explain": "1"}),
        ("panel/", {"format": "csv", "instrument": "apmbc", "from_year": "1997"}),
        ("changes/", {"format": "csv"}),
        ("datapackage.zip", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else value.get("format", ""),
)
def test_everything_comes_in_flat_memory(client, path, query):
    client.get(f"{V1}{path}", query)
    tracemalloc.start()
    try:
        response = client.get(f"{V1}{path}", query)
        size = sum(len(chunk) for chunk in response.streaming_content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 50_000
    assert peak < 32 * MEGABYTE


def test_all_participations_of_all_instruments(client):
    rows = table(client, "participations/")
    assert len(rows) == Participation.objects.as_of(dates.today()).count()
    assert len({row["instrument"] for row in rows}) == 11


# The data package


@pytest.fixture
def package(client):
    return zipfile.ZipFile(io.BytesIO(content(client, "datapackage.zip")))


def test_the_package_is_whole(package, client):
    assert package.testzip() is None
    described = json.loads(package.read("datapackage.json"))
    assert described == client.get(f"{V1}datapackage.json").json()
    assert sorted(package.namelist()) == sorted(
        ["datapackage.json", *(resource["path"] for resource in described["resources"])]
    )


def test_the_codebook_describes_every_column(package):
    for resource in json.loads(package.read("datapackage.json"))["resources"]:
        text = package.read(resource["path"]).decode("utf-8")
        assert not text.startswith("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert list(fields) == list(rows[0])
        assert all(field["description"] for field in fields.values())
        for row in rows:
            for name, value in row.items():
                allowed = fields[name].get("constraints", {}).get("enum")
                assert not (value and allowed) or value in allowed, (resource["name"], name, value)
                if value and fields[name]["type"] == "date":
                    date.fromisoformat(value)
                if value and fields[name]["type"] == "boolean":
                    assert value in ("true", "false")


def test_the_package_says_what_the_registry_says(package):
    spells = list(csv.DictReader(io.StringIO(package.read("spells.csv").decode(), newline="")))
    bound = [
        row
        for row in spells
        if row["instrument"] == "apmbc"
        and row["bound"] == "true"
        and row["valid_from"] <= "2026-02-03" < (row["valid_to"] or "9999")
    ]
    assert len(bound) == 162
