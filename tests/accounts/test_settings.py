"""What is asked of editors depends on the environment, and defaults to what the place needs."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from treatytracker import environment as source


def started(name, **variables):
    """Return a setting as a process with these variables sees it."""
    inherited = {key: value for key, value in os.environ.items() if key not in ("SITE_URL", "SECOND_FACTOR")}
    ended = subprocess.run(
        [sys.executable, "-c", f"from treatytracker import settings; print(settings.{name})"],
        cwd=settings.BASE_DIR,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.strip()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "optional"),
        ({"SITE_URL": "http://127.0.0.1:8000"}, "optional"),
        ({"SITE_URL": "https://treaties.example.org"}, "required"),
        ({"SITE_URL": "https://treaties.example.org", "SECOND_FACTOR": "optional"}, "optional"),
        ({"SECOND_FACTOR": "required"}, "required"),
    ],
    ids=["a laptop", "a laptop that says so", "in public", "in public, waived", "a laptop, asked"],
)
def test_the_second_factor_is_required_in_public(variables, expected):
    assert started("SECOND_FACTOR", **variables) == expected


def test_no_header_about_the_caller_is_believed_by_default():
    assert started("TRUSTED_PROXIES", SITE_URL="https://treaties.example.org") == "0"


def test_choice_refuses_and_names_what_is_allowed(monkeypatch):
    monkeypatch.setenv("SECOND_FACTOR", "mandatory")
    with pytest.raises(
        ImproperlyConfigured, match="SECOND_FACTOR is 'mandatory', but must be one of optional, required"
    ):
        source.read_choice("SECOND_FACTOR", "optional", ("optional", "required"))


@pytest.mark.parametrize("text", ["5", "60", "1440"])
def test_number(monkeypatch, text):
    monkeypatch.setenv("SESSION_IDLE_MINUTES", text)
    assert source.read_number("SESSION_IDLE_MINUTES", default=60, smallest=5, largest=1440) == int(text)


@pytest.mark.parametrize("text", ["4", "1441", "", "-5", "an hour", "5.5", "٥٠", "9999999999"])
def test_number_refuses(monkeypatch, text):
    monkeypatch.setenv("SESSION_IDLE_MINUTES", text)
    with pytest.raises(ImproperlyConfigured, match="SESSION_IDLE_MINUTES is .* a whole number from 5 to 1440"):
        source.read_number("SESSION_IDLE_MINUTES", default=60, smallest=5, largest=1440)
