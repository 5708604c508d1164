"""The second factor: set up, asked for, used once, replaced, taken away."""

import base64
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import codes
from accounts.models import AccountEvent
from tests.accounts.doors import EDITING, PASSWORD, app_code, is_open, message, record, sign_in

pytestmark = pytest.mark.django_db


def offered(client):
    """Open the page that sets up; return the secret it offers."""
    client.get(reverse("second_factor"))
    return client.session["second_factor_secret"]


def set_up(client, **changes):
    """Set up a second factor with what the page offers; return the answer."""
    code = app_code(offered(client))
    return client.post(reverse("second_factor"), {"password": PASSWORD, "code": code, **changes})


@pytest.fixture
def recovery_codes(person, secret):
    return codes.make_recovery_codes(person)


# Required ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("page", [EDITING, "/admin/parties/action/add/", "/admin/auth/user/", "/admin/jsi18n/"])
def test_where_it_is_required_nothing_opens_before_it_is_set_up(client, django_user_model, page):
    django_user_model.objects.create_superuser("root", password=PASSWORD)
    assert sign_in(client, name="root").status_code == 302
    response = client.get(page, follow=True)
    assert response.templates[0].name == "accounts/second_factor.html"
    assert client.post(page).status_code == 302


@pytest.mark.usefixtures("required")
def test_setting_it_up_opens_the_editing_pages_and_leads_on(client, person):
    sign_in(client)
    page = client.get("/admin/parties/action/add/", follow=True).redirect_chain[-1][0]
    values = {"password": PASSWORD, "code": app_code(client.session["second_factor_secret"])}
    response = client.post(page, values)
    assert response.context["next"] == "/admin/parties/action/add/"
    assert client.get(response.context["next"]).status_code == 200


@pytest.mark.usefixtures("required")
def test_the_way_through_setting_up_leads_to_no_other_site(client, person):
    sign_in(client)
    code = app_code(offered(client))
    page = reverse("second_factor", query={"next": "https://evil.example/"})
    assert client.post(page, {"password": PASSWORD, "code": code}).context["next"] == reverse("account")


@pytest.mark.usefixtures("required")
def test_taking_it_away_closes_the_editing_pages_again(client, person, code, wait):
    sign_in(client, code=code())
    assert is_open(client)
    wait(seconds=30)
    client.post(reverse("second_factor_remove"), {"password": PASSWORD, "code": code()})
    assert not is_open(client)


def test_where_it_is_optional_a_password_is_enough(client, person):
    sign_in(client)
    assert is_open(client)
    assert not codes.has_factor(person)


# Setting up ----------------------------------------------------------------------------------------


def test_setting_up_shows_ten_recovery_codes_once(client, person):
    sign_in(client)
    response = set_up(client)
    assert len(set(response.context["codes"])) == 10
    assert "no-store" in response["Cache-Control"]
    assert record()[-2:] == ["factor-added", "codes-made"]
    assert client.get(reverse("second_factor")).url == reverse("account")
    for code in response.context["codes"]:
        assert code not in client.get(reverse("account")).content.decode()


def test_the_picture_needs_no_other_host_and_no_exception_from_the_policy(client, person):
    sign_in(client)
    response = client.get(reverse("second_factor"))
    page = response.content.decode()
    assert re.search(r'<img class="qr"\s+src="data:image/svg', page)
    assert "img-src 'self' data:" in response["Content-Security-Policy"]
    assert not re.search(r"<style| style=|<script(?![^>]*src=)", page)


def test_picture_and_text_hold_the_secret_of_the_session(client, person):
    sign_in(client)
    secret = offered(client)
    device = codes.device_with(person, secret)
    assert base64.b32decode(codes.typed(device).replace(" ", "")) == bytes.fromhex(secret)
    assert device.config_url.startswith("otpauth://totp/Treaty%20Tracker%20127.0.0.1%3Aamina?secret=")


def test_a_reload_offers_the_same_secret_and_another_session_another(client, person):
    other = Client()
    sign_in(client)
    sign_in(other)
    assert offered(client) == offered(client) != offered(other)


@pytest.mark.parametrize(
    ("wrong", "sentence", "line"),
    [
        ({"password": "wrong"}, "This is not your password.", "wrong-password"),
        ({"code": "000000"}, "This code is not right", "wrong-code"),
        ({"code": "no code"}, "This code is not right", "wrong-code"),
        ({"code": ""}, "required", "signed-in"),
    ],
)
def test_nothing_is_set_up_without_password_and_code(client, person, wrong, sentence, line):
    sign_in(client)
    assert sentence in message(set_up(client, **wrong))
    assert not codes.has_factor(person)
    assert record()[-1] == line


def test_the_code_that_set_it_up_signs_nobody_in(client, person):
    sign_in(client)
    code = app_code(offered(client))
    client.post(reverse("second_factor"), {"password": PASSWORD, "code": code})
    assert sign_in(Client(), code=code).status_code == 200


def test_a_session_from_before_must_sign_in_again(client, person):
    other = Client()
    sign_in(other)
    sign_in(client)
    set_up(client)
    assert is_open(client)
    assert not is_open(other)
    for name in ("account", "second_factor", "second_factor_remove", "recovery_codes", "password_change"):
        assert other.get(reverse(name)).url.startswith(reverse("sign_in"))


def test_setting_up_gives_the_session_another_key(client, person):
    sign_in(client)
    before = client.session.session_key
    set_up(client)
    assert client.session.session_key != before


def test_a_second_device_is_not_set_up_beside_the_first(client, person, secret):
    assert codes.set_up(person, codes.new_secret(), "000000") is None
    other = codes.new_secret()
    assert codes.set_up(person, other, app_code(other)) is None
    assert TOTPDevice.objects.filter(user=person).count() == 1


# Signing in ----------------------------------------------------------------------------------------


def test_password_and_code_sign_in(client, person, code):
    assert sign_in(client, code=code()).url == EDITING
    assert is_open(client)
    assert AccountEvent.objects.first().note == "with authenticator app"


@pytest.mark.parametrize("given", ["", "000000", "12345", "1234567", "abc", "amina", "０００００１"])
def test_without_the_right_code_nobody_signs_in_or_learns_that_the_password_was_right(client, person, secret, given):
    refused = message(sign_in(client, code=given))
    assert refused == message(sign_in(client, code=given, password="wrong"))
    assert not is_open(client)
    assert record() == ["wrong-code", "wrong-password"]


def test_a_code_is_accepted_once(client, person, code, wait):
    shown = code()
    assert sign_in(client, code=shown).status_code == 302
    assert sign_in(Client(), code=shown).status_code == 200
    wait(seconds=30)
    assert sign_in(Client(), code=shown).status_code == 200
    assert sign_in(Client(), code=code()).status_code == 302


@pytest.mark.parametrize(("seconds", "accepted"), [(30, True), (60, False)])
def test_a_code_is_accepted_half_a_minute_late_and_no_later(client, person, code, wait, seconds, accepted):
    shown = code()
    wait(seconds=seconds)
    assert (sign_in(client, code=shown).status_code == 302) is accepted


def test_a_code_may_be_typed_as_apps_show_it(client, person, code):
    shown = code()
    assert sign_in(client, code=f"{shown[:3]} {shown[3:]}").status_code == 302


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, first and third row, their last six digits."""
    key = b"12345678901234567890"
    assert totp(key, t0=totp_offset(59)) == 287082
    assert totp(key, t0=totp_offset(1111111111)) == 50471


def totp_offset(moment):
    """Return the start that makes django-otp count as if now were ``moment``."""
    import time

    return int(time.time()) - moment


def test_anothers_code_does_not_do(client, person, secret, django_user_model):
    other = django_user_model.objects.create_user("boris", password=PASSWORD, is_staff=True)
    device = codes.device_with(other, codes.new_secret())
    device.save()
    assert sign_in(client, code=app_code(device.key)).status_code == 200


# Recovery codes ------------------------------------------------------------------------------------


def test_a_recovery_code_signs_in_once(client, recovery_codes):
    assert sign_in(client, code=recovery_codes[0]).url == EDITING
    assert is_open(client)
    assert record() == ["signed-in", "code-used"]
    assert AccountEvent.objects.first().note == "9 left"
    assert sign_in(Client(), code=recovery_codes[0]).status_code == 200
    assert sign_in(Client(), code=recovery_codes[1]).status_code == 302


def test_a_recovery_code_may_be_typed_without_care(client, recovery_codes):
    assert sign_in(client, code=f" {recovery_codes[0].replace('-', ' ').upper()} ").status_code == 302


def test_recovery_codes_are_not_stored_as_they_are(recovery_codes):
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert len(stored) == 10
    assert not stored & {codes.tidy(code) for code in recovery_codes}


def test_what_is_stored_of_a_recovery_code_signs_nobody_in(client, recovery_codes):
    assert sign_in(client, code=StaticToken.objects.first().token).status_code == 200


def test_who_has_few_left_is_told(client, recovery_codes):
    for code in recovery_codes[:7]:
        sign_in(client, code=code)
        page = client.get(reverse("account")).content.decode()
        client.post(reverse("sign_out"))
    assert "You have 3 recovery codes left" in page


def test_new_recovery_codes_replace_the_old(client, code, recovery_codes, wait):
    sign_in(client, code=code())
    wait(seconds=30)
    response = client.post(reverse("recovery_codes"), {"password": PASSWORD, "code": code()})
    assert sign_in(Client(), code=recovery_codes[0]).status_code == 200
    assert sign_in(Client(), code=response.context["codes"][0]).status_code == 302


# Taking it away ------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"code": "000000"}])
@pytest.mark.parametrize("page", ["second_factor_remove", "recovery_codes"])
def test_an_open_session_is_not_enough_to_change_it(client, person, code, wait, recovery_codes, page, wrong):
    sign_in(client, code=code())
    wait(seconds=30)
    assert client.post(reverse(page), {"password": PASSWORD, "code": code(), **wrong}).status_code == 200
    assert codes.has_factor(person)
    assert codes.recovery_codes_left(person) == 10


def test_the_owner_takes_it_away_with_both_factors(client, person, code, wait, recovery_codes):
    sign_in(client, code=code())
    wait(seconds=30)
    response = client.post(reverse("second_factor_remove"), {"password": PASSWORD, "code": code()})
    assert response.url == reverse("account")
    assert not codes.has_factor(person)
    assert codes.recovery_codes_left(person) == 0
    assert record()[-1] == "factor-removed"
    assert sign_in(Client()).status_code == 302


def test_whoever_runs_the_server_can_take_it_away(person, secret, recovery_codes):
    said = io.StringIO()
    call_command("remove_second_factor", "amina", stdout=said)
    assert "The second factor of amina is removed" in said.getvalue()
    assert AccountEvent.objects.get().note == "on the command line"
    assert not codes.has_factor(person)


@pytest.mark.parametrize(
    ("account", "sentence"), [("amina", "amina has no second factor."), ("nobody", "There is no account 'nobody'.")]
)
def test_the_command_refuses_what_it_cannot_do(person, account, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("remove_second_factor", account)
