"""What is remembered while a revision stands, and what is not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from treatytracker import freshness, memory
from treatytracker.freshness import State
from treatytracker.memory import recall, remembered

AT = datetime(2026, 11, 1, tzinfo=UTC)
FIRST, SECOND = (State(number, AT + timedelta(days=number), date(2026, 11, 24)) for number in (1, 2))


@pytest.fixture
def reading():
    """Return a function that reads something new each time, and remembers it."""
    supply = iter(range(10))
    return remembered(lambda: next(supply))


def test_what_was_read_is_kept_while_the_revision_stands(remembering, reading):
    with freshness.answering_from(FIRST):
        assert [reading(), reading()] == [0, 0]
    with freshness.answering_from(SECOND):
        assert [reading(), reading()] == [1, 1]
    with freshness.answering_from(FIRST):
        assert reading() == 2, "only one revision is remembered"


def test_another_day_is_the_same_revision(remembering, reading):
    tomorrow = State(FIRST.revision, FIRST.recorded_at, FIRST.day + timedelta(days=1))
    with freshness.answering_from(FIRST):
        reading()
    with freshness.answering_from(tomorrow):
        assert reading() == 0


def test_nothing_is_remembered_outside_a_snapshot(reading):
    with freshness.answering_from(FIRST):
        assert [reading(), reading()] == [0, 1]


def test_nothing_is_remembered_where_no_request_is_answered(remembering, reading):
    assert [reading(), reading()] == [0, 1]


def test_different_things_are_kept_apart(remembering):
    with freshness.answering_from(FIRST):
        assert [recall("a", lambda: 1), recall("b", lambda: 2), recall("a", lambda: 3)] == [1, 2, 1]
        assert set(memory._memory.values) == {"a", "b"}
