"""A State's timeline: bars and ticks at the right place, and words only where there is room."""

from datetime import date

import pytest

from treatytracker.charts import Row, Segment, Tick, timeline
from treatytracker.charts.svg import STATUSES

from .reading import assert_safe, by_class, texts, tooltip

START, END = date(2000, 1, 1), date(2020, 1, 1)
LEFT, RIGHT = 22, 520 - 22
WORDS = {"title": "Mali", "description": "Eleven instruments."}


def draw(*rows, **more):
    return timeline(rows, **({"start": START, "end": END} | WORDS | more))


def bars(drawing, status):
    return [(float(bar.get("x")), float(bar.get("width"))) for bar in by_class(drawing, f"s-{status}")]


@pytest.mark.parametrize("status", STATUSES)
def test_a_spell_is_a_bar_with_the_class_of_its_status(status):
    drawing = draw(Row("Mine Ban", [Segment(START, None, status, "so it was")]))
    assert bars(drawing, status) == [(LEFT, RIGHT - LEFT)]
    assert tooltip(by_class(drawing, f"s-{status}")[0]) == "so it was"
    assert_safe(drawing)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(1990, 1, 1), None, [(LEFT, RIGHT - LEFT)]),
        (date(1990, 1, 1), START, []),
        (END, None, [(RIGHT, 1)]),
        (date(2020, 1, 2), None, []),
        (date(2010, 1, 1), date(2030, 1, 1), [(260, 238)]),
    ],
    ids=["since before", "ended at the start", "begins at the end", "begins after", "ends after"],
)
def test_what_lies_outside_is_cut_off(first, last, expected):
    assert bars(draw(Row("Mine Ban", [Segment(first, last, "party")])), "party") == expected


def test_ticks_without_room_keep_their_tooltip():
    ticks = [Tick(date(2001, 1, 1), "Signed 2001"), Tick(date(2001, 6, 1), "Ratified 2001", "Ratified on 1 Jun 2001")]
    drawing = draw(Row("Mine Ban", [], ticks))
    assert texts(drawing, "tick-label") == ["Signed 2001"]
    assert [tooltip(mark) for mark in by_class(drawing, "tick-mark")] == ["Signed 2001", "Ratified on 1 Jun 2001"]


def test_words_at_the_end_stay_on_the_sheet():
    (label,) = by_class(draw(Row("Mine Ban", [], [Tick(END, "Withdrew 2020")])), "tick-label")
    assert float(label.get("x")) + 6.6 * len("Withdrew 2020") <= RIGHT + 0.1


def test_acts_outside_the_period_have_no_tick():
    assert not by_class(draw(Row("Mine Ban", [], [Tick(date(1999, 12, 31), "Signed")])), "tick-mark")


def test_no_rows_are_said():
    assert texts(draw(), "empty") == ["Nothing to show in this period"]


def test_rows_are_escaped_and_in_order():
    assert texts(draw(Row("<A> & B"), Row("C")), "row-label") == ["<A> & B", "C"]


def test_an_unknown_status_is_refused():
    with pytest.raises(ValueError, match="'bound' is not a status"):
        draw(Row("Mine Ban", [Segment(START, None, "bound")]))


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="cannot end on 1999-01-01"):
        draw(end=date(1999, 1, 1))
