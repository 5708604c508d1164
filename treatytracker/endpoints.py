"""What all addresses of the API do alike: strict parameters, one envelope, three formats, conditional answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar

from django.http import Http404, StreamingHttpResponse
from django.utils.module_loading import import_string
from rest_framework.response import Response
from rest_framework.views import APIView

from treatytracker import freshness
from treatytracker.filters import QueryFilterSet
from treatytracker.models import Revision
from treatytracker.pagination import Envelope
from treatytracker.problems import BadQuery
from treatytracker.renderers import CSVRenderer, JSONRenderer, PageRenderer, TableRenderer, XLSXRenderer
from treatytracker.rows import Row
from treatytracker.selection import Selection

# Rows that are completed and written together where a whole list is streamed.
BATCH = 500
# By its name, as in a setting: it knows the endpoints and not the reverse.
DESCRIBED_BY = "treatytracker.openapi.RegistrySchema"


class Description:
    """What describes an endpoint in the schema; loaded when somebody asks for it, as it brings megabytes along."""

    @cached_property
    def described(self):
        return import_string(DESCRIBED_BY)()

    def __get__(self, instance, owner):
        return self.described.__get__(instance, owner)


class Endpoint(APIView):
    """One address, public and read-only."""

    schema = Description()
    renderer_classes = [JSONRenderer, PageRenderer]
    filterset_class: type[QueryFilterSet] = QueryFilterSet
    # Parameters beside those of the filter set.
    presentation = frozenset({"format"})
    # Said in the schema: in a few words what it is, what a successful answer holds, and an address to show it by.
    summary = ""
    answer = "The answer."
    answer_schema: ClassVar[dict[str, Any]] = {"type": "object"}
    example: str | None = None

    def dispatch(self, request, *args, **kwargs):
        """Answer; with 304 before any work where the caller has the present answer."""
        self.state = freshness.state()
        if request.method not in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        if response := freshness.unchanged(self.state, request):
            response["Vary"] = "Accept"
            return response
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        return freshness.finish(response, self.state, request)

    def ask(self, queryset=None) -> QueryFilterSet:
        """Return the query, checked.  Raise BadQuery with a sentence for each parameter that is wrong."""
        parameters = self.request.query_params
        asked = self.filterset_class(parameters, queryset=Revision.objects.none() if queryset is None else queryset)
        asked.form.presentation = self.presentation
        errors = dict(asked.form.error_texts())
        for name, values in parameters.lists():
            if name in (*asked.form.fields, *self.presentation) and not any(value.strip() for value in values):
                errors.setdefault(name, [f"“{name}” has no value. Give one, or leave the parameter out."])
        if errors:
            raise BadQuery(errors)
        return asked


class ListEndpoint(Endpoint):
    """A list in an envelope, or unpaged as a table."""

    renderer_classes = [JSONRenderer, PageRenderer, CSVRenderer, XLSXRenderer]
    pagination_class = Envelope
    presentation = frozenset({"format", "page", "page_size"})
    row: type[Row]
    # The file's name where the list is a table.
    table_name = ""
    answer = "The rows, in an envelope."
    # The schema of what ``remarks`` adds to the envelope.
    remarks_schema: ClassVar[dict[str, Any]] = {}

    def get(self, request, *args, **kwargs):
        asked = self.ask(self.get_queryset())
        rows = self.select(asked)
        renderer = request.accepted_renderer
        if isinstance(renderer, TableRenderer):
            return self.table(renderer, rows, asked)
        envelope, build = self.pagination_class(), self.builder()
        page = [build(item) for item in envelope.paginate_queryset(rows, request, self)]
        self.complete(page, asked)
        return envelope.wrap(page, self.state.revision, asked.day, **self.remarks(asked))

    def get_queryset(self):
        raise NotImplementedError

    def select(self, asked: QueryFilterSet):
        """Return what the query selects: tuples of the row's columns, in their order, that can be cut and counted."""
        return Selection(asked.queryset, asked, self.row.columns())

    def complete(self, rows: list[dict], asked: QueryFilterSet) -> None:
        """Add to some rows what needs queries of its own; their number does not depend on that of the rows."""

    def remarks(self, asked: QueryFilterSet) -> dict[str, Any]:
        """Return what the envelope says besides."""
        return {}

    def builder(self) -> Callable[[Any], Any]:
        """Return the function that makes a row out of a selected item."""
        return self.row.builder()

    def table(self, renderer: TableRenderer, rows, asked) -> StreamingHttpResponse:
        """Return the list as a file: whole, unless a page is asked for."""
        if not {"page", "page_size"}.isdisjoint(self.request.query_params):
            rows = self.pagination_class().paginate_queryset(rows, self.request, self)
        header, cells = self.table_layout(asked)
        content = () if self.request.method == "HEAD" else renderer.stream(header, self.lines(rows, cells, asked))
        response = StreamingHttpResponse(content, content_type=content_type(renderer))
        name = f"treaty-tracker-{self.table_name}-{asked.day}.{renderer.format}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def table_layout(self, asked) -> tuple[list[str], Callable[[dict], Sequence]]:
        """Return the header of the table, and a function that makes cells out of a row."""
        return self.row.header(), self.row.cells()

    def lines(self, rows, cells, asked) -> Iterator[Sequence]:
        """Yield the cells of the table's lines."""
        build = self.builder()
        for batch in batches(streamed(rows)):
            built = [build(item) for item in batch]
            self.complete(built, asked)
            yield from map(cells, built)


class DetailEndpoint(Endpoint):
    """One thing, found by its public name."""

    row: type[Row]
    lookup: str
    # How a name that is not known is refused.
    thing = ""

    def get(self, request, *args, **kwargs):
        asked = self.ask(self.get_queryset())
        name = kwargs[self.lookup]
        if not name.isprintable():  # PostgreSQL would not even compare a NUL character
            raise Http404(self.unknown(repr(name)))
        found = self.get_queryset().filter(**{self.lookup: name}).values_list(*self.row.columns()).first()
        if not found:
            raise Http404(self.unknown(name))
        row = self.row.builder()(found)
        self.complete([row], asked)
        return Response({"as_of": asked.day, "revision": self.state.revision, **row})

    def get_queryset(self):
        raise NotImplementedError

    def complete(self, rows: list[dict], asked: QueryFilterSet) -> None:
        """Add to the row what needs queries of its own."""

    def unknown(self, name: str) -> str:
        return f"There is no {self.thing} “{name[:40]}”."


def content_type(renderer) -> str:
    """Return the Content-Type of a renderer's files."""
    return f"{renderer.media_type}; charset={renderer.charset}" if renderer.charset else renderer.media_type


def streamed(rows) -> Iterable:
    """Return rows without holding all of them."""
    return rows.iterator(chunk_size=BATCH) if hasattr(rows, "iterator") else rows


def batches(items: Iterable) -> Iterator[list]:
    """Yield the items some hundred at a time."""
    supply = iter(items)
    while batch := list(islice(supply, BATCH)):
        yield batch
