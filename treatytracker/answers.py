"""Public answers, made once for each revision and day, and given again ahead of Django.

A public answer is a function of (revision, day, address); ``treatytracker.freshness`` marks those that are.
Each request asks for the registry's pulse first, so no answer is older than the last commit.  What is not
there is made by Django from one snapshot of one database, so no answer mixes two revisions.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from tempfile import SpooledTemporaryFile
from typing import Any
from wsgiref.util import FileWrapper

from django.db import DEFAULT_DB_ALIAS, Error, close_old_connections, connections

from treatytracker import dates, freshness, requestid
from treatytracker.freshness import State
from treatytracker.pulse import FilePulse, Pulse, Sighting
from treatytracker.replicas import ServersPulse, reading_from
from treatytracker.shared_shelf import SharedShelf
from treatytracker.shelf import Answer, Headers, Shelf
from treatytracker.snapshot import close_connections_between_requests, snapshot

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# What is larger is given and not kept: files of whole lists.
LARGEST = 2_000_000
KEPT = ("200", "301", "304")


class Answers:
    """A WSGI application in front of Django's."""

    def __init__(self, application: Application, capacity: int, shared: SharedShelf | None = None):
        self.application = application
        self.shelf = Shelf(capacity)
        self.shared = shared
        self.pulse: Pulse = FilePulse() if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else ServersPulse()
        self._state: State | None = None
        self._sighting: Sighting | None = None
        close_connections_between_requests()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not freshness.is_public(environ["REQUEST_METHOD"], environ["PATH_INFO"]):
            return self.application(environ, start_response)
        state = self.present()
        # Whoever says who they are may be told what others are not.
        if state is None or "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
            return make(self.application, environ, self.pulse.editors_sources(), state).pass_on(start_response)
        if state is not self.shelf.state:
            self.shelf.renew(state)
        key = key_of(environ)
        answer = self.shelf.get(key)
        if answer is None or not answer.serves(environ):
            with self.shelf.turn(key):
                answer = self.shelf.get(key)
                if answer is None or not answer.serves(environ):
                    found = self.find_or_make(key, state, environ)
                    if isinstance(found, Made):
                        return found.pass_on(start_response)
                    self.shelf.put(key, answer := found)
        return self.give(key, answer, environ, start_response)

    def find_or_make(self, key: tuple, state: State, environ: Environ) -> "Answer | Made":
        """Return the answer that another worker made, or else make it; what cannot be kept comes as Django said it."""
        with self.shared.turn(state, key) if self.shared else nullcontext() as answer:
            if answer is not None:
                return answer
            environ[requestid.VARIABLE] = requestid.identify(environ)
            made = make(self.application, environ, self.pulse.sources(), state)
            if not made.can_be_kept or environ["REQUEST_METHOD"] == "HEAD":
                if self.shared and not made.can_be_kept:
                    self.shared.pass_over(state, key)
                return made
            answer = Answer(made.status, made.headers, made.content(), made.state)
            if self.shared:
                self.shared.put(key, answer, made.headers)
            return answer

    def present(self) -> State | None:
        """Return the registry's present state, None if no database answers."""
        sighting, today = self.pulse.sighting(), dates.today()
        if sighting is None:
            return None
        if self._state is None or sighting is not self._sighting or today != self._state.day:
            state = State(*sighting, today)
            # One object for each state, so that requests can tell it by its identity.
            self._state = self._state if state == self._state else state
            self._sighting = sighting
        return self._state

    def give(self, key: tuple, answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with what stands ready, in the caller's encoding, or with 304."""
        number = ("X-Request-ID", requestid.identify(environ))
        if answer.unchanged(environ):
            start_response("304 Not Modified", [*answer.headers_if_unchanged, number])
            return []
        encoding = answer.encoding_for(environ)
        if encoding not in answer.variants:
            with self.shelf.turn(key):
                answer.add(encoding)
            self.shelf.put(key, answer)
        headers, body = answer.variants[encoding]
        start_response(answer.status, [*headers, number])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def key_of(environ: Environ) -> tuple:
    """Return everything in a request that its public answer depends on."""
    path = environ["PATH_INFO"]
    return (
        path,
        environ.get("QUERY_STRING"),
        environ.get("HTTP_HOST"),
        environ.get("HTTP_X_FORWARDED_PROTO") or environ.get("wsgi.url_scheme"),
        environ.get("HTTP_ACCEPT") if path.startswith(freshness.NEGOTIATED) else None,
    )


class Made:
    """All that Django said, so that a slow caller keeps no database waiting."""

    def __init__(self, application: Application, environ: Environ, state: State | None):
        self.state = state
        self.status = ""
        self.headers: Headers = []
        self._body = SpooledTemporaryFile(max_size=LARGEST)  # noqa: SIM115 - read after this
        pieces = application(environ, self._start)
        try:
            self._body.writelines(pieces)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        self._size = self._body.tell()
        self._body.seek(0)

    def _start(self, status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], Any]:
        self.status, self.headers = status, headers
        return self._body.write

    @property
    def failed(self) -> bool:
        return self.status.startswith("5")

    @property
    def can_be_kept(self) -> bool:
        """Whether it is the same for everybody while the state lasts, and not too large."""
        marked = ("Cache-Control", freshness.CACHE_CONTROL) in self.headers
        return bool(self.state) and marked and self.status.startswith(KEPT) and self._size <= LARGEST

    def content(self) -> bytes | None:
        """Return the body; None where the status says that there is none."""
        return None if self.status.startswith("304") else self._body.read()

    def pass_on(self, start_response: StartResponse) -> Iterable[bytes]:
        """Give it as it is."""
        start_response(self.status, self.headers)
        return FileWrapper(self._body, 65536) if self._size > LARGEST else [self._body.read()]


def make(application: Application, environ: Environ, sources: list[str], present: State | None) -> Made:
    """Return the answer of the first database that gives one which is as new as ``present``.

    The last one answers in any case, if only to say that it cannot.
    """
    # The date of a copy proves too little to spare the work, so Django is not told of it.
    asked = {name: value for name, value in environ.items() if name != "HTTP_IF_MODIFIED_SINCE"}
    for alias in sources:
        made = make_from(alias, application, asked)
        if made and not made.failed and not (present and made.state and made.state.revision < present.revision):
            return made
    return made or Made(application, asked, None)


def make_from(alias: str, application: Application, environ: Environ) -> Made | None:
    """Return the answer from one state of a database, None if the database does not answer."""
    close_old_connections()
    try:
        with reading_from(alias), snapshot(alias):
            state = freshness.read()
            with freshness.answering_from(state):
                made = Made(application, environ, state)
    except Error:
        return None
    # Around midnight half of a page may be of one day and half of the next.
    return made if dates.today() == state.day else make_from(alias, application, environ)
