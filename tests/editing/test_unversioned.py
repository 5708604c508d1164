"""Four eyes on facts without versions: participants and their names, instruments, agencies and mandates."""

from datetime import date

import pytest
from django.urls import reverse

from agencies.models import Agency, Mandate
from editing.models import Proposal
from editing.publishing import CannotPublish, publish
from instruments.models import Instrument
from parties.models import Participant
from tests.editing.desk import status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_pairs_of_eyes(settings):
    settings.FOUR_EYES = True


@pytest.fixture
def reviewer(django_user_model):
    return django_user_model.objects.create_superuser("reviewer")


def typed(response):
    """Return what the forms of an admin page would submit as they stand."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    values = {}
    for form in forms:
        for field in form:
            if field.value() not in (None, False):
                values[field.html_name] = field.value()
    return values


def edit(admin, fact, **changes):
    address = reverse(f"admin:{fact._meta.app_label}_{fact._meta.model_name}_change", args=[fact.pk])
    answer = admin.post(address, typed(admin.get(address)) | {"reason": "Checked"} | changes)
    assert answer.status_code == 302, answer.context["errors"]


def test_a_rule_waits_and_then_changes_the_status(admin, reviewer):
    edit(admin, Instrument.objects.get(slug="apmbc"), party_delay="P7M")
    assert status(date(2025, 12, 31), "TON") == "party"
    publish(Proposal.objects.all(), reviewer, "Right")
    assert status(date(2025, 12, 31), "TON") == "contracting-state"
    assert Instrument.objects.get(slug="apmbc").history.first().history_change_reason == "Right"


def test_a_participant_and_its_names_wait_together(admin, reviewer):
    turkey = Participant.objects.get(iso3="TUR")
    total = turkey.names.count()
    new = {f"names-{total}-name": "Anatolia", f"names-{total}-kind": "alias", "names-TOTAL_FORMS": total + 1}
    new |= {f"names-{total}-confidence": "high", "note": "Seen", "names-0-DELETE": "on"}
    edit(admin, turkey, **new)
    assert [proposal.operation for proposal in Proposal.objects.all()] == ["correct", "record", "retract"]
    assert not Participant.objects.named("Anatolia").exists()
    publish(Proposal.objects.all(), reviewer, "Right")
    assert Participant.objects.named("Anatolia").get() == turkey
    turkey.refresh_from_db()
    assert (turkey.note, turkey.names.count()) == ("Seen", total)


def test_a_mandate_waits_with_its_instruments(admin, reviewer):
    mandate = Mandate.objects.filter(instruments__slug="ccm").first()
    edit(admin, mandate, instruments=[Instrument.objects.get(slug="crpd").pk])
    assert mandate.instruments.filter(slug="ccm").exists()
    publish(Proposal.objects.all(), reviewer, "Right")
    assert [instrument.slug for instrument in mandate.instruments.all()] == ["crpd"]


def test_who_was_overtaken_looks_again(admin, reviewer, settings):
    agency = Agency.objects.get(slug="who")
    edit(admin, agency, note="First")
    edit(admin, agency, note="Second")
    first, second = Proposal.objects.order_by("pk")
    publish([first], reviewer, "Right")
    with pytest.raises(CannotPublish, match="no longer stands"):
        publish([second], reviewer, "Right")
    agency.refresh_from_db()
    assert agency.note == "First"


def test_the_queue_shows_what_would_change(admin, reviewer, client):
    edit(admin, Agency.objects.get(slug="who"), note="Seen")
    client.force_login(reviewer)
    answer = client.get(reverse("admin:editing_batch_change", args=[Proposal.objects.get().batch_id]))
    [view] = answer.context["views"]
    assert ("note", "", "Seen") in view.changes
