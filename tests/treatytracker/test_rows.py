"""Rows: declared once, read from tuples, laid out as JSON and as a table."""

from datetime import date

from rest_framework import serializers

from treatytracker.fields import flag, maybe_day, maybe_text, text
from treatytracker.rows import Row


class Notice(Row):
    on = maybe_day("When.", "notified_on")
    effective_on = maybe_day("Until.", "notice_ends_on")


class Flags(Row):
    suspended = flag("Whether.", "is_suspended")
    notice = Notice(allow_null=True)


class Example(Row):
    attached = ("names", "links")

    code = text("A code.", "thing__code")
    note = maybe_text("A note.")
    since = maybe_day("Since.")
    flags = Flags()
    names = serializers.ListField()
    links = serializers.DictField()


VALUES = ("ABC", "", date.min, False, None, None)


def test_columns_are_those_to_select():
    assert Example.columns() == ("thing__code", "note", "since", "is_suspended", "notified_on", "notice_ends_on")


def test_a_row_is_built_from_a_tuple():
    row = Example.builder()(VALUES)
    assert row == {"code": "ABC", "note": None, "since": None, "flags": {"suspended": False, "notice": None}}


def test_a_nested_row_is_there_when_any_of_it_is():
    row = Example.builder()((*VALUES[:4], date(2025, 7, 10), None))
    assert row["flags"]["notice"] == {"on": date(2025, 7, 10), "effective_on": None}


def test_a_table_has_a_column_for_every_leaf():
    assert Example.header() == ["code", "note", "since", "suspended", "notice_on", "notice_effective_on", "names"]


def test_cells_stand_under_their_header():
    row = Example.builder()(VALUES) | {"names": ["One", "Two"], "links": {"self": "http://example.org"}}
    assert Example.cells()(row) == ["ABC", None, None, False, None, None, "One; Two"]


def test_rows_in_a_cell_are_named_by_their_first_value():
    row = Example.builder()(VALUES) | {"names": [{"id": 1, "x": 2}, {"id": 3}], "links": {}}
    assert Example.cells()(row)[-1] == "1; 3"
