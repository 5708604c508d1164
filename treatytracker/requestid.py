"""The id of a request: in its answer, in the log, and in the problem that a caller reports to us."""

import contextvars
import logging
import random
import re

VARIABLE = "HTTP_X_REQUEST_ID"
SANE_ID = re.compile(r"[\w.:-]{8,100}", re.ASCII)

_current: contextvars.ContextVar[str | None] = contextvars.ContextVar("request_id", default=None)


def current() -> str | None:
    """Return the id of the request that is being answered, None outside of one."""
    return _current.get()


def identify(environ: dict) -> str:
    """Return the caller's id of a request if it is sane, or a new one."""
    given = environ.get(VARIABLE)
    return given if given and SANE_ID.fullmatch(given) else f"{random.getrandbits(128):032x}"


class RequestIdFilter(logging.Filter):
    """Gives every log record the id of the request it belongs to."""

    def filter(self, record):
        # Django reports a refused request after the answer has left all middleware; it names the request.
        answered = getattr(getattr(record, "request", None), "request_id", None)
        record.request_id = current() or answered or "-"
        return True


class RequestIdMiddleware:
    """Take the caller's ``X-Request-ID`` if it is sane, or make one; return it with the answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request_id = request.request_id = request.META[VARIABLE] = identify(request.META)
        token = _current.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response["X-Request-ID"] = request_id
        return response
