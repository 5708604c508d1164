"""Instruments hold their rules as data; what contradicts itself is refused beside the field."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from instruments.models import Instrument
from instruments.rules import Rules
from tests.parties.treaties import RULES_OF


@pytest.mark.django_db
@pytest.mark.parametrize("slug", RULES_OF)
def test_the_rules_that_are_loaded_are_those_of_the_treaty(slug):
    assert Instrument.objects.get(slug=slug).rules == RULES_OF[slug]


@pytest.mark.django_db
def test_all_eleven_in_the_order_of_lists():
    slugs = ["apmbc", "ccw", "ccw-p1", "ccw-p2", "ccw-p3", "ccw-p4", "ccw-ap2", "ccw-a1", "ccw-p5", "ccm", "crpd"]
    assert [instrument.slug for instrument in Instrument.objects.all()] == slugs
    assert set(slugs) == set(RULES_OF)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "reference", "parent", "kind"),
    [
        ("apmbc", "XXVI-5", None, "convention"),
        ("ccw", "XXVI-2", None, "convention"),
        ("ccw-p1", "", "ccw", "protocol"),
        ("ccw-p4", "XXVI-2-a", "ccw", "protocol"),
        ("ccw-ap2", "XXVI-2-b", "ccw", "protocol"),
        ("ccw-a1", "XXVI-2-c", "ccw", "amendment"),
        ("ccw-p5", "XXVI-2-d", "ccw", "protocol"),
        ("ccm", "XXVI-6", None, "convention"),
        ("crpd", "IV-15", None, "convention"),
    ],
)
def test_what_the_depositary_calls_it(slug, reference, parent, kind):
    instrument = Instrument.objects.get(slug=slug)
    assert (instrument.reference, instrument.parent and instrument.parent.slug, instrument.kind) == (
        reference,
        parent,
        kind,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "forbids", "signed"),
    [("apmbc", True, True), ("ccm", True, True), ("crpd", False, True), ("ccw", False, True), ("ccw-p4", False, False)],
)
def test_what_a_treaty_allows(slug, forbids, signed):
    instrument = Instrument.objects.get(slug=slug)
    assert (instrument.forbids_reservations, instrument.open_for_signature) == (forbids, signed)


def test_rules_that_are_not_recorded_are_none():
    assert Instrument().rules == Rules()


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"adopted_on": date(2000, 1, 2), "opened_on": date(2000, 1, 1)}, "opened_on", "before the adoption"),
        ({"opened_on": date(2000, 1, 2), "closed_on": date(2000, 1, 1)}, "closed_on", "before it opens"),
        ({"general_delay": "P30D", "general_anchor": "first-of-month"}, "general_delay", "written in months"),
        ({"party_delay": "P30D", "party_anchor": "first-of-month"}, "party_delay", "written in months"),
    ],
)
def test_rules_that_contradict_each_other_are_refused(values, field, said):
    with pytest.raises(ValidationError) as refused:
        Instrument(**values).clean()
    assert said in refused.value.message_dict[field][0]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"adopted_on": date(2000, 1, 1), "opened_on": date(2000, 1, 1), "closed_on": date(2000, 1, 1)},
        {"party_delay": "P6M", "party_anchor": "first-of-month"},
    ],
)
def test_rules_that_agree_pass(values):
    Instrument(**values).clean()


@pytest.mark.parametrize("field", ["general_delay", "party_delay", "withdrawal_delay"])
def test_a_delay_is_a_duration(field):
    with pytest.raises(ValidationError, match="is not a duration. Write it as P6M, P1Y or P30D."):
        Instrument._meta.get_field(field).clean("six months", None)


def test_it_is_called_by_its_short_title_and_has_an_address():
    instrument = Instrument(slug="apmbc", short_title="Anti-Personnel Mine Ban Convention")
    assert str(instrument) == "Anti-Personnel Mine Ban Convention"
    assert instrument.get_absolute_url() == "/instruments/apmbc/"
