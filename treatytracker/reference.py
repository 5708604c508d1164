"""The API's reference for people: every address, what it can be asked and what it answers, read from the schema."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# More words than these are a list of their own, which the parameter's description names.
MANY_WORDS = 20
FORMATS = {
    "date": "day, YYYY-MM-DD",
    "date-time": "moment, ISO 8601",
    "uri": "address",
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "array": "list",
    "object": "object",
}


class Term(NamedTuple):
    """A parameter or a field: its name, what its values are, what it means, and the words that it takes."""

    name: str
    kind: str
    text: SafeString
    words: list[str]


class Address(NamedTuple):
    """One address of the API."""

    anchor: str
    path: str
    summary: str
    paragraphs: list[SafeString]
    example: str
    parameters: list[Term]
    fields: list[Term]


def addresses(schema: dict[str, Any]) -> Iterator[Address]:
    """Yield the addresses of an OpenAPI schema, in its order."""
    components = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        operation = methods["get"]
        answer = operation["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
        yield Address(
            anchor=operation["operationId"],
            path=path,
            summary=operation["summary"],
            paragraphs=[prose(block) for block in operation["description"].split("\n\n")],
            example=operation.get("x-example", ""),
            parameters=[
                term(found["name"], found["schema"] | {"description": found["description"]}, components)
                for found in operation["parameters"]
            ],
            fields=[term(name, found, components) for name, found in row_fields(answer, components).items()],
        )


def row_fields(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a row: of a list its results', of one thing its own."""
    schema = resolved(schema, components)
    fields: dict[str, Any] = {}
    for part in [schema, *(resolved(part, components) for part in schema.get("allOf", ()))]:
        fields |= part.get("properties", {})
    return row_fields(fields["results"]["items"], components) if "results" in fields else fields


def term(name: str, schema: dict[str, Any], components: dict[str, Any]) -> Term:
    """Return a parameter or a field as people read it."""
    # What is said in place goes before what the shared vocabulary says of itself.
    text = schema.get("description", "").split("\n\n")[0]
    value = resolved(schema, components)
    is_list = value.get("type") == "array"
    words = resolved(value["items"], components).get("enum", []) if is_list else value.get("enum", [])
    kind = kind_of(value, words)
    if is_list and words:
        kind = "words, set apart by commas"
    return Term(name, kind, prose(text), [str(word) for word in words] if len(words) <= MANY_WORDS else [])


def kind_of(value: dict[str, Any], words: list) -> str:
    """Return what the values are, in words."""
    types = value.get("type", "object")
    types = [types] if isinstance(types, str) else list(types)
    main = next((each for each in types if each != "null"), "object")
    kind = "word" if words else FORMATS.get(value.get("format", ""), FORMATS[main])
    return f"{kind}, or null" if "null" in types or value.get("nullable") else kind


def resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with the component that it refers to, and with null as one of its types where it may be null."""
    options = schema.get("oneOf") or (schema["allOf"] if len(schema.get("allOf", ())) == 1 else ())
    if "$ref" in schema:
        return resolved(components[schema["$ref"].rpartition("/")[2]], components) | {
            key: value for key, value in schema.items() if key != "$ref"
        }
    if options:
        choices = [resolved(option, components) for option in options]
        chosen = next(choice for choice in choices if choice.get("enum") != [None])
        return chosen | {"nullable": len(choices) > 1}
    return schema


def prose(text: str) -> SafeString:
    """Return a text of the schema as HTML: one line, with what stands between backticks as code."""
    return mark_safe(re.sub("`([^`]+)`", r"<code>\1</code>", escape(" ".join(text.split()))))
