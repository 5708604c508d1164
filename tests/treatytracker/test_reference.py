"""The API's reference for people, read from a schema."""

import pytest

from treatytracker.reference import addresses, prose, term

COMPONENTS = {
    "Status": {"type": "string", "enum": ["party", "signatory"], "description": "All statuses."},
    "Code": {"type": "string", "enum": [f"A{n}" for n in range(200)]},
    "Null": {"enum": [None]},
    "Row": {"type": "object", "properties": {"name": {"type": "string", "description": "A name.\n\n* `a` - A"}}},
    "RowList": {
        "type": "object",
        "properties": {
            "count": {"type": "integer"},
            "results": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}},
        },
    },
}
STATUS, CODE, NULL, ROW, ROWS = (
    {"$ref": f"#/components/schemas/{name}"} for name in ("Status", "Code", "Null", "Row", "RowList")
)


@pytest.mark.parametrize(
    ("schema", "kind", "words"),
    [
        ({"type": "string"}, "text", []),
        ({"type": "string", "format": "date"}, "day, YYYY-MM-DD", []),
        ({"type": ["string", "null"], "format": "date-time"}, "moment, ISO 8601, or null", []),
        ({"type": "boolean"}, "true or false", []),
        ({"type": "string", "enum": ["json", "csv"]}, "word", ["json", "csv"]),
        ({"type": "array", "items": {"type": "integer"}}, "list", []),
        ({"type": "array", "items": STATUS}, "words, set apart by commas", ["party", "signatory"]),
        ({"type": "array", "items": CODE}, "words, set apart by commas", []),
        (STATUS, "word", ["party", "signatory"]),
        ({"allOf": [STATUS]}, "word", ["party", "signatory"]),
        ({"oneOf": [STATUS, NULL]}, "word, or null", ["party", "signatory"]),
        (ROW, "object", []),
    ],
)
def test_values_are_said_in_words(schema, kind, words):
    found = term("it", schema | {"description": "Here."}, COMPONENTS)
    assert (found.kind, found.words, found.text) == (kind, words, "Here.")


@pytest.mark.parametrize("answer", [ROW, ROWS, {"allOf": [{"type": "object", "properties": {}}, ROW]}])
def test_fields_are_those_of_a_row(answer):
    operation = {
        "operationId": "rows_list",
        "summary": "Rows",
        "description": "First.\n\nSecond `x`,\ncontinued.",
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}, "description": "Part."}],
        "responses": {"200": {"content": {"application/json": {"schema": answer}}}},
        "x-example": "/rows/?q=a",
    }
    (address,) = addresses({"paths": {"/rows/": {"get": operation}}, "components": {"schemas": COMPONENTS}})
    assert [(field.name, field.text) for field in address.fields] == [("name", "A name.")]
    assert [parameter.name for parameter in address.parameters] == ["q"]
    assert address.paragraphs == ["First.", "Second <code>x</code>, continued."]
    assert (address.anchor, address.example) == ("rows_list", "/rows/?q=a")


def test_prose_is_escaped():
    assert prose("a < b, `<x>`") == "a &lt; b, <code>&lt;x&gt;</code>"
