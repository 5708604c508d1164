"""What stands below the table of a status page: declarations, objections, territorial applications."""

from datetime import date

from editing.depositary.documents import read_page
from parties.terms import ActionKind as Kind
from parties.terms import StatementKind
from tests.editing.pages import heading, mark, status_page


def read(*args, **kwargs):
    return read_page(status_page(*args, **kwargs), "X-1.html")


def said(page):
    return [(item.name, item.kind, item.on, item.occasion) for item in page.statements]


def test_declarations_by_heading_and_occasion():
    text = (
        heading("Upon signature:") + "&nbsp;&nbsp;<i>Statement:</i><br></n>We sign.<br>"
        + heading("Upon ratification:") + "<i>Reservation:</i><br>Not article 7.<br>"
        + "<i>Understanding:</i><br>So we read it.<br>"
    )  # fmt: skip
    page = read([], declarations={"China": text})
    assert said(page) == [
        ("China", StatementKind.DECLARATION, None, "signature"),
        ("China", StatementKind.RESERVATION, None, "consent"),
        ("China", StatementKind.DECLARATION, None, "consent"),
    ]
    assert page.statements[1].text == "Reservation:\nNot article 7."


def test_date_as_a_sub_heading_and_protocol_in_the_heading():
    text = (
        "<p align=left>18 July 2002</p><br>"
        + heading("Declarations [made upon consent to be bound by Protocol III]:")
        + "We accept."
    )
    (item,) = read([], declarations={"France": text}).statements
    assert (item.on, item.vehicle, item.kind) == (date(2002, 7, 18), "Protocol III", StatementKind.DECLARATION)


def test_a_heading_in_a_heading_and_a_kind_with_its_own_occasion():
    text = (
        "<p align=left><i>Reservation made upon signature:<br>"
        "<p align=left><i>[Same, <i>mutatis mutandis </i>, as Ireland.]</i></p>"
        + heading("Reservations:") + "Later ones."
    )  # fmt: skip
    page = read([], declarations={"Mauritius": text})
    assert said(page) == [
        ("Mauritius", StatementKind.RESERVATION, None, "signature"),
        ("Mauritius", StatementKind.RESERVATION, None, "consent"),
    ]


def test_declaration_without_a_heading_and_one_without_words():
    page = read(
        [],
        declarations={
            "Netherlands": '"1. <i>With regard to article 2:</i><br>It is understood.',
            f"Thailand{mark(16)}": "",
        },
    )
    assert said(page) == [("Netherlands", StatementKind.DECLARATION, None, "consent")]
    assert page.statements[0].by_the_pages_rule


def test_each_objection_is_a_statement():
    text = (
        "<p>23 September 2009</p>"
        + heading("With regard to the declaration made by Thailand upon ratification:") + "We object.<br>"
        + heading("With regard to the reservation made by El Salvador upon signature:") + "We object as well.<br>"
        + "<p class='boldText'></p><p>2 November 2010</p>"
        + heading("Objection to the reservation of Iran upon accession:") + "And again."
    )  # fmt: skip
    page = read([], objections={"Portugal": text})
    assert said(page) == [
        ("Portugal", StatementKind.OBJECTION, date(2009, 9, 23), "consent"),
        ("Portugal", StatementKind.OBJECTION, date(2009, 9, 23), "consent"),
        ("Portugal", StatementKind.OBJECTION, date(2010, 11, 2), "consent"),
    ]


def test_states_listed_as_applying_provisionally_have_done_so():
    (act,) = read([], provisional=["Austria"]).acts
    assert (act.name, act.kind, act.on) == ("Austria", Kind.PROVISIONAL_APPLICATION, None)


def test_territorial_applications():
    rows = [
        ("United Kingdom", "4 Dec 2001", "Anguilla, Bermuda"),
        ("", "3 Apr 2002", "Jersey"),
        ("France", "soon", "Mayotte"),
    ]
    page = read([], territories=rows)
    assert [(item.name, item.on, item.text) for item in page.statements] == [
        ("United Kingdom", date(2001, 12, 4), "Anguilla, Bermuda"),
        ("United Kingdom", date(2002, 4, 3), "Jersey"),
        ("France", None, "Mayotte"),
    ]
    assert page.statements[2].error == "“soon” is not a date."
