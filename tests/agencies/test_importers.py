"""UN entities and their mandates as rows of ``data/`` and back."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from agencies.importers import Agencies, Mandates
from agencies.models import Agency, Mandate
from parties.recording import editing
from treatytracker.loading import RowRefused
from treatytracker.tables import Row

pytestmark = pytest.mark.django_db


def changed(table, key, /, **values):
    rows = {table.key(row): row.values for row in table.read(settings.BASE_DIR / "data")}
    return Row(table.file, 99, {**rows[key], **values})


@pytest.mark.parametrize(("table", "count"), [(Agencies(), 17), (Mandates(), 32)], ids=["agencies", "mandates"])
def test_the_registry_holds_every_row_as_its_file_says_it(table, count):
    rows = {table.key(row): row.values for row in table.read(settings.BASE_DIR / "data")}
    assert len(rows) == count
    assert {key: table.row_of(instance) for key, instance in table.stored().items()} == rows


@pytest.mark.parametrize(
    ("slug", "name_in_2005", "acronym_in_2005", "acronym", "of_the_14"),
    [
        ("dpo", "Department of Peacekeeping Operations", "DPKO", "DPO", True),
        ("unoda", "Department for Disarmament Affairs", "DDA", "UNODA", True),
        (
            "un-women",
            "Office of the Special Adviser on Gender Issues and Advancement of Women",
            "OSAGI",
            "UN Women",
            True,
        ),
    ],
)
def test_entities_that_were_renamed(slug, name_in_2005, acronym_in_2005, acronym, of_the_14):
    agency = Agency.objects.get(slug=slug)
    found = (agency.name_in_2005, agency.acronym_in_2005, agency.acronym, agency.of_the_14)
    assert found == (name_in_2005, acronym_in_2005, acronym, of_the_14)
    assert agency.renamed_since_2005


def test_fourteen_entities_of_the_mid_2000s():
    assert Agency.objects.filter(of_the_14=True).count() == 14
    assert not Agency.objects.get(slug="unmas").renamed_since_2005


def test_every_mandate_has_its_source_and_those_instruments_that_it_names():
    assert not Mandate.objects.filter(source="").exists()
    coordination = Mandate.objects.get(slug="unmas-coordination")
    assert [i.slug for i in coordination.instruments.all()] == ["apmbc", "ccw", "ccw-ap2", "ccw-p5", "ccm"]


def test_a_mandate_is_written_with_its_instruments():
    table = Mandates()
    stored = table.stored()["unmas-coordination"]
    built = table.build(changed(table, "unmas-coordination", instruments="crpd;apmbc"), stored)
    assert built[1]["instruments"][0].slug in ("apmbc", "crpd")
    with editing(None, "corrected") as edit:
        table.write([], [built], edit)
    assert [instrument.slug for instrument in Mandate.objects.get(pk=stored.pk).instruments.all()] == ["apmbc", "crpd"]
    assert Mandate.history.latest().revision == edit.revision


@pytest.mark.parametrize(
    ("table", "key", "values", "said"),
    [
        (Agencies(), "unmas", {"of_the_14": "true"}, "of_the_14: “true” should be yes or no."),
        (Mandates(), "unmas-coordination", {"agency_slug": "nato"}, "agency_slug: there is no agency “nato”."),
        (
            Mandates(),
            "unmas-coordination",
            {"instruments": "apmbc;start"},
            "instruments: there is no instrument “start”.",
        ),
    ],
)
def test_a_wrong_cell_is_refused(table, key, values, said):
    with pytest.raises(RowRefused) as refused:
        table.build(changed(table, key, **values))
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("table", "key", "values", "field"),
    [
        (Agencies(), "unmas", {"kind": "club"}, "kind"),
        (Agencies(), "unmas", {"website": "unmas"}, "website"),
        (Agencies(), "unmas", {"slug": "U N"}, "slug"),
        (Mandates(), "unmas-coordination", {"theme": "chess"}, "theme"),
        (Mandates(), "unmas-coordination", {"summary": ""}, "summary"),
    ],
)
def test_a_value_that_the_model_refuses_is_refused(table, key, values, field):
    with pytest.raises(ValidationError) as refused:
        table.build(changed(table, key, **values))
    assert list(refused.value.message_dict) == [field]
