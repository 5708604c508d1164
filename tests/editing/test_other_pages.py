"""Pages that are none, pages that are damaged, and pages that a browser has written anew."""

import contextlib

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editing.depositary.claims import NotAStatusPage
from editing.depositary.documents import read_page
from tests.editing.pages import heading, mark, status_page

OTHERS = {
    "maintenance": (b"<!DOCTYPE html><html><body>The site is under maintenance.</body></html>", "unavailable"),
    "missing": (b"<html><body><h1>404 - File or directory not found.</h1></body></html>", "error page"),
    "list of treaties": (b'<html><table id="ctl00_dgSubChapterList"></table></html>', "list of treaties"),
    "full record": (b"<html><form action='showDetails.aspx?objid=0800'></form></html>", "full record"),
    "French": (b"<html lang='fr'><a href='x&clang=_fr'>Recueil</a></html>", "French"),
    "another page": (b"<html><body>Hello</body></html>", "not a status page"),
    "PDF": (b"%PDF-1.7 ...", "PDF"),
    "text": (b"id,instrument\n", "neither an HTML page nor an XML file"),
    "nothing": (b"  \n", "empty"),
}


@pytest.mark.parametrize(("data", "sentence"), OTHERS.values(), ids=OTHERS)
def test_other_pages_are_refused_with_a_sentence(data, sentence):
    with pytest.raises(NotAStatusPage, match=sentence):
        read_page(data, "page.html")


def test_page_that_is_cut_off_is_refused():
    whole = status_page([("Kenya", "", "1 Feb 1990 a")])
    with pytest.raises(NotAStatusPage, match="not complete"):
        read_page(whole[: whole.index(b"divNotes")], "page.html")


def test_page_in_another_encoding():
    data = (
        status_page([("Côte d’Ivoire", "", "1 Feb 1990 a")]).decode().replace("charset=utf-8", "charset=windows-1252")
    )
    assert read_page(data.encode("cp1252"), "x.html").acts[0].name == "Côte d’Ivoire"


# However it was saved ----------------------------------------------------------------------------------

RICH = status_page(
    [
        (f"<A href='#EndDec' onclick='return f(\"\");'>China</A>{mark(1)}", "14 Sep\t 1981", "[ &nbsp;7 Apr\t 1982 A]"),
        ("Kenya", "", "1 Feb 1990 a"),
    ],
    notes={1: "On 3 May 2001, the Government denounced the Convention. It took effect on 3 May 2002."},
    declarations={
        "China": heading("Upon signature:") + heading("Declaration:") + '"So <i>ipso jure </i>be it."<br></n>'
    },
    objections={"Kenya": "<p>3 May 2001</p>" + heading("With regard to the reservation by China:") + "No."},
    protocols=(
        "Consent to be bound by Protocols",
        ("Participant", "Protocol I", "Protocol II", "Protocol III"),
        [("China", "x", "X (1 May 1999)", "")],
    ),
    provisional=["Kenya"],
)


def test_page_means_the_same_as_a_browser_writes_it():
    """Browsers save the page that they have made of it: end tags in place, quotes round values, a tbody in tables."""
    saved = html5lib.serialize(
        html5lib.parse(RICH.decode()), omit_optional_tags=False, quote_attr_values="always", resolve_entities=False
    )
    ours, theirs = read_page(RICH, "X-1.html"), read_page(saved.encode(), "X-1.html")
    assert (ours.header, ours.acts, ours.statements) == (theirs.header, theirs.acts, theirs.statements)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(RICH)), st.integers(1, 4000))
def test_damaged_page_is_read_or_refused(start, length):
    with contextlib.suppress(NotAStatusPage):
        read_page(RICH[:start] + RICH[start + length :], "X-1.html")
