"""Values as the cells of a CSV file: reading and writing them, each the other's inverse."""

from datetime import date

from treatytracker.dates import BadDate, parse_day
from treatytracker.loading import RowRefused
from treatytracker.tables import Row


def day_cell(row: Row, column: str) -> date | None:
    """Return the day in a cell, None if it is empty.  Raise RowRefused."""
    try:
        return parse_day(row[column]) if row[column] else None
    except BadDate as error:
        raise RowRefused(f"{column}: {error}") from None


def number_cell(row: Row, column: str) -> int | None:
    """Return the whole number in a cell, None if it is empty.  Raise RowRefused."""
    if row[column] and not row[column].isdecimal():
        raise RowRefused(f"{column}: “{row[column]}” is not a whole number.")
    return int(row[column]) if row[column] else None


def flag_cell(row: Row, column: str) -> bool:
    """Return whether a cell says yes.  Raise RowRefused unless it says yes or no."""
    if row[column] not in ("yes", "no"):
        raise RowRefused(f"{column}: “{row[column]}” should be yes or no.")
    return row[column] == "yes"


def list_cell(row: Row, column: str) -> list[str]:
    """Return the values in a cell, which are set apart by semicolons."""
    return [value.strip() for value in row[column].split(";") if value.strip()]


def as_cell(value) -> str:
    """Return a value as the cell that the functions above read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
