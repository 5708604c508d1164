"""Published totals, counted again: the numbers that must come out, and what each measure counts."""

from datetime import date

import pytest

from instruments.models import Instrument
from parties.models import Participant, Participation, PublishedTotal
from parties.terms import Measure
from parties.totals import compare_totals, count

pytestmark = pytest.mark.django_db
STATUS_TABLES = date(2026, 2, 3)
BOUND = {
    "apmbc": 162, "ccw": 128, "ccw-p1": 121, "ccw-p2": 96, "ccw-p3": 117, "ccw-p4": 111, "ccw-ap2": 107, "ccw-a1": 90,
    "ccw-p5": 99, "ccm": 112, "crpd": 193,
}  # fmt: skip
# The header of the depositary's page, with its own footnotes: predecessor States apart.
SIGNATORIES = {"apmbc": 133, "ccw": 50, "ccm": 108, "crpd": 164}


@pytest.mark.parametrize(("slug", "expected"), BOUND.items())
def test_bound_on_the_day_of_the_depositarys_tables(slug, expected):
    assert Participation.objects.as_of(STATUS_TABLES).bound().filter(instrument__slug=slug).count() == expected


def test_the_five_that_left_the_mine_ban_convention():
    on = date(2026, 11, 23)
    there = Participation.objects.as_of(on).filter(instrument__slug="apmbc")
    assert there.bound().count() == 161
    left = there.filter(status="former-party").values_list("participant__iso3", "withdrawn_on")
    assert dict(left) == {
        "EST": date(2025, 12, 27),
        "FIN": date(2026, 1, 10),
        "LVA": date(2025, 12, 27),
        "LTU": date(2025, 12, 27),
        "POL": date(2026, 2, 20),
    }


@pytest.mark.parametrize(("slug", "expected"), SIGNATORIES.items())
def test_signatories_on_the_day_of_the_depositarys_tables(slug, expected):
    spells = Participation.objects.select_related("participant").filter(instrument__slug=slug)
    assert count(Measure.SIGNATORIES, spells, STATUS_TABLES) == expected


def test_every_published_total_agrees_or_is_explained():
    comparisons = compare_totals()
    assert len(comparisons) == 130
    assert [comparison.total for comparison in comparisons if not comparison.explained] == []
    assert sum(comparison.agrees for comparison in comparisons) == 121


def test_an_explanation_is_given_only_where_there_is_a_difference():
    superfluous = [c.total for c in compare_totals() if c.agrees and c.total.difference_explained]
    assert superfluous == []


def test_totals_cost_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        compare_totals()


def test_a_difference_needs_an_explanation():
    total = PublishedTotal.objects.get(as_of=STATUS_TABLES, instrument__slug="ccm", measure="parties")
    PublishedTotal.objects.filter(pk=total.pk).update(value=110)
    (comparison,) = [c for c in compare_totals() if c.total.pk == total.pk]
    assert (comparison.difference, comparison.agrees, comparison.explained) == (-2, False, False)
    PublishedTotal.objects.filter(pk=total.pk).update(difference_explained="Two deposits of that day.")
    (comparison,) = [c for c in compare_totals() if c.total.pk == total.pk]
    assert (comparison.agrees, comparison.explained) == (False, True)


def spell(status, signed=False, kind="member-state", consented="2010-01-01"):
    bound = status in ("party", "contracting-state")
    return Participation(
        participant=Participant(kind=kind),
        valid_from=date(2010, 1, 1),
        valid_to=date(2020, 1, 1),
        status=status,
        bound=bound,
        signed_on=date(2009, 1, 1) if signed else None,
        consented_on=date.fromisoformat(consented) if bound or status == "former-party" else None,
    )


SPELLS = [
    spell("signatory", signed=True),
    spell("contracting-state"),
    spell("party", signed=True),
    spell("party"),
    spell("party", kind="observer-state"),
    spell("party", signed=True, kind="regional-organization"),
    spell("former-party", signed=True),
    spell("former-party"),
    spell("party", consented="2015-06-01"),
]
ON = date(2012, 1, 1)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("parties", 5),
        ("parties-un-member-states", 3),
        ("parties-that-signed", 2),
        ("parties-that-did-not-sign", 3),
        ("signatories", 4),
        ("signatories-excluding-withdrawn", 3),
        ("signatories-not-parties", 1),
        ("signed-or-joined", 7),
    ],
)
def test_what_a_measure_counts(measure, expected):
    assert count(measure, SPELLS, ON) == expected


def test_there_is_a_case_for_every_measure():
    assert {row[0] for row in test_what_a_measure_counts.pytestmark[0].args[1]} == set(Measure)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2009-12-31", 0), ("2010-01-01", 5), ("2015-05-31", 5), ("2015-06-01", 6), ("2019-12-31", 6), ("2020-01-01", 0)],
)
def test_nobody_is_counted_before_the_depositary_could_know(on, expected):
    assert count(Measure.PARTIES, SPELLS, date.fromisoformat(on)) == expected


def test_an_unknown_measure_is_an_error():
    with pytest.raises(ValueError, match="guests"):
        count("guests", SPELLS, ON)


def test_every_total_is_of_a_known_instrument_and_measure():
    assert {total.measure for total in PublishedTotal.objects.all()} <= set(Measure)
    assert set(PublishedTotal.objects.values_list("instrument__slug", flat=True)) == set(BOUND)
    assert Instrument.objects.count() == len(BOUND)
