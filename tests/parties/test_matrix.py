"""The matrix: every participant under every instrument on a day."""

import re

import pytest

from instruments.models import Instrument
from parties.pages.matrix import abbreviation
from tests.parties.reading import get, text_of

pytestmark = pytest.mark.django_db


def cells_of(html, iso3):
    """Return the cells of a participant's row as texts."""
    row = next(row for row in html.split("<tr>") if f'href="/participants/{iso3}/"' in row)
    return [text_of(cell) for cell in re.findall(r"<td.*?</td>", row)]


def test_cells_say_the_status_in_words_too(client):
    html = get(client, "/matrix/?as_of=2026-02-03")
    assert cells_of(html, "AUS") == ["Party"] * 11
    assert cells_of(html, "USA")[:3] == ["No action", "Party", "Party"]
    assert html.count('<td class="s-') == 198 * 11


def test_totals_count_the_bound_and_lead_to_their_lists(client):
    html = get(client, "/matrix/?as_of=2026-02-03&region=Africa")
    links = re.findall(r'<td>\s*<a href="([^"]+)"\s+aria-label="[^"]+">(\d+)</a>', html)
    assert len(links) == 11
    for link, number in links[:3]:
        listed = get(client, link.replace("&amp;", "&").split("#")[0])
        assert len(re.findall(r'<tr><th scope="row">', listed)) == int(number)


def test_notices_have_a_mark_that_is_explained(client):
    html = get(client, "/matrix/?as_of=2025-12-20")
    assert cells_of(html, "LTU")[0] == "Party, leaves 27 Dec 2025 *"
    assert "has given notice of withdrawal or declared a suspension" in html
    assert "has given notice" not in get(client, "/matrix/?as_of=2020-01-01")


def test_instruments_that_did_not_exist_yet(client):
    html = get(client, "/matrix/?as_of=1990-06-01")
    assert cells_of(html, "CSK") == ["–", "Party", "Party", "Party", "Party", "–", "–", "–", "–", "–", "–"]
    assert "–: the instrument did not exist yet on 1 Jun 1990." in text_of(html)


@pytest.mark.parametrize(("day", "gone"), [("1992-12-31", False), ("1993-01-01", True), ("1993-01-02", True)])
def test_predecessor_state_leaves_the_matrix(client, day, gone):
    assert ("/participants/CSK/" not in get(client, f"/matrix/?as_of={day}")) is gone


def test_filters(client):
    assert "16 participants" in text_of(get(client, "/matrix/?region=Oceania"))
    assert "No participant matches" in text_of(get(client, "/matrix/?q=zzz"))
    assert "There is no parameter “status”." in text_of(get(client, "/matrix/?status=party", status=400))


def test_page_costs_the_same_whatever_its_size(client, django_assert_num_queries, remembering):
    client.get("/matrix/")
    for path in ("/matrix/", "/matrix/?region=Oceania", "/matrix/?q=zzz"):
        with django_assert_num_queries(3):
            client.get(path)


def test_abbreviations_are_short_and_differ():
    short = [abbreviation(instrument) for instrument in Instrument.objects.all()]
    assert short == ["APMBC", "CCW", "P I", "P II", "P III", "P IV", "AP II", "Am. art. 1", "P V", "CCM", "CRPD"]
