"""Questions that Django turns into SQL once, however often they are asked.

A page asks a dozen, and to build and compile a queryset takes Django longer than the database takes to answer it.
"""

from collections.abc import Callable
from typing import Any

import orjson
from django.db import connections, models, router
from django.db.models.expressions import Expression

from treatytracker.models import Revision


class Parameter(Expression):
    """A value that a question is asked with; it stands in the queryset where the value would."""

    def __init__(self, name: str, output_field: models.Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


def a_day(name: str) -> Parameter:
    """Return a parameter that is a day."""
    return Parameter(name, models.DateField())


def a_text(name: str) -> Parameter:
    """Return a parameter that is a text."""
    return Parameter(name, models.CharField())


def a_number(name: str) -> Parameter:
    """Return a parameter that is a whole number, such as a primary key."""
    return Parameter(name, models.BigIntegerField())


def source_of_reads() -> str:
    """Return the alias of the database that the request in hand reads from; the registry is one in all its parts."""
    return router.db_for_read(Revision)


def read_json(value, expression, connection):
    """Return what a column of JSON holds, in a third of the time that Django takes."""
    return orjson.loads(value) if isinstance(value, str) else value


class Question:
    """A queryset of tuples with parameters.

    >>> WHO = Question(lambda: Participation.objects.bound().as_of(a_day("day")).values_list("participant_id"))
    >>> WHO.ask(day=date(2025, 3, 12))
    """

    def __init__(self, queryset: Callable[[], models.QuerySet]):
        self.queryset = queryset
        self._compiled: dict[str, Compiled] = {}

    def ask(self, **values: Any) -> list[tuple]:
        """Return the rows; one query.  Every parameter is given by its name."""
        source = source_of_reads()
        if source not in self._compiled:
            self._compiled[source] = Compiled(self.queryset(), source)
        return self._compiled[source].rows(values)

    def objects(self, **values: Any) -> list:
        """Return the rows as objects of the model; the question must be for all its columns, as ``whole`` makes it."""
        model = self.queryset().model
        names = [field.attname for field in model._meta.concrete_fields]
        return [model.from_db(source_of_reads(), names, row) for row in self.ask(**values)]


def whole(queryset: models.QuerySet) -> models.QuerySet:
    """Return tuples of all columns of a model, of which ``objects`` makes objects."""
    return queryset.values_list(*(field.attname for field in queryset.model._meta.concrete_fields))


class Compiled:
    """A queryset as SQL of one database."""

    def __init__(self, queryset: models.QuerySet, alias: str):
        assert not queryset.query.distinct, "Django selects more of distinct rows than it gives"
        compiler = queryset.query.get_compiler(alias)
        self.alias = alias
        self.sql, self.parameters = compiler.as_sql()
        selected = [expression for expression, *_ in compiler.select]
        self.converters = {
            place: ((read_json,), expression)
            if isinstance(expression.output_field, models.JSONField)
            else (converters, expression)
            for place, (converters, expression) in compiler.get_converters(selected).items()
        }

    def rows(self, values: dict[str, Any]) -> list[tuple]:
        """Return what the database finds, each value as Django would give it."""
        connection = connections[self.alias]
        given = [
            one.output_field.get_db_prep_value(values[one.name], connection) if isinstance(one, Parameter) else one
            for one in self.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found = cursor.fetchall()
        if not (found and self.converters):
            return found
        columns: list[Any] = list(zip(*found, strict=True))
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                columns[place] = [convert(value, expression, connection) for value in columns[place]]
        return list(zip(*columns, strict=True))
