"""The rows that a query of a list selects, by SQL that is made once for all queries of a shape.

``?instrument=ccm&as_of=2020-01-01`` and ``?instrument=crpd`` differ in values only.  To make the SQL of a list takes
Django longer than a database takes to answer it.
"""

from copy import copy
from types import SimpleNamespace
from typing import Any

from django.db import models

from treatytracker.filters import DayFilter, QueryFilterSet, WordsFilter
from treatytracker.prepared import Compiled, a_day, a_text, source_of_reads

# The SQL that is kept at most; who asks for more shapes than these begins anew.  Of long lists of words none is kept.
MOST, MOST_WORDS = 500, 20
_compiled: dict[tuple, Compiled] = {}


class Selection:
    """Tuples of columns, in the order of the queryset; can be cut, counted and read through as a queryset can."""

    def __init__(self, queryset: models.QuerySet, asked: QueryFilterSet, columns: tuple[str, ...]):
        self.queryset = queryset
        self.asked = asked
        self.columns = columns

    def __getitem__(self, place: slice) -> list[tuple]:
        parts = shape_and_values(self.asked)
        if parts is None:
            return list(self._rows(self.asked)[place])
        shape, values, cleaned = parts
        source = source_of_reads()
        of_list = (source, type(self.asked), self.queryset.model, self.queryset.query.order_by, self.columns)
        key = (*of_list, shape, place.start, place.stop)
        compiled = _compiled.get(key)
        if compiled is None:
            if len(_compiled) >= MOST:
                _compiled.clear()
            about_parameters = copy(self.asked)
            about_parameters._form = SimpleNamespace(cleaned_data=cleaned)
            compiled = _compiled[key] = Compiled(self._rows(about_parameters)[place], source)
        return compiled.rows(values)

    def _rows(self, asked: QueryFilterSet) -> models.QuerySet:
        return asked.filter_queryset(self.queryset).values_list(*self.columns)

    def count(self) -> int:
        return self._rows(self.asked).count()

    def iterator(self, chunk_size: int):
        return self._rows(self.asked).iterator(chunk_size=chunk_size)


def shape_and_values(asked: QueryFilterSet) -> tuple[tuple, dict[str, Any], dict[str, Any]] | None:
    """Return which parameters a query sets, their values, and what stands for these in the query of all of its shape.

    None if it asks for something that decides over the SQL itself, such as a text to search for.
    """
    shape: list[tuple[str, int]] = []
    values: dict[str, Any] = {}
    cleaned: dict[str, Any] = {}
    for name, value in asked.form.cleaned_data.items():
        one = asked.filters[name]
        cleaned[name] = value
        if name == "as_of" and one.method == "no_filter":
            values[name], cleaned[name] = asked.day, a_day(name)
        elif value in ("", None, []):
            continue
        elif type(one) is WordsFilter and not one.method and len(value) <= MOST_WORDS:
            names = [f"{name}_{number}" for number in range(len(value))]
            shape.append((name, len(value)))
            values |= dict(zip(names, value, strict=True))
            cleaned[name] = list(map(a_text, names))
        elif isinstance(one, DayFilter) and not one.method:
            shape.append((name, 1))
            values[name], cleaned[name] = value, a_day(name)
        else:
            return None
    return tuple(shape), values, cleaned
