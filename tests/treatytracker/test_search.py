"""Search: what people type, and what they mean by it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parties.models import Action
from tests.factories import make_action, make_instrument, make_participant
from tests.parties.reading import get, text_of
from treatytracker.search import Name, Rank, Thing, find, find_pair, find_slips, rank

pytestmark = pytest.mark.django_db


def found(client, asked):
    """Return the titles on the page, best first, by group."""
    html = client.get("/search/", {"q": asked}).content.decode()
    groups = re.findall(r'<h2 id="group-\d">(\w+)</h2>(.*?)</section>', html, re.DOTALL)
    return {name: re.findall(r'<a href="[^"]+">([^<]+)</a>', body) for name, body in groups}


FIRST = {
    "Ottawa": ("Instruments", "Anti-Personnel Mine Ban Convention"),
    "mine ban": ("Instruments", "Anti-Personnel Mine Ban Convention"),
    "APMBC": ("Instruments", "Anti-Personnel Mine Ban Convention"),
    "XXVI-5": ("Instruments", "Anti-Personnel Mine Ban Convention"),
    "AP II": ("Instruments", "CCW Amended Protocol II"),
    "amended protocol 2": ("Instruments", "CCW Amended Protocol II"),
    "protocol 5": ("Instruments", "CCW Protocol V"),
    "cluster": ("Instruments", "Convention on Cluster Munitions"),
    "disabilities rights": ("Instruments", "Convention on the Rights of Persons with Disabilities"),
    "Swaziland": ("Participants", "Eswatini"),
    "Cote d'Ivoire": ("Participants", "Côte d&#x27;Ivoire"),
    "cote divoire": ("Participants", "Côte d&#x27;Ivoire"),
    "Ivory Coast": ("Participants", "Côte d&#x27;Ivoire"),
    "turkey": ("Participants", "Türkiye"),
    "POL": ("Participants", "Poland"),
    "USA": ("Participants", "United States of America"),
    "UNICEF": ("Agencies", "UNICEF"),
    "OSAGI": ("Agencies", "UN Women"),
    "DPKO": ("Agencies", "DPO"),
    "children's fund": ("Agencies", "UNICEF"),
}


@pytest.mark.parametrize(("asked", "expected"), FIRST.items(), ids=FIRST)
def test_first_hit(client, asked, expected):
    group, titles = next(iter(found(client, asked).items()))
    assert (group, titles[0]) == expected


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Swaziland", "Eswatini , formerly Swaziland, until 18 Apr 2018"),
        ("OSAGI", "UN Women , OSAGI in 2005"),
        ("Ottawa", "Anti-Personnel Mine Ban Convention , also called Ottawa Convention"),
        ("Democratic Yemen", "Yemen"),
        ("Yugoslavia (Federal Republic of)", "Montenegro , successor of Yugoslavia (Federal Republic of)"),
    ],
)
def test_says_which_name_was_found(client, asked, said):
    assert said in text_of(client.get("/search/", {"q": asked}).content.decode())


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("Afganistan", "Afghanistan"), ("Otawa", "Anti-Personnel Mine Ban Convention"), ("Swazilnad", "Eswatini")],
)
def test_forgives_slips_but_says_so(client, asked, meant):
    text = text_of(client.get("/search/", {"q": asked}).content.decode())
    assert f"Nothing is called “{asked}”." in text
    assert meant in text


@pytest.mark.parametrize("asked", ["C.N.421.2025", "c.n.421.2025.treaties-xxvi-5", "CN 421/2025", "C.N.421"])
def test_finds_the_act_of_a_notification(client, asked):
    html = client.get("/search/", {"q": asked}).content.decode()
    assert "Poland gave notice of withdrawal from the Anti-Personnel Mine Ban Convention" in text_of(html)
    link = "/changes/?instrument=apmbc&amp;participant=POL#apmbc-pol-withdrawal-2025-08-20"
    assert f'href="{link}"' in html
    assert 'id="apmbc-pol-withdrawal-2025-08-20"' in get(client, link.replace("&amp;", "&").partition("#")[0])


def test_a_number_does_not_find_a_longer_one(client):
    make_instrument()
    make_participant()
    make_action(reference="C.N.1421.2025.TREATIES-XXVI-5")
    assert "State XAA" not in client.get("/search/", {"q": "C.N.421.2025"}).content.decode()
    assert "State XAA" in client.get("/search/", {"q": "C.N.1421.2025"}).content.decode()


def test_finds_an_act_by_its_permanent_key(client):
    key = Action.objects.current().latest("date").key
    assert key in client.get("/search/", {"q": key.upper()}).content.decode()


@pytest.mark.parametrize("asked", ["Poland Mine Ban", "ottawa poland", "POL apmbc"])
def test_answers_who_and_what_together(client, asked):
    text = text_of(client.get("/search/", {"q": asked}).content.decode())
    assert "Former party since 20 Feb 2026: gave notice of withdrawal 20 Aug 2025" in text


def test_answers_for_a_former_state_what_it_was_last(client):
    text = text_of(client.get("/search/", {"q": "Czechoslovakia CCW"}).content.decode())
    assert "Party since 2 Dec 1983" in text
    assert "As of 31 Dec 1992." in text


def test_nothing_asked_and_nothing_found_show_the_way(client):
    for path in ("/search/", "/search/?q=", "/search/?q=%20.%20"):
        assert "For example:" in text_of(get(client, path))
    text = text_of(get(client, "/search/?q=qqqqqq"))
    assert "Nothing in the registry is called “qqqqqq”, or nearly so." in text
    assert "For example:" in text


def test_what_was_asked_is_shown_as_text(client):
    html = get(client, "/search/?q=<script>alert(1)</script>")
    assert "<script>alert" not in html


@pytest.mark.parametrize(("query", "said"), [("?q=" + "x" * 101, "100"), ("?text=a", "There is no parameter “text”")])
def test_refuses_what_it_does_not_know(client, query, said):
    assert said in get(client, f"/search/{query}", status=400)


def test_cost_does_not_depend_on_what_is_found(client, django_assert_num_queries):
    for asked in ("a", "republic", "qqqqqq"):
        with django_assert_num_queries(11):
            client.get("/search/", {"q": asked})


def thing(*names):
    return Thing(key=names[0], title=names[0], url="", about="", names=tuple(map(Name, names)))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("viet nam", Rank.EXACT),
        ("VIETNAM", Rank.EXACT),
        ("vie", Rank.BEGINS),
        ("nam", Rank.WORDS),
        ("etna", Rank.PART),
        ("et", None),
        ("laos", None),
    ],
)
def test_rank(asked, expected):
    hits = find(asked, [thing("Viet Nam")])
    assert (hits[0].rank if hits else None) is expected


def test_codes_are_found_whole_or_not_at_all():
    assert rank(Name("POL", is_code=True), "pol") is Rank.EXACT
    assert rank(Name("POL", is_code=True), "po") is None


def test_a_formal_name_counts_less_than_the_one_in_use():
    states = [
        Thing("A", "Albania", "", "", (Name("Albania"), Name("Republic of Albania", is_formal=True))),
        Thing("D", "Dominican Republic", "", "", (Name("Dominican Republic"),)),
    ]
    assert [hit.thing.key for hit in find("republic", states)] == ["D", "A"]
    assert find("Republic of Albania", states)[0].rank is Rank.EXACT


def test_pair_needs_both_to_be_certain():
    states, treaties = [thing("Poland"), thing("Korea A"), thing("Korea B")], [thing("Ottawa Convention")]
    assert find_pair("Korea Ottawa", states, treaties) is None
    participant, instrument = find_pair("ottawa convention poland", states, treaties)
    assert (participant.thing.title, instrument.thing.title) == ("Poland", "Ottawa Convention")


@given(st.text(max_size=60))
def test_any_text_can_be_asked(asked):
    things = [thing("Viet Nam", "Democratic Republic of Viet Nam"), thing("Côte d'Ivoire")]
    assert all(hit.rank is not Rank.SLIP for hit in find(asked, things))
    assert all(hit.rank is Rank.SLIP for hit in find_slips(asked, things))
