"""The pages of participants: every instrument, acts, names, and who asks them to join what they have not."""

import re

import pytest

from tests.factories import make_participant
from tests.parties.reading import get, row_of, text_of

pytestmark = pytest.mark.django_db


def test_list_shows_who_exists_and_what_binds_each(client):
    text = text_of(get(client, "/participants/"))
    assert "198 participants on 24 Nov 2026" in text
    assert "Afghanistan AFG Asia-Pacific Group Asia" in text
    assert "European Union Regional integration organisation EUE" in text
    assert "Czechoslovakia , until 31 Dec 1992" in text


@pytest.mark.parametrize(("day", "listed"), [("1992-12-31", True), ("1993-01-01", False), ("1993-01-02", False)])
def test_predecessor_state_leaves_the_list_after_its_last_day(client, day, listed):
    html = get(client, f"/participants/?as_of={day}")
    assert (f'<a href="/participants/CSK/?as_of={day}">' in html) is listed


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=swaz", "Eswatini Swaziland"),
        ("q=ivory", "Côte d'Ivoire Ivory Coast"),
        ("q=TURKEY", "Türkiye"),
        ("q=cote", "Côte d'Ivoire"),
    ],
)
def test_search_finds_by_any_name_and_says_which(client, query, found):
    text = text_of(get(client, f"/participants/?{query}"))
    assert found in text
    assert "participants match on 24 Nov 2026" in text


def test_filters_of_the_list(client):
    assert "54 participants match" in text_of(get(client, "/participants/?region=Africa"))
    assert "1 participants match" in text_of(get(client, "/participants/?kind=regional-organization"))
    assert "No participant matches these filters" in text_of(get(client, "/participants/?q=zzz"))
    assert "Allowed: Africa" in text_of(get(client, "/participants/?region=Narnia", status=400))


@pytest.mark.parametrize("group", ["WEOG", "Asia-Pacific+Group"])
def test_participant_in_two_groups_stands_in_both(client, group):
    html = get(client, f"/participants/?group={group}")
    assert "Türkiye" in html
    assert "WEOG and Asia-Pacific Group" in html
    assert '<option value="WEOG;Asia-Pacific Group">' not in html


def test_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, remembering):
    client.get("/participants/")
    for path in ("/participants/", "/participants/?q=sw", "/participants/?q=zzz"):
        with django_assert_num_queries(5 if "q=" not in path else 6):
            client.get(path)


def test_page_shows_every_instrument_with_its_explanation(client):
    html = get(client, "/participants/LTU/?as_of=2025-12-20")
    assert html.count('<tr><th scope="row">') == 11
    assert "leaves 27 Dec 2025, in 7 days" in row_of(html, "Anti-Personnel Mine Ban Convention")
    assert "Former party since 6 Mar 2025: gave notice of withdrawal 6 Sep 2024" in row_of(
        html, "Convention on Cluster Munitions"
    )
    assert 'Bound by <a href="#instruments">9 of 11 instruments</a> on 20 Dec 2025' in " ".join(html.split())


@pytest.mark.parametrize(
    ("day", "status"), [("2025-03-05", "Party"), ("2025-03-06", "Former party"), ("2025-03-07", "Former party")]
)
def test_status_around_the_day_of_effect(client, day, status):
    row = row_of(get(client, f"/participants/LTU/?as_of={day}"), "Convention on Cluster Munitions")
    assert re.search(r"Former party|Party", row)[0] == status


def test_page_says_what_is_not_joined_and_who_advocates_it(client):
    html = get(client, "/participants/USA/?as_of=2026-02-03")
    card = next(text_of(card) for card in html.split('<li class="card">')[1:] if "Anti-Personnel Mine Ban" in card)
    assert card.startswith("Anti-Personnel Mine Ban Convention No action UNMAS")
    signed = next(text_of(card) for card in html.split('<li class="card">')[1:] if "Rights of Persons" in card)
    assert "Signatory since 30 Jul 2009" in signed
    assert "It is bound by every instrument" in text_of(get(client, "/participants/AUS/"))


def test_page_lists_acts_and_statements(client):
    text = text_of(get(client, "/participants/LTU/"))
    assert (
        "Gave notice of withdrawal from the Convention on Cluster Munitions ; withdrawal in effect 6 Mar 2025" in text
    )
    assert "Ratified the Convention on Cluster Munitions ; in force for it 1 Sep 2011" in text
    assert "Bosnia" not in text
    assert "Convention on the Rights of Persons with Disabilities : " in text_of(get(client, "/participants/SLV/"))


def test_past_day_leaves_out_later_acts_and_says_so(client):
    text = text_of(get(client, "/participants/LTU/?as_of=1998-06-03"))
    assert "Ratified" not in text
    assert re.search(r"\d later acts: see the page of today", text)
    assert "It had not acted under any of the instruments by 1 Jan 1980." in text_of(
        get(client, "/participants/LTU/?as_of=1980-01-01")
    )


def test_names_predecessors_and_successors(client):
    text = text_of(get(client, "/participants/SWZ/"))
    assert "Former names Swaziland, until 18 Apr 2018" in text
    assert "Yugoslavia (Socialist Federal Republic of) , until 26 Apr 1992" in text_of(
        get(client, "/participants/HRV/")
    )
    successors = text_of(get(client, "/participants/CSK/"))
    assert "Successors Czechia , Slovakia" in successors


def test_predecessor_state_shows_its_last_day(client):
    html = get(client, "/participants/CSK/?as_of=2020-01-01")
    text = text_of(html)
    assert "Czechoslovakia existed until 31 Dec 1992." in text
    assert "The page shows its status on that day, its last, and not on 1 Jan 2020." in text
    assert "Bound by 4 of 4 instruments on 31 Dec 1992" in text
    assert "status as of 31 Dec 1992, revision" in text
    assert "Not bound by" not in text
    assert "existed until 31 Dec 1992." not in text_of(get(client, "/participants/CSK/?as_of=1992-12-31"))


@pytest.mark.parametrize(("day", "flagged"), [("1997-09-17", True), ("1997-09-18", False), ("1997-09-19", False)])
def test_instrument_that_did_not_exist_yet_is_not_missed(client, day, flagged):
    html = get(client, f"/participants/USA/?as_of={day}")
    row = row_of(html, "Anti-Personnel Mine Ban Convention")
    assert ("not adopted until 18 Sep 1997" in row) is flagged
    cards = html.split('<li class="card">')[1:]
    assert any("Anti-Personnel Mine Ban" in card for card in cards) is not flagged


def test_successor_leads_to_its_predecessor_while_that_existed(client):
    html = get(client, "/participants/CZE/?as_of=1992-12-31")
    assert "On 31 Dec 1992 Czechoslovakia still existed" in text_of(html)
    assert '<a href="/participants/CSK/">Czechoslovakia</a>' in html
    assert "still existed" not in get(client, "/participants/CZE/?as_of=1993-01-01")


def test_small_letters_lead_to_the_permanent_address(client):
    response = client.get("/participants/ltu/?as_of=2020-01-01")
    assert (response.status_code, response["Location"]) == (301, "/participants/LTU/?as_of=2020-01-01")
    get(client, "/participants/XYZ/", status=404)


def test_bad_day_is_refused(client):
    text = text_of(get(client, "/participants/LTU/?as_of=tomorrow", status=400))
    assert "as_of: “tomorrow” is not a date." in text
    assert "There is no parameter “region”." in text_of(get(client, "/participants/LTU/?region=Africa", status=400))


def test_participant_that_never_acted(client):
    make_participant("XNA", name="Land of <Nowhere>")
    html = get(client, "/participants/XNA/")
    assert "Land of &lt;Nowhere&gt;" in html
    assert "It had not acted under any of the instruments by 24 Nov 2026." in text_of(html)


def test_page_costs_the_same_whatever_was_done(client, django_assert_num_queries, remembering):
    client.get("/participants/TON/")
    for iso3 in ("FRA", "KIR", "CSK"):
        with django_assert_num_queries(10):
            client.get(f"/participants/{iso3}/")
