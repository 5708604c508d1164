"""The same code, given several times at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts import codes
from tests.accounts.doors import PASSWORD, app_code

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
]


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("amina", password=PASSWORD)


def accepted(person, code):
    """Return how many of eight simultaneous attempts were let in."""

    def attempt(_):
        try:
            return codes.accept(person, code) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        return sum(threads.map(attempt, range(8)))


def test_a_code_of_the_app_is_accepted_once(person, secret):
    assert accepted(person, app_code(secret)) == 1


def test_a_recovery_code_is_accepted_once(person):
    assert accepted(person, codes.make_recovery_codes(person)[0]) == 1
    assert codes.recovery_codes_left(person) == 9


def test_two_devices_are_not_set_up_at_once(person):
    secrets = [codes.new_secret() for _ in range(8)]

    def attempt(secret):
        try:
            return codes.set_up(person, secret, app_code(secret)) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, secrets)) == 1
