"""What is said while the database that is written to does not answer: that reading goes on, and editing has to wait."""

import sys

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

from treatytracker.replicas import primary_answers

# Seconds after which it is worth trying again.
RETRY_AFTER = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the registry failed to answer; if that is because its database is away, say so with 503."""
    if not isinstance(sys.exc_info()[1], DatabaseError | InterfaceError) or primary_answers():
        return defaults.server_error(request)
    # Without the request, so that the page asks the database for nothing.
    page = loader.render_to_string("503.html", {"editing": request.method not in ("GET", "HEAD")})
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
