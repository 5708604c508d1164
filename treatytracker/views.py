"""The pages that belong to no part of the registry alone: home, search, about; what crawlers ask for; errors."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from treatytracker import about as about_page
from treatytracker import front, search_page, sitemaps
from treatytracker.filters import DayQuery, QueryForm
from treatytracker.pages import refuse


def home(request: HttpRequest) -> HttpResponse:
    """The instruments at a glance, what changed last, what takes effect next."""
    query = DayQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    return render(request, "home.html", front.context(request, query))


def search(request: HttpRequest) -> HttpResponse:
    """Whatever has the name, code or number that is asked for."""
    query = search_page.SearchQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    return render(request, "search.html", search_page.context(request, query.cleaned_data["q"]))


def about(request: HttpRequest) -> HttpResponse:
    """What the registry is, how it comes to what it says, and on what terms it may be used."""
    query = QueryForm(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    return render(request, "about.html", about_page.context(request))


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone, and where the sitemap is."""
    return HttpResponse(sitemaps.robots(), content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that has an address of its own."""
    return HttpResponse(sitemaps.sitemap(), content_type="application/xml; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong, if the sentence was written for the reader; other errors may quote secrets."""
    message = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"message": message}, status=400)
