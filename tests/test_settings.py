"""A wrong value in the environment is refused at the start, with a sentence."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from treatytracker import environment as source


def start(**variables):
    """Return how ``manage.py`` ends and what it says when started with the variables."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return subprocess.run(
        [sys.executable, "manage.py", "version"],
        cwd=settings.BASE_DIR,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_wrong_value_stops_the_start_with_one_sentence():
    ended = start(DEBUG="maybe")
    assert ended.returncode == 2
    assert ended.stderr == "Treaty Tracker cannot start: DEBUG is 'maybe', but must be true or false.\n"


def test_good_values_start():
    assert start(DEBUG="off", LOG_LEVEL="info", SITE_URL="https://treaties.example.org").returncode == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("true", True), ("1", True), ("On", True), ("no", False), ("0", False), ("FALSE", False)],
)
def test_flag(monkeypatch, text, expected):
    monkeypatch.setenv("FLAG", text)
    assert source.read_flag("FLAG", default=not expected) is expected


@pytest.mark.parametrize("text", ["maybe", "2", "tru", " "])
def test_flag_refuses(monkeypatch, text):
    monkeypatch.setenv("FLAG", text)
    with pytest.raises(ImproperlyConfigured, match="FLAG is .* but must be true or false"):
        source.read_flag("FLAG", default=False)


def test_log_level_refuses_and_names_the_levels(monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "loud")
    with pytest.raises(ImproperlyConfigured, match="LOG_LEVEL is 'loud', but must be one of DEBUG, INFO"):
        source.read_log_level("LOG_LEVEL", default="INFO")


@pytest.mark.parametrize("text", ["http://127.0.0.1:8000", "https://treaties.example.org", "http://[::1]:80/"])
def test_origin(text):
    assert source.read_origin("SITE_URL", text) == text.rstrip("/")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "treaties.example.org",
        "ftp://treaties.example.org",
        "https://",
        "http://x:99999",
        "http://x:port",
        "https://treaties.example.org/registry",
        "https://treaties.example.org/?a=1",
    ],
)
def test_origin_refuses(text):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL is .* but must be http:// or https://"):
        source.read_origin("SITE_URL", text)


def test_database_is_a_file_beside_the_project_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = source.read_database("DATABASE_URL", default=settings.BASE_DIR / "registry.sqlite3")
    assert database["NAME"] == settings.BASE_DIR / "registry.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_file(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////var/lib/registry.sqlite3")
    database = source.read_database("DATABASE_URL", default=settings.BASE_DIR)
    assert database["NAME"] == "/var/lib/registry.sqlite3"
    assert database["OPTIONS"] == source.SQLITE["OPTIONS"]


def test_database_postgresql(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://editor:secret@db.example.org:5433/registry")
    database = source.read_database("DATABASE_URL", default=settings.BASE_DIR)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "registry")
    assert database["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://editor:secret@db/registry", "starts with 'mysql', but must be"),
        ("registry.sqlite3", "but must be sqlite:////absolute/path"),
        ("postgres://editor:secret@db:port/registry", "its port must be a number"),
        ("postgres://editor:secret@db", "names no database"),
        ("sqlite://", "names no file"),
        ("sqlite://:memory:", "names no file"),
    ],
)
def test_database_refuses_and_shows_no_password(monkeypatch, url, sentence):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        source.read_database("DATABASE_URL", default=settings.BASE_DIR)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:6379/0", "rediss://editor:s%2Fcret@cache.example.org", "redis://:a,b@[::1]:6380/15"]
)
def test_cache(monkeypatch, url):
    monkeypatch.setenv("CACHE_URL", url)
    cache = source.describe_cache(source.read_cache_url("CACHE_URL"), "https://treaties.example.org")
    assert cache["LOCATION"] == [url]
    assert cache["KEY_PREFIX"] == "https://treaties.example.org"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("memcached://:secret@cache:11211", "starts with 'memcached', but must be redis://"),
        ("cache.example.org:6379", "but must be redis://:password@host:port/number"),
        ("redis://", "cannot be read: it must be redis://"),
        ("redis://:secret@cache:port/0", "cannot be read"),
        ("redis://:secret@cache:99999", "cannot be read"),
        ("redis://:secret@cache/registry", "cannot be read"),
        ("redis://:secret@cache/0?socket_timeout=60", "cannot be read"),
    ],
)
def test_cache_refuses_and_shows_no_password(monkeypatch, url, sentence):
    monkeypatch.setenv("CACHE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=f"CACHE_URL .*{sentence}") as refusal:
        source.read_cache_url("CACHE_URL")
    assert "secret" not in str(refusal.value)


def test_without_a_shared_cache_its_client_is_not_loaded():
    code = "import sys, treatytracker.wsgi; sys.exit('redis' in sys.modules)"
    variables = {**os.environ, "CACHE_URL": ""}
    ended = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=variables, check=False)
    assert ended.returncode == 0


def test_secret_key_is_made_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept = tmp_path / "key"
    key = source.read_secret_key("SECRET_KEY", keep_in=kept)
    assert len(key) >= 50
    assert source.read_secret_key("SECRET_KEY", keep_in=kept) == key
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_secret_key_refuses_a_short_one(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "too short")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY has 9 characters, but must have at least 32"):
        source.read_secret_key("SECRET_KEY", keep_in=tmp_path / "key")


def test_secret_key_refuses_a_place_it_cannot_write(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set and cannot be kept"):
        source.read_secret_key("SECRET_KEY", keep_in=tmp_path / "no-such-folder" / "key")
