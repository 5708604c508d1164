"""A copy of ``data/`` that a test changes: rows by their key, whole files by their text."""

import csv
import shutil
from pathlib import Path

from django.conf import settings

FACT = {
    "instrument": "apmbc",
    "party_iso3": "USA",
    "party_name": "United States of America",
    "action": "accession",
    "date": "2026-10-01",
    "source": "C.N.999.2026",
    "confidence": "high",
}


class DataFolder:
    """The files of ``data/`` in a folder of one's own."""

    def __init__(self, path: Path):
        self.path = path / "data"
        shutil.copytree(settings.BASE_DIR / "data", self.path)

    def rows(self, file: str) -> list[dict[str, str]]:
        with (self.path / file).open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def save(self, file: str, rows: list[dict[str, str]], columns: list[str] | None = None) -> None:
        with (self.path / file).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, columns or list(rows[0]), restval="")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, file: str, key: str, **values: str) -> int:
        """Change the row whose first column is ``key``; return its line (in files without line breaks in cells)."""
        rows = self.rows(file)
        (line,) = [number for number, row in enumerate(rows, start=2) if next(iter(row.values())) == key]
        rows[line - 2].update(values)
        self.save(file, rows)
        return line

    def add(self, file: str, **values: str) -> int:
        """Add a row; return its line."""
        rows = self.rows(file)
        self.save(file, [*rows, values], list(rows[0]))
        return len(rows) + 2

    def add_fact(self, key: str = "apmbc-usa-accession-2026-10-01", **values: str) -> int:
        return self.add("actions-apmbc.csv", **{"id": key, **FACT, **values})

    def drop(self, file: str, key: str) -> None:
        self.save(file, [row for row in self.rows(file) if next(iter(row.values())) != key])
