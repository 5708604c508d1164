"""What the API answers when it cannot answer: one shape for all errors, RFC 9457 problem details.

{"type", "title", "status", "detail", "errors": {parameter: [sentences]}, "request_id"}
"""

import logging
from http import HTTPStatus
from math import ceil

import orjson
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from treatytracker import requestid

CONTENT_TYPE = "application/problem+json"
# Each kind of problem is described under this address.
TYPES = "/api/docs/#problem-"
KINDS = {
    400: ("bad-query", "The query cannot be answered"),
    404: ("not-found", "There is nothing at this address"),
    405: ("method-not-allowed", "This address is read-only"),
    406: ("not-acceptable", "There is no such format"),
    429: ("too-many-requests", "Too many requests"),
    500: ("server-error", "The registry failed to answer"),
}
SERVER_ERROR = "An error on our side, which has been logged. Name the request_id if you report it."

log = logging.getLogger("treatytracker.api")


class BadQuery(exceptions.APIException):
    """A query with parameters or values that are not allowed; ``errors`` has sentences by parameter."""

    status_code = 400

    def __init__(self, errors: dict[str, list[str]]):
        self.errors = errors
        super().__init__(
            " ".join(text if name == "query" else f"{name}: {text}" for name, texts in errors.items() for text in texts)
        )


def problem(status: int, detail: str = "", errors: dict[str, list[str]] | None = None) -> HttpResponse:
    """Return the answer for an error."""
    kind, title = KINDS.get(status) or (None, HTTPStatus(status).phrase)
    body = {
        "type": f"{TYPES}{kind}" if kind else "about:blank",
        "title": title,
        "status": status,
        "detail": detail or title,
        "errors": errors or {},
        "request_id": requestid.current(),
    }
    response = HttpResponse(orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE), CONTENT_TYPE, status)
    if status == 429 or status >= 500:
        response["Cache-Control"] = "no-store"
    return response


def problem_response(error: Exception, context: dict) -> HttpResponse:
    """Return the answer for an exception in a view; Django REST framework calls this.

    An unexpected one is logged, so that its caller, who learns nothing of its cause, can name it to us.
    """
    if isinstance(error, BadQuery):
        return problem(400, str(error.detail), error.errors)
    if isinstance(error, exceptions.APIException):
        response = problem(error.status_code, _detail(error))
        if isinstance(error, exceptions.Throttled):
            response["Retry-After"] = str(_wait(error))
        if isinstance(error, exceptions.MethodNotAllowed):
            response["Allow"] = ", ".join(context["view"].allowed_methods)
        return response
    if isinstance(error, Http404):
        return problem(404, str(error))
    if isinstance(error, BadRequest | SuspiciousOperation):
        return problem(400, str(error))
    if isinstance(error, PermissionDenied):
        return problem(403)
    log.error("%s failed", context["request"].get_full_path()[:500], exc_info=error)
    return problem(500, SERVER_ERROR)


def _wait(error: exceptions.Throttled) -> int:
    """Return after how many seconds to come back."""
    return ceil(getattr(error, "wait", None) or 1)


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.Throttled):
        return f"Try again in {_wait(error)} seconds. A table is best fetched as one file: ?format=csv."
    if isinstance(error, exceptions.MethodNotAllowed):
        return "The API is read-only: use GET, HEAD or OPTIONS."
    return str(error.detail)
