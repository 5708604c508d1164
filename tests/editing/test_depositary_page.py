"""Status pages of the depositary, small ones made in their form: what stands on them and what must not be misread."""

from datetime import date, datetime, timedelta, timezone

import pytest

from editing.depositary.claims import Counts
from editing.depositary.documents import read_page
from parties.terms import ActionKind as Kind
from parties.terms import StatementKind
from tests.editing.pages import mark, status_page

LINK = "<A href='#EndDec' class='noteIndex' onclick='return ShowDeclarationsNew(\"\");'>{}</A>"
LEFT = (
    "On 27 June 2025, the Government of the Republic of Estonia deposited with the Secretary-General a notification "
    "of withdrawal (See depositary notification <a href='x.pdf'>C.N.360.2025</a>.TREATIES-XXVI-5 of 3 July 2025). The "
    "withdrawal took effect for Estonia on 27 December 2025 in accordance with article 20 (3) of the Convention."
)


def read(*args, name="X-1.html", **kwargs):
    return read_page(status_page(*args, **kwargs), name)


def acts(*args, **kwargs):
    return [(act.name, act.kind, act.on) for act in read(*args, **kwargs).acts]


# The header --------------------------------------------------------------------------------------------


def test_header():
    header = read(status="Signatories :\n   50.      Parties :\n  128").header
    assert (header.reference, header.title) == ("X-1", "Convention on the Testing of Importers")
    assert (header.place, header.adopted_on) == ("Geneva", date(1980, 10, 10))
    assert (header.in_force_on, header.in_force_article) == (date(1983, 12, 2), "5(1)")
    assert (header.registration, header.volume, header.page) == ("22495", "1342", "137")
    assert header.counts == Counts(50, 128)
    assert header.stamp == datetime(2026, 2, 3, 10, 16, 18, tzinfo=timezone(timedelta(hours=-4)))


def test_day_of_the_stamp_comes_first():
    assert read(stamp="03-02-2026 10:16:18 EST").as_of == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("eif", "on", "article"),
    [
        ("1 March 1999, in accordance with article 17(1).", date(1999, 3, 1), "17(1)"),
        ("18 May 2004 , in accordance with article 8, paragraph 1 (b) of the Convention", date(2004, 5, 18), "8(1)(b)"),
        ("Not yet in force: in accordance with article 9, of the text adopted on 3 May 1990.", None, "9"),
        ("", None, ""),
    ],
)
def test_entry_into_force_as_published(eif, on, article):
    header = read(eif=eif).header
    assert (header.in_force_on, header.in_force_article) == (on, article)


def test_protocol_counts_no_signatories():
    assert read(status=" Parties :\n 90").header.counts == Counts(None, 90)


def test_a_footnote_in_the_conclusion_is_no_part_of_the_year():
    header = read(conclusion=f"New York, 18 December 1979{mark(1)}").header
    assert (header.place, header.adopted_on) == ("New York", date(1979, 12, 18))


@pytest.mark.parametrize("reference", ["XXVI-2-c", "XI-B-16", "IV-15-a", "iv-4"])
def test_reference(reference):
    chapter, rest = reference.split("-", 1)
    assert read(reference=reference).header.reference == f"{chapter.upper()}-{rest}"


# The table ---------------------------------------------------------------------------------------------


def test_rows():
    rows = [
        ("Afghanistan", "10 Apr\t 1981 ", " &nbsp;9 Aug\t 2017 "),
        (LINK.format("Argentina"), " &nbsp;2 Dec\t 1981 ", "12 Sept\t 1995 A"),
        ("Viet Nam", "10 Apr\t 1981 ", ""),
        ("Cuba", "", "2 Mar\t 1987 AA"),
        ("Zambia", "", "25 Sep\t 2013 a"),
    ]
    assert acts(rows) == [
        ("Afghanistan", Kind.SIGNATURE, date(1981, 4, 10)),
        ("Afghanistan", Kind.RATIFICATION, date(2017, 8, 9)),
        ("Argentina", Kind.SIGNATURE, date(1981, 12, 2)),
        ("Argentina", Kind.ACCEPTANCE, date(1995, 9, 12)),
        ("Viet Nam", Kind.SIGNATURE, date(1981, 4, 10)),
        ("Cuba", Kind.APPROVAL, date(1987, 3, 2)),
        ("Zambia", Kind.ACCESSION, date(2013, 9, 25)),
    ]


def test_footnotes_are_no_part_of_names_or_headings():
    columns = (f"Participant{mark(3, 4)}", "Signature", f"Accession(a), Ratification{mark(5)}")
    rows = [(f"{LINK.format('China')}{mark(4)}", f"14 Sep 1981{mark(2)}", "7 Apr 1982")]
    assert acts(rows, columns) == [
        ("China", Kind.SIGNATURE, date(1981, 9, 14)),
        ("China", Kind.RATIFICATION, date(1982, 4, 7)),
    ]


def test_digits_in_a_name_that_are_no_footnote_stay():
    assert acts([("Group of 77", "", "1 Jan 1990 a")])[0][0] == "Group of 77"


def test_codes_of_other_chapters():
    columns = (
        "Participant",
        "Signature, Succession to signature(d)",
        "Definitive signature(s), Participation under Article XIII(P), Formal confirmation(c), Simplified procedure(p)",
    )
    rows = [
        ("Barbados", "4 Jan 1980 d", "5 Jan 1981 P"),
        ("Kenya", "", "6 Jan 1981 s"),
        ("European Union", "7 Jan 1981", "8 Jan 1982 c"),
        ("Namibia", "", "9 Jan 1982 p"),
    ]
    assert [kind for _, kind, _ in acts(rows, columns)] == [
        Kind.SIGNATURE_SUCCESSION,
        Kind.PARTICIPATION,
        Kind.DEFINITIVE_SIGNATURE,
        Kind.SIGNATURE,
        Kind.FORMAL_CONFIRMATION,
        Kind.SIMPLIFIED_PROCEDURE,
    ]


def test_provisional_application_may_have_the_date_of_the_consent():
    columns = ("Participant", "Signature", "Provisional application(n)", "Accession(a), Ratification")
    assert acts([("Norway", "", "3 Dec 2008 n", "3 Dec 2008")], columns) == [
        ("Norway", Kind.PROVISIONAL_APPLICATION, date(2008, 12, 3)),
        ("Norway", Kind.RATIFICATION, date(2008, 12, 3)),
    ]


def test_column_of_entry_into_force_dates_the_effect():
    (act,) = read([("Kenya", "1 Feb 1990 a", "3 Mar 1990")], ("Participant", "Accession(a)", "Entry into force")).acts
    assert (act.kind, act.on, act.effective_on) == (Kind.ACCESSION, date(1990, 2, 1), date(1990, 3, 3))


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("10 Apr 1981 q", "The code “q” is not in the heading"),
        ("31 Apr 1981", "is not a day of the calendar"),
        ("see below", "is not a date"),
    ],
)
def test_what_cannot_be_read_keeps_its_row(cell, error):
    (act,) = read([("Kenya", "", cell)]).acts
    assert error in act.error
    assert "Kenya" in act.row
    assert cell in act.row


def test_unknown_heading_is_reported_for_each_of_its_cells():
    page = read([("Kenya", "1 Feb 1990"), ("Chad", "")], ("Participant", "Regulations applied"))
    assert [(act.name, act.error) for act in page.acts] == [
        ("Kenya", "The heading “Regulations applied” has the term “Regulations applied”, which is not known.")
    ]
    assert any("No column of acts" in remark for remark in page.remarks)


def test_row_of_another_width_is_reported():
    (act,) = read([("Kenya", "1 Feb 1990")]).acts
    assert act.error == "The row has 2 cells, the table 3 columns."


# Brackets ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cell"),
    [("Estonia", "[12 May 2004 a]"), ("[Estonia]", "12 May 2004 a"), ("[Estonia]", "[12 May 2004 a]")],
    ids=["round the date", "round the name", "round both"],
)
def test_brackets_and_note_are_a_withdrawal(name, cell):
    page = read([(f"{name}{mark(1)}", "", cell)], notes={1: LEFT})
    accession, withdrawal = page.acts
    assert (accession.name, accession.kind, accession.bracketed) == ("Estonia", Kind.ACCESSION, True)
    assert (withdrawal.kind, withdrawal.on, withdrawal.effective_on) == (
        Kind.WITHDRAWAL,
        date(2025, 6, 27),
        date(2025, 12, 27),
    )
    assert withdrawal.reference == "C.N.360.2025.TREATIES-XXVI-5"
    assert not any(act.error for act in page.acts)


def test_brackets_without_a_notice_are_left_to_an_editor():
    page = read([(f"Estonia{mark(1)}", "", "[12 May 2004 a]")], notes={1: "See note 1 under “Estonia”."})
    (act,) = page.acts
    assert "no end note gives the notice" in act.error


def test_notice_that_is_yet_to_take_effect_needs_no_brackets():
    note = LEFT.replace(
        "took effect for Estonia on 27 December 2025", "will take effect for Estonia on 27 December 2026"
    )
    _, withdrawal = read([(f"Estonia{mark(1)}", "", "12 May 2004 a")], notes={1: note}).acts
    assert (withdrawal.kind, withdrawal.effective_on) == (Kind.WITHDRAWAL, date(2026, 12, 27))


@pytest.mark.parametrize(
    "note",
    [
        "On 3 May 2001, the Government notified the Secretary-General that it had decided to withdraw its reservation "
        "to article 5 of the Convention.",
        LEFT + "<br>On 1 July 2025, the Government withdrew its notification of withdrawal.",
    ],
    ids=["of a reservation", "taken back"],
)
def test_what_is_no_withdrawal_from_the_treaty(note):
    page = read([(f"Estonia{mark(1)}", "", "12 May 2004 a")], notes={1: note})
    assert [act.kind for act in page.acts] == [Kind.ACCESSION]


# End notes ---------------------------------------------------------------------------------------------


def test_acts_of_predecessors_stand_in_end_notes():
    notes = {
        1: "The former Yugoslavia had signed and ratified the Convention on 5 May 1981 and 24 May 1983, respectively.",
        2: "Czechoslovakia had acceded to the Convention on 31 August 1982. See also note 1 under “Slovakia”.",
        3: "A signature was affixed on 2 November 1982 as a result of an oversight.",
    }
    page = read([("Croatia" + mark(1), "", "2 Dec 1993 d")], notes=notes)
    assert [(act.name, act.kind, act.on) for act in page.acts[1:]] == [
        ("Yugoslavia", Kind.SIGNATURE, date(1981, 5, 5)),
        ("Yugoslavia", Kind.RATIFICATION, date(1983, 5, 24)),
        ("Czechoslovakia", Kind.ACCESSION, date(1982, 8, 31)),
    ]
    assert page.remarks == ("End notes to be read by an editor: 3.",)


def test_later_statements_in_end_notes():
    notes = {
        1: "For the Kingdom in Europe.<br>Subsequently, on 28 April 2014, the Government informed the "
        "Secretary-General of the Territorial Application to the Caribbean part.",
        2: "On 18 March 2015, the Government of El Salvador informed the Secretary-General that it had decided to "
        "withdraw the following Reservation made upon signature:<br>No more.",
        3: "On 24 April 2017, the Secretary-General received the following communication from the Government of the "
        "Italian Republic relating to the reservation made by Brunei Darussalam:<br>“Italy objects to it.”",
    }
    rows = [
        (f"Netherlands{mark(1)}", "", "1 Jan 2000 a"),
        (f"El Salvador{mark(2)}", "", "1 Jan 2000 a"),
        (f"Brunei Darussalam{mark(3)}", "", "1 Jan 2016 a"),
    ]
    page = read(rows, notes=notes)
    assert [(said.name, said.kind, said.on) for said in page.statements] == [
        ("Netherlands", StatementKind.TERRITORIAL_APPLICATION, date(2014, 4, 28)),
        ("El Salvador", StatementKind.RESERVATION_WITHDRAWAL, date(2015, 3, 18)),
        ("Italian Republic", StatementKind.OBJECTION, date(2017, 4, 24)),
    ]


# The second table --------------------------------------------------------------------------------------

PROTOCOLS = (
    "Consent to be bound by Protocols I, II, and III, adopted on 10 October 1980, pursuant to article 4",
    ("Participant", "Protocol I", "Protocol II", "Protocol III"),
)


def test_table_of_protocols():
    rows = [("Cape Verde", "x", "X", ""), ("France", "x", "", "x (18 July 2002)")]
    page = read([], protocols=(*PROTOCOLS, rows), notes={8: "– Protocol on non-detectable fragments (Protocol I);<br>"})
    assert [(act.name, act.vehicle, act.on) for act in page.acts] == [
        ("Cape Verde", "Protocol I", None),
        ("Cape Verde", "Protocol II", None),
        ("France", "Protocol I", None),
        ("France", "Protocol III", date(2002, 7, 18)),
    ]
    first, second, _ = page.vehicles
    assert first.title == "Protocol on non-detectable fragments (Protocol I)"
    assert (second.title, second.adopted_on) == ("Protocol II", date(1980, 10, 10))


def test_predecessors_consents_to_protocols():
    notes = {
        1: "Czechoslovakia had signed and ratified the Convention accepting Protocols I and II, on 10 April 1981 and "
        "31 August 1982, respectively.",
        2: "The German Democratic Republic had acceded to the Convention on 20 July 1982, accepting all three "
        "Protocols.",
    }
    page = read([], protocols=(*PROTOCOLS, []), notes=notes)
    assert [(act.name, act.vehicle) for act in page.acts if act.vehicle] == [
        ("Czechoslovakia", "Protocol I"),
        ("Czechoslovakia", "Protocol II"),
        *[("German Democratic Republic", f"Protocol {number}") for number in ("I", "II", "III")],
    ]


def test_a_mark_that_is_none_is_reported():
    (act,) = read([], protocols=(*PROTOCOLS, [("France", "perhaps", "", "")])).acts
    assert act.error == "“perhaps” is neither x nor x with a date."


def test_another_further_table_is_left_unread_and_said_so():
    page = read([], protocols=("Regulations annexed", ("Participant", "Regulation 1"), [("France", "x")]))
    assert page.acts == ()
    assert any("Regulations annexed" in remark for remark in page.remarks)
