"""Reads the CSV files of ``data/``: header checked, every row with its line number."""

import csv
from dataclasses import dataclass
from pathlib import Path


class BadFile(Exception):
    """A file that cannot be read as the table it should be; the message names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its values by column, and the line on which it begins."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


def read_table(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """Return the rows of the CSV file at ``path``.  Raise BadFile if it lacks a column or has others."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream, strict=True)
            _check_header(path.name, tuple(reader.fieldnames or ()), columns)
            rows, line = [], 2
            for values in reader:
                if None in values or None in values.values():
                    raise BadFile(f"{path.name}, line {line}: {len(columns)} columns are needed, no more and no fewer.")
                rows.append(Row(path.name, line, {name: text.strip() for name, text in values.items()}))
                line = reader.line_num + 1
            return rows
    except FileNotFoundError:
        raise BadFile(f"{path.name} is missing.") from None
    except UnicodeDecodeError:
        raise BadFile(f"{path.name} is not a UTF-8 text.") from None
    except csv.Error as error:
        raise BadFile(f"{path.name}, line {reader.reader.line_num}: {error}.") from None


def _check_header(name, found, expected):
    missing = [column for column in expected if column not in found]
    unknown = [column for column in found if column not in expected]
    if missing or unknown:
        problems = [f"lacks the column {column}" for column in missing]
        problems += [f"has an unknown column {column}" for column in unknown]
        raise BadFile(f"{name} {', '.join(problems)}.")
