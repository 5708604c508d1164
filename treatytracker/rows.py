"""Rows of the API's lists, each declared once: its fields with their meaning, their columns in the database.

A Row is a serializer that only writes.  It reads tuples rather than objects, which is four times as fast,
and the same declaration gives the JSON, the header of a CSV file, the codebook and the schema.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any

import orjson
from rest_framework import serializers

SEPARATOR = "; "
# What is not known or does not apply is null, whichever way the database says so: an empty text, or year 1.
SINCE_EVER = date.min
COMPOUND = (serializers.BaseSerializer, serializers.ListField, serializers.DictField)


class Row(serializers.Serializer):
    """One row of a list.  A field's ``source`` is a column as ``values_list`` knows it.

    Fields named in ``attached`` have no column: ``complete`` of the endpoint adds them, some rows at a time.
    A nested Row is null when all of its columns are.
    """

    attached: tuple[str, ...] = ()
    # What a program follows and a table does not need.
    json_only: tuple[str, ...] = ("links",)

    # Kept, because a serializer copies its fields anew for each object.
    @classmethod
    @cache
    def columns(cls) -> tuple[str, ...]:
        """Return the columns to select, in the order in which ``builder`` reads them."""
        found: list[str] = []
        for name, field in cls().fields.items():
            if name in cls.attached:
                continue
            if isinstance(field, Row):
                found += type(field).columns()
            else:
                found.append(field.source or name)
        return tuple(found)

    @classmethod
    @cache
    def builder(cls) -> Callable[[Iterable], dict[str, Any]]:
        """Return a function that makes a row out of a tuple of its columns."""
        lay_out, leaves = cls._layout(), cls._leaves()
        texts = [place for place, leaf in enumerate(leaves) if not isinstance(leaf, serializers.DateField)]
        days = [place for place, leaf in enumerate(leaves) if isinstance(leaf, serializers.DateField)]

        def build(values: Iterable) -> dict[str, Any]:
            cells = list(values)
            for place in texts:
                if cells[place] == "":
                    cells[place] = None
            for place in days:
                if cells[place] == SINCE_EVER:
                    cells[place] = None
            return lay_out(cells)

        return build

    @classmethod
    def _leaves(cls) -> list[serializers.Field]:
        """Return the fields that have a column, in the order of ``columns``."""
        found: list[serializers.Field] = []
        for name, field in cls().fields.items():
            if name not in cls.attached:
                found += type(field)._leaves() if isinstance(field, Row) else [field]
        return found

    @classmethod
    def _layout(cls) -> Callable[[list], dict[str, Any]]:
        """Return a function that gives cells their names; inner rows take several of them."""
        names, inner, width = [], [], 0
        for name, field in cls().fields.items():
            if name in cls.attached:
                continue
            names.append(name)
            taken = len(type(field).columns()) if isinstance(field, Row) else 1
            if isinstance(field, Row):
                # The last first, so that those before it stay where they are.
                inner.insert(0, (slice(width, width + taken), _nested(type(field))))
            width += taken

        def lay_out(cells: list) -> dict[str, Any]:
            for place, nested in inner:
                cells[place] = [nested(cells[place])]
            return dict(zip(names, cells, strict=True))

        return lay_out

    @classmethod
    def header(cls) -> list[str]:
        """Return the names of the columns of a table made of these rows."""
        return [name for name, _, _ in cls.table_columns()]

    @classmethod
    def cells(cls) -> Callable[[dict], Sequence]:
        """Return a function that makes the cells of a table out of a row; see ``header``."""
        fields = cls().fields
        if not any(isinstance(field, COMPOUND) for field in fields.values()):
            return itemgetter(*fields)  # in one go: panels have a million rows
        getters = [_getter(path) for _, path, _ in cls.table_columns()]

        def flatten(row: dict) -> list:
            return [get(row) for get in getters]

        return flatten

    @classmethod
    def table_columns(cls) -> Iterator[tuple[str, tuple[str, ...], serializers.Field]]:
        """Yield name, path in the row, and field of each column.  Nested names are joined by an underscore."""
        for name, field in cls().fields.items():
            if name in cls.json_only:
                continue
            if isinstance(field, Row):
                for inner, path, leaf in type(field).table_columns():
                    yield f"{name}_{inner}".removeprefix("flags_"), (name, *path), leaf
            else:
                yield name, (name,), field


def _nested(row_class: type[Row]) -> Callable[[list], dict | None]:
    """Return a function that makes an inner row, or null where none of its cells has a value."""
    lay_out = row_class._layout()
    if any(isinstance(field, serializers.BooleanField) for field in row_class().fields.values()):
        return lay_out
    return lambda cells: lay_out(cells) if cells.count(None) < len(cells) else None


def _getter(path: tuple[str, ...]) -> Callable[[dict], Any]:
    """Return a function that takes a cell out of a row; what is inside null is null."""
    first, *inner = path

    def get(row: dict) -> Any:
        value = row.get(first)
        for name in inner:
            value = value.get(name) if value else None
        return _cell(value) if isinstance(value, list | dict) else value

    return get


def _cell(value: list | dict) -> str:
    """Return several values as one cell; of a list of rows, the value that names each."""
    if isinstance(value, dict):
        return orjson.dumps(value, option=orjson.OPT_UTC_Z).decode()
    return SEPARATOR.join(str(next(iter(item.values()))) if isinstance(item, dict) else str(item) for item in value)
