"""Many rows at once: what Django's own bulk methods do, without an object and an expression for every value.

For derived tables only: no signals, no history, no revision.  A list for a JSON column is given as a tuple.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import islice
from operator import itemgetter
from typing import Any

import orjson
from django.db import connection, models

BATCH = 1000


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, each a mapping from columns to values.  All have the same columns."""
    for batch in _batches(rows):
        names = tuple(batch[0])
        fields: list[Any] = [model._meta.get_field(name) for name in names]
        into = f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(_quoted(f.column) for f in fields)})"
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                marks = ", ".join(["%s"] * len(fields))
                cursor.executemany(f"{into} VALUES ({marks})", _prepared(fields, map(itemgetter(*names), batch)))
            else:
                given = _given(dict(zip(names, fields, strict=True)))
                cursor.execute(f"{into} SELECT new.* FROM {given}", [_as_json(batch)])


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Set the columns ``names`` of rows, each given as its primary key and the values."""
    key: Any = model._meta.pk
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    table, pk, columns = _quoted(model._meta.db_table), _quoted(key.column), [_quoted(f.column) for f in fields]
    for batch in _batches(rows):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                setting = ", ".join(f"{column} = %s" for column in columns)
                prepared = _prepared([*fields, key], ((*values, which) for which, *values in batch))
                cursor.executemany(f"UPDATE {table} SET {setting} WHERE {pk} = %s", prepared)
            else:
                setting = ", ".join(f"{column} = new.{column}" for column in columns)
                named = {field.column: field for field in (key, *fields)}
                statement = f"UPDATE {table} SET {setting} FROM {_given(named)} WHERE {table}.{pk} = new.{pk}"
                cursor.execute(statement, [_as_json([dict(zip(named, row, strict=True)) for row in batch])])


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    supply = iter(rows)
    while batch := list(islice(supply, BATCH)):
        yield batch


# SQLite takes row by row ---------------------------------------------------------------------------


def _prepared(fields: Sequence[models.Field], rows: Iterable[Sequence]) -> list[tuple]:
    """Return the rows as SQLite takes them: days and JSON as texts."""
    columns = [
        map(step, column) if (step := _step(field)) else column
        for field, column in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    return list(zip(*columns, strict=True))


def _step(field: models.Field) -> Callable[[Any], Any] | None:
    """Return what prepares a field's values: each once, as the same days and lists come again and again."""
    if isinstance(field, models.DateField):
        return cache(connection.ops.adapt_datefield_value)
    if isinstance(field, models.JSONField):
        return cache(partial(connection.ops.adapt_json_value, encoder=field.encoder))
    return None


# A server takes all of them as one text, which it reads in half the time that thousands of values take ----


def _as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    return orjson.dumps(rows).decode()


def _given(fields: Mapping[str, Any]) -> str:
    """Return the rows of the text as a table ``new``."""
    # A foreign key and an automatic key are numbers like any other here.
    types = (f"{_quoted(name)} {field.cast_db_type(connection)}" for name, field in fields.items())
    return f"json_to_recordset(%s) AS new ({', '.join(types)})"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
