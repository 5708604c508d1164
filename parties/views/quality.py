"""How good the registry's data are: sources, doubts, totals counted again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parties.pages import quality as page
from treatytracker.filters import QueryForm
from treatytracker.pages import refuse


def quality(request: HttpRequest) -> HttpResponse:
    """What is certain, what is doubtful, and what is not known."""
    query = QueryForm(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    return render(request, "parties/quality.html", page.context(request))
