"""The quality page: every check of the registry, told to its readers."""

import re

import html5lib
import pytest

from parties.models import Action, PublishedTotal
from tests.parties.reading import get, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return text_of(get(client, "/quality/"))


def test_tells_the_day_of_the_sources(page):
    assert "as they stood on 3 Feb 2026" in page
    assert "Poland’s withdrawal from the Anti-Personnel Mine Ban Convention, in effect on 20 Feb 2026" in page
    assert "1 Mar 2026 Vanuatu became a party to the Convention on Cluster Munitions" in page


def test_explains_every_published_total_that_differs(page):
    assert "121 of 130 published totals agree" in page
    assert "9 of 130 differ; each difference is explained." in page
    assert "Kenya's signature is counted here; the depositary dates it 5 December 1997." in page


def test_owns_up_to_a_total_without_explanation(client):
    total = PublishedTotal.objects.filter(instrument__slug="ccm").last()
    PublishedTotal.objects.filter(pk=total.pk).update(value=total.value + 1)
    text = text_of(get(client, "/quality/"))
    assert "10 of 130 differ; 1 without an explanation." in text
    assert "Not explained." in text


def test_checks_entry_into_force_and_explains_the_one_that_differs(page):
    assert "10 of 11 entries into force agree" in page
    assert "CCW Amended Protocol II 20 20 Apr 1998 20 Oct 1998 3 Dec 1998 Differs. Counting the consents" in page


def test_lists_the_warnings(page):
    assert "2 warnings" in page
    for who in ("Chile", "Côte d'Ivoire"):
        assert f"{who} has not signed before; without a signature the usual act is accession." in page


def test_lists_what_is_below_high_confidence_with_its_reason(client, page):
    below = Action.objects.current().exclude(confidence="high")
    assert f"Acts ({below.count()})" in page
    for note in below.values_list("note", flat=True):
        assert " ".join(note.split()) in page


def test_says_when_stated_and_computed_effect_differ(client, page):
    assert "None: wherever the depositary gives a day of effect" in page
    act = Action.objects.current().get(key="apmbc-pol-withdrawal-2025-08-20")
    Action.objects.filter(pk=act.pk).update(
        computed_effective_on="2026-02-21", effective_rule="the rule says otherwise"
    )
    assert "Withdrawal of 20 Aug 2025: the rule says otherwise" in text_of(get(client, "/quality/"))


def test_every_reference_leads_to_a_source(client):
    html = get(client, "/quality/")
    for number in set(re.findall(r'href="#source-(\d+)"', html)):
        assert f'id="source-{number}"' in html


def test_is_valid_html(client):
    html5lib.HTMLParser(strict=True).parse(get(client, "/quality/"))


def test_costs_a_fixed_number_of_queries(client, django_assert_num_queries):
    with django_assert_num_queries(15):
        client.get("/quality/")
