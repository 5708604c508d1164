"""One act for many participants at once."""

from datetime import date

import pytest
from django.urls import reverse

from editing.models import Batch
from instruments.models import Instrument
from parties.models import Action
from tests.editing.desk import status
from treatytracker.models import Revision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_pair_of_eyes")]


def submit(client, **changes):
    values = {
        "instrument": Instrument.objects.get(slug="apmbc").pk,
        "kind": "accession",
        "date": "2026-10-01",
        "participants": "USA\nchina\nViet Nam\n",
        "source": "C.N.999.2026",
        "confidence": "high",
        "reason": "A day of accessions",
        **changes,
    }
    response = client.post(reverse("admin:parties_action_bulk"), values)
    return response.context["form"] if response.status_code == 200 else None


def recorded():
    return set(Action.objects.filter(date=date(2026, 10, 1)).values_list("participant__iso3", flat=True))


def test_all_are_recorded_in_one_revision_after_a_look(admin):
    before = Revision.objects.count()
    form = submit(admin)
    assert sum("becomes a party on 1 Apr 2027" in line for line in form.expected) == 3
    assert not recorded()
    assert submit(admin, seen=form["seen"].value()) is None
    assert recorded() == {"USA", "CHN", "VNM"}
    assert Revision.objects.count() == before + 1
    assert status(date(2026, 10, 1), "CHN") == "contracting-state"


def test_one_that_cannot_be_stops_all(admin):
    form = submit(admin, participants="USA\nFrance")
    assert "France: France is bound already" in str(form.errors["participants"])
    assert not recorded()


@pytest.mark.parametrize(
    ("names", "words"),
    [("Atlantis", "“Atlantis” is not known"), ("USA\nUnited States", "named twice"), ("", "required")],
)
def test_names_must_be_known_and_different(admin, names, words):
    assert words in str(submit(admin, participants=names).errors["participants"])


def test_with_four_eyes_they_wait_together(admin, settings):
    settings.FOUR_EYES = True
    form = submit(admin)
    submit(admin, seen=form["seen"].value())
    assert Batch.objects.get().proposals.count() == 3
    assert not recorded()


def test_strangers_may_not(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    assert client.get(reverse("admin:parties_action_bulk")).status_code == 403
