"""Comparing a file's row with what was last loaded and with what the registry holds: who changed what."""

import pytest
from django.core.exceptions import ValidationError

from treatytracker.loading import Outcome, Report, RowRefused, Table, apply, compare
from treatytracker.models import LoadedRow
from treatytracker.tables import Row

pytestmark = pytest.mark.django_db


class Things(Table):
    """A table of names by their number, kept in a dictionary."""

    file = "things.csv"
    columns = ("id", "name", "label")
    derived_columns = ("label",)

    def __init__(self, **registry):
        self.registry = registry

    def key(self, row):
        return row["id"]

    def stored(self):
        return {key: {"id": key, "name": name} for key, name in self.registry.items() if name is not None}

    def row_of(self, instance):
        return instance

    def build(self, row, instance=None):
        if row["name"] == "bad":
            raise RowRefused("name: “bad” is not a name.")
        if row["name"] == "worse":
            raise ValidationError({"name": ["Too bad.", "Much too bad."]})
        if row["name"] == "worst":
            raise ValidationError("As a whole it is bad.")
        return row.values

    def write(self, created, changed, edit):
        for values in (*created, *changed):
            self.registry[values["id"]] = values["name"]


def rows(**names):
    return [
        Row("things.csv", line, {"id": key, "name": name, "label": "for the reader"})
        for line, (key, name) in enumerate(names.items(), start=2)
    ]


def run(table, found, overwrite=False):
    """Compare and apply; return the report."""
    report = Report()
    apply(table, compare(table, found, report, overwrite), report, edit=None)
    return report


def remember(**names):
    for key, name in names.items():
        LoadedRow.objects.create(file="things.csv", key=key, values={"id": key, "name": name})


# What was loaded before, what the registry holds, what the file says; what happens, and the remark on it.
OUTCOMES = {
    "new": (None, None, "a", "created", ""),
    "the same": ("a", "a", "a", "unchanged", ""),
    "the source changed": ("a", "a", "b", "changed", ""),
    "an editor corrected": ("a", "b", "a", "kept", "an editor's correction stands."),
    "both changed": ("a", "b", "c", "kept", "an editor's correction stands. name: the file has “c”, the registry “b”."),
    "both changed alike": ("a", "b", "b", "unchanged", ""),
    "an editor withdrew": ("a", None, "a", "kept", "an editor has withdrawn it."),
    "an editor withdrew and the source changed": ("a", None, "b", "kept", "an editor has withdrawn it."),
    "an editor had entered the same": (None, "a", "a", "unchanged", ""),
    "an editor had entered another": (None, "b", "a", "kept", "an editor's correction stands."),
}


@pytest.mark.parametrize(("loaded", "held", "says", "outcome", "remark"), OUTCOMES.values(), ids=OUTCOMES)
def test_outcome(loaded, held, says, outcome, remark):
    if loaded:
        remember(x=loaded)
    table = Things(x=held)
    report = run(table, rows(x=says))
    assert report.counts["things.csv"] == {outcome: 1}
    assert [text.startswith(f"things.csv, line 2: {outcome}: {remark}") for text in report.remarks] == [True] * bool(
        remark
    )
    assert table.registry["x"] == (says if outcome in ("created", "changed") else held)
    remembered = LoadedRow.objects.filter(key="x").values_list("values__name", flat=True).first()
    assert remembered == (loaded if outcome == "kept" else says)


@pytest.mark.parametrize(("loaded", "held", "says", "outcome", "remark"), OUTCOMES.values(), ids=OUTCOMES)
def test_with_overwriting_the_file_wins(loaded, held, says, outcome, remark):
    if loaded:
        remember(x=loaded)
    table = Things(x=held)
    report = run(table, rows(x=says), overwrite=True)
    assert table.registry["x"] == says
    assert report.total(Outcome.KEPT) == 0
    again = run(table, rows(x=says))
    assert again.counts["things.csv"] == {"unchanged": 1}


def test_columns_for_the_reader_are_not_compared():
    remember(x="a")
    (row,) = rows(x="a")
    row.values["label"] = "another word"
    assert run(Things(x="a"), [row]).total(Outcome.UNCHANGED) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bad", "name: “bad” is not a name."),
        ("worse", "name: Too bad. Much too bad."),
        ("worst", "As a whole it is bad."),
    ],
)
def test_what_cannot_be_built_is_refused_with_its_line(name, said):
    report = run(Things(), rows(x="a", y=name))
    assert report.counts["things.csv"] == {"created": 1, "refused": 1}
    assert report.remarks == [f"things.csv, line 3: refused: {said}"]


def test_a_key_twice_is_refused_with_both_lines():
    report = run(Things(), [*rows(x="a", y="b"), Row("things.csv", 9, {"id": "x", "name": "c", "label": ""})])
    assert report.remarks == ["things.csv, line 9: refused: x stands already on line 2."]
    assert report.counts["things.csv"] == {"created": 2, "refused": 1}


def test_a_row_without_a_key_is_refused():
    report = run(Things(), [Row("things.csv", 7, {"id": "", "name": "c", "label": ""})])
    assert report.remarks == ["things.csv, line 7: refused: what identifies the row is empty."]


def test_a_key_that_is_gone_is_reported():
    remember(x="a", z="a")
    report = run(Things(x="a", z="a"), rows(x="a"))
    assert report.remarks == ["things.csv: z is no longer in the file; the registry keeps it."]


def test_totals_are_over_all_files():
    report = Report()
    for file in ("a.csv", "b.csv"):
        report.add(Row(file, 2, {}), Outcome.CREATED)
    assert (report.total(Outcome.CREATED), report.total(Outcome.REFUSED)) == (2, 0)
