"""A registry without a database whose state a test sets, and those who ask it."""

from datetime import UTC, datetime

from treatytracker import dates, freshness
from treatytracker.pulse import Pulse, Sighting

PAGE = b"<p>" + b"All States not bound. " * 100
MARKED = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", freshness.CACHE_CONTROL)]


class Registry(Pulse):
    """A pulse and an application whose revision a test sets; counts what is asked of it."""

    def __init__(self):
        self.revision, self.asked = 1, []
        self.status, self.headers, self.body = "200 OK", MARKED, PAGE
        self.databases = ["default"]

    def sighting(self):
        return Sighting(self.revision, datetime(2026, 11, 1, tzinfo=UTC)) if self.revision else None

    def sources(self):
        return self.databases

    def state(self):
        return freshness.State(*self.sighting(), dates.today())

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        etag = freshness.etag_of(self.state(), environ)
        if environ.get("HTTP_IF_NONE_MATCH") == etag:
            start_response("304 Not Modified", [("ETag", etag), ("Cache-Control", freshness.CACHE_CONTROL)])
            return []
        start_response(self.status, [*self.headers, ("ETag", etag), ("X-Request-ID", environ["HTTP_X_REQUEST_ID"])])
        return [self.body + str(self.revision).encode()]


class Reply:
    """What a caller gets."""

    def __init__(self, application, path="/instruments/apmbc/", query="", method="GET", **headers):
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.url_scheme": "http"}
        environ |= {"HTTP_HOST": "treaties.example.org"} | {f"HTTP_{name}": value for name, value in headers.items()}
        environ.setdefault("HTTP_X_REQUEST_ID", "")
        self.body = b"".join(application(environ, self._start))

    def _start(self, status, headers, exc_info=None):
        self.status = int(status[:3])
        self.headers = {name.lower(): value for name, value in headers}
        assert len(self.headers) == len(headers), "a header twice"
