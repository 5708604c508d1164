"""Values and the cells of CSV files, each the other's inverse."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatytracker.cells import as_cell, day_cell, flag_cell, list_cell, number_cell
from treatytracker.loading import RowRefused
from treatytracker.tables import Row


def row(text):
    return Row("things.csv", 2, {"cell": text})


WORDS = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), max_size=4)


@given(st.one_of(st.none(), st.dates()))
def test_days(day):
    assert day_cell(row(as_cell(day)), "cell") == day


@given(st.one_of(st.none(), st.integers(0, 10**9)))
def test_numbers(number):
    assert number_cell(row(as_cell(number)), "cell") == number


@given(st.booleans())
def test_flags(flag):
    assert flag_cell(row(as_cell(flag)), "cell") is flag


@given(WORDS)
def test_lists(words):
    assert list_cell(row(as_cell(words)), "cell") == words


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""), ("text", "text"), (True, "yes"), (False, "no"), (["b", "a"], "b;a"), (("a",), "a"), ([], ""),
        (date(2025, 3, 12), "2025-03-12"), (0, "0"),
    ],
)  # fmt: skip
def test_as_cell(value, cell):
    assert as_cell(value) == cell


@pytest.mark.parametrize(("text", "words"), [("a; b ;;c", ["a", "b", "c"]), ("", []), (";", [])])
def test_a_list_is_set_apart_by_semicolons(text, words):
    assert list_cell(row(text), "cell") == words


@pytest.mark.parametrize(
    ("reader", "text", "said"),
    [
        (day_cell, "12 Mar 2025", "cell: “12 Mar 2025” is not a date."),
        (day_cell, "2025-02-29", "cell: “2025-02-29” is not a day of the calendar."),
        (number_cell, "ten", "cell: “ten” is not a whole number."),
        (number_cell, "-1", "cell: “-1” is not a whole number."),
        (number_cell, "1.5", "cell: “1.5” is not a whole number."),
        (number_cell, "²", "cell: “²” is not a whole number."),
        (flag_cell, "", "cell: “” should be yes or no."),
        (flag_cell, "true", "cell: “true” should be yes or no."),
    ],
)
def test_a_wrong_cell_is_refused_with_its_column(reader, text, said):
    with pytest.raises(RowRefused) as refused:
        reader(row(text), "cell")
    assert str(refused.value).startswith(said)
