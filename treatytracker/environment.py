"""Reads the variables that set the registry up.

A wrong value is refused with a sentence that names the variable, the value and what is allowed; nothing is guessed.
"""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
EMAIL_SCHEMES = ("consolemail", "filemail", "smtp", "smtp+tls", "smtp+ssl")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
CACHE_SCHEMES = ("redis", "rediss")
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def refuse(name: str, value: str, allowed: str) -> ImproperlyConfigured:
    """Return the error for a variable whose value is not one of the allowed ones."""
    return ImproperlyConfigured(f"{name} is {value!r}, but must be {allowed}.")


def read_flag(name: str, default: bool) -> bool:
    """Return a yes or no; an unknown word is refused rather than taken for no."""
    text = env.str(name, default=str(default))
    if text.lower() not in YES + NO:
        raise refuse(name, text, "true or false")
    return text.lower() in YES


def read_choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return one of the words allowed, as they are written there."""
    text = env.str(name, default=default)
    for word in allowed:
        if word.lower() == text.lower():
            return word
    raise refuse(name, text, f"one of {', '.join(allowed)}")


def read_log_level(name: str, default: str) -> str:
    """Return the name of a level of Python's logging."""
    return read_choice(name, default, LOG_LEVELS)


def read_number(name: str, default: int, largest: int, smallest: int = 0) -> int:
    """Return a whole number."""
    text = env.str(name, default=str(default))
    if not re.fullmatch("[0-9]{1,9}", text) or not smallest <= int(text) <= largest:
        raise refuse(name, text, f"a whole number from {smallest} to {largest}")
    return int(text)


def read_origin(name: str, text: str) -> str:
    """Return the address of a site without a path, such as ``https://treaties.example.org``."""
    try:
        parts = urlsplit(text)
        is_origin = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no port
        is_origin = False
    if not is_origin or parts.path.strip("/") or parts.query or parts.fragment:
        raise refuse(name, text, "http:// or https:// and a host, without a path")
    return text.rstrip("/")


def read_rate(name: str, default: str) -> str:
    """Return how often an address may ask the API, as in 600/min; empty if there is no limit."""
    text = env.str(name, default=default)
    if text and not re.fullmatch(r"[1-9][0-9]*/(second|sec|s|minute|min|m|hour|h|day|d)", text):
        raise refuse(name, text, "a number per time such as 600/min, or empty for no limit")
    return text


def read_database(name: str, default: Path) -> dict[str, Any]:
    """Return Django's description of the database that a URL names, or else of the SQLite file given."""
    url = env.str(name, default="")
    if not url:
        return SQLITE | {"NAME": default}
    scheme = url.partition("://")[0]
    # The value may hold a password, so the message shows the scheme alone.
    if scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"{name} starts with {scheme[:20]!r}, but must be sqlite:////absolute/path/to/file "
            "or postgres://user:password@host:port/name."
        )
    if scheme != "sqlite":
        return describe_server(name, url)
    database = parse_database(name, url)
    if not database["NAME"] or database["NAME"] == ":memory:":
        raise ImproperlyConfigured(f"{name} names no file: use sqlite:////absolute/path/to/file.")
    return database | SQLITE | {"OPTIONS": SQLITE["OPTIONS"] | database.get("OPTIONS", {})}


def parse_database(name: str, url: str) -> dict[str, Any]:
    """Return what a database's URL says."""
    try:
        return env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured(f"{name} cannot be read: its port must be a number.") from None


def describe_server(name: str, url: str) -> dict[str, Any]:
    """Return Django's description of a database on a PostgreSQL server."""
    database = parse_database(name, url)
    if not database["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database: use postgres://user:password@host:port/name.")
    return database | {
        "CONN_MAX_AGE": 0 if POOLED else KEEP_CONNECTION,
        "CONN_HEALTH_CHECKS": True,
        # A cursor on the server belongs to a connection, and a pooler gives each transaction another one.
        "DISABLE_SERVER_SIDE_CURSORS": POOLED,
        "OPTIONS": SERVER_OPTIONS | database.get("OPTIONS", {}),
    }


def read_replica(name: str, url: str, primary: dict[str, Any]) -> dict[str, Any]:
    """Return Django's description of a replica of the primary."""
    if primary["ENGINE"] != "django.db.backends.postgresql" or not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"{name} needs a DATABASE_URL and replicas of the form postgres://user:password@host:port/name."
        )
    return describe_server(name, url) | {"TEST": {"MIRROR": "default"}}


def read_cache_url(name: str) -> str:
    """Return the URL of a Redis server that the workers share; empty if each remembers for itself."""
    url = env.str(name, default="")
    if not url:
        return ""
    scheme = url.partition("://")[0]
    # The value may hold a password, so the message shows the scheme alone.
    if scheme not in CACHE_SCHEMES:
        raise ImproperlyConfigured(f"{name} starts with {scheme[:20]!r}, but must be {CACHE_FORMS}.")
    try:
        parts = urlsplit(url)
        is_server = parts.hostname and parts.port != 0
    except ValueError:  # a port that is no port
        is_server = False
    if not is_server or not re.fullmatch("(/[0-9]{0,4})?", parts.path) or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} cannot be read: it must be {CACHE_FORMS}.")
    return url


def describe_cache(url: str, site: str) -> dict[str, Any]:
    """Return Django's description of the cache on a server, or else of one in each process's own memory."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "treatytracker.shared_cache.SharedCache",
        # A list, as Django would take a comma in a password for the end of the address.
        "LOCATION": [url],
        # Several sites may share a server.
        "KEY_PREFIX": site,
        "OPTIONS": CACHE_OPTIONS,
    }


def read_email(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for the way that a URL names of sending e-mail."""
    url = env.str(name, default=default)
    scheme = url.partition("://")[0]
    if scheme not in EMAIL_SCHEMES:
        raise ImproperlyConfigured(
            f"{name} starts with {scheme[:20]!r}, but must be consolemail://, filemail:///absolute/folder "
            "or smtp+tls://user:password@host:port."
        )
    return env.email_url_config(url)


def read_secret_key(name: str, keep_in: Path) -> str:
    """Return the key that signs sessions; when none is given, make one and keep it for later starts."""
    if key := env.str(name, default=""):
        if len(key) < 32:
            raise ImproperlyConfigured(f"{name} has {len(key)} characters, but must have at least 32.")
        return key
    try:
        return keep_in.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    partial = keep_in.with_name(f"{keep_in.name}.{os.getpid()}")
    try:
        partial.touch(mode=0o600)
        partial.write_text(secrets.token_urlsafe(50), encoding="ascii")
        partial.replace(keep_in)  # so that no other process reads half a key
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is not set and cannot be kept in a file: {error}.") from None
    return keep_in.read_text(encoding="ascii")


# Whether a pooler such as PgBouncer stands before the server.
POOLED = read_flag("DATABASE_POOLED", default=False)
# A server that does not answer is given up after seconds, so that a replica can be asked.
SERVER_OPTIONS = {"connect_timeout": 3, "tcp_user_timeout": 5000}
CACHE_FORMS = "redis://:password@host:port/number, or rediss:// for an encrypted connection"
# Seconds.  What the cache knows can be made again; to wait longer than that takes would be worse than to have none.
CACHE_OPTIONS = {
    "socket_connect_timeout": 0.25,
    "socket_timeout": 0.25,
    "serializer": "treatytracker.shared_cache.Serializer",
}
# Seconds. To connect to a server takes longer than most queries; so does opening a file and reading its schema.
KEEP_CONNECTION = 600
SQLITE: dict[str, Any] = {
    "ENGINE": "treatytracker.sqlite",
    "CONN_MAX_AGE": KEEP_CONNECTION,
    # A writer takes its lock at the start and waits for it, so that two editors queue rather than fail.
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    },
    "TEST": {"NAME": ":memory:"},
}
