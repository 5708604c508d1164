"""The UN entities that support mine action: who they were and became, what they advocate, whom they could ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from agencies import pages
from agencies.models import Agency
from treatytracker.filters import DayQuery
from treatytracker.pages import refuse


def agency_list(request: HttpRequest) -> HttpResponse:
    """The 14 of the mid-2000s and the entities beside them, by theme and instrument."""
    query = pages.ListFilter(request.GET, Agency.objects.all())
    if not query.is_valid():
        return refuse(request, query.form)
    return render(request, "agencies/agency_list.html", pages.list_context(request, query))


def agency_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One entity: its mandates, and the States not yet bound by what it advocates."""
    query = DayQuery(request.GET)
    if not query.is_valid():
        return refuse(request, query)
    agency = get_object_or_404(Agency, slug=slug)
    return render(request, "agencies/agency_detail.html", pages.detail_context(request, agency, query))
