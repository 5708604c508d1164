"""Instruments: the list, and who participates in one of them on a day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from instruments.models import Instrument
from parties.models import Participation
from parties.pages.instrument import instrument_context
from parties.pages.instrument_list import list_context
from parties.pages.queries import TableFilter
from treatytracker.filters import DayQuery
from treatytracker.pages import refuse


def instrument_list(request: HttpRequest) -> HttpResponse:
    """Every instrument with its counts on a day."""
    query = DayQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    return render(request, "instruments/instrument_list.html", list_context(request, query.day))


def instrument_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One instrument: who participates in it on a day, and by which rules."""
    instrument = get_object_or_404(Instrument.objects.select_related("parent"), slug=slug)
    query = TableFilter(request.GET, Participation.objects.filter(instrument=instrument))
    if not query.is_valid():
        return refuse(request, query.form)
    return render(request, "instruments/instrument_detail.html", instrument_context(request, instrument, query))
