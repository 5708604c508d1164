"""Days and instants: reading, writing and counting them, and the only place that asks for today.

The registry's day begins at midnight UTC.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# date.fromisoformat also reads "20250312" and "2025-W11-3"; the registry promises one form.
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadDate(ValueError):
    """A text that is no day or instant; the message says what is wrong and what is allowed."""


def today() -> date:
    """Return the current day in UTC."""
    return now().date()


def now() -> datetime:
    """Return the current instant in UTC."""
    return datetime.now(UTC)


def parse_day(text: str) -> date:
    """Return the day written as ``YYYY-MM-DD``.  Raise BadDate for any other text."""
    text = text.strip()
    try:
        if ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise BadDate(f"“{text}” is not a day of the calendar.") from None
    raise BadDate(f"“{text[:40]}” is not a date. Write it as YYYY-MM-DD, for example 2025-03-12.")


def parse_instant(text: str) -> datetime:
    """Return the instant written in ISO 8601; without a zone it is UTC, a bare day is its midnight.

    Raise BadDate for any other text.
    """
    # A "+" that was not percent-encoded reaches us as a space: "2025-03-12T10:00 02:00".
    candidate = re.sub(r" (?=\d{2}:?\d{2}$)", "+", text.strip())
    try:
        if ISO_DAY.match(candidate):
            instant = datetime.fromisoformat(candidate)
            return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    raise BadDate(f"“{text[:40]}” is not an instant. Write it as 2026-05-01T00:00Z or as a day, 2026-05-01.")


# Lists are full of days, and of the same ones.
@lru_cache(maxsize=20_000)
def display(day: date | None) -> str:
    """Return the day as pages print it, ``12 Mar 2025``; an unknown day is an empty text."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def day_after(day: date) -> date:
    """Return the next day; the calendar's last one stands for itself."""
    return day + timedelta(days=1) if day < date.max else day


def whole_years(since: date, until: date) -> int:
    """Return how many years have passed in full."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))
