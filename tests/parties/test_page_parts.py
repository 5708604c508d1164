"""What pages of participation are made of: sources, counts, drawings, sentences; without a database."""

from datetime import date

import pytest
from django.utils.safestring import SafeString

from instruments.clauses import clauses, depositary_url, facts
from instruments.models import Instrument
from parties.pages import names
from parties.pages.markup import matrix_cell, table_row
from parties.pages.pictures import counted
from parties.pages.rows import Row, countdown
from parties.pages.sources import Sources, least, linked


def test_sources_are_numbered_once_in_order_of_first_use():
    sources = Sources()
    assert sources.numbers(["b", "a", "b", ""]) == [1, 2]
    assert sources.number("a") == 2
    assert [note["number"] for note in sources.notes()] == [1, 2]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("UNTC https://x.org/a?b=1&c=2", '<a href="https://x.org/a?b=1&amp;c=2" rel="external">UNTC</a>'),
        ("https://x.org/a", '<a href="https://x.org/a" rel="external">https://x.org/a</a>'),
        ("letter <1>; https://x.org/a", 'letter &lt;1&gt;; <a href="https://x.org/a" rel="external">https://x.org/a</a>'),
        ("newsletter https://x.org/a (fact)", '<a href="https://x.org/a" rel="external">newsletter (fact)</a>'),
    ],
)  # fmt: skip
def test_source_links_what_it_names(source, html):
    assert linked(source) == html
    assert isinstance(linked(source), SafeString)


def test_least_trusted_of_several():
    assert least(["high", "medium", "high"]) == "medium"
    assert least(["unstated", "low"]) == "low"
    assert least([]) == "high"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (date(2026, 2, 20), "20 Feb 2026, in 12 days"),
        (date(2026, 2, 9), "9 Feb 2026, in 1 day"),
        (None, "on a day not known"),
    ],
)
def test_countdown(ahead, words):
    assert countdown(ahead, date(2026, 2, 8)) == words


def test_counts_run_month_by_month_until_the_day():
    periods = [
        (date(2000, 1, 5), None),
        (date(2000, 1, 20), date(2001, 3, 1)),
        (date(2001, 3, 15), None),
        (date(2002, 1, 1), None),
    ]
    assert counted(periods, date(2001, 12, 31)) == [(date(2000, 1, 5), 2), (date(2001, 3, 1), 2)]
    assert counted(periods, date(2001, 3, 14)) == [(date(2000, 1, 5), 2), (date(2001, 3, 1), 1)]
    assert counted([], date(2001, 1, 1)) == []


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(1976, 4, 6), date(1990, 2, 2), "6 Apr 1976 to 2 Feb 1990"),
        (None, date(1990, 2, 2), "until 2 Feb 1990"),
        (date(1976, 4, 6), None, "since 6 Apr 1976"),
        (None, None, "dates not recorded"),
    ],
)
def test_period_of_a_name(since, until, words):
    assert names.period(since, until) == words


def make_row(**what_matters):
    plain = {"url": "/participants/XAA/", "name": "A", "status": "party", "label": "Party"}
    empty = dict.fromkeys(("signed", "consented", "letter", "in_force", "soon", "why", "confidence"), "")
    return Row(**(empty | {"flags": [], "notes": [], "refs": []} | plain | what_matters))


def test_row_escapes_every_text_that_editors_write():
    html = table_row(make_row(name="<A>", why="a < b", notes=["<i>"], flags=["<f>"], soon="<s>"))
    for text in ("&lt;A&gt;", "a &lt; b", "&lt;i&gt;", "&lt;f&gt;", "&lt;s&gt;"):
        assert text in html
    assert "&lt;x&gt;" in matrix_cell("party", "<x>")


def test_row_leaves_empty_cells_empty_and_explains_only_what_was_done():
    html = table_row(make_row(status="no-action", label="No action"))
    assert html.count('<td class="d"></td>') == 3
    assert "<td></td></tr>" in html
    assert "details" not in html


def test_clauses_of_a_bare_instrument():
    bare = Instrument(
        kind="protocol", title="P", short_title="P", action_kinds=["consent-to-be-bound"], source="a book"
    )
    assert clauses(bare) == [
        ("Signature", "Not signed: States express their consent to be bound by depositing or notifying it."),
        ("Withdrawal", "The rule is not recorded."),
    ]
    assert facts(bare) == [("Depositary’s reference", "none of its own")]
    assert depositary_url(bare) == ""


def test_signature_of_a_treaty_that_stays_open():
    still_open = Instrument(opened_on=date(2007, 3, 30), action_kinds=["signature"])
    assert dict(clauses(still_open))["Signature"] == "Open for signature since 30 Mar 2007."
    assert dict(clauses(Instrument(action_kinds=["signature"])))["Signature"] == "Open for signature."
