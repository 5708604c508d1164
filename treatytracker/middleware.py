"""Manners of the API that do not depend on the view: reading from other sites, errors in one shape."""

from django.conf import settings
from django.http import HttpResponse

from treatytracker import problems

API = "/api/"
# What a browser lets a script from another site read of an answer.
EXPOSED = "Content-Disposition, ETag, Last-Modified, Retry-After, X-Request-ID"
ELSEWHERE = {404: "See /api/v1/ for what there is.", 500: problems.SERVER_ERROR}


class ApiMiddleware:
    """Let scripts of any site read the API, and give errors from outside its views the API's shape."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(API):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response = preflight()
        else:
            response = in_shape(self.get_response(request))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    def process_exception(self, request, error):
        """Answer an error that a view under /api/ let through, without the page that people get."""
        if request.path_info.startswith(API) and not settings.DEBUG:
            return problems.problem_response(error, {"request": request})
        return None


def preflight() -> HttpResponse:
    """Return the answer to a browser that asks whether a script may read."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Accept, If-Modified-Since, If-None-Match, X-Request-ID"
    response["Access-Control-Max-Age"] = "86400"
    return response


def in_shape(response):
    """Return an error as a problem, wherever it arose; any other response as it is."""
    if response.status_code < 400 or response["Content-Type"] == problems.CONTENT_TYPE or settings.DEBUG:
        return response
    return problems.problem(response.status_code, ELSEWHERE.get(response.status_code, ""))
