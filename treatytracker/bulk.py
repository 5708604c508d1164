"""Many rows at once: what Django's own bulk methods do, without an object and an expression for every value.

For derived tables only: no signals, no history, no revision.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 1000


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, each a mapping from columns to values.  All have the same columns."""
    supply = iter(rows)
    while batch := list(islice(supply, BATCH)):
        names = list(batch[0])
        fields: list[Any] = [model._meta.get_field(name) for name in names]
        columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        prepared = _prepared(fields, ([row[name] for name in names] for row in batch))
        _insert(f"INSERT INTO {_table(model)} ({columns}) VALUES", list(prepared))


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Set the columns ``names`` of rows, each given as its primary key and the values."""
    key: Any = model._meta.pk
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = [connection.ops.quote_name(field.column) for field in fields]
    supply: Any = _prepared([*fields, key], ([*values, pk] for pk, *values in rows))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            setting = ", ".join(f"{column} = %s" for column in columns)
            cursor.executemany(f"UPDATE {_table(model)} SET {setting} WHERE {key.column} = %s", supply)
            return
        # One statement for many rows; a server would otherwise be asked about each.
        setting = ", ".join(f"{column} = new.{column}" for column in columns)
        types = ", ".join(f"%s::{field.db_type(connection)}" for field in fields)
        given = f"({types}, %s::bigint)"
        while batch := list(islice(supply, BATCH)):
            cursor.execute(
                f"UPDATE {_table(model)} SET {setting} FROM (VALUES {', '.join([given] * len(batch))}) "
                f"AS new ({', '.join(columns)}, pk) WHERE {_table(model)}.{key.column} = new.pk",
                [value for row in batch for value in row],
            )


def _insert(statement: str, rows: Sequence[Sequence]) -> None:
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{statement} {one}", rows)
        else:
            cursor.execute(f"{statement} {', '.join([one] * len(rows))}", [value for row in rows for value in row])


def _prepared(fields: Sequence[models.Field], rows: Iterable[Sequence]) -> Iterator[list]:
    """Yield the rows as the database takes them: days and JSON differ between databases."""
    steps = [_step(field) for field in fields]
    for row in rows:
        yield [step(value) if step else value for step, value in zip(steps, row, strict=True)]


def _step(field: models.Field) -> Callable[[Any], Any] | None:
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
