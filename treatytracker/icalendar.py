"""iCalendar (RFC 5545) for days: all that a reader's calendar needs to subscribe to dates of effect.  Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from treatytracker.text import printable

PRODUCT = "-//Treaty Tracker//Dates of effect//EN"
MEDIA_TYPE = "text/calendar; charset=utf-8"
# RFC 5545, 3.1: a line is at most 75 octets long, its end left aside.
LINE_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day."""

    uid: str
    day: date
    stamp: datetime
    summary: str
    description: str
    url: str
    category: str = ""


def calendar(name: str, description: str, events: Iterable[Event]) -> str:
    """Return a calendar with these events."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        # NAME is RFC 7986; the older X- names are what most calendars still read.
        f"NAME:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
        f"X-WR-CALDESC:{escape(description)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line))


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(event.uid)}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    # The end of a day is not part of it: one day lasts until the next, which the calendar's last does not have.
    if event.day < date.max:
        yield f"DTEND;VALUE=DATE:{_day(event.day + timedelta(days=1))}"
    yield f"SUMMARY:{escape(event.summary)}"
    yield f"DESCRIPTION:{escape(event.description)}"
    yield f"URL:{event.url}"
    if event.category:
        yield f"CATEGORIES:{escape(event.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}".zfill(8)


def escape(text: str) -> str:
    """Return a text as a value (RFC 5545, 3.3.11); control characters have no place in one."""
    text = printable(text)
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, escaped)
    return text


def fold(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, each after the first begun by a space; no letter is cut."""
    piece, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LINE_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece, octets = piece + letter, octets + size
    yield piece
