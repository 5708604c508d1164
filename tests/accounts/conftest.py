"""A person who edits, moments, and the codes that the person's app shows at them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp import models as totp_models

from accounts import codes
from editing.roles import EDITOR
from tests.accounts.doors import PASSWORD, app_code
from treatytracker import dates


@pytest.fixture
def person(django_user_model):
    """Return an editor with a password and no second factor."""
    made = django_user_model.objects.create_user("amina", password=PASSWORD, is_staff=True)
    made.groups.add(Group.objects.get(name=EDITOR))
    return made


@pytest.fixture(autouse=True)
def wait(monkeypatch, clock):
    """Return a function that lets time pass, also for the codes; time stands still otherwise."""
    moment = SimpleNamespace(now=clock)
    monkeypatch.setattr(dates, "now", lambda: moment.now)
    monkeypatch.setattr(totp_models, "time", SimpleNamespace(time=lambda: moment.now.timestamp()))

    def passes(**much):
        moment.now += timedelta(**much)

    return passes


@pytest.fixture
def secret(person):
    """Give the person a second factor; return its secret."""
    made = codes.new_secret()
    device = codes.device_with(person, made)
    device.save()
    return made


@pytest.fixture
def code(secret):
    """Return a function that gives what the app shows now."""
    return lambda: app_code(secret)


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"
