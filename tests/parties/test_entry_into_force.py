"""The general entry into force, counted from the deposits, is the published one, or the difference is explained."""

from datetime import date

import pytest

from instruments.models import Instrument
from parties.entry_into_force import check_entry_into_force
from tests.factories import make_instrument

pytestmark = pytest.mark.django_db

# When the threshold was met, and what followed, by the depositary's status tables.
PUBLISHED = {
    "apmbc": ("1998-09-16", "1999-03-01"),
    "ccw": ("1983-06-02", "1983-12-02"),
    "ccw-p1": ("1983-06-02", "1983-12-02"),
    "ccw-p2": ("1983-06-02", "1983-12-02"),
    "ccw-p3": ("1983-06-02", "1983-12-02"),
    "ccw-p4": ("1998-01-30", "1998-07-30"),
    "ccw-a1": ("2003-11-18", "2004-05-18"),
    "ccw-p5": ("2006-05-12", "2006-11-12"),
    "ccm": ("2010-02-16", "2010-08-01"),
    "crpd": ("2008-04-03", "2008-05-03"),
}


def checks():
    return {check.instrument.slug: check for check in check_entry_into_force()}


@pytest.mark.parametrize(("slug", "days"), PUBLISHED.items())
def test_counting_the_deposits_gives_the_published_day(slug, days):
    check = checks()[slug]
    assert (str(check.met_on), str(check.counted_on)) == days
    assert check.agrees
    assert check.explained


def test_the_eleventh_is_explained():
    assert set(checks()) - set(PUBLISHED) == {"ccw-ap2"}
    check = checks()["ccw-ap2"]
    assert (check.met_on, check.counted_on) == (date(1998, 4, 20), date(1998, 10, 20))
    assert check.instrument.in_force_on == date(1998, 12, 3)
    assert (check.agrees, check.explained) == (False, True)


def test_a_difference_without_an_explanation_is_one():
    Instrument.objects.filter(slug="ccw-ap2").update(in_force_difference_explained="")
    assert not checks()["ccw-ap2"].explained


def test_an_instrument_without_a_known_threshold_is_not_checked():
    make_instrument(threshold=None)
    assert "xt" not in checks()


def test_a_treaty_that_is_not_yet_in_force_agrees_with_too_few_deposits():
    make_instrument(in_force_on=None)
    check = checks()["xt"]
    assert (check.met_on, check.counted_on, check.agrees) == (None, None, True)


def test_all_instruments_cost_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        check_entry_into_force()
