"""How fresh an answer is.  A public answer is a function of the program, the revision, the day and the address.

So its ETag is known before the work is done, and a caller that has the answer gets a 304 for one query.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from django.conf import settings
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from treatytracker import dates
from treatytracker.models import Revision

PROGRAM = ("treatytracker", "instruments", "parties", "agencies", "templates")
# Kept by anybody, and used only after asking whether it still holds.
CACHE_CONTROL = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class State:
    """What every answer depends on besides its address."""

    revision: int
    recorded_at: datetime | None
    day: date

    @property
    def changed_at(self) -> datetime:
        """When answers last changed: with the revision, or at midnight, when "today" became another day."""
        midnight = datetime.combine(self.day, time(), UTC)
        return max(self.recorded_at, midnight) if self.recorded_at else midnight


def state() -> State:
    """Return the registry's present state; one query."""
    last = Revision.objects.order_by("-pk").values_list("pk", "at").first()
    revision, recorded_at = last or (0, None)
    return State(revision, recorded_at, dates.today())


def etag(state: State, request) -> str:
    """Return the ETag of the answer to ``request``.  Weak: servers in front may compress it."""
    parts = (program(), state.revision, state.day, request.get_full_path(), request.headers.get("Accept", ""))
    digest = hashlib.blake2b("\n".join(map(str, parts)).encode(), digest_size=12).hexdigest()
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
    changed_at = int(state.changed_at.timestamp())
    return get_conditional_response(request, etag(state, request), changed_at, mark(response, state, request))


def mark(response, state: State, request):
    """Say on a response how fresh it is; return it."""
    response["ETag"] = etag(state, request)
    response["Last-Modified"] = http_date(state.changed_at.timestamp())
    response["Cache-Control"] = CACHE_CONTROL
    return response


@cache
def program() -> str:
    """Return a digest of the program's own files: a new release may answer differently."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in PROGRAM:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".js"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
