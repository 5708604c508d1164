"""Participants: the list, and what one of them did, under every instrument."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from parties.models import Participant
from parties.pages.participant import participant_context
from parties.pages.participant_list import list_context
from parties.pages.queries import ListFilter
from treatytracker.filters import DayQuery
from treatytracker.pages import refuse


def participant_list(request: HttpRequest) -> HttpResponse:
    """Every State and organisation that can act."""
    query = ListFilter(request.GET, Participant.objects.all())
    if not query.is_valid():
        return refuse(request, query.form)
    return render(request, "parties/participant_list.html", list_context(request, query))


def participant_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """One participant under every instrument on a day."""
    if iso3 != iso3.upper():
        return redirect(_in_capitals(request, iso3), permanent=True)
    participant = get_object_or_404(Participant, iso3=iso3)
    query = DayQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    return render(request, "parties/participant_detail.html", participant_context(request, participant, query.day))


def _in_capitals(request: HttpRequest, iso3: str) -> str:
    """Return the permanent address, with the query as it was."""
    query = request.GET.urlencode()
    address = reverse("participant_detail", args=[iso3.upper()])
    return f"{address}?{query}" if query else address
