"""Instruments: the list, and who participates in one of them on a day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from instruments.models import Instrument
from parties.models import Participation
from parties.pages.instrument import instrument_context
from parties.pages.instrument_list import list_context
from parties.pages.queries import TableFilter
from treatytracker.filters import DayQuery
from treatytracker.pages import refuse
from treatytracker.prepared import Question, a_text, whole

BY_SLUG = Question(lambda: whole(Instrument.objects.order_by().filter(slug=a_text("slug"))))


def instrument_list(request: HttpRequest) -> HttpResponse:
    """Every instrument with its counts on a day."""
    query = DayQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    return render(request, "instruments/instrument_list.html", list_context(request, query.day))


def instrument_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One instrument: who participates in it on a day, and by which rules."""
    instrument = next(iter(BY_SLUG.objects(slug=slug)), None)
    if instrument is None:
        raise Http404("There is no such instrument.")
    query = TableFilter(request.GET, Participation.objects.filter(instrument=instrument))
    if not query.is_valid():
        return refuse(request, query.form)
    return render(request, "instruments/instrument_detail.html", instrument_context(request, instrument, query))
