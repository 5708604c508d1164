"""The home page: the instruments at a glance on a day, what happened last, what comes next."""

import json
import re

import html5lib
import pytest

from tests.factories import make_action
from tests.parties.reading import get, text_of

pytestmark = pytest.mark.django_db


def row(html, name):
    """Return what the table says of an instrument."""
    rows = re.findall(r"<tr>.*?</tr>", html, re.DOTALL)
    return text_of(next(found for found in rows if f">{name}</a>" in found))


def section(html, heading):
    """Return the texts of the list under a heading."""
    body = re.search(rf'<h2 id="{heading}">(.*?)(?:<h2|</section>)', html, re.DOTALL)[1]
    return [text_of(item) for item in re.findall(r"<li>(.*?)</li>", body, re.DOTALL)]


BOUND = {
    "Anti-Personnel Mine Ban Convention": 162,
    "Convention on Certain Conventional Weapons": 128,
    "CCW Protocol I": 121,
    "CCW Protocol II": 96,
    "CCW Protocol III": 117,
    "CCW Protocol IV": 111,
    "CCW Amended Protocol II": 107,
    "CCW Amended Article 1": 90,
    "CCW Protocol V": 99,
    "Convention on Cluster Munitions": 112,
    "Convention on the Rights of Persons with Disabilities": 193,
}


def test_counts_who_is_bound_by_each_instrument(client):
    html = get(client, "/?as_of=2026-02-03")
    for name, bound in BOUND.items():
        assert f">{bound}</a>" in next(r for r in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if f">{name}</a>" in r)


def test_every_number_leads_to_the_list_that_it_counts(client):
    html = get(client, "/?as_of=2026-02-03")
    links = re.findall(r'<a href="(/instruments/ccm/\?[^"#]+)#participation">(\d+)</a>', html)
    assert len(links) == 4
    for link, number in links:
        listed = get(client, link.replace("&amp;", "&"))
        table = re.search(r'<table id="participation-table".*?</table>', listed, re.DOTALL)
        assert (table[0].count('<th scope="row">') if table else 0) == int(number), link


def test_groups_the_protocols_with_their_convention(client):
    html = get(client, "/")
    families = re.findall(r"<tbody>.*?</tbody>", html, re.DOTALL)
    assert [family.count("<tr>") for family in families] == [1, 8, 1, 1]


def test_a_protocol_that_is_not_signed_counts_no_signatories(client):
    html = get(client, "/")
    assert "Signatories not bound" in html
    assert "/instruments/ccw-p5/?status=signatory" not in html


def test_what_happened_last_and_what_comes_next(client):
    html = get(client, "/?as_of=2026-02-10")
    assert section(html, "next") == [
        "20 Feb 2026 Poland leaves the Anti-Personnel Mine Ban Convention in 10 days",
        "1 Mar 2026 Vanuatu becomes a party to the Convention on Cluster Munitions in 19 days",
    ]
    assert section(html, "effects")[0] == "10 Jan 2026 Finland left the Anti-Personnel Mine Ban Convention"
    assert section(html, "latest")[0] == (
        "5 Sep 2025 Vanuatu acceded to the Convention on Cluster Munitions 1 Mar 2026, in 19 days"
    )


def test_does_not_know_on_a_past_day_what_was_done_later(client):
    text = " ".join(section(get(client, "/?as_of=2025-08-19"), "next"))
    assert "Finland leaves" in text
    assert "Poland" not in text


def test_a_withdrawal_that_was_taken_back_does_not_come(client):
    make_action("withdrawal-rescinded", on="2026-02-01", instrument="apmbc", participant="POL")
    assert "Poland" not in " ".join(section(get(client, "/?as_of=2026-02-10"), "next"))


def test_says_honestly_that_nothing_is_known_to_come(client):
    text = text_of(get(client, "/?as_of=2026-03-01"))
    assert "Nothing that is known: every act done by this day had taken effect." in text
    assert "Acts received after 3 Feb 2026 may be missing." in text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1970-01-01", "Did not exist: adopted on 18 Sep 1997"),
        ("1970-01-01", "Nothing: no act had been done by this day."),
        ("1998-06-01", "not yet (1 Mar 1999)"),
        ("1990-06-01", "acts of 201 States and organisations"),
        ("2100-01-01", "future"),
        ("9999-12-31", "future"),
        ("0001-01-01", "Nothing: no act had been done by this day."),
    ],
)
def test_reads_well_on_other_days(client, day, said):
    assert said in text_of(get(client, f"/?as_of={day}"))


@pytest.mark.parametrize(
    ("query", "said"),
    [("?as_of=2025-02-30", "is not a day of the calendar"), ("?day=1", "There is no parameter “day”")],
)
def test_refuses_what_it_does_not_know(client, query, said):
    assert said in text_of(get(client, f"/{query}", status=400))


def test_cost_does_not_depend_on_the_day(client, django_assert_num_queries):
    for day in ("1970-01-01", "2008-04-01", "2026-02-10"):
        with django_assert_num_queries(8):
            client.get(f"/?as_of={day}")


def test_is_cited_with_day_revision_and_permanent_link(client):
    html = get(client, "/?as_of=2026-02-03")
    cited = text_of(re.search(r'<blockquote id="cite-text">(.*?)</blockquote>', html, re.DOTALL)[1])
    assert re.fullmatch(
        r"Treaty Tracker, “Who is bound by which mine-action treaty”, status as of 3 Feb 2026, "
        r"revision \d+, \S+/\?as_of=2026-02-03\.",
        cited,
    )


def test_tells_machines_what_it_is(client):
    html = get(client, "/")
    things = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    site, dataset = things["@graph"]
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("/search/?q={search_term_string}")
    formats = {link["encodingFormat"] for link in dataset["distribution"]}
    assert {"application/json", "text/csv"} <= formats


def test_is_valid_html(client):
    html5lib.HTMLParser(strict=True).parse(get(client, "/"))
