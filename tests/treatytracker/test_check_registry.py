"""``check_registry`` finds every kind of tampering, and nothing where there is none."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from instruments.models import Instrument
from parties.models import Action, Participation, PublishedTotal
from tests.factories import make_statement

pytestmark = pytest.mark.django_db


def check():
    """Return the exit code and what was said."""
    said = StringIO()
    try:
        call_command("check_registry", stdout=said)
    except CommandError as error:
        return error.returncode, said.getvalue() + str(error)
    return 0, said.getvalue()


def test_the_registry_as_it_is_shipped():
    code, said = check()
    assert code == 0
    assert "FAILED" not in said
    for line in (
        "stored status: derived again, 0 instruments differ",
        "versions of facts: 0 overlap",
        "entry into force: 10 of 11 follow from the deposits",
        "explained: ccw-ap2: published 3 Dec 1998, counted 20 Oct 1998. Counting the consents gives",
        "published totals: 121 of 130 agree",
        "explained: apmbc on 4 Dec 1997: 122 signatories published, 121 computed. Kenya's signature",
        "warning: ccw-chl-acceptance-2003-10-15: Chile has not signed before",
        "warning: ccw-civ-acceptance-2016-05-25: Côte d'Ivoire has not signed before",
        "plausibility: 0 acts cannot be, 2 are doubtful",
        "The registry agrees with its acts, its rules and its sources.",
    ):
        assert line in said
    assert (said.count("explained: "), said.count("warning: ")) == (10, 2)


def tonga():
    return Action.objects.filter(key="apmbc-ton-accession-2025-06-25")


def spell():
    return Participation.objects.filter(instrument__slug="apmbc", participant__iso3="TON", status="party")


def two_versions_at_once():
    (old,) = tonga()
    Action.objects.filter(pk=old.pk).update(
        superseded_at=old.recorded_at + timedelta(days=1), superseded_in=old.recorded_in
    )
    old.pk, old.recorded_at = None, old.recorded_at + timedelta(hours=1)
    old.recorded_in_id = Action.objects.latest("pk").recorded_in_id
    old.save(force_insert=True)


def forbidden_reservation():
    make_statement("reservation", "2025-06-25", instrument="apmbc", participant="TON")


TAMPERING = {
    "a status": (
        lambda: spell().update(status="signatory"),
        "apmbc: stored participation differs: 1 spells missing, 1 surplus, 0 dates of effect",
    ),
    "a spell too few": (lambda: spell().delete(), "1 spells missing, 0 surplus"),
    "an act": (lambda: tonga().update(date="2025-07-01"), "apmbc: stored participation differs"),
    "a date of effect": (lambda: tonga().update(effective_on="2025-11-01"), "0 spells missing, 0 surplus, 1 dates"),
    "a rule of the treaty": (
        lambda: Instrument.objects.filter(slug="crpd").update(party_delay="P60D"),
        "crpd: stored participation differs",
    ),
    "two versions at once": (
        two_versions_at_once,
        "apmbc-ton-accession-2025-06-25: two versions stand at the same time",
    ),
    "a published entry into force": (
        lambda: Instrument.objects.filter(slug="crpd").update(in_force_on="2008-05-04"),
        "crpd: published 4 May 2008, counted 3 May 2008",
    ),
    "a difference no longer explained": (
        lambda: Instrument.objects.filter(slug="ccw-ap2").update(in_force_difference_explained=""),
        "ccw-ap2: published 3 Dec 1998, counted 20 Oct 1998",
    ),
    "a published total": (
        lambda: PublishedTotal.objects.filter(as_of="2026-02-03", instrument__slug="ccm", measure="parties").update(
            value=110
        ),
        "ccm on 3 Feb 2026: 110 parties published, 112 computed",
    ),
    "a total no longer explained": (
        lambda: PublishedTotal.objects.filter(as_of="1997-12-04").update(difference_explained=""),
        "apmbc on 4 Dec 1997: 122 signatories published, 121 computed",
    ),
    "an act that cannot be": (forbidden_reservation, "apmbc-ton-reservation-2025-06-25: The Anti-Personnel Mine Ban"),
    "a consent without its signature": (
        lambda: Action.objects.filter(key="apmbc-pol-signature-1997-12-04").delete(),
        "apmbc-pol-ratification-2012-12-27: Poland has not signed before",
    ),
}


# One of each check on its own; the others, which do not touch each other, all at once.
ALONE = [
    "a status",
    "a spell too few",
    "a date of effect",
    "two versions at once",
    "a published entry into force",
    "a published total",
    "an act that cannot be",
]
TOGETHER = [name for name in TAMPERING if name not in ALONE]


def assert_found(said, found):
    assert [line for line in found.splitlines() if "FAILED: " in line and said in line]


@pytest.mark.parametrize("name", ALONE)
def test_tampering_is_found(name):
    tamper, said = TAMPERING[name]
    tamper()
    code, found = check()
    assert code == 1
    assert_found(said, found)
    assert found.splitlines()[-1].endswith("checks failed.")


def test_all_that_is_wrong_is_listed():
    for name in TOGETHER:
        TAMPERING[name][0]()
    code, found = check()
    assert code == 1
    for name in TOGETHER:
        assert_found(TAMPERING[name][1], found)


def test_a_statement_is_checked_as_well_and_may_stand():
    make_statement("declaration", "2025-06-25", instrument="apmbc", participant="TON")
    assert check()[0] == 0
