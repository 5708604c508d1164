"""Participants: the list, and what one of them did, under every instrument."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from parties.models import Participant
from parties.pages import participant as page
from parties.pages.queries import DayQuery, ListFilter
from treatytracker.pages import address, refuse


def participant_list(request: HttpRequest) -> HttpResponse:
    """Every State and organisation that can act."""
    query = ListFilter(request.GET, Participant.objects.all())
    if not query.is_valid():
        return refuse(request, query.form)
    return render(request, "parties/participant_list.html", page.list_context(request, query))


def participant_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """One participant under every instrument on a day."""
    if iso3 != iso3.upper():
        upper = address(request).replace(iso3, iso3.upper(), 1)
        return redirect(upper, permanent=True)
    query = DayQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    participant = get_object_or_404(Participant, iso3=iso3)
    return render(request, "parties/participant_detail.html", page.context(request, participant, query.day))
