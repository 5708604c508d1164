"""The sign-in record: a line for everything, kept for good, shown to those who manage people."""

import logging

import pytest
from django.contrib.auth.models import Group
from django.db import NotSupportedError
from django.db.models import ProtectedError
from django.urls import reverse

from accounts.models import AccountEvent
from editing.roles import ADMINISTRATOR, EDITOR, REVIEWER, VIEWER
from tests.accounts.doors import HERE, PASSWORD, guess, record, sign_in
from treatytracker import dates

pytestmark = pytest.mark.django_db

LIST = reverse("admin:accounts_accountevent_changelist")


def test_a_line_says_who_what_when_and_from_where(client, person):
    client.defaults["HTTP_USER_AGENT"] = "A browser/1.0"
    sign_in(client)
    line = AccountEvent.objects.get()
    assert (line.account, line.user, line.kind) == ("amina", person, "signed-in")
    assert (line.at, line.address, line.browser) == (dates.now(), HERE, "A browser/1.0")
    assert line.note == "with password only"


def test_every_line_is_also_in_the_log(client, person, caplog):
    caplog.set_level(logging.INFO, "accounts.audit")
    guess(client, 5)
    sign_in(client)
    said = [(entry.levelname, entry.getMessage().split()[0]) for entry in caplog.records if "audit" in entry.name]
    assert said == [("WARNING", "wrong-password")] * 5 + [("WARNING", "locked-out"), ("WARNING", "refused,")]
    assert "account='amina' address=192.0.2.10" in caplog.text


def test_the_log_stays_one_line_whatever_name_is_given(client, caplog):
    sign_in(client, name="x\nINFO accounts.audit: signed-in account='amina'")
    assert all("\n" not in entry.getMessage() for entry in caplog.records)


def test_a_password_in_the_place_of_the_name_is_kept_nowhere(client, person, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in(client, name=PASSWORD)
    assert AccountEvent.objects.get().account.startswith("unknown-")
    assert PASSWORD not in caplog.text
    assert not [value for value in AccountEvent.objects.values().get().values() if PASSWORD in str(value)]


def test_a_line_is_never_changed_or_deleted(client, person):
    sign_in(client)
    lines = AccountEvent.objects.all()
    line = lines.get()
    for attempt in (
        line.save,
        line.delete,
        lines.delete,
        lambda: lines.update(note="nothing happened"),
        lambda: lines.bulk_update([line], ["note"]),
    ):
        with pytest.raises(NotSupportedError, match="never changed or deleted"):
            attempt()
    with pytest.raises(ProtectedError):
        person.delete()


def test_who_signs_in_is_told_of_failures_in_between(client, person):
    sign_in(client)
    guess(client, 2, address="203.0.113.5")
    sign_in(client)
    page = client.get(reverse("account")).content.decode()
    assert "2 attempts to sign in to your account failed since you last signed in." in page
    assert "203.0.113.5" in page
    assert "failed since" not in client.get(reverse("account")).content.decode()


def test_the_account_page_shows_the_owners_lines_alone(client, person, django_user_model):
    django_user_model.objects.create_user("boris", password=PASSWORD)
    guess(client, 1, name="boris", address="203.0.113.77")
    sign_in(client)
    assert "203.0.113.77" not in client.get(reverse("account")).content.decode()


# In the admin --------------------------------------------------------------------------------------


@pytest.fixture
def signed_in_as(client, django_user_model):
    def become(role):
        user = django_user_model.objects.create_user(role.lower(), password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        sign_in(client, name=role.lower())
        return client

    return become


@pytest.mark.parametrize(("role", "status"), [(ADMINISTRATOR, 200), (REVIEWER, 403), (EDITOR, 403), (VIEWER, 403)])
def test_the_record_is_for_administrators(signed_in_as, role, status):
    client = signed_in_as(role)
    assert client.get(LIST).status_code == status
    assert (LIST in client.get("/admin/").content.decode()) is (status == 200)
    page = reverse("admin:accounts_accountevent_change", args=[AccountEvent.objects.first().pk])
    assert client.get(page).status_code == status


def test_administrators_and_superusers_read_only(signed_in_as, django_user_model):
    client = signed_in_as(ADMINISTRATOR)
    line = AccountEvent.objects.first()
    superuser = django_user_model.objects.create_superuser("root", password=PASSWORD)
    for visitor in ("administrators", superuser.username):
        sign_in(client, name=visitor)
        page = reverse("admin:accounts_accountevent_change", args=[line.pk])
        assert client.get(page).status_code == 200
        assert client.post(page, {"note": "x"}).status_code == 403
        assert client.get(reverse("admin:accounts_accountevent_add")).status_code == 403
        assert client.get(reverse("admin:accounts_accountevent_delete", args=[line.pk])).status_code == 403
        client.post(LIST, {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes"})
        assert AccountEvent.objects.filter(pk=line.pk).exists()


@pytest.mark.parametrize(
    ("query", "found"), [("kind__exact=wrong-password", 2), ("q=203.0.113.5", 2), ("at__year=2025", 0)]
)
def test_the_record_is_filtered_and_searched(signed_in_as, person, query, found):
    client = signed_in_as(ADMINISTRATOR)
    guess(client, 2, address="203.0.113.5")
    response = client.get(f"{LIST}?{query}")
    assert len(response.context["cl"].result_list) == found


def test_every_kind_of_event_leaves_its_line(client, person, code, wait):
    """The others are tested where they belong; this is the ordinary day."""
    sign_in(client, code="000000")
    sign_in(client, code=code())
    wait(seconds=30)
    client.post(reverse("recovery_codes"), {"password": PASSWORD, "code": code()})
    client.post(reverse("sign_out"))
    assert record() == ["wrong-code", "signed-in", "codes-made", "signed-out"]
