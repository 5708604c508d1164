"""People in the admin: what an administrator may do with accounts, and what only a superuser may."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts import codes
from accounts.models import AccountEvent
from editing.roles import ADMINISTRATOR
from tests.accounts.doors import PASSWORD, is_open, record, sign_in

pytestmark = pytest.mark.django_db

PEOPLE = reverse("admin:auth_user_changelist")
NEW = "a kettle for the mountain"


@pytest.fixture
def superuser(django_user_model):
    return django_user_model.objects.create_superuser("root", password=PASSWORD)


@pytest.fixture
def administrator(client, django_user_model):
    user = django_user_model.objects.create_user("carol", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=ADMINISTRATOR))
    sign_in(client, name="carol")
    return user


def page(user, name="change"):
    if name == "password":
        return reverse("admin:auth_user_password_change", args=[user.pk])
    return reverse(f"admin:auth_user_{name}", args=[user.pk])


def act(client, *people):
    values = {"action": "remove_second_factor", "_selected_action": [user.pk for user in people]}
    return client.post(PEOPLE, values, follow=True).content.decode()


def test_an_administrator_takes_away_a_lost_second_factor(client, administrator, person, secret):
    assert "The second factor of amina is removed" in act(client, person)
    assert not codes.has_factor(person)
    line = AccountEvent.objects.first()
    assert (line.kind, line.account, line.note) == ("factor-removed", "amina", "by carol")
    assert "There was no second factor of amina" in act(client, person)


def test_nobody_but_a_superuser_takes_away_a_superusers(client, administrator, superuser):
    device = codes.device_with(superuser, codes.new_secret())
    device.save()
    assert "Only a superuser may remove the second factor of root" in act(client, superuser)
    assert codes.has_factor(superuser)


def test_the_list_of_people_shows_who_has_a_second_factor(client, administrator, person, secret):
    rows = client.get(PEOPLE).context["cl"].result_list
    assert {user.username: user.has_factor for user in rows} == {"amina": True, "carol": False}


def test_an_administrator_does_not_make_superusers(client, administrator, person):
    fields = client.get(page(administrator)).context["adminform"].form.fields
    assert "groups" in fields
    assert not {"is_superuser", "user_permissions"} & set(fields)
    given = {"username": "carol", "is_superuser": "on", "is_active": "on", "is_staff": "on", "groups": []}
    client.post(page(administrator), given | {"date_joined_0": "2026-11-24", "date_joined_1": "12:00:00"})
    administrator.refresh_from_db()
    assert not administrator.is_superuser


def test_an_administrator_does_not_touch_a_superuser(client, administrator, superuser):
    assert client.post(page(superuser), {"username": "root"}).status_code == 403
    assert client.post(page(superuser, "password"), {"password1": NEW, "password2": NEW}).status_code == 403
    superuser.refresh_from_db()
    assert superuser.check_password(PASSWORD)


def test_a_superuser_makes_superusers(client, superuser, person):
    sign_in(client, name="root")
    assert "is_superuser" in client.get(page(person)).context["adminform"].form.fields


def test_setting_somebodys_password_is_on_record(client, administrator, person):
    weak = client.post(
        page(person, "password"), {"password1": "short", "password2": "short", "usable_password": "true"}
    )
    assert weak.status_code == 200
    assert "password-changed" not in record()
    client.post(page(person, "password"), {"password1": NEW, "password2": NEW, "usable_password": "true"})
    line = AccountEvent.objects.first()
    assert (line.kind, line.account, line.note) == ("password-changed", "amina", "by carol")


def test_somebody_new_gets_a_name_a_password_and_a_role(client, administrator, django_user_model):
    given = {"username": "dora", "password1": NEW, "password2": NEW, "usable_password": "true"}
    client.post(reverse("admin:auth_user_add"), given)
    dora = django_user_model.objects.get(username="dora")
    role = Group.objects.get(name="Editors")
    given = {"username": "dora", "is_active": "on", "is_staff": "on", "groups": [role.pk]}
    client.post(page(dora), given | {"date_joined_0": "2026-11-24", "date_joined_1": "12:00:00"})
    visitor = Client()
    assert sign_in(visitor, name="dora", password=NEW).url == "/admin/"
    assert is_open(visitor)


@pytest.mark.parametrize("name", ["otp_totp_totpdevice", "otp_static_staticdevice"])
def test_secrets_have_no_page(client, superuser, name):
    sign_in(client, name="root")
    app, model = name.rsplit("_", 1)
    assert client.get(f"/admin/{app}/{model}/").status_code == 404
