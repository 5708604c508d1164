"""Four eyes: what one person proposes, another publishes, and the public sees only what is published."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from editing.models import Batch, Proposal, State
from editing.publishing import CannotPublish, publish, reject
from parties.models import Action, Participation
from parties.recording import editing
from tests.editing.desk import entry, page, save, standing, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_pairs_of_eyes(settings):
    settings.FOUR_EYES = True


def person(django_user_model, name, group):
    user = django_user_model.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def editor(django_user_model):
    return person(django_user_model, "Edith", "Editors")


@pytest.fixture
def reviewer(django_user_model):
    return person(django_user_model, "Rex", "Reviewers")


@pytest.fixture
def proposal(client, editor):
    client.force_login(editor)
    save(client, entry())
    return Proposal.objects.get()


def decide(client, user, proposal, decision, reason="Checked against the notification"):
    client.force_login(user)
    address = reverse("admin:editing_batch_change", args=[proposal.batch_id])
    return client.post(address, {"proposals": [proposal.pk], "reason": reason, "decision": decision})


def status(day=date(2026, 10, 1)):
    return Participation.objects.as_of(day).get(participant__iso3="USA", instrument__slug="apmbc").status


def test_a_proposal_is_not_public(proposal):
    assert proposal.state == State.OPEN
    assert status() == "no-action"
    assert not Action.objects.filter(participant__iso3="USA", instrument__slug="apmbc").exists()


def test_another_person_publishes_it_and_both_are_in_the_history(client, proposal, editor, reviewer):
    assert decide(client, reviewer, proposal, "publish").status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.batch.made_by) == (State.PUBLISHED, reviewer, editor)
    assert proposal.revision == standing().recorded_in
    assert status() == "contracting-state"


def test_nobody_publishes_their_own(client, proposal, editor, reviewer):
    editor.groups.add(Group.objects.get(name="Reviewers"))
    assert decide(client, editor, proposal, "publish").status_code == 403
    with pytest.raises(PermissionDenied):
        publish([proposal], editor, "Sure")
    assert status() == "no-action"


def test_an_editor_does_not_publish_at_all(client, proposal, django_user_model):
    other = person(django_user_model, "Eddy", "Editors")
    assert decide(client, other, proposal, "publish").status_code == 403
    assert decide(client, other, proposal, "reject").status_code == 403


def test_a_reviewer_rejects_and_the_author_takes_back(client, proposal, editor, reviewer):
    decide(client, reviewer, proposal, "reject", "No such notification")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_reason) == (State.REJECTED, "No such notification")
    Proposal.objects.update(state=State.OPEN)
    reject([proposal], editor, "A slip")
    proposal.refresh_from_db()
    assert proposal.state == State.WITHDRAWN


def test_a_decision_says_why(client, proposal, reviewer):
    response = decide(client, reviewer, proposal, "publish", reason="")
    assert "required" in response.content.decode()
    assert status() == "no-action"


def test_the_queue_shows_what_differs_and_what_would_follow(client, proposal, reviewer):
    client.force_login(reviewer)
    answer = client.get(reverse("admin:editing_batch_change", args=[proposal.batch_id])).content.decode()
    assert "becomes a party on 1 Apr 2027" in answer
    assert "161 → 162" in answer
    listed = client.get(reverse("admin:editing_batch_changelist")).content.decode()
    assert "United States of America" in listed


def test_a_proposal_made_against_an_older_version_is_refused(client, proposal, editor, reviewer):
    publish([proposal], reviewer, "Fine")
    client.force_login(editor)
    act = standing()
    save(client, entry(date="2026-09-30", base=act.pk), act)
    with editing(reviewer, "Another correction meanwhile") as edit:
        edit.correct(act, note="Meanwhile")
    with pytest.raises(CannotPublish, match="no longer stands"):
        publish(Proposal.objects.filter(state=State.OPEN), reviewer, "Fine")
    assert standing().note == "Meanwhile"


def test_one_that_cannot_be_stops_all(proposal, reviewer):
    second = Proposal.objects.create(
        batch=proposal.batch, position=2, subject="action", operation="record", values=proposal.values
    )
    with pytest.raises(CannotPublish, match="bound already"):
        publish([proposal, second], reviewer, "Both")
    assert status() == "no-action"
    assert set(Proposal.objects.values_list("state", flat=True)) == {State.OPEN}


def test_a_doubtful_one_needs_its_reason(proposal, reviewer):
    Proposal.objects.update(warnings=["Unusual."], warnings_confirmed="")
    with pytest.raises(CannotPublish, match="say why it is right"):
        publish([Proposal.objects.get()], reviewer, "Fine")


def test_what_is_decided_stays_decided(proposal, reviewer):
    publish([proposal], reviewer, "Fine")
    with pytest.raises(CannotPublish, match="published already"):
        reject([proposal], reviewer, "Changed my mind")


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("Viewers", "parties.view_action", ["parties.add_action", "parties.change_action", "editing.import_page"]),
        ("Editors", "parties.add_action", ["editing.publish_proposal", "auth.add_user", "parties.delete_action"]),
        ("Reviewers", "editing.publish_proposal", ["auth.add_user", "auth.change_user", "parties.delete_action"]),
        (
            "Administrators",
            "auth.add_user",
            ["parties.delete_action", "auth.delete_user", "treatytracker.add_revision"],
        ),
    ],
)
def test_what_each_role_may_and_may_not_do(django_user_model, role, may, may_not):
    user = person(django_user_model, role, role)
    assert user.has_perm(may)
    assert not [name for name in may_not if user.has_perm(name)]


def test_a_viewer_sees_the_form_and_cannot_submit_it(client, django_user_model):
    client.force_login(person(django_user_model, "Vera", "Viewers"))
    assert client.get(reverse("admin:parties_action_changelist")).status_code == 200
    assert client.get(page()).status_code == 403
    assert client.post(page(), entry()).status_code == 403


def test_a_batch_cannot_be_changed_or_deleted(client, proposal, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root"))
    address = reverse("admin:editing_batch_delete", args=[proposal.batch_id])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert Batch.objects.count() == 1


def test_submitting_once_proposes_nothing(client, editor):
    client.force_login(editor)
    assert submit(client, entry()).expected
    assert not Proposal.objects.exists()
