"""Two days compared: who joined, who left, whose status changed between them."""

import re

import pytest

from tests.parties.reading import get, text_of

pytestmark = pytest.mark.django_db


def section(html, name):
    """Return the lines under a heading, as texts."""
    found = re.search(rf'<h2 id="{name}">.*?</table>', html, re.DOTALL)
    return [text_of(row) for row in found[0].split("<tr>")[2:]] if found else []


def counts_of(html, instrument):
    """Return before, after, joined, left, other of an instrument."""
    row = next(row for row in section(html, "counts") if row.startswith(f"{instrument} "))
    return [int(number) for number in row.removeprefix(instrument).split()]


def test_who_left_and_for_whom_it_entered_into_force(client):
    html = get(client, "/compare/?from=2025-12-01&to=2026-11-23&instrument=apmbc,ccm")
    left = section(html, "left")
    assert [line.split()[0] for line in left] == ["Estonia", "Finland", "Latvia", "Lithuania", "Poland"]
    assert left[-1].endswith("20 Feb 2026")
    assert [line.split()[0] for line in section(html, "in-force")] == ["Vanuatu"]
    assert counts_of(html, "Anti-Personnel Mine Ban Convention") == [166, 161, 0, 5, 0]


@pytest.mark.parametrize(
    ("since", "until", "left"),
    [("2026-02-18", "2026-02-19", 0), ("2026-02-19", "2026-02-20", 1), ("2026-02-20", "2026-02-21", 0)],
)
def test_change_counts_from_the_day_of_effect(client, since, until, left):
    html = get(client, f"/compare/?from={since}&to={until}&instrument=apmbc")
    assert len(section(html, "left")) == left


def test_joining_signing_and_notices(client):
    html = get(client, "/compare/?from=2025-03-01&to=2025-09-30&instrument=apmbc")
    joined = section(html, "joined")
    assert any(line.startswith("Marshall Islands Signatory Party") for line in joined)
    assert any(
        line.startswith("Tonga No action Contracting State") and line.endswith("25 Jun 2025 a") for line in joined
    )
    assert len(section(html, "notice")) == 6
    signed = get(client, "/compare/?from=1997-12-02&to=1997-12-03&instrument=apmbc")
    assert len(section(signed, "signed")) > 70


def test_counts_agree_with_the_lists_that_they_lead_to(client):
    html = get(client, "/compare/?from=2008-12-01&to=2012-01-01&instrument=ccm")
    before, after, joined, left, other = counts_of(html, "Convention on Cluster Munitions")
    assert after - before == joined - left == len(section(html, "joined"))
    link = re.search(r'href="([^"]+)"\s+aria-label="[^"]+ on 1 Jan 2012"', html)[1].replace("&amp;", "&").split("#")[0]
    assert get(client, link).count('<tr><th scope="row">') == after
    assert other == sum(len(section(html, kind)) for kind in ("notice", "in-force", "signed", "ended", "other"))


def test_state_that_ceased_to_exist(client):
    html = get(client, "/compare/?from=1992-12-31&to=1993-01-01&instrument=ccw")
    assert section(html, "ended")[0].startswith("Czechoslovakia Party no longer exists")
    assert [line.split()[0] for line in section(html, "joined")] == ["Czechia", "Slovakia"]


def test_default_is_the_year_until_today(client):
    text = text_of(get(client, "/compare/"))
    assert "What changed between 24 Nov 2025 and 24 Nov 2026" in text
    assert 'value="2025-11-24"' in get(client, "/compare/")
    assert "What changed between 1 Jan 1999 and 1 Jan 2000" in text_of(get(client, "/compare/?to=2000-01-01"))


def test_permanent_link_names_both_days(client):
    html = get(client, "/compare/?instrument=ccm")
    assert 'href="/compare/?instrument=ccm&amp;from=2025-11-24&amp;to=2026-11-24"' in html
    assert "/compare/?instrument=ccm&from=2025-11-24&to=2026-11-24." in text_of(html)


def test_days_the_wrong_way_round_are_shown_in_order(client):
    text = text_of(get(client, "/compare/?from=2026-01-01&to=2020-01-01"))
    assert "What changed between 1 Jan 2020 and 1 Jan 2026" in text
    assert "The first day was the later one" in text
    assert "The first day was the later one" in text_of(get(client, "/compare/?from=2030-01-01"))


def test_same_day_and_future_day_are_explained(client):
    text = text_of(get(client, "/compare/?from=2020-01-01&to=2020-01-01"))
    assert "Both days are the same, so nothing can differ." in text
    assert "No status changed between 1 Jan 2020 and 1 Jan 2020." in text
    assert "1 Jan 2100 is in the future" in text_of(get(client, "/compare/?to=2100-01-01"))


@pytest.mark.parametrize(
    ("query", "since", "until"),
    [
        ("to=0001-01-01", "1 Jan 1", "1 Jan 1"),
        ("to=0020-02-29", "28 Feb 19", "29 Feb 20"),
        ("to=9999-12-31", "31 Dec 9998", "31 Dec 9999"),
    ],
)
def test_the_calendar_has_ends(client, query, since, until):
    assert f"What changed between {since} and {until}" in text_of(get(client, f"/compare/?{query}"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=2020", "from: “2020” is not a date."),
        ("instrument=ottawa", "“ottawa” is not known. Allowed: apmbc"),
        ("as_of=2020-01-01", "There is no parameter “as_of”."),
    ],
)
def test_bad_query_is_refused(client, query, sentence):
    assert sentence in text_of(get(client, f"/compare/?{query}", status=400))


def test_page_costs_the_same_whatever_changed(client, django_assert_num_queries):
    for path in ("/compare/?from=1980-01-01&to=2026-01-01", "/compare/?from=2020-01-01&to=2020-01-01"):
        with django_assert_num_queries(8):
            client.get(path)
