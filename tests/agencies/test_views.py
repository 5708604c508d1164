"""The UN entities: what each advocates, what became of it, and whom it could ask to join."""

import re

import html5lib
import pytest

from agencies.models import Agency, Mandate
from tests.parties.reading import get, text_of

pytestmark = pytest.mark.django_db


def cards(html, section):
    body = re.search(rf'<h2 id="{section}">(.*?)(?:<h2|<nav)', html, re.DOTALL)
    return re.findall(r'<a href="/agencies/([^"]+)/">', body[1]) if body else []


def desk(html, slug):
    """Return what the desk says of one instrument."""
    return text_of(re.search(rf'<section aria-labelledby="desk-{slug}">(.*?)</section>', html, re.DOTALL)[1])


def test_the_14_come_first_and_the_others_apart(client):
    html = get(client, "/agencies/")
    assert len(cards(html, "the-14")) == 14
    assert cards(html, "others") == ["unidir", "ola", "iacg-ma"]


def test_says_what_became_of_each(client):
    text = text_of(get(client, "/agencies/"))
    assert "In 2005: Office of the Special Adviser on Gender Issues and Advancement of Women (OSAGI)" in text
    assert "In 2005: Department for Disarmament Affairs (DDA)" in text
    assert "Renamed on 2019-01-01" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?theme=gender", ["un-women"]),
        ("?instrument=crpd", ["unicef", "ohchr"]),
        ("?theme=universalization&instrument=ccm", ["undp"]),
        ("?q=OSAGI", ["un-women"]),
        ("?theme=gender&instrument=crpd", []),
    ],
)
def test_filters(client, query, found):
    html = get(client, f"/agencies/{query}")
    assert cards(html, "the-14") == found
    assert ("No entity advocates all of this." in html) is (not found)


@pytest.mark.parametrize(
    "path", ["/agencies/?theme=x", "/agencies/?x=1", "/agencies/unmas/?as_of=x", "/agencies/wfp/?x=1"]
)
def test_refuses_what_it_does_not_know(client, path):
    get(client, path, status=400)


def test_unknown_agency(client):
    get(client, "/agencies/nato/", status=404)


@pytest.mark.parametrize("slug", ["unmas", "un-women", "world-bank", "iacg-ma"])
def test_page_shows_mandates_with_beneficiaries_and_source(client, slug):
    text = text_of(get(client, f"/agencies/{slug}/"))
    agency = Agency.objects.get(slug=slug)
    for mandate in agency.mandates.all():
        assert mandate.summary in text
        assert mandate.beneficiaries in text
        assert mandate.get_theme_display() in text
    assert agency.note in text


def test_desk_lists_who_is_missing_by_region_signatories_first(client):
    ccm = desk(get(client, "/agencies/unmas/?as_of=2026-02-03"), "ccm")
    assert "85 States not bound." in ccm
    assert (
        "Region Signatories, with years since signature (12) Neither signed nor joined (72) Former parties (1)" in ccm
    )
    assert "Americas Jamaica (16), Haiti (16)" in ccm.replace(" &nbsp;", " ")
    assert "Lithuania (left 6 Mar 2025)" in ccm


def test_desk_tells_for_a_protocol_who_has_only_to_notify(client):
    text = desk(get(client, "/agencies/ocha/?as_of=2026-02-03"), "ccw-p5")
    assert "98 States not bound." in text
    assert "Bound by the Convention on Certain Conventional Weapons (29)" in text
    assert "Not bound by the Convention on Certain Conventional Weapons either (69)" in text


def test_desk_counts_agree_with_the_list_that_they_link(client):
    html = get(client, "/agencies/unmas/?as_of=2026-02-03")
    text = desk(html, "apmbc")
    assert "35 States not bound." in text
    assert "which also name the European Union, not a State" in text
    assert 'href="/instruments/apmbc/?bound=false&amp;as_of=2026-02-03#participation"' in html
    listed = get(client, "/instruments/apmbc/?bound=false&as_of=2026-02-03")
    assert (
        re.search(r'<table id="participation-table".*?</table>', listed, re.DOTALL)[0].count('<th scope="row">') == 36
    )


def test_desk_follows_the_day(client):
    assert "Poland" not in desk(get(client, "/agencies/unmas/?as_of=2026-02-19"), "apmbc")
    assert "Poland (left 20 Feb 2026)" in desk(get(client, "/agencies/unmas/?as_of=2026-02-20"), "apmbc")


def test_desk_before_the_instrument_existed(client):
    html = get(client, "/agencies/unmas/?as_of=1990-01-01")
    assert "On this day it did not exist: it was adopted on 18 Sep 1997." in desk(html, "apmbc")
    assert "States not bound." in desk(html, "ccw")


def test_an_agency_whose_mandates_name_no_instrument_has_no_desk(client):
    assert "None of its mandates names an instrument" in text_of(get(client, "/agencies/wfp/"))


@pytest.mark.parametrize(
    "path", ["/agencies/", "/agencies/unmas/", "/agencies/wfp/", "/agencies/unicef/?as_of=1985-01-01"]
)
def test_is_valid_html(client, path):
    html5lib.HTMLParser(strict=True).parse(get(client, path))


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/agencies/", 6),
        ("/agencies/?theme=gender", 6),
        ("/agencies/unmas/", 8),
        ("/agencies/unicef/?as_of=1985-01-01", 8),
    ],
)
def test_costs_a_fixed_number_of_queries(client, django_assert_num_queries, path, queries):
    with django_assert_num_queries(queries):
        client.get(path)


def test_a_mandate_for_several_instruments_is_listed_once(client):
    answer = client.get("/api/v1/mandates/?instrument=ccm,apmbc&page_size=500").json()
    found = [row["id"] for row in answer["results"]]
    assert len(found) == len(set(found)) == answer["count"]
    wanted = Mandate.objects.filter(instruments__slug__in=["ccm", "apmbc"]).distinct().count()
    assert answer["count"] == wanted
