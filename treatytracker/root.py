"""The beginning of the API, its schema, its documentation for people, and the registry as one file."""

from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from django.views.generic import TemplateView
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from agencies import api as agencies
from instruments import api as instruments
from parties.api import lists
from treatytracker import freshness
from treatytracker.changes_api import Changes
from treatytracker.datapackage import TERMS, describe, package
from treatytracker.endpoints import Endpoint, ListEndpoint
from treatytracker.links import linker
from treatytracker.pages import frame
from treatytracker.reference import addresses
from treatytracker.renderers import JSONRenderer, PageRenderer

LISTS = (
    "instruments participants participations spells actions statements matrix panel statistics changes agencies "
    "mandates"
).split()
# The files of the data package.
TABLES: tuple[type[ListEndpoint], ...] = (
    instruments.Instruments,
    lists.Participants,
    lists.ParticipantNames,
    lists.Spells,
    lists.Actions,
    lists.Statements,
    agencies.Agencies,
    agencies.Mandates,
    Changes,
)


class Root(Endpoint):
    """Where everything is."""

    summary = "The beginning"
    example = ""
    answer = "The addresses of all lists."
    answer_schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "What this is."},
            "as_of": {"type": "string", "format": "date", "description": "Today."},
            "revision": {"type": "integer", "description": "The registry's last change."},
            "terms": {"type": "string", "description": "The terms of use."},
            "lists": {
                "type": "object",
                "additionalProperties": {"type": "string", "format": "uri"},
                "description": "The address of each list, by its name.",
            },
            "datapackage": {"type": "string", "format": "uri", "description": "Everything in one file."},
            "schema": {"type": "string", "format": "uri", "description": "The schema of the API."},
            "documentation": {"type": "string", "format": "uri", "description": "The documentation for people."},
        },
        "required": ["title", "as_of", "revision", "terms", "lists", "datapackage", "schema", "documentation"],
    }

    def get(self, request, *args, **kwargs):
        self.ask()
        link = linker(request)
        return Response(
            {
                "title": "Treaty Tracker: who is bound by which mine-action treaty, since when, and why",
                "as_of": self.state.day,
                "revision": self.state.revision,
                "terms": TERMS,
                "lists": {name: link(f"{name}/") for name in LISTS},
                "datapackage": link("datapackage.zip"),
                "schema": link("schema/"),
                "documentation": request.build_absolute_uri("/api/docs/"),
            }
        )


class ZipRenderer(BaseRenderer):
    """A zip file; the view makes it."""

    media_type = "application/zip"
    format = "zip"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data


class DataPackage(Endpoint):
    """The whole registry as one file: CSV files, and a codebook that says what every column means.

    Participations come as spells, so that every day since the first act can be read off them.
    """

    summary = "Everything in one file"
    answer = "A zip file with a `datapackage.json`."
    renderer_classes = [ZipRenderer]

    def get(self, request, *args, **kwargs):
        self.ask()
        tables = tables_for(request)
        content = () if request.method == "HEAD" else package(tables, self.state.revision, self.state.day)
        response = StreamingHttpResponse(content, content_type=ZipRenderer.media_type)
        name = f"treaty-tracker-revision-{self.state.revision}.zip"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class Descriptor(Endpoint):
    """The codebook of the data package by itself."""

    summary = "What the file with everything holds"
    answer = "The descriptor: files, columns, types, allowed words."

    def get(self, request, *args, **kwargs):
        self.ask()
        return Response(describe(tables_for(request), self.state.revision, self.state.day))


def tables_for(request) -> list[ListEndpoint]:
    """Return the lists of the data package, ready to be asked for everything."""
    tables = [table() for table in TABLES]
    for table in tables:
        table.request = request
    return tables


class YAMLRenderer(OpenApiYamlRenderer):
    media_type = "application/yaml"
    format = "yaml"


class Schema(Endpoint):
    """The schema of the API."""

    summary = "OpenAPI schema"
    renderer_classes = [JSONRenderer, YAMLRenderer, PageRenderer]
    schema = None
    _made: ClassVar[dict[freshness.State, dict]] = {}

    def get(self, request, *args, **kwargs):
        self.ask()
        return Response(self.of(self.state))

    @classmethod
    def of(cls, state: freshness.State) -> dict:
        """Return the schema in a state of the registry: its words and examples are the registry's."""
        if state not in cls._made:
            from drf_spectacular.generators import SchemaGenerator

            cls._made.clear()
            cls._made[state] = SchemaGenerator().get_schema(request=None, public=True)
        return cls._made[state]


class Docs(TemplateView):
    """The documentation for people: where to begin, and every address with what it takes and gives."""

    template_name = "api/docs.html"

    def get_context_data(self, **kwargs):
        description = "Who is bound by which mine-action treaty, on any day, for programs: public, read-only, no key."
        return super().get_context_data(
            **frame(self.request, title="API", description=description),
            addresses=list(addresses(Schema.of(freshness.state()))),
            **kwargs,
        )
