"""Instruments: the list, and who participates in one of them on a day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from instruments.models import Instrument
from parties.models import Participation
from parties.pages import instrument as page
from parties.pages.queries import DayQuery, TableFilter
from treatytracker import dates
from treatytracker.pages import day_of_page, frame, refuse


def instrument_list(request: HttpRequest) -> HttpResponse:
    """Every instrument with its counts on a day."""
    query = DayQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    day = query.cleaned_data["as_of"] or dates.today()
    title = "Instruments"
    context = frame(request, title=title, description="The treaties on mines and on the rights of survivors.")
    context |= day_of_page(request, day, title=title)
    context["families"] = page.families(day)
    return render(request, "instruments/instrument_list.html", context)


def instrument_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One instrument: who participates in it on a day, and by which rules."""
    instrument = get_object_or_404(Instrument.objects.select_related("parent"), slug=slug)
    query = TableFilter(request.GET, Participation.objects.filter(instrument=instrument))
    if not query.is_valid():
        return refuse(request, query.form)
    return render(request, "instruments/instrument_detail.html", page.context(request, instrument, query))
