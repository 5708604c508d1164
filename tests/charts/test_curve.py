"""The curve of participation: steps at the right day and height."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatytracker.charts import curve
from treatytracker.charts.axis import TimeAxis
from treatytracker.charts.curve import steps_of, within

from .reading import assert_safe, by_class, parse, texts

START, UNTIL = date(2000, 1, 1), date(2020, 1, 1)
PLOT_LEFT, PLOT_RIGHT = 46, 520 - 54
WORDS = {"title": "Participation", "description": "From 2000 to 2020."}


def draw(series, **more):
    return curve(series, **({"start": START, "until": UNTIL} | WORDS | more))


def corners(drawing, kind="bound"):
    """Return where the line starts, and its steps as (x, y)."""
    (line,) = by_class(drawing, kind)[:1]
    start = re.match(r"M([\d.]+) ([\d.]+)", line.get("d")).groups()
    return [tuple(map(float, pair)) for pair in [start, *re.findall(r"H([\d.]+)V([\d.]+)", line.get("d"))]]


def test_a_step_stands_at_its_day():
    start, half = corners(draw([(date(2010, 1, 1), 4)]))
    assert start[0] == PLOT_LEFT
    middle = PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * (date(2010, 1, 1) - START).days / (UNTIL - START).days
    assert half[0] == pytest.approx(middle, abs=0.05)
    assert half[1] < start[1]


def test_the_value_at_the_end_is_written():
    assert texts(draw([(date(2010, 1, 1), 4), (date(2012, 1, 1), 3)]), "value") == ["3"]


def test_values_before_the_start_are_the_value_at_the_start():
    changes = [(date(1990, 1, 1), 5), (date(1999, 12, 31), 7), (date(2005, 1, 1), 8)]
    assert within(changes, START, UNTIL) == [(START, 7), (date(2005, 1, 1), 8)]


def test_values_after_the_end_are_not_drawn():
    after = UNTIL + timedelta(days=1)
    assert within([(UNTIL, 1), (after, 2)], START, UNTIL) == [(START, 0), (UNTIL, 1)]
    assert texts(draw([(UNTIL, 1), (after, 2)]), "value") == ["1"]


def test_of_two_values_on_one_day_the_last_holds():
    day = date(2001, 1, 1)
    assert within([(day, 9), (day, 3)], START, UNTIL) == [(START, 0), (day, 3)]


def test_order_does_not_matter():
    changes = [(date(2001, 1, 1), 1), (date(2002, 1, 1), 2)]
    assert draw(changes) == draw(changes[::-1])


def test_nothing_to_show_is_said():
    drawing = draw([])
    assert texts(drawing, "empty") == ["Nothing to count in this period"]
    assert not by_class(drawing, "line")
    assert_safe(drawing)


def test_one_day_is_enough():
    assert_safe(draw([(START, 3)], until=START))


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="cannot end on 1999-01-01"):
        draw([], until=date(1999, 1, 1))


@pytest.mark.parametrize(
    ("day", "shown"),
    [(START - timedelta(days=1), False), (START, True), (UNTIL, True), (UNTIL + timedelta(days=1), False)],
)
def test_only_markers_in_the_period_are_shown(day, shown):
    assert bool(texts(draw([], markers=[(day, "In force")]), "marker-label")) == shown


def test_a_marker_is_named_on_the_side_with_more_room():
    drawing = draw([], markers=[(date(2001, 1, 1), "early"), (date(2019, 1, 1), "late")])
    early, late = by_class(drawing, "marker-label")
    assert early.get("text-anchor") is None
    assert late.get("text-anchor") == "end"


def test_two_lines_have_a_key_and_labels_that_do_not_meet():
    day = date(2001, 1, 1)
    drawing = draw([(day, 160)], signatories=[(day, 161)])
    assert texts(drawing, "key-label") == ["Bound", "Signatories"]
    one, other = (float(label.get("y")) for label in by_class(drawing, "value"))
    assert abs(one - other) >= 21


def test_one_line_needs_no_key():
    assert not texts(draw([(START, 1)]), "key-label")


def test_text_is_escaped():
    drawing = draw([(START, 1)], markers=[(START, "<b> & ]]>")], title="a < b & c")
    assert texts(drawing, "marker-label") == ["<b> & ]]>"]
    assert parse(drawing)[0].text == "a < b & c"


@given(st.lists(st.tuples(st.dates(date(1980, 1, 1), date(2030, 1, 1)), st.integers(0, 300)), max_size=30))
def test_the_line_stays_in_the_plot(changes):
    drawing = draw(changes)
    assert_safe(drawing)
    if changes:
        places = corners(drawing)
        assert [x for x, _ in places] == sorted(x for x, _ in places)
        assert all(PLOT_LEFT <= x <= PLOT_RIGHT and 12 <= y <= 280 - 32 for x, y in places)
        assert not re.search(r"\d\.\d\d", drawing)


@given(st.integers(0, 100_000))
def test_the_vertical_axis_reaches_the_highest_value(highest):
    values = steps_of(highest)
    assert values[0] == 0
    assert values[-1] >= highest
    assert 2 <= len(values) <= 6


@given(st.dates(date(1900, 1, 1), date(2000, 1, 1)), st.integers(0, 60_000))
def test_years_below_have_room(start, days):
    axis = TimeAxis(start, start + timedelta(days=days), 46, 466)
    assert len(axis.years()) <= 6
    assert "<text" in axis.draw(0, 10, 20)
