"""The XML form of the depositary's publication: escaped markup, special tables, and what makes XML dangerous."""

from datetime import date

import pytest

from editing.depositary.claims import Counts, NotAStatusPage
from editing.depositary.documents import read_page
from parties.terms import ActionKind as Kind
from parties.terms import StatementKind
from tests.editing.pages import mtdsg_file

ROWS = [
    ("Belize&lt;superscript&gt;1&lt;/superscript&gt;", "2 Sep 2014", "[20 Jan\t 2021 A]"),
    ("C\xf4te d'Ivoire", "", " 4 Nov\t1981 a"),
]
NOTE = (
    "<EndNote><Number>1</Number><Text>On 3 May 2024, the Government of Belize deposited an instrument of withdrawal. "
    "The withdrawal took effect on 3 November 2024 (C.N.1.2024.TREATIES-X-7-b).</Text></EndNote>"
)


def read(*args, name="status.xml", **kwargs):
    return read_page(mtdsg_file(*args, **kwargs), name)


def test_header():
    header = read(ROWS).header
    assert (header.reference, header.title) == ("X-7-b", "Protocol on the Testing of Importers")
    assert (header.place, header.adopted_on) == ("Dublin", date(2008, 5, 30))
    assert (header.in_force_on, header.in_force_article, header.registration) == (date(2010, 8, 1), "17(1)", "47713")
    assert (header.volume, header.page, header.counts) == ("2688", "39", Counts(2, 2))
    assert header.stamp is None


def test_file_name_gives_the_reference_where_it_is_one():
    data = mtdsg_file(ROWS).replace(b"CHAPTER X<", b"CHAPTER XI<")
    assert read_page(data, "XI-B-16.xml").header.reference == "XI-B-16"
    with pytest.raises(NotAStatusPage, match="number of the treaty"):
        read_page(data, "download.xml")


def test_rows_with_footnotes_brackets_and_tabs():
    page = read(ROWS, notes=NOTE)
    assert [(act.name, act.kind, act.on, act.bracketed) for act in page.acts] == [
        ("Belize", Kind.SIGNATURE, date(2014, 9, 2), False),
        ("Belize", Kind.ACCEPTANCE, date(2021, 1, 20), True),
        ("Belize", Kind.WITHDRAWAL, date(2024, 5, 3), True),
        ("C\xf4te d'Ivoire", Kind.ACCESSION, date(1981, 11, 4), False),
    ]
    assert page.acts[2].effective_on == date(2024, 11, 3)


def test_table_without_groups():
    data = mtdsg_file(ROWS).replace(b"<TGroup>", b"").replace(b"</TGroup>", b"")
    assert len(read_page(data, "x.xml").acts) == len(read(ROWS).acts)


def test_declarations_objections_and_notifications():
    def part(tag, name, heading):
        paragraphs = f"<Text type='para'>&lt;i&gt;{heading}&lt;/i&gt;</Text><Text type='para'>Words.</Text>"
        return f"<{tag}><Participant>{name}</Participant>{paragraphs}</{tag}>"

    declaration = part("Declaration", "Belize", "Upon signature:")
    objection = part("Objection", "Chad", "With regard to the reservation made by Belize:")
    more = (
        f"<Declarations><Text>(Unless otherwise indicated)</Text>{declaration}</Declarations>"
        f"<Objections>{objection}</Objections>"
    )
    page = read(ROWS, more=more)
    assert [(item.name, item.kind, item.occasion, item.text) for item in page.statements] == [
        ("Belize", StatementKind.DECLARATION, "signature", "Words."),
        ("Chad", StatementKind.OBJECTION, "consent", "With regard to the reservation made by Belize:\nWords."),
    ]


def test_special_table_of_acts():
    special = (
        "<SpecialTables><TableHeader><Title>Participant</Title><Title>Accession(a)</Title></TableHeader>"
        "<Row><Column>Chad</Column><Column>1 Feb 1990 a</Column></Row></SpecialTables>"
    )
    page = read([], more=special)
    assert [(act.name, act.kind) for act in page.acts] == [("Chad", Kind.ACCESSION)]


def test_territorial_applications():
    def row(*cells):
        return "<Row>" + "".join(f"<Entry>{cell}</Entry>" for cell in cells) + "</Row>"

    head = row("Participant", "Date of receipt of the notification", "Territories")
    more = (
        f"<TerritorialApplications><Table><TGroup><Thead>{head}</Thead><Tbody>{row('France', '3 Apr 2002', 'Mayotte')}"
        "</Tbody></TGroup></Table></TerritorialApplications>"
    )
    (item,) = read(ROWS, more=more).statements
    assert (item.kind, item.on, item.text) == (StatementKind.TERRITORIAL_APPLICATION, date(2002, 4, 3), "Mayotte")


BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Treaty>&b;</Treaty>"""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (BOMB, "declares entities"),
        (mtdsg_file(ROWS)[:900], "not well-formed XML, or not complete"),
        (b"<?xml version='1.0'?><rss></rss>", "not of the MTDSG"),
        (b"<?xml version='1.0'?><Treaty><Header><Chapter>CHAPITRE X</Chapter></Header></Treaty>", "French"),
    ],
    ids=["entities", "cut off", "other XML", "French"],
)
def test_what_is_refused(data, sentence):
    with pytest.raises(NotAStatusPage, match=sentence):
        read_page(data, "x.xml")


def test_html_under_an_xml_name_is_read_as_html():
    with pytest.raises(NotAStatusPage, match="unavailable"):
        read_page(b"<?xml version='1.0'?><!DOCTYPE html><html>The site is under maintenance</html>", "X-7.xml")
