"""Reads one cell of a participation table: dates, their codes and their brackets.

A date is written ``10 Apr<TAB>1981 a``: the day padded with a space, the month in three letters (``Sept``
occurs), a code if the heading has several, all of it in brackets if it is no longer effective.
"""

import re
from dataclasses import dataclass
from datetime import date

DATE = r"(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})"
_CELL = re.compile(rf"(\[?)\s*{DATE}\s*([A-Za-z]{{1,2}}(?![A-Za-z]))?\s*(\]?)")
_DATE = re.compile(DATE)
_MONTHS = "january february march april may june july august september october november december".split()


@dataclass(frozen=True, slots=True)
class DateCell:
    """A date with its code; the letter's case matters: ``a`` accession, ``A`` acceptance."""

    on: date
    code: str = ""
    bracketed: bool = False


class Unreadable(ValueError):
    """A cell that is neither empty nor of the known form; the message says what is wrong with it."""


def read_dates(text: str) -> list[DateCell]:
    """Return the dates in a cell, none if it is empty.  Raise Unreadable."""
    # Brackets that the cell opens and a later line closes are round all that it holds.
    whole = text.startswith("[") and text.endswith("]")
    found, rest = [], text
    for match in _CELL.finditer(text):
        opened, day, month, year, code, closed = match.groups()
        found.append(DateCell(make_date(day, month, year), code or "", whole or bool(opened or closed)))
        rest = rest.replace(match[0], " ", 1)
    if rest.strip(" []-–—,;"):
        raise Unreadable(f"“{text}” is not a date of the form 10 Apr 1981, with or without a code.")
    return found


def find_date(text: str) -> date | None:
    """Return the first date in a sentence, None if there is none that exists."""
    for match in _DATE.finditer(text):
        try:
            return make_date(*match.groups())
        except Unreadable:
            continue
    return None


def make_date(day: str, month: str, year: str) -> date:
    """Return the date written with a month's name or its first three letters.  Raise Unreadable."""
    name = month.lower()
    number = next((i for i, full in enumerate(_MONTHS, 1) if len(name) >= 3 and full.startswith(name)), None)
    # “Sept” is no more than the beginning of its month's name, as all other short forms are.
    try:
        if number:
            return date(int(year), number, int(day))
    except ValueError:
        pass
    raise Unreadable(f"“{day} {month} {year}” is not a day of the calendar.")


def unbracket(name: str) -> tuple[str, bool]:
    """Return a participant's name without brackets round it, and whether there were any."""
    inner = name.strip()
    if inner.startswith("[") and inner.endswith("]"):
        return inner[1:-1].strip(), True
    return inner, False
