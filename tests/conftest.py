"""What every test needs; fixtures of one subject stay in that subject's folder."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import hypothesis
import pytest
from django.conf import settings

from treatytracker import dates, memory, snapshot
from treatytracker.management.commands.load_data import load

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_configure() -> None:
    """Leave out what makes production safe and tests slow: hashed file names, limits, costly passwords."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.API_RATE = ""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The same examples on every run, and as much time for each as a busy machine takes.
    hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
    hypothesis.settings.load_profile("steady")


def pytest_report_header() -> str:
    """Say which browser the tests marked ``browser`` drive, so that their absence is not overlooked."""
    return f"browser: {find_browser() or 'NONE FOUND, tests marked browser are skipped'}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs a browser where there is none; fail it where one is required."""
    if item.get_closest_marker("browser") and not find_browser():
        if os.environ.get("REQUIRE_BROWSER", "0") != "0":
            pytest.fail("REQUIRE_BROWSER is set, but there is no Chromium on this machine")
        pytest.skip("no Chromium on this machine")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the registry's own data once; every test sees it inside a transaction that is rolled back.

    A transactional test empties the database when it ends; such tests run last and make what they need.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "now", lambda: NOW - timedelta(hours=3))
        load(settings.BASE_DIR / "data", commit=True)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Let every test run at the same moment, three hours after the data was loaded."""
    monkeypatch.setattr(dates, "now", lambda: NOW)
    return NOW


@pytest.fixture
def remembering(monkeypatch):
    """Let small tables be read once in a revision, as where answers come from snapshots."""
    monkeypatch.setattr(snapshot, "is_open", lambda: True)
    monkeypatch.setattr(memory, "_memory", memory.Memory(()))


@pytest.fixture(scope="session")
def browser_path() -> str | None:
    """Return the path of the Chromium to launch."""
    return find_browser()
