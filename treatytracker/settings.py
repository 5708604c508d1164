"""The settings, read from the environment.

Every variable is in docs/configuration.md. A wrong value is refused with a sentence that names the
variable, the value and what is allowed; nothing is guessed.
"""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
EMAIL_SCHEMES = ("consolemail", "filemail", "smtp", "smtp+tls", "smtp+ssl")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
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
        engine = "django.db.backends.sqlite3"
        return {"ENGINE": engine, "NAME": default, "CONN_MAX_AGE": KEEP_CONNECTION, "OPTIONS": SQLITE_OPTIONS}
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
    return database | {"CONN_MAX_AGE": KEEP_CONNECTION, "OPTIONS": SQLITE_OPTIONS | database.get("OPTIONS", {})}


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
# A writer takes its lock at the start and waits for it, so that two editors queue rather than fail.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}
# Seconds. To connect to a server takes longer than most queries; so does opening a file and reading its schema.
KEEP_CONNECTION = 600

# The site ---------------------------------------------------------------------------------------

DEBUG = read_flag("DEBUG", default=False)
SECRET_KEY = read_secret_key("SECRET_KEY", keep_in=BASE_DIR / ".secret-key")
SITE_URL = read_origin("SITE_URL", env.str("SITE_URL", default="http://127.0.0.1:8000"))
SITE_HOST = urlsplit(SITE_URL).hostname
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE_HOST, "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [
    read_origin("CSRF_TRUSTED_ORIGINS", text) for text in env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
]

INSTALLED_APPS = [
    "accounts.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "simple_history",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "accounts",
    "treatytracker",
    "instruments",
    "parties",
    "agencies",
    "editing",
    "subscriptions",
]

MIDDLEWARE = [
    "treatytracker.requestid.RequestIdMiddleware",
    "treatytracker.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "treatytracker.freshness.FreshnessMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "treatytracker.urls"
WSGI_APPLICATION = "treatytracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "treatytracker.pages.registry",
            ],
        },
    },
]

# Data -------------------------------------------------------------------------------------------

DATABASES = {"default": read_database("DATABASE_URL", default=BASE_DIR / "registry.sqlite3")}
# Copies of that database which public reading is spread over.
REPLICAS = []
for number, url in enumerate(env.list("DATABASE_REPLICA_URLS", default=[]), start=1):
    DATABASES[f"replica{number}"] = read_replica("DATABASE_REPLICA_URLS", url, DATABASES["default"])
    REPLICAS.append(f"replica{number}")
DATABASE_ROUTERS = ["treatytracker.replicas.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Words and time: legal dates are days without a zone, instants are UTC -----------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

# How much memory each worker gives to public answers that stand ready, in millions of bytes.
ANSWERS_MB = read_number("ANSWERS_MB", default=32, largest=100_000)

# Static files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Half the files and a quarter of the time: every page asks for the hashed name, nobody reads source maps.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# Security: a site whose address is https:// insists on it -------------------------------------------

HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
# The server listens on 127.0.0.1 alone, so this header can only come from the proxy in front of it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
# Whether browsers are to preload the domain is for the domain's owner to say.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# What one editor proposes, another publishes.
FOUR_EYES = read_flag("FOUR_EYES", default=HTTPS)
LOGIN_URL = "sign_in"  # docs/sign-in.md
SECOND_FACTOR = read_choice("SECOND_FACTOR", "required" if HTTPS else "optional", ("optional", "required"))
OTP_TOTP_ISSUER = f"Treaty Tracker {SITE_HOST}"
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # wrong codes count in the lockout
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * read_number("SESSION_IDLE_MINUTES", default=60, smallest=5, largest=1440)
SESSION_MAX_AGE = 3600 * read_number("SESSION_MAX_HOURS", default=12, smallest=1, largest=168)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# How many proxies in front add the caller's address to X-Forwarded-For; without any, the header is not believed.
TRUSTED_PROXIES = read_number("TRUSTED_PROXIES", default=0, largest=9)
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{rule}Validator"}
    for rule in ("MinimumLength", "CommonPassword", "UserAttributeSimilarity", "NumericPassword")
]
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"min_length": 12}

# The API: public and read-only, so it knows no users and no sessions ---------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["treatytracker.renderers.JSONRenderer", "treatytracker.renderers.PageRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "treatytracker.negotiation.Negotiation",
    "DEFAULT_PAGINATION_CLASS": "treatytracker.pagination.Envelope",
    "DEFAULT_THROTTLE_CLASSES": ["treatytracker.throttling.AddressThrottle"],
    "DEFAULT_SCHEMA_CLASS": "treatytracker.openapi.RegistrySchema",
    "EXCEPTION_HANDLER": "treatytracker.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    # Behind a proxy a courtesy limit does better with an address that may be invented than with one for everybody.
    "NUM_PROXIES": max(TRUSTED_PROXIES, 1 if HTTPS else 0),
}
# Requests per address, as in 600/min; each worker counts for itself unless they share a cache.
API_RATE = read_rate("API_RATE", default="600/min")

SPECTACULAR_SETTINGS = {
    "TITLE": "Treaty Tracker API",
    "DESCRIPTION": (
        "Who is bound by which mine-action treaty, since when, and why. Public and read-only.\n\n"
        "Two clocks: `as_of` asks for a day in law, `known_at` for what the registry said at a moment. "
        "A wrong parameter or value is refused with a sentence, never ignored."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "The facts may be reused freely; name the source.", "url": f"{SITE_URL}/about/"},
    "CONTACT": {"name": "Treaty Tracker", "url": f"{SITE_URL}/about/"},
    "SERVERS": [{"url": SITE_URL}],
    "EXTERNAL_DOCS": {"description": "Where to begin", "url": f"{SITE_URL}/api/docs/"},
    "TAGS": [
        {"name": "root", "description": "The beginning."},
        {"name": "instruments", "description": "Conventions, protocols and amendments, with their rules."},
        {"name": "participants", "description": "States and organisations, with their codes and names."},
        {"name": "participations", "description": "Who is bound on a day, and why."},
        {"name": "spells", "description": "Every period in which a status stayed the same."},
        {"name": "actions", "description": "What participants did."},
        {"name": "statements", "description": "What participants said."},
        {"name": "matrix", "description": "Participants x instruments on a day."},
        {"name": "panel", "description": "Participant x year or month."},
        {"name": "statistics", "description": "Counts with their definitions."},
        {"name": "changes", "description": "What changed in the registry."},
        {"name": "agencies", "description": "UN entities that support mine action."},
        {"name": "mandates", "description": "What they advocate."},
        {"name": "datapackage.zip", "description": "Everything in one file."},
        {"name": "datapackage.json", "description": "What that file holds."},
    ],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {
        "ActionKind": "parties.terms.ActionKind",
        "AgencyKind": "agencies.models.AgencyKind",
        "Anchor": "instruments.models.ANCHORS",
        "Basis": "parties.serializers.BASES",
        "Confidence": "treatytracker.terms.Confidence",
        "ConsentKind": "parties.serializers.CONSENTS",
        "InstrumentKind": "instruments.models.InstrumentKind",
        "NameKind": "parties.terms.NameKind",
        "ParticipantKind": "parties.terms.ParticipantKind",
        "StatementKind": "parties.terms.StatementKind",
        "Status": "parties.terms.Status",
        "StatusCode": "parties.api.tables.STATUS_CODES",
        "Theme": "agencies.models.Theme",
    },
}

# Messages to those who asked for them -----------------------------------------------------------------

# consolemail:// prints them, filemail:///absolute/folder keeps them, smtp+tls://user:password@host:587 sends them.
vars().update(read_email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default=f"treaty-tracker@{SITE_HOST}")
# A webhook inside our own network is for tests and for those who know what they do.
WEBHOOKS_TO_PRIVATE_ADDRESSES = read_flag("WEBHOOKS_TO_PRIVATE_ADDRESSES", default=False)

# Messages to whoever runs it: standard error ---------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "treatytracker.requestid.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {request_id} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": read_log_level("LOG_LEVEL", default="WARNING")},
    # Every sign-in leaves a line, however quiet the rest is.
    "loggers": {"django": {"handlers": [], "propagate": True}, "accounts.audit": {"level": "INFO"}},
}
