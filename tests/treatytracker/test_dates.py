"""Days and instants: one form in, one form out, and only one place that asks for the time."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatytracker import dates
from treatytracker.dates import BadDate, day_after, display, parse_day, parse_instant, whole_years


@given(st.dates())
def test_a_day_is_read_as_it_is_written(day):
    assert parse_day(day.isoformat()) == day


@given(st.dates())
def test_a_displayed_day_is_that_day(day):
    number, month, year = display(day).split()
    assert date(int(year), 1 + dates.MONTHS.index(month), int(number)) == day


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2025, 3, 12), "12 Mar 2025"),
        (date(1999, 3, 1), "1 Mar 1999"),
        (date(2026, 12, 31), "31 Dec 2026"),
        (None, ""),
    ],
)
def test_display(day, text):
    assert display(day) == text


@pytest.mark.parametrize("text", ["2025-03-12", " 2025-03-12 ", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day_of_the_calendar(text):
    assert parse_day(text) == date.fromisoformat(text.strip())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-02-29", "“2025-02-29” is not a day of the calendar."),
        ("2025-13-01", "not a day of the calendar"),
        ("0000-01-01", "not a day of the calendar"),
        ("20250312", "is not a date. Write it as YYYY-MM-DD, for example 2025-03-12."),
        ("2025-W11-3", "is not a date"),
        ("2025-3-12", "is not a date"),
        ("12 Mar 2025", "is not a date"),
        ("2025-03-12T00:00", "is not a date"),
        ("٢٠٢٥-٠٣-١٢", "is not a date"),
        ("2025-03-12\x00", "is not a date"),
        ("", "is not a date"),
        ("today", "is not a date"),
    ],
)
def test_what_is_no_day_is_refused(text, said):
    with pytest.raises(BadDate, match=said):
        parse_day(text)


def test_a_long_text_is_not_repeated_in_full():
    with pytest.raises(BadDate) as refused:
        parse_day("x" * 5000)
    assert len(str(refused.value)) < 150


INSTANT = datetime(2025, 3, 12, 10, 30, tzinfo=UTC)
FIRST, LAST = datetime(1900, 1, 1), datetime(2199, 1, 1)  # noqa: DTZ001 - the zone is drawn apart


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-12T10:30Z", INSTANT),
        ("2025-03-12T10:30:00+00:00", INSTANT),
        ("2025-03-12T12:30+02:00", INSTANT),
        ("2025-03-12T12:30 02:00", INSTANT),
        ("2025-03-12T12:30 0200", INSTANT),
        ("2025-03-12 10:30", INSTANT),
        ("2025-03-12T10:30", INSTANT),
        (" 2025-03-12T10:30Z ", INSTANT),
        ("2025-03-12", datetime(2025, 3, 12, tzinfo=UTC)),
        ("2025-03-12T10:30:00.000001Z", INSTANT + timedelta(microseconds=1)),
    ],
)
def test_an_instant_is_read_in_utc(text, instant):
    found = parse_instant(text)
    assert found == instant
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "20250312T1030",
        "2025-W11-3",
        "2025-02-29",
        "2025-03-12T25:00",
        "2025-03-12Z",
        "0001-01-01T00:00+14:00",
    ],
)
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(BadDate, match="is not an instant. Write it as 2026-05-01T00:00Z or as a day, 2026-05-01."):
        parse_instant(text)


@given(st.datetimes(FIRST, LAST), st.integers(-14, 14))
def test_an_instant_is_read_as_it_is_written(moment, hours):
    instant = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert parse_instant(instant.isoformat()) == instant


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2000, 2, 29), date(2001, 2, 28), 0),
        (date(2000, 2, 29), date(2001, 3, 1), 1),
        (date(1997, 12, 4), date(2025, 12, 3), 27),
        (date(1997, 12, 4), date(2025, 12, 4), 28),
    ],
)
def test_years_count_when_they_are_full(since, until, years):
    assert whole_years(since, until) == years


def test_today_is_the_day_in_utc(monkeypatch):
    monkeypatch.undo()
    before, today, after = datetime.now(UTC).date(), dates.today(), datetime.now(UTC).date()  # noqa: TID251
    assert before <= today <= after
    assert dates.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "next_day"),
    [
        (date(2024, 2, 28), date(2024, 2, 29)),
        (date(2025, 12, 31), date(2026, 1, 1)),
        (date(9999, 12, 30), date.max),
        (date.max, date.max),
    ],
)
def test_the_day_after(day, next_day):
    assert day_after(day) == next_day
