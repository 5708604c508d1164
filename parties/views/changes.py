"""What was done under the instruments and what the registry changed: a page, a feed and a calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parties.models import Action
from parties.pages import changes as page
from parties.pages import feeds
from treatytracker import dates, icalendar
from treatytracker.pages import refuse


def changes(request: HttpRequest) -> HttpResponse:
    """Acts in order of date, newest first."""
    query = page.ChangesFilter(request.GET, Action.objects.all())
    if not query.is_valid():
        return refuse(request, query.form)
    return render(request, "parties/changes.html", page.context(request, query))


def changes_feed(request: HttpRequest) -> HttpResponse:
    """The same acts as an Atom feed."""
    query = page.ChangesFilter(request.GET, Action.objects.all())
    if not query.is_valid():
        return refuse(request, query.form)
    return HttpResponse(feeds.atom(query), content_type="application/atom+xml; charset=utf-8")


def changes_json_feed(request: HttpRequest) -> HttpResponse:
    """The same acts as a JSON Feed."""
    query = page.ChangesFilter(request.GET, Action.objects.all())
    if not query.is_valid():
        return refuse(request, query.form)
    return HttpResponse(feeds.json_feed(query), content_type="application/feed+json; charset=utf-8")


def changes_calendar(request: HttpRequest) -> HttpResponse:
    """The days on which these acts take effect, for a calendar to subscribe to."""
    query = page.ChangesFilter(request.GET, Action.objects.all())
    if not query.is_valid():
        return refuse(request, query.form)
    response = HttpResponse(page.timetable(query, dates.today()), content_type=icalendar.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="treaty-tracker.ics"'
    return response
