"""Earlier versions of facts without versions of their own: restored as a new change, by those who may."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from agencies.models import Agency, Mandate
from editing.models import Proposal
from editing.publishing import publish
from instruments.models import Instrument
from tests.editing.test_unversioned import edit, typed

pytestmark = pytest.mark.django_db


def address_of(version, name="simple_history"):
    """Return the admin's address of an earlier version, as the history page links it."""
    opts = version.instance._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=[version.instance.pk, version.history_id])


def restore(admin, version):
    """Follow the link to an earlier version and save the form as it opens."""
    answer = admin.get(address_of(version), follow=True)
    where, _ = answer.redirect_chain[-1]
    saved = admin.post(where, typed(answer) | {"reason": "It was right"})
    assert saved.status_code == 302, saved.context["errors"]


def test_an_earlier_version_is_restored_as_a_change(admin, one_pair_of_eyes):
    agency = Agency.objects.get(slug="who")
    edit(admin, agency, note="Wrong")
    restore(admin, agency.history.last())
    agency.refresh_from_db()
    assert agency.note != "Wrong"
    newest, wrong, *_ = agency.history.all()
    assert (wrong.note, newest.history_change_reason) == ("Wrong", "It was right")
    assert newest.revision.pk > wrong.revision.pk


def test_a_mandate_gets_back_the_instruments_that_it_had(admin, one_pair_of_eyes):
    mandate = Mandate.objects.filter(instruments__slug="ccm").first()
    before = set(mandate.instruments.all())
    then = mandate.history.first()
    edit(admin, mandate, instruments=[Instrument.objects.get(slug="crpd").pk])
    restore(admin, then)
    assert set(mandate.instruments.all()) == before


def test_where_four_eyes_are_asked_for_a_restored_version_waits(admin, settings, django_user_model):
    settings.FOUR_EYES = False
    agency = Agency.objects.get(slug="who")
    edit(admin, agency, note="Wrong")
    settings.FOUR_EYES = True
    restore(admin, agency.history.last())
    agency.refresh_from_db()
    assert agency.note == "Wrong"
    publish(Proposal.objects.all(), django_user_model.objects.create_superuser("reviewer"), "Right")
    agency.refresh_from_db()
    assert agency.note != "Wrong"


def test_a_viewer_restores_nothing(client, django_user_model, admin, one_pair_of_eyes):
    agency = Agency.objects.get(slug="who")
    edit(admin, agency, note="Right")
    viewer = django_user_model.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name="Viewers"))
    values = {name: getattr(agency, name) for name in ("position", "name", "kind", "source", "confidence")}
    client.force_login(viewer)
    client.post(address_of(agency.history.last()), values | {"note": "Mine", "reason": "None of my business"})
    agency.refresh_from_db()
    assert agency.note == "Right"
