"""How fresh an answer is.  A public answer is a function of the program, the revision, the day and the address.

So its ETag is known before the work is done, and a caller that has the answer gets a 304 for one query; with
``treatytracker.answers`` ahead of Django, for none.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property

from django.conf import settings
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from treatytracker import dates
from treatytracker.models import Revision
from treatytracker.prepared import Question

# Pages name the static files by their content, and the packages write what we leave to them.
PROGRAM = ("treatytracker", "instruments", "parties", "agencies", "subscriptions", "templates", "static")
PACKAGES = "requirements.lock"
# Kept by anybody, and used only after asking whether it still holds.
CACHE_CONTROL = "public, max-age=0, must-revalidate"


# What is not public is neither marked nor kept; nor are files, which carry their own marks.
NOT_PUBLIC = ("/admin/", "/accounts/", settings.STATIC_URL)
# Where the answer depends on the formats that the caller accepts.
NEGOTIATED = "/api/"


@dataclass(frozen=True)
class State:
    """What every answer depends on besides its address."""

    revision: int
    recorded_at: datetime | None
    day: date

    @cached_property
    def changed_at(self) -> datetime:
        """When answers last changed: with the revision, or at midnight, when "today" became another day."""
        midnight = datetime.combine(self.day, time(), UTC)
        return max(self.recorded_at, midnight) if self.recorded_at else midnight


LAST = Question(lambda: Revision.objects.order_by("-pk").values_list("pk", "at")[:1])
# The state that the request in hand is answered from.
_given: ContextVar[State | None] = ContextVar("state", default=None)


def state() -> State:
    """Return the state that the request in hand is answered from, or else the registry's present one."""
    return _given.get() or read()


def given() -> State | None:
    """Return the state that the request in hand is answered from; None where no request is answered from one."""
    return _given.get()


def read() -> State:
    """Return the registry's present state; one query."""
    [(revision, recorded_at)] = LAST.ask() or [(0, None)]
    return State(revision, recorded_at, dates.today())


@contextmanager
def answering_from(state: State) -> Iterator[None]:
    """Let everything inside take ``state`` for the registry's."""
    token = _given.set(state)
    try:
        yield
    finally:
        _given.reset(token)


def is_public(method: str, path: str) -> bool:
    """Return whether a request reads what everybody may read."""
    return method in ("GET", "HEAD") and not path.startswith(NOT_PUBLIC)


def etag(state: State, request) -> str:
    """Return the ETag of the answer to ``request``.  Weak: it may be compressed, here or in front of us."""
    return etag_of(state, request.META)


def etag_of(state: State, environ: Mapping) -> str:
    """Return the ETag of the answer to a request of which only the WSGI variables are known."""
    path = environ["PATH_INFO"]
    accept = environ.get("HTTP_ACCEPT", "") if path.startswith(NEGOTIATED) else ""
    parts = (
        f"{program()}\n{state.revision}\n{state.day}\n"
        f"{environ.get('SCRIPT_NAME', '')}{path}?{environ.get('QUERY_STRING', '')}\n{accept}"
    )
    digest = hashlib.blake2b(parts.encode(), digest_size=12).hexdigest()
    return f'W/"{state.revision}-{digest}"'


def unchanged(state: State, request):
    """Return the 304 for a caller that has the present answer, or None.

    Only an ETag that we once gave tells, before the work, that the address has an answer at all.
    """
    if request.headers.get("If-None-Match", "*").strip() == "*":
        return None
    response = get_conditional_response(request, etag(state, request))
    return mark(response, state, request) if response is not None and response.status_code == 304 else None


def finish(response, state: State, request):
    """Return a successful response marked with its freshness, or 304 if the caller's copy is as fresh."""
    mark(response, state, request)
    changed_at = int(state.changed_at.timestamp()) if response.has_header("Last-Modified") else None
    return get_conditional_response(request, response["ETag"], changed_at, response)


def mark(response, state: State, request):
    """Say on a response how fresh it is; return it."""
    response["ETag"] = etag(state, request)
    if is_settled(state):
        response["Last-Modified"] = http_date(state.changed_at.timestamp())
    response["Cache-Control"] = CACHE_CONTROL
    return response


def is_settled(state: State) -> bool:
    """Return whether a date can stand for the state: dates count in seconds, and two changes may fall into one."""
    return dates.now() - state.changed_at >= timedelta(seconds=1)


@cache
def program() -> str:
    """Return a digest of the program's own files: a new release may answer differently."""
    digest = hashlib.blake2b(digest_size=8)
    for pattern in (PACKAGES, *(f"{folder}/**/*" for folder in PROGRAM)):
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            if path.suffix in (".py", ".html", ".js", ".css", ".svg", ".png", ".lock"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


class FreshnessMiddleware:
    """Mark what is public with its freshness, and answer 304 before any work where the caller has the answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_public(request.method, request.path_info):
            return self.get_response(request)
        present = state()
        with answering_from(present):
            # The API's addresses know themselves what a 304 of theirs says besides.
            if not request.path_info.startswith(NEGOTIATED) and (response := unchanged(present, request)):
                return response
            response = self.get_response(request)
        return finish(response, present, request) if is_for_everybody(response) else response


def is_for_everybody(response) -> bool:
    """Return whether an answer that says nothing of its freshness is the same for all callers."""
    return (
        response.status_code in (200, 301)
        and not response.has_header("ETag")
        and not response.has_header("Cache-Control")
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
    )
