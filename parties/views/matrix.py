"""The matrix: every participant under every instrument on a day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parties.models import Participation
from parties.pages.matrix import matrix_context
from parties.pages.queries import MatrixFilter
from treatytracker.pages import refuse


def matrix(request: HttpRequest) -> HttpResponse:
    """Participants by instruments, a status in each cell."""
    query = MatrixFilter(request.GET, Participation.objects.all())
    if not query.is_valid():
        return refuse(request, query.form)
    return render(request, "parties/matrix.html", matrix_context(request, query))
