"""Absolute addresses within the API, for the links between its answers."""

from collections.abc import Callable
from urllib.parse import urlencode

V1 = "/api/v1/"


def linker(request) -> Callable[..., str]:
    """Return a function that makes an address out of a path under /api/v1/ and parameters.

    >>> link = linker(request)
    >>> link("participations/", instrument="apmbc")
    """
    root = request.build_absolute_uri(V1)

    def link(path: str, **parameters) -> str:
        query = urlencode({name: value for name, value in parameters.items() if value is not None})
        return f"{root}{path}?{query}" if query else f"{root}{path}"

    return link
