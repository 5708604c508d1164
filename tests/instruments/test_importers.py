"""Instruments as rows of ``data/instruments.csv`` and back."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from instruments.importers import Instruments
from instruments.models import Instrument
from treatytracker.loading import RowRefused
from treatytracker.tables import Row

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return Instruments()


def shipped(table):
    return {table.key(row): row for row in table.read(settings.BASE_DIR / "data")}


def changed(table, slug, /, **values):
    return Row(table.file, 99, {**shipped(table)[slug].values, **values})


def test_every_instrument_is_what_its_row_says(table):
    stored = table.stored()
    assert {slug: row.values for slug, row in shipped(table).items()} == {
        slug: table.row_of(instrument) for slug, instrument in stored.items()
    }


def test_a_row_makes_the_object_that_makes_the_row(table):
    row = shipped(table)["ccw-ap2"]
    instrument, links = table.build(row)
    assert (table.row_of(instrument), links) == (row.values, {})
    assert instrument.pk is None


def test_an_object_keeps_its_place_when_its_row_changes(table):
    stored = Instrument.objects.get(slug="ccw")
    instrument, _ = table.build(changed(table, "ccw", subject="weapons"), stored)
    assert (instrument.pk, instrument.position, instrument.subject) == (stored.pk, stored.position, "weapons")


def test_a_new_one_comes_last(table):
    instrument, _ = table.build(changed(table, "crpd", slug="new"))
    assert instrument.position > Instrument.objects.latest("position").position


def test_a_parent_may_stand_in_the_same_file(table):
    parent, _ = table.build(changed(table, "crpd", slug="new"))
    child, _ = table.build(changed(table, "crpd", slug="new-p1", parent="new"))
    assert child.parent is parent


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"parent": "nobody"}, "parent: there is no instrument “nobody” above this line."),
        ({"in_force_on": "1998"}, "in_force_on: “1998” is not a date."),
        ({"threshold": "forty"}, "threshold: “forty” is not a whole number."),
        ({"withdrawal_conflict_clause": ""}, "withdrawal_conflict_clause: “” should be yes or no."),
    ],
)
def test_a_wrong_cell_is_refused(table, values, said):
    with pytest.raises(RowRefused) as refused:
        table.build(changed(table, "crpd", **values))
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"slug": "a b"}, "slug"),
        ({"kind": "pact"}, "kind"),
        ({"title": ""}, "title"),
        ({"source": ""}, "source"),
        ({"confidence": "sure"}, "confidence"),
        ({"general_delay": "6M"}, "general_delay"),
        ({"party_anchor": "week"}, "party_anchor"),
        ({"open_to": "2006-01-01"}, "closed_on"),
    ],
)
def test_a_value_that_the_model_refuses_is_refused(table, values, field):
    with pytest.raises(ValidationError) as refused:
        table.build(changed(table, "crpd", **values))
    assert list(refused.value.message_dict) == [field]
