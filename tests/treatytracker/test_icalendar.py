"""iCalendar by its own rules: lines, folding, escaping."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from treatytracker.icalendar import LINE_OCTETS, Event, calendar, escape, fold

EVENT = Event(
    uid="apmbc-pol-withdrawal-2025-08-20@example.org",
    day=date(2026, 2, 20),
    stamp=datetime(2026, 2, 3, 12, 30, tzinfo=UTC),
    summary="Poland: Anti-Personnel Mine Ban Convention, withdrawal in effect",
    description="Art. 20; six months\nafter receipt \\ Côte d'Ivoire",
    url="https://example.org/changes/?instrument=apmbc&participant=POL",
    category="Withdrawal",
)


def unfolded(text: str) -> list[str]:
    return re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def test_an_event_is_a_whole_day():
    lines = unfolded(calendar("Dates", "When acts take effect", [EVENT]))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Treaty Tracker//Dates of effect//EN"]
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    assert event[1:5] == [
        "UID:apmbc-pol-withdrawal-2025-08-20@example.org",
        "DTSTAMP:20260203T123000Z",
        "DTSTART;VALUE=DATE:20260220",
        "DTEND;VALUE=DATE:20260221",
    ]
    assert "SUMMARY:Poland: Anti-Personnel Mine Ban Convention\\, withdrawal in effect" in event
    assert "DESCRIPTION:Art. 20\\; six months\\nafter receipt \\\\ Côte d'Ivoire" in event


def test_the_last_day_of_the_calendar_has_no_next():
    text = calendar("Dates", "When acts take effect", [replace(EVENT, day=date.max)])
    assert "DTSTART;VALUE=DATE:99991231" in text
    assert "DTEND" not in text


def test_every_line_ends_as_the_standard_wants():
    text = calendar("Dates", "When acts take effect", [EVENT])
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= LINE_OCTETS


def test_a_calendar_without_events_is_one():
    assert unfolded(calendar("Dates", "", []))[-1] == "END:VCALENDAR"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_folding_cuts_no_letter_and_can_be_undone(text):
    pieces = list(fold(text))
    assert all(len(piece.encode()) <= LINE_OCTETS for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n"), max_size=200))
def test_escaping_can_be_undone(text):
    escaped = escape(text)
    assert "\n" not in escaped
    assert "\r" not in escaped
    assert unescaped(escaped) == re.sub(r"\r\n|\r", "\n", text)


def test_control_characters_are_left_out():
    assert escape("a\x00b\x1fc") == "abc"
