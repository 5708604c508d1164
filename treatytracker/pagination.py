"""The envelope of every list: how many, where the next page is, for which day and revision, and the rows."""

from typing import Any

from django.core.paginator import Page
from rest_framework import pagination
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from treatytracker.problems import BadQuery

DEFAULT_SIZE = 100
LARGEST_SIZE = 500


class Envelope(pagination.PageNumberPagination):
    """``{"count", "next", "previous", "as_of", "revision", "results"}``, a page of at most 500 rows."""

    page_size = DEFAULT_SIZE

    def asked(self, request) -> tuple[int, int]:
        """Return page and page size.  Raise BadQuery for what is not a number in range."""
        errors: dict[str, list[str]] = {}
        values = []
        for name, default, largest in (("page", 1, None), ("page_size", DEFAULT_SIZE, LARGEST_SIZE)):
            text = request.query_params.get(name, str(default))
            number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
            if number < 1 or (largest and number > largest):
                allowed = f"from 1 to {largest}" if largest else "from 1"
                errors[name] = [f"“{text[:40]}” should be a whole number {allowed}."]
            values.append(number)
        if errors:
            raise BadQuery(errors)
        return values[0], values[1]

    def paginate_queryset(self, queryset, request, view=None):
        """Return the rows of the page.  Raise BadQuery, or NotFound after the last page."""
        self.request = request
        number, size = self.asked(request)
        paginator: Any = self.django_paginator_class(queryset, size)
        rows = None
        if number == 1:
            # One row more than asked for tells whether there is anything left to count.
            rows = list(queryset[: size + 1])
            if len(rows) <= size:
                paginator.count = len(rows)
        if number > paginator.num_pages:
            raise NotFound(
                f"There is no page {number}: with {size} rows a page, the last one is {paginator.num_pages}."
            )
        if rows is None:
            rows = list(queryset[(number - 1) * size : number * size])
        self.page = Page(rows[:size], number, paginator)
        return rows[:size]

    def get_paginated_response(self, data):
        raise NotImplementedError("The view knows the day and the revision: see wrap().")

    def wrap(self, rows: list, revision: int, day, **more) -> Response:
        """Return the answer with the rows of the page."""
        return Response(
            {
                "count": self.page.paginator.count if self.page else 0,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "as_of": day,
                "revision": revision,
                **more,
                "results": rows,
            }
        )
