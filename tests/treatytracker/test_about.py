"""The about page, and how errors are told."""

import html5lib
import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.test import RequestFactory

from parties.terms import BOUND_DEFINITION, STATUS_DEFINITIONS
from tests.parties.reading import get, text_of
from treatytracker.views import bad_request

pytestmark = pytest.mark.django_db


def test_defines_every_status_as_the_code_does(client):
    text = text_of(get(client, "/about/"))
    for status, definition in STATUS_DEFINITIONS.items():
        assert f"{status.label} {definition}" in text
    assert BOUND_DEFINITION in text


@pytest.mark.parametrize(
    "said", ["independent", "MIT licence", "terms of use", "known_at", "Web Content Accessibility Guidelines 2.2"]
)
def test_says_on_what_terms_it_stands(client, said):
    assert said in text_of(get(client, "/about/"))


def test_example_of_an_explanation_is_what_the_registry_says(client):
    example = "Party since 1 Dec 2025: acceded 25 Jun 2025; art. 17(2): first day of the sixth month after the month"
    assert example in text_of(get(client, "/about/"))
    assert example in text_of(get(client, "/participants/TON/?as_of=2025-12-01"))


def test_costs_two_queries(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/about/")


def test_is_valid_html(client):
    html5lib.HTMLParser(strict=True).parse(get(client, "/about/"))


def test_refuses_parameters(client):
    assert "There is no parameter “as_of”" in text_of(get(client, "/about/?as_of=2020-01-01", status=400))


def test_a_sentence_written_for_the_reader_is_shown_and_no_other():
    request = RequestFactory().get("/changes/")
    said = bad_request(request, BadRequest("page: there is no page “99”; the list has 37."))
    assert said.status_code == 400
    assert "there is no page “99”" in said.content.decode()
    assert "secret" not in bad_request(request, SuspiciousOperation("secret")).content.decode()


def test_an_address_that_leads_nowhere_shows_the_way(client):
    assert "All instruments" in text_of(get(client, "/instruments/nothing/", status=404))
