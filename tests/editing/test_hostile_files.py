"""Files that were made, or broken, to harm: each is refused with a sentence, soon and in little memory."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from editing.admin.exchange import read_plan
from editing.depositary import markup
from editing.workbooks import read_workbook

HEADER = "id,instrument,party_iso3,party_name,action,date,effective_date,reference,source,confidence,note\n"
BOOK = '<workbook xmlns:r="r"><sheets><sheet r:id="a"/></sheets></workbook>'
RELATIONS = '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>'


def workbook(sheet, shared="<sst/>", method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/sharedStrings.xml", shared)
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{sheet}</worksheet>")
    return stream.getvalue()


def with_password():
    data = bytearray(workbook("<row/>"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(mark)
        while position >= 0:
            data[position + offset] |= 1
            position = data.find(mark, position + 1)
    return bytes(data)


def damaged():
    data = bytearray(workbook("<row><c/></row>" * 1000))
    start = data.find(b"xl/workbook.xml") + 20
    data[start : start + 20] = b"\xff" * 20
    return bytes(data)


WORKBOOKS = {
    "column far away": (workbook('<row><c r="ZZZZZZZZ1"><v>1</v></c></row>'), "cell cannot be read"),
    "row of no number": (workbook('<row r="one"><c/></row>'), "cell cannot be read"),
    "text that is not there": (workbook('<row><c t="s"><v>99</v></c></row>'), "cell cannot be read"),
    "nested": (workbook(f"<row><c>{'<a>' * 20_000}{'</a>' * 20_000}</c></row>"), "not an Excel workbook"),
    "nested texts": (workbook("<row/>", f"<sst><si>{'<r>' * 5000}{'</r>' * 5000}</si></sst>"), "not an Excel workbook"),
    "bomb": (workbook("<row>" + "<c/>" * 1_100_000 + "</row>"), "not an Excel workbook"),
    "password": (with_password(), "password"),
    "method": (workbook("<row/>", method=zipfile.ZIP_LZMA), "packed as Excel never does"),
    "damaged": (damaged(), "not an Excel workbook"),
}


@pytest.mark.parametrize(("data", "sentence"), WORKBOOKS.values(), ids=WORKBOOKS)
def test_workbook(data, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read_plan(data, "acts.xlsx")


def test_escaped_characters_that_no_database_keeps_stay_escaped():
    sheet = "<row><c t='inlineStr'><is><t>_x0000__xD83D__x0041_</t></is></c></row>"
    ((_, row),) = read_workbook(workbook(sheet), "acts.xlsx", ())
    assert row == ["_x0000__xD83D_A"]


def test_nul_in_a_spreadsheet():
    with pytest.raises(ValidationError, match="not a text file"):
        read_plan(f"{HEADER},apmbc,AFG,,accession,2003-09-11,,,so\0urce,high,\n".encode(), "acts.csv")


PAGES = {
    "nested": b"<html>" + b"<i>" * 30_000,
    "tags without end": b"<html>" + b"<p " * 200_000,
    "comments without end": b"<html><!--" * 50_000,
    "sections": b"<html>" + b"<![<html>" * 20_000,
    "encoding": b"<html><meta charset=undefined>\xff",
    "xml encoding": b'<?xml version="1.0" encoding="idna"?><Treaty>\xe9</Treaty>',
    "xml nested": b'<?xml version="1.0"?><Treaty>' + b"<i>" * 30_000 + b"</i>" * 30_000 + b"</Treaty>",
    "xml nested in text": b'<?xml version="1.0"?><Treaty><Chapter>' + b"&lt;i&gt;" * 5000 + b"</Chapter></Treaty>",
}


@pytest.mark.parametrize("data", PAGES.values(), ids=PAGES)
def test_page(data):
    with pytest.raises(ValidationError):
        read_plan(data, "page.html")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("kept <!-- not --> kept <!-- never ends <p", "kept kept"),
        ("1 < 2 <i>and</i> 3 < 4", "1 < 2 and 3 < 4"),
        ("a <b>b</b> c <i class='", "a b c"),
        ("<![if !IE]>a<![endif]> b <![CDATA[c]]> d", "a b d"),
    ],
)
def test_what_has_no_end_is_cut_off_and_the_rest_is_read(html, text):
    assert markup.text(markup.parse(html)) == text
