"""The changes: the page, the Atom feed and the calendar, with one set of filters."""

import re
from datetime import date
from xml.etree import ElementTree

import html5lib
import pytest

from parties.models import Action, Participant
from parties.pages import acts
from parties.recording import editing
from parties.terms import ActionKind
from tests.factories import make_action, make_instrument, make_participant, unsaved_action
from tests.parties.reading import get, text_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def lines(html):
    """Return each act on the page, by its key."""
    found = re.findall(r'<li id="([^"]+)">(.*?)</li>', html, re.DOTALL)
    return {key: text_of(body) for key, body in found}


def entries(client, query=""):
    return ElementTree.fromstring(client.get(f"/changes/feed.atom{query}").content).findall(f"{ATOM}entry")


def events(client, query=""):
    """Return the events of the calendar, unfolded, as names and values."""
    text = re.sub(r"\r\n ", "", client.get(f"/changes/calendar.ics{query}").content.decode())
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    return [dict(line.split(":", 1) for line in block.strip().split("\r\n")) for block in blocks]


def test_newest_first_with_effect_basis_and_source(client):
    shown = lines(get(client, "/changes/"))
    assert len(shown) == 50
    assert list(shown)[:2] == ["ccm-vut-accession-2025-09-05", "apmbc-pol-withdrawal-2025-08-20"]
    assert shown["ccm-vut-accession-2025-09-05"].startswith(
        "5 Sep 2025 Vanuatu acceded to the Convention on Cluster Munitions 1 In force for it 1 Mar 2026 "
        "(computed; art. 17(2): first day of the sixth month after the month of deposit)."
    )
    assert "(stated by the depositary; art. 20: six months after receipt)" in shown["apmbc-pol-withdrawal-2025-08-20"]
    assert "Notification C.N.421.2025.TREATIES-XXVI-5" in shown["apmbc-pol-withdrawal-2025-08-20"]
    assert "medium confidence" in shown["apmbc-ukr-suspension-declared-2025-07-18"]


FILTERS = {
    "?instrument=ccm&kind=withdrawal": {"ccm-ltu-withdrawal-2024-09-06"},
    "?participant=SSD&instrument=apmbc": {"apmbc-ssd-succession-2011-11-11"},
    "?kind=withdrawal,suspension-declared&date_after=2025-07-18": {
        "apmbc-ukr-suspension-declared-2025-07-18",
        "apmbc-pol-withdrawal-2025-08-20",
    },
    "?region=Oceania&date_after=2025-01-01&date_before=2025-06-30": {
        "apmbc-mhl-ratification-2025-03-12",
        "apmbc-ton-accession-2025-06-25",
    },
    "?group=Asia-Pacific Group&effective_after=2025-12-01&effective_before=2026-03-01": {
        "apmbc-ton-accession-2025-06-25",
        "ccm-vut-accession-2025-09-05",
    },
}


@pytest.mark.parametrize(("query", "keys"), FILTERS.items(), ids=FILTERS)
def test_page_feed_and_calendar_filter_alike(client, query, keys):
    assert set(lines(get(client, f"/changes/{query}"))) == keys
    assert {entry.find(f"{ATOM}id").text.partition("action/")[2] for entry in entries(client, query)} == keys
    in_effect = set(
        Action.objects.current()
        .filter(key__in=keys, effective_on__gte=date(2025, 11, 24))
        .values_list("key", flat=True)
    )
    shown = {event["UID"].partition("@")[0] for event in events(client, query)}
    assert shown == (keys if "effective" in query else in_effect)


def test_filters_are_kept_by_pages_and_twins(client):
    html = get(client, "/changes/?instrument=apmbc&page=2")
    assert 'href="/changes/?instrument=apmbc&amp;page=3"' in html
    assert 'href="/changes/feed.atom?instrument=apmbc"' in html
    assert 'href="/changes/calendar.ics?instrument=apmbc"' in html
    assert 'href="/api/v1/actions/?instrument=apmbc&amp;format=csv"' in html
    assert '<option value="apmbc" selected>' in html


@pytest.mark.parametrize("path", ["/changes/", "/changes/feed.atom", "/changes/calendar.ics"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?kind=leaving", "“leaving” is not known."),
        ("?date_after=1.2.2020", "is not a date"),
        ("?who=POL", "There is no parameter “who”"),
        ("?participant=POLAND", "Did you mean POL"),
    ],
)
def test_refuses_what_it_does_not_know(client, path, query, said):
    assert said in text_of(get(client, path + query, status=400))


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_refuses_a_page_that_is_not_there(client, page):
    assert f"there is no page “{page}”; the list has 1" in get(
        client, f"/changes/?kind=withdrawal&page={page}", status=400
    )


def test_no_act_reads_well(client):
    assert "No act answers to all of these filters." in get(client, "/changes/?instrument=ccm&participant=USA")


def test_says_what_the_registry_changed(client):
    make_instrument()
    make_participant()
    act = make_action()
    with editing(None, "C.N.1.2026 gives another day") as edit:
        edit.correct(act, date=date(2010, 2, 15))
    text = text_of(get(client, "/changes/")).partition("What the registry changed")[2]
    assert "C.N.1.2026 gives another day (1 act recorded, 1 act superseded)" in text
    assert "Loaded the files of data/" in text


def test_permanent_link_shows_what_was_known_then(client):
    make_instrument()
    make_participant()
    act = make_action()
    html = get(client, "/changes/?instrument=xt")
    link = re.search(r"https?://[^/]+(/changes/\?\S+)\.\s*</blockquote>", html)[1].replace("&amp;", "&")
    with editing(None, "a slip") as edit:
        edit.correct(act, date=date(2010, 2, 15))
    assert "15 Feb 2010" in get(client, "/changes/?instrument=xt")
    then = get(client, link)
    assert "15 Jan 2010" in then
    assert "This is what the registry said at" in then


def test_cost_does_not_depend_on_the_rows(client, django_assert_num_queries, remembering):
    client.get("/changes/")
    for query in ("", "?instrument=ccm", "?participant=POL", "?page=37"):
        with django_assert_num_queries(7):
            client.get(f"/changes/{query}")


def test_is_valid_html(client):
    html5lib.HTMLParser(strict=True).parse(get(client, "/changes/"))


def test_feed_has_names_that_outlive_a_correction(client):
    make_instrument()
    make_participant()
    act = make_action()
    before = entries(client, "?instrument=xt")[0]
    with editing(None, "a slip") as edit:
        edit.correct(act, date=date(2010, 2, 15))
    after = entries(client, "?instrument=xt")[0]
    assert before.find(f"{ATOM}id").text == after.find(f"{ATOM}id").text
    assert before.find(f"{ATOM}updated").text <= after.find(f"{ATOM}updated").text
    assert re.fullmatch(r"tag:[^,]+,2026:action/xt-xaa-accession-2010-01-15", after.find(f"{ATOM}id").text)


def test_feed_is_atom(client):
    response = client.get("/changes/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    assert all(feed.find(ATOM + name) is not None for name in ("id", "title", "updated", "author"))
    assert len(feed.findall(f"{ATOM}entry")) == 100
    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Vanuatu acceded to the Convention on Cluster Munitions"
    assert "In force for it 1 Mar 2026" in entry.find(f"{ATOM}summary").text


def test_feed_is_well_formed_whatever_was_pasted(client):
    Participant.objects.filter(iso3="AFG").update(name="One line\x0bthe next\x07\ufffe ]]> <script>")
    feed = client.get("/changes/feed.atom?participant=AFG")
    assert feed.status_code == 200
    assert "One linethe next ]]> <script> acceded" in "".join(ElementTree.fromstring(feed.content).itertext())


def test_feed_has_the_same_bytes_until_the_registry_changes(client):
    for query in ("", "?instrument=ccm&participant=USA"):
        assert client.get(f"/changes/feed.atom{query}").content == client.get(f"/changes/feed.atom{query}").content


def test_calendar_says_what_takes_effect(client):
    response = client.get("/changes/calendar.ics?effective_after=2026-02-01")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    event = events(client, "?effective_after=2026-02-01")[0]
    assert event["DTSTART;VALUE=DATE"] == "20260220"
    assert event["SUMMARY"] == "Poland leaves the Anti-Personnel Mine Ban Convention"
    assert event["UID"].startswith("apmbc-pol-withdrawal-2025-08-20@")


def test_calendar_has_the_past_year_and_all_to_come(client, monkeypatch):
    monkeypatch.setattr("treatytracker.dates.today", lambda: date(2025, 12, 1))
    days = [event["DTSTART;VALUE=DATE"] for event in events(client)]
    assert days == sorted(days)
    assert days[0] >= "20241201"
    assert days[-1] == "20260301"


def test_calendar_leaves_out_a_withdrawal_that_was_taken_back(client):
    make_action("withdrawal-rescinded", on="2026-02-01", instrument="apmbc", participant="POL")
    uids = [event["UID"] for event in events(client, "?effective_after=2026-02-01")]
    assert not any("apmbc-pol-withdrawal-2025-08-20" in uid for uid in uids)


@pytest.mark.parametrize("kind", ActionKind)
def test_every_kind_of_act_makes_a_sentence(kind):
    make_instrument()
    make_participant()
    action = unsaved_action(kind)
    assert re.fullmatch(r"State XAA [a-z ]+ the Test Convention", acts.sentence(action))


def test_json_feed_says_what_the_atom_feed_says(client):
    response = client.get("/changes/feed.json?instrument=apmbc&kind=withdrawal")
    assert response["Content-Type"].startswith("application/feed+json")
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    atom = ElementTree.fromstring(client.get("/changes/feed.atom?instrument=apmbc&kind=withdrawal").content)
    assert [item["id"] for item in feed["items"]] == [
        entry.find(f"{ATOM}id").text for entry in atom.findall(f"{ATOM}entry")
    ]
    assert len(feed["items"]) == 5
    assert client.get("/changes/feed.json?instrument=apmc").status_code == 400
