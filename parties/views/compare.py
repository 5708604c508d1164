"""Two days compared: who joined, who left, whose status changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parties.pages.compare import compare_context
from parties.pages.queries import CompareQuery
from treatytracker.pages import refuse


def compare(request: HttpRequest) -> HttpResponse:
    """What changed between two days, under one instrument or all."""
    query = CompareQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    return render(request, "parties/compare.html", compare_context(request, query))
