"""The one way in: what opens the editing pages and what does not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccountEvent
from tests.accounts.doors import EDITING, HERE, PASSWORD, is_open, message, record, sign_in

pytestmark = pytest.mark.django_db

ADD = "/admin/parties/action/add/"
OWN = ["/accounts/sign-in/", "/accounts/", "/accounts/password/", "/accounts/second-factor/"]
PUBLIC = ["/", "/instruments/", "/instruments/apmbc/", "/participants/AFG/", "/matrix/", "/about/"]


def test_name_and_password_open_the_editing_pages(client, person):
    response = sign_in(client)
    assert response.url == EDITING
    assert is_open(client)


@pytest.mark.parametrize(
    "given",
    [{"password": "wrong"}, {"name": "nobody"}, {"name": "Amina"}, {"password": PASSWORD.upper()}],
    ids=["wrong password", "unknown name", "name in other case", "password in other case"],
)
def test_what_is_wrong_is_refused_with_one_and_the_same_sentence(client, person, given):
    response = sign_in(client, **given)
    assert response.status_code == 200
    assert "The name, the password or the code is not right." in message(response)
    assert not is_open(client)


def test_an_account_that_is_not_active_is_refused_like_a_wrong_password(client, person):
    person.is_active = False
    person.save()
    assert "The name, the password or the code is not right." in message(sign_in(client))


def test_deactivating_an_account_ends_its_sessions(client, person):
    sign_in(client)
    person.is_active = False
    person.save()
    assert not is_open(client)


def test_an_account_without_a_role_signs_in_but_does_not_edit(client, person):
    person.is_staff = False
    person.save()
    assert sign_in(client).url == reverse("account")
    assert client.get(EDITING, follow=True).status_code == 403


@pytest.mark.parametrize("page", [EDITING, ADD, f"/admin/login/?next={ADD}"])
def test_the_admin_sends_strangers_to_the_one_sign_in_page(client, page):
    response = client.get(page, follow=True)
    wanted = ADD if ADD in page else EDITING
    assert response.redirect_chain[-1][0] == reverse("sign_in", query={"next": wanted}).replace("%2F", "/")
    assert response.templates[0].name == "accounts/sign_in.html"


def test_the_admins_own_sign_in_takes_no_password(client, person):
    response = client.post("/admin/login/", {"username": "amina", "password": PASSWORD})
    assert response.status_code == 302
    assert not is_open(client)
    assert record() == []


@pytest.mark.parametrize("wanted", [ADD, "/instruments/apmbc/"])
def test_signing_in_leads_to_where_one_wanted_to_go(client, person, wanted):
    assert sign_in(client, next=wanted).url == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "http:///evil.example", "javascript:alert(1)"],
)
def test_signing_in_leads_to_no_other_site(client, person, elsewhere):
    assert sign_in(client, next=elsewhere).url == EDITING


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_the_admins_way_leads_to_no_other_site(client, person, elsewhere):
    wanted = client.get("/admin/login/", {"next": elsewhere}).url
    assert wanted.startswith("/accounts/sign-in/")
    assert client.post(wanted, {"username": "amina", "password": PASSWORD}).url == EDITING


def test_who_is_signed_in_need_not_sign_in_again(client, person):
    sign_in(client)
    assert client.get(reverse("sign_in")).url == EDITING
    assert client.get("/admin/login/").url == EDITING


def test_a_form_from_another_site_is_refused(person):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert record() == []


def test_the_forms_own_token_is_accepted(person):
    client = Client(enforce_csrf_checks=True)
    token = client.get(reverse("sign_in")).context["csrf_token"]
    response = client.post(
        reverse("sign_in"), {"username": "amina", "password": PASSWORD, "csrfmiddlewaretoken": token}
    )
    assert response.url == EDITING


@pytest.mark.parametrize("door", ["/accounts/sign-out/", "/admin/logout/"])
def test_signing_out_ends_the_session(client, person, door):
    sign_in(client)
    response = client.post(door)
    assert response.status_code == 200
    assert "You are signed out" in response.content.decode()
    assert not is_open(client)
    assert record()[-1] == "signed-out"


def test_no_link_signs_anybody_out(client, person):
    sign_in(client)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert is_open(client)


@pytest.mark.parametrize("page", OWN)
def test_no_cache_keeps_these_pages(client, person, page):
    sign_in(client)
    for visitor in (client, Client()):
        response = visitor.get(page)
        if response.status_code == 200:
            assert "no-store" in response["Cache-Control"]


def test_pages_of_the_account_are_for_its_owner(client):
    for name in ("account", "password_change", "second_factor", "second_factor_remove", "recovery_codes"):
        assert client.get(reverse(name)).url == reverse("sign_in", query={"next": reverse(name)}).replace("%2F", "/")


@pytest.mark.parametrize("page", PUBLIC)
def test_public_pages_know_nothing_of_sessions(client, person, page):
    """Neither for strangers nor for editors: no cookie, no query more, nothing that a cache must tell apart."""
    stranger = Client()
    stranger.get(page)
    sign_in(client)
    (answer, queries), (answer_to_editor, queries_for_editor) = asked(stranger, page), asked(client, page)
    for each in (answer, answer_to_editor):
        assert each.status_code == 200
        assert not each.cookies
        assert "Cookie" not in each.headers.get("Vary", "")
    assert queries_for_editor == queries
    assert not any("session" in query or "auth_user" in query for query in queries)


def asked(client, page):
    """Return the answer to a request and the queries it took."""
    with CaptureQueriesContext(connection) as context:
        response = client.get(page)
    return response, [query["sql"] for query in context.captured_queries]


def test_the_api_knows_nothing_of_sessions(client, person):
    sign_in(client)
    response = client.get("/api/v1/participations/?instrument=apmbc")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


# Passwords ------------------------------------------------------------------------------------------

NEW = "a kettle for the mountain"


def change(client, old=PASSWORD, new=NEW, again=None):
    values = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post(reverse("password_change"), values)


def test_changing_the_password_ends_other_sessions_but_not_this_one(client, person):
    other = Client()
    sign_in(client)
    sign_in(other)
    assert change(client).url == reverse("account")
    assert is_open(client)
    assert not is_open(other)
    assert record()[-1] == "password-changed"
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=NEW).url == EDITING


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("eleven-char", "at least 12 characters"),
        ("password1234", "too common"),
        ("riverlantern1", "too similar to the last name"),
        ("493817264509", "entirely numeric"),
    ],
)
def test_a_weak_password_is_refused_with_what_would_do(client, person, new, sentence):
    person.last_name = "Riverlantern"
    person.save()
    sign_in(client)
    assert sentence in message(change(client, new=new))
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_twelve_characters_will_do(client, person):
    sign_in(client)
    assert change(client, new="kettle-mount").status_code == 302


def test_two_different_new_passwords_are_refused(client, person):
    sign_in(client)
    assert "match" in message(change(client, again="another kettle for it"))


def test_the_password_is_not_changed_without_the_old_one(client, person):
    sign_in(client)
    assert "incorrectly" in message(change(client, old="wrong"))
    assert AccountEvent.objects.first().kind == "wrong-password"
    assert AccountEvent.objects.first().address != HERE  # this request came from the test client's own
