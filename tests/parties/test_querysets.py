"""Questions with names: spells that contain a day, versions known at an instant, participants by any name."""

import re
from datetime import date

import pytest
from django.db import connection
from django.db.models import Count

from instruments.models import Instrument
from parties.models import Participant, Participation
from tests.factories import make_instrument, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def spells():
    """Two spells, from 1 Jan 2000 to 31 Dec 2009 and from then on."""
    where = {"instrument": make_instrument(), "participant": make_participant(), "provisional_application": False}
    Participation.objects.create(
        **where, valid_from=date(2000, 1, 1), valid_to=date(2010, 1, 1), status="party", bound=True
    )
    Participation.objects.create(**where, valid_from=date(2010, 1, 1), status="former-party", bound=False)
    return Participation.objects.filter(instrument__slug="xt")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(1999, 12, 31), []),
        (date(2000, 1, 1), ["party"]),
        (date(2009, 12, 31), ["party"]),
        (date(2010, 1, 1), ["former-party"]),
        (date(9999, 12, 31), ["former-party"]),
    ],
)
def test_a_spell_holds_from_its_first_day_to_the_day_before_its_end(spells, on, expected):
    assert [spell.status for spell in spells.as_of(on)] == expected


@pytest.mark.parametrize(("flag", "expected"), [(True, ["party"]), (False, ["former-party"])])
def test_bound(spells, flag, expected):
    assert [spell.status for spell in spells.bound(flag)] == expected


def test_bound_is_what_is_meant_without_saying(spells):
    assert list(spells.bound()) == list(spells.bound(True))


def plan_of(rows):
    """Return how the database would find the rows."""
    if connection.vendor == "postgresql":
        # It would rather read a table as small as ours whole.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def test_status_on_a_day_is_found_by_index():
    on_day = Participation.objects.order_by().as_of(date(2015, 6, 15))
    of_instrument = on_day.filter(instrument=Instrument.objects.get(slug="apmbc"))
    assert re.search("participation_(counted|begins_once)|autoindex", plan_of(of_instrument))
    of_participant = on_day.filter(participant=Participant.objects.get(iso3="TON"))
    assert "participation_participant" in plan_of(of_participant)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a server weighs what is faster at the size at hand")
def test_everybody_on_a_day_is_counted_without_reading_a_row():
    on_day = Participation.objects.order_by().as_of(date(2015, 6, 15))
    for rows in (on_day.values_list("instrument", "status"), on_day.bound().values_list("instrument")):
        assert "COVERING INDEX participation_counted" in plan_of(rows.annotate(n=Count("*")))


@pytest.mark.parametrize(
    ("on", "expected"),
    [("1992-12-31", True), ("1993-01-01", False), ("1900-01-01", True)],
    ids=["on its last day", "on the day after", "long before"],
)
def test_a_predecessor_exists_until_its_last_day(on, expected):
    assert Participant.objects.existing_on(date.fromisoformat(on)).filter(iso3="CSK").exists() is expected


def test_a_state_that_never_ended_exists_on_every_day():
    assert Participant.objects.existing_on(date(2100, 1, 1)).count() == 198
    assert Participant.objects.existing_on(date(1985, 1, 1)).count() == 201


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Ivory Coast", "CIV"),
        ("cote d’ivoire", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("Turkey", "TUR"),
        ("türkiye", "TUR"),
        ("Bolivia", "BOL"),
        ("USA", "USA"),
        ("us", "USA"),
        ("Swaziland", "SWZ"),
        ("Macedonia", "MKD"),
        ("Burma", "MMR"),
        ("Antigua & Barbuda", "ATG"),
        ("Antigua and Barbuda", "ATG"),
        (" civ ", "CIV"),
        ("European Union", "EUE"),
    ],
)
def test_a_participant_is_found_by_any_of_its_names(text, iso3):
    assert [participant.iso3 for participant in Participant.objects.named(text)] == [iso3]


@pytest.mark.parametrize("text", ["", " ", "?", "Atlantis", "Ivory", "%", "*"])
def test_what_is_no_name_finds_nobody(text):
    assert not Participant.objects.named(text).exists()
