"""The whole registry in one file: a data package of CSV files with a codebook (Frictionless data package)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import orjson
from django.conf import settings
from rest_framework import serializers

from treatytracker.endpoints import ListEndpoint
from treatytracker.renderers import csv_chunks
from treatytracker.rows import SEPARATOR, Row

# The types of a table schema, by field; a text is what none of these is.
TYPES: tuple[tuple[type[serializers.Field], str], ...] = (
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.DateTimeField, "datetime"),
    (serializers.DateField, "date"),
)
TERMS = "The facts may be reused freely; name the registry, the revision and the day, as in `citation`."


def describe(tables: list[ListEndpoint], revision: int, day) -> dict[str, Any]:
    """Return the descriptor: what each file holds and what each of its columns means."""
    return {
        "profile": "tabular-data-package",
        "name": "treaty-tracker",
        "title": "Treaty Tracker: who is bound by which mine-action treaty, since when, and why",
        "homepage": settings.SITE_URL,
        "version": str(revision),
        "created": f"{day.isoformat()}T00:00:00Z",
        "citation": f"Treaty Tracker, revision {revision}, {day.isoformat()}, {settings.SITE_URL}",
        "terms": TERMS,
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: ListEndpoint) -> dict[str, Any]:
    return {
        "name": table.table_name,
        "path": f"{table.table_name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": " ".join((table.__doc__ or "").split()),
        "schema": {"fields": codebook(table.row), "missingValues": [""]},
    }


def codebook(row: type[Row]) -> list[dict[str, Any]]:
    """Return name, type, meaning and allowed words of each column of a table made of these rows."""
    fields = []
    for name, _, field in row.table_columns():
        kind = next((word for cls, word in TYPES if isinstance(field, cls)), "string")
        entry: dict[str, Any] = {"name": name, "type": kind, "description": str(field.help_text or "")}
        if isinstance(field, serializers.ListField | serializers.ListSerializer):
            entry["description"] += f" Several values are set apart by “{SEPARATOR.strip()}”."
        if isinstance(field, serializers.ChoiceField):
            entry["constraints"] = {"enum": list(field.choices)}
            if kind == "string" and all(isinstance(choice, int) for choice in field.choices):
                entry["type"] = "integer"
        fields.append(entry)
    return fields


def package(tables: list[ListEndpoint], revision: int, day) -> Iterator[bytes]:
    """Yield the zip file, piece by piece: no more than some rows are held at a time."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        descriptor = orjson.dumps(describe(tables, revision, day), option=orjson.OPT_INDENT_2)
        archive.writestr(_entry("datapackage.json", day), descriptor)
        for table in tables:
            with archive.open(_entry(f"{table.table_name}.csv", day), "w", force_zip64=True) as file:
                for chunk in csv_chunks(*_content(table)):
                    file.write(chunk)
                    yield sink.taken()
    yield sink.taken()


def _entry(name, day):
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _content(table):
    asked = table.ask(table.get_queryset())
    header, cells = table.table_layout(asked)
    return header, table.lines(table.select(asked), cells, asked)


class Sink(io.RawIOBase):
    """A file that cannot be read or rewound: what is written waits to be taken."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last call."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
