"""The settings, read from the environment: every variable is in docs/configuration.md."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from whitenoise.compress import Compressor

from treatytracker.environment import (
    describe_cache,
    env,
    read_cache_url,
    read_choice,
    read_database,
    read_email,
    read_flag,
    read_log_level,
    read_number,
    read_origin,
    read_rate,
    read_replica,
    read_secret_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent

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
# What the workers share besides the database: answers that one of them made, and how often an address asked.
CACHE_URL = read_cache_url("CACHE_URL")
CACHES = {
    "default": describe_cache(CACHE_URL, SITE_URL),
    # Pieces of pages that never change while the program runs.
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fragments"},
}

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
    "EXCEPTION_HANDLER": "treatytracker.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    # Behind a proxy a courtesy limit does better with an address that may be invented than with one for everybody.
    "NUM_PROXIES": max(TRUSTED_PROXIES, 1 if HTTPS else 0),
}
# Requests per address, as in 600/min; each worker counts for itself unless CACHE_URL names what they share.
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
