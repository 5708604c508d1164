"""The schema of the API (OpenAPI 3.1), made from the endpoints: their filters, rows, formats and errors.

What a parameter allows is read from its filter, so the schema cannot promise what the query would refuse.
Examples are real answers, asked for while the schema is made.
"""

from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.test import RequestFactory
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from treatytracker import filters
from treatytracker.endpoints import DetailEndpoint, ListEndpoint
from treatytracker.pagination import DEFAULT_SIZE, LARGEST_SIZE
from treatytracker.problems import CONTENT_TYPE, KINDS, TYPES
from treatytracker.renderers import JSONRenderer

# Vocabularies that many parameters share; each becomes a schema of its own.
SHARED = {
    "instrument": "InstrumentSlug",
    "parent": "InstrumentSlug",
    "participant": "ParticipantCode",
    "region": "Region",
    "group": "RegionalGroup",
    "agency": "AgencySlug",
}
EXAMPLES = {
    "as_of": "2026-02-03",
    "instrument": ["apmbc", "ccm"],
    "participant": ["FIN", "POL"],
    "region": ["Europe"],
    "q": "ivory coast",
}
PRESENTATION = {
    "page": ({"type": "integer", "minimum": 1, "maximum": 999_999_999, "default": 1}, "Which page."),
    "page_size": (
        {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE},
        "How many rows a page has. CSV and Excel come whole unless a page is asked for.",
    ),
    "explain": (
        {"type": "string", "enum": ["1", "0", "true", "false"], "default": "0"},
        "Whether each row says why: acts, rule and article, since when.",
    ),
}
ERRORS = {
    400: "A parameter or value is not allowed; `errors` says which, why, and what is.",
    404: "There is nothing at this address.",
    406: "None of the formats in `Accept` is offered.",
    429: "Too many requests; `Retry-After` says when to come back.",
    500: "An error on our side.",
}
FRESHNESS = {
    "ETag": "Names this answer; send it as `If-None-Match` and get 304 while it holds.",
    "Last-Modified": "When answers last changed.",
    "Cache-Control": "May be kept by anybody, and used after asking whether it still holds.",
}


class ProblemSchema(serializers.Serializer):
    """What the API answers when it cannot answer: problem details as in RFC 9457."""

    type = serializers.CharField(help_text="Address of a description of this kind of problem.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What is wrong here, in a sentence.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Sentences by parameter; those on the query as a whole stand under `query`.",
    )
    request_id = serializers.CharField(allow_null=True, help_text="Name this id when you report the problem.")


class RegistrySchema(AutoSchema):
    """Describes an Endpoint."""

    view: Any  # an Endpoint

    def get_summary(self):
        return self.view.summary

    def get_tags(self):
        return [self._words()[0]]

    def get_auth(self):
        return []

    def _get_serializer_name(self, serializer, direction, bypass_extensions=False):
        return component_name((serializer.child if hasattr(serializer, "child") else serializer).__class__)

    def get_operation_id(self):
        words = "_".join(word.replace("-", "_").replace(".", "_") for word in self._words())
        kinds = ((ListEndpoint, "list"), (DetailEndpoint, "retrieve"))
        return f"{words}_{next((name for kind, name in kinds if isinstance(self.view, kind)), 'read')}"

    def _words(self):
        parts = self.path.removeprefix("/api/v1/").strip("/").split("/")
        return [part for part in parts if part and "{" not in part] or ["root"]

    def get_operation(self, *args, **kwargs):
        """Return what the schema says of the address, with a request to show it by."""
        operation = super().get_operation(*args, **kwargs)
        if operation and self.view.example is not None:
            operation["x-example"] = f"/api/v1/{self.view.example}"
        return operation

    # Parameters

    def _get_parameters(self):
        found = [self._path_parameter(part.strip("{}")) for part in self.path.split("/") if part.startswith("{")]
        fields = self.view.filterset_class.base_filters
        found += [self._filter_parameter(name, each) for name, each in fields.items()]
        for name in sorted(self.view.presentation):
            schema, description = PRESENTATION.get(name) or (self._format(), "The format; it goes before `Accept`.")
            found.append(_parameter(name, schema, description))
        return found

    def _path_parameter(self, name):
        words = list(self.view.get_queryset().values_list(name, flat=True))
        component = {"iso3": "ParticipantCode"}.get(name) or f"{type(self.view).__name__.removesuffix('Detail')}Slug"
        schema = self._shared(component, words)
        return _parameter(name, schema, f"The permanent name: {self.view.thing}.", where="path", required=True)

    def _filter_parameter(self, name, each):
        field = each.field
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "pattern": f"^{filters.TEXT.pattern}$"}
        more: dict[str, Any] = {}
        if isinstance(field, filters.WordField):
            schema = self._words_of(name, field)
        elif isinstance(field, filters.WordsField):
            schema = {"type": "array", "items": self._words_of(name, field), "minItems": 1}
            more = {"style": "form", "explode": False}
        elif isinstance(field, filters.DayField):
            schema = {"type": "string", "format": "date"}
        elif isinstance(field, filters.PastInstantField):
            schema = {"type": "string", "format": "date-time"}
            more = {"example": f"{filters.dates.today()}T00:00:00Z"}
        elif isinstance(field, filters.FlagField):
            schema = {"type": "boolean"}
        elif isinstance(field, filters.YearField):
            schema = {"type": "integer", "minimum": field.first, "maximum": filters.dates.today().year}
        elif isinstance(field, filters.RevisionField):
            schema = {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 0}
        elif field.max_length:
            schema["maxLength"] = field.max_length
        if name in EXAMPLES:
            more["example"] = EXAMPLES[name]
        return _parameter(name, schema, str(field.help_text), **more)

    def _words_of(self, name, field):
        words = [str(word) for word in (field.words() if callable(field.words) else field.words)]
        return self._shared(SHARED[name], words) if name in SHARED else {"type": "string", "enum": words}

    def _shared(self, name, words):
        component = ResolvedComponent(
            name=name, type=ResolvedComponent.SCHEMA, schema={"type": "string", "enum": words}, object=name
        )
        self.registry.register_on_missing(component)
        return component.ref

    def _format(self):
        formats = [renderer.format for renderer in self.view.renderer_classes]
        return {"type": "string", "enum": formats, "default": formats[0]}

    # Responses

    def _get_response_bodies(self, direction="response"):
        content = {renderer.media_type: self._content(renderer) for renderer in self.view.renderer_classes}
        responses: dict[str, Any] = {
            "200": {
                "description": self.view.answer,
                "headers": {name: _header(text) for name, text in FRESHNESS.items()} | _request_id(),
                "content": content,
            },
            "304": {"description": "The answer that the caller has still holds.", "headers": _request_id()},
        }
        problem = self.resolve_serializer(ProblemSchema, direction).ref
        for status, description in ERRORS.items():
            if status != 404 or isinstance(self.view, ListEndpoint | DetailEndpoint):
                responses[str(status)] = _error(status, description, problem)
        return responses

    def _content(self, renderer):
        if issubclass(renderer, JSONRenderer):
            content = {"schema": self._answer()}
            if example := self._example():
                content["example"] = example
            return content
        return {"schema": {"type": "string"} if renderer.charset else {"type": "string", "format": "binary"}}

    def _answer(self):
        """Return the schema of the answer in JSON."""
        row = getattr(self.view, "documented_row", None) or getattr(self.view, "row", None)
        if row is None:
            return self.view.answer_schema
        reference = self.resolve_serializer(row, "response").ref
        day, revision = {"type": "string", "format": "date"}, {"type": "integer"}
        if isinstance(self.view, DetailEndpoint):
            properties = {"as_of": day, "revision": revision}
            return {"allOf": [{"type": "object", "properties": properties, "required": list(properties)}, reference]}
        address = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": "integer", "description": "How many rows there are on all pages."},
            "next": address | {"description": "The next page."},
            "previous": address | {"description": "The page before."},
            "as_of": day | {"description": "The legal day that is described."},
            "revision": revision | {"description": "The registry's last change."},
            "results": {"type": "array", "items": reference, "description": "The rows of this page."},
        }
        schema = {"type": "object", "properties": properties | self.view.remarks_schema, "required": list(properties)}
        name = f"{component_name(row)}List"
        component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name)
        self.registry.register_on_missing(component)
        return component.ref

    def _example(self):
        """Return what the registry answers to the endpoint's own example, None if it has no answer."""
        if self.view.example is None:
            return None
        site = urlsplit(settings.SITE_URL)
        asked = RequestFactory().get(
            f"/api/v1/{self.view.example}",
            headers={"host": site.netloc, "accept": "application/json"},
            secure=site.scheme == "https",
        )
        arguments = {name: self.view.example.split("/")[1] for name in ("slug", "iso3") if f"{{{name}}}" in self.path}
        kept = {name: getattr(self.view, name) for name in ("counts",) if hasattr(self.view, name)}
        response = type(self.view).as_view(throttle_classes=[], **kept)(asked, **arguments)
        return orjson.loads(response.content) if response.status_code == 200 else None


def component_name(serializer: type) -> str:
    """Return the name that a serializer's schema has for callers: ParticipationRow describes a Participation."""
    return serializer.__name__.removeprefix("Explained").removesuffix("Row").removesuffix("Schema")


def _parameter(name, schema, description, where="query", required=False, **more):
    found = {"in": where, "name": name, "schema": schema, "description": description, **more}
    return found | {"required": True} if required else found


def _header(description):
    return {"schema": {"type": "string"}, "description": description}


def _request_id():
    return {"X-Request-ID": _header("The request's id, yours if you sent one.")}


def _error(status, description, problem):
    kind, title = KINDS[status]
    headers = _request_id()
    if status == 429:
        headers["Retry-After"] = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
    example = {
        "type": f"{TYPES}{kind}",
        "title": title,
        "status": status,
        "detail": title,
        "errors": {},
        "request_id": "0f8fad5bd9cb469fa16570867728950e",
    }
    if status == 400:
        sentence = "“2025-02-30” is not a day of the calendar."
        example |= {"detail": f"as_of: {sentence}", "errors": {"as_of": [sentence]}}
    return {
        "description": description,
        "headers": headers,
        "content": {CONTENT_TYPE: {"schema": problem, "example": example}},
    }
