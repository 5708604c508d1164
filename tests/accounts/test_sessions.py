"""Sessions end: an hour after they were last used, twelve hours after signing in."""

import pytest
from django.contrib.sessions.models import Session

from tests.accounts.doors import EDITING, is_open, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("passed", "open_still"), [({"minutes": 59, "seconds": 59}, True), ({"minutes": 60}, False)])
def test_an_hour_unused_ends_it(client, person, wait, passed, open_still):
    sign_in(client)
    wait(**passed)
    assert is_open(client) is open_still


def test_use_keeps_it_open_for_twelve_hours_and_no_longer(client, person, wait):
    sign_in(client)
    for _ in range(15):
        wait(minutes=45)
        assert is_open(client)
    wait(minutes=44, seconds=59)
    assert is_open(client)
    wait(seconds=1)
    assert not is_open(client)


def test_the_limits_are_settings(client, person, wait, settings):
    settings.SESSION_COOKIE_AGE, settings.SESSION_MAX_AGE = 600, 1200
    sign_in(client)
    wait(minutes=9)
    assert is_open(client)
    wait(minutes=9)
    assert is_open(client)
    wait(minutes=2)
    assert not is_open(client)


def test_signing_in_again_starts_both_clocks_anew(client, person, wait):
    sign_in(client)
    wait(hours=12)
    sign_in(client)
    wait(minutes=59)
    assert is_open(client)


def test_reading_public_pages_does_not_keep_it_open(client, person, wait):
    sign_in(client)
    wait(minutes=30)
    client.get("/instruments/")
    wait(minutes=30)
    assert not is_open(client)


def test_a_session_that_ended_is_gone_from_the_database(client, person, wait):
    sign_in(client)
    key = client.session.session_key
    wait(hours=1)
    client.get(EDITING)
    assert not Session.objects.filter(session_key=key).exists()


def test_the_time_of_use_is_written_once_a_minute(client, person, wait):
    sign_in(client)
    assert "sessionid" not in client.get(EDITING).cookies
    wait(seconds=60)
    assert "sessionid" in client.get(EDITING).cookies
    assert "sessionid" not in client.get(EDITING).cookies


def test_the_cookie_ends_with_the_browser_and_is_hidden_from_scripts(client, person):
    cookie = sign_in(client).cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_signing_in_gives_the_session_another_key(client, person):
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    sign_in(client)
    assert client.session.session_key != planted
