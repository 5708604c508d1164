"""Guessing is slowed down; nobody is locked out for ever, and never in a browser that is known."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from accounts import lockout
from accounts.models import AccountEvent
from tests.accounts.doors import EDITING, ELSEWHERE, HERE, PASSWORD, guess, message, record, sign_in

pytestmark = pytest.mark.django_db

LOCKED = "Too many attempts have failed. Try again in 15 minutes, from 24 Nov 2026 12:15 UTC."


def is_locked(response):
    return response.status_code == 429


def test_four_failures_are_forgiven(client, person):
    guess(client, 4)
    assert sign_in(client).url == EDITING


def test_after_five_failures_the_right_password_is_refused_and_told_when_to_come_back(client, person):
    guess(client, 5)
    response = sign_in(client)
    assert is_locked(response)
    assert LOCKED in message(response)
    assert response["Retry-After"] == str(15 * 60)
    assert record() == ["wrong-password"] * 5 + ["locked-out"]
    assert AccountEvent.objects.first().note == "until 24 Nov 2026 12:15 UTC"


@pytest.mark.parametrize(("passed", "opens"), [({"minutes": 14, "seconds": 59}, False), ({"minutes": 15}, True)])
def test_the_lockout_ends_at_the_time_it_names(client, person, wait, passed, opens):
    guess(client, 5)
    wait(**passed)
    assert (sign_in(client).status_code == 302) is opens


def test_trying_while_locked_out_does_not_make_it_longer(client, person, wait):
    guess(client, 5)
    for _ in range(14):
        wait(minutes=1)
        assert is_locked(sign_in(client))
    assert "Try again in 1 minute, from 24 Nov 2026 12:15 UTC." in message(sign_in(client))
    wait(minutes=1)
    assert sign_in(client).url == EDITING


def test_slow_failures_fall_out_one_by_one(client, person, wait):
    for _ in range(5):
        guess(client, 1)
        wait(minutes=2)
    assert "Try again in 5 minutes" in message(sign_in(client))
    wait(minutes=5)
    guess(client, 1)
    assert is_locked(sign_in(client))


def test_signing_in_forgives_what_came_before_in_this_place(client, person):
    guess(client, 4)
    sign_in(client)
    guess(client, 4)
    assert sign_in(client).url == EDITING


def test_another_address_and_another_account_are_not_affected(client, person):
    get_user_model().objects.create_user("boris", password=PASSWORD, is_staff=True)
    guess(client, 5)
    assert sign_in(Client(), address=ELSEWHERE).url == EDITING
    assert sign_in(Client(), name="boris").url == EDITING


def test_an_unknown_name_is_locked_out_in_the_same_words(client, person):
    """Otherwise the lockout would tell which names are accounts."""
    guess(client, 5, name="nobody")
    assert LOCKED in message(sign_in(client, name="nobody"))


def test_a_known_browser_stays_open_while_strangers_guess_from_the_same_address(client, person):
    sign_in(client)
    client.post(reverse("sign_out"))
    guess(Client(), 5)
    assert is_locked(sign_in(Client()))
    assert sign_in(client).url == EDITING


def test_a_known_browser_stays_open_while_strangers_guess_from_everywhere(client, person, wait):
    sign_in(client)
    client.post(reverse("sign_out"))
    for number in range(lockout.PER_ACCOUNT):
        guess(Client(), 1, address=f"203.0.113.{number}")
    assert is_locked(sign_in(Client(), address=ELSEWHERE))
    assert sign_in(client).url == EDITING
    wait(minutes=15)
    assert sign_in(Client(), address=ELSEWHERE).url == EDITING


def test_a_known_browser_is_itself_locked_out_after_five(client, person):
    sign_in(client)
    client.post(reverse("sign_out"))
    guess(client, 5)
    assert is_locked(sign_in(client))
    assert sign_in(Client()).url == EDITING


def test_a_browser_is_known_for_one_account_only(client, person):
    get_user_model().objects.create_user("boris", password=PASSWORD, is_staff=True)
    sign_in(client, name="boris")
    client.post(reverse("sign_out"))
    guess(Client(), 5)
    assert is_locked(sign_in(client))


def test_an_invented_cookie_makes_no_browser_known(client, person):
    client.cookies["known_browser"] = '["amina", "token"]'
    guess(client, 5)
    assert is_locked(sign_in(Client()))


def test_the_cookie_of_a_known_browser_stays_on_the_pages_of_accounts(client, person):
    cookie = sign_in(client).cookies["known_browser"]
    assert cookie["path"] == "/accounts/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "amina" not in client.get("/").headers.get("Set-Cookie", "")


def test_one_password_tried_on_many_accounts_locks_out_its_address(client, person):
    for number in range(lockout.PER_ORIGIN):
        sign_in(client, name=f"guess{number}")
    assert is_locked(sign_in(client))
    assert sign_in(Client(), address=ELSEWHERE).url == EDITING


def test_neighbours_in_a_network_of_ipv6_are_one(client, person):
    guess(client, 3, address="2001:db8:1:2::1")
    guess(client, 2, address="2001:db8:1:2:ffff::2")
    assert is_locked(sign_in(client, address="2001:db8:1:2::3"))
    assert sign_in(client, address="2001:db8:1:3::1").url == EDITING


def test_wrong_codes_count_like_wrong_passwords(client, person, code):
    for _ in range(5):
        sign_in(client, code="000000")
    assert is_locked(sign_in(client, code=code()))


def test_who_knows_the_password_has_ten_guesses_at_the_code_a_day(client, person, code, wait):
    for number in range(lockout.CODES_PER_ACCOUNT):
        sign_in(Client(), code="000000", address=f"203.0.113.{number}")
    response = sign_in(Client(), code=code(), address=ELSEWHERE)
    assert "Try again in 24 hours, from 25 Nov 2026 12:00 UTC." in message(response)
    wait(hours=24)
    assert sign_in(Client(), code=code(), address=ELSEWHERE).url == EDITING


def test_an_open_session_is_no_way_to_guess_the_password(client, person):
    sign_in(client)
    page = reverse("password_change")
    values = {"new_password1": "a kettle for the mountain", "new_password2": "a kettle for the mountain"}
    for number in range(5):
        client.post(page, values | {"old_password": f"wrong {number}"}, REMOTE_ADDR=HERE)
    response = client.post(page, values | {"old_password": PASSWORD}, REMOTE_ADDR=HERE)
    assert is_locked(response)
    assert "Too many attempts" in message(response)


def test_a_lockout_costs_no_password_check_and_no_line(client, person, monkeypatch):
    guess(client, 5)
    lines = AccountEvent.objects.count()
    monkeypatch.setattr("django.contrib.auth.backends.ModelBackend.authenticate", None)
    assert is_locked(sign_in(client))
    assert AccountEvent.objects.count() == lines


def test_the_rules_allow_more_for_all_together_than_for_one():
    assert lockout.PER_ACCOUNT_AND_ORIGIN < lockout.CODES_PER_ACCOUNT < lockout.PER_ACCOUNT
    assert timedelta(minutes=5) < lockout.WINDOW < lockout.DAY
