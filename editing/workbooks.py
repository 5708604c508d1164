"""Reads the first sheet of an Excel workbook (XLSX): a zip archive of XML files, so two modules of Python's own do.

Openpyxl, which reads everything a workbook can hold, is needed to test only.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from editing import safe_xml
from editing.depositary.markup import Node
from treatytracker.tables import BadFile

LARGEST = 100_000_000
# Excel has more columns; a sheet of ours has a dozen.
MOST_COLUMNS = 1000
# Leaving out what no database keeps: NUL and halves of a character.
ESCAPED = re.compile("_x(?!0000|[Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
ENCRYPTED, METHODS = 1, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# The day that Excel calls 0; it takes 1900 for a leap year, so from March 1900 on this is right.
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def read_workbook(data: bytes, name: str, days: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet with their numbers, all cells as text.

    In the columns ``days``, by the first row's names, a number is a date: Excel stores it so.  Raise BadFile.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise BadFile(f"{name} unpacks to more than {LARGEST // 1_000_000} MB.")
            if any(entry.flag_bits & ENCRYPTED or entry.compress_type not in METHODS for entry in archive.infolist()):
                raise BadFile(f"{name} is protected by a password, or packed as Excel never does.")
            book = _part(archive, "xl/workbook.xml")
            shared = [_text(item) for item in _part(archive, "xl/sharedStrings.xml", optional=True).all("si")]
            sheet = _part(archive, _first_sheet(archive, book))
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, safe_xml.BadXML, StopIteration):
        raise BadFile(f"{name} is not an Excel workbook (XLSX).") from None
    epoch = EPOCH_1904 if any(_true(node.attributes.get("date1904")) for node in book.all("workbookpr")) else EPOCH
    header: list[str] = []
    for position, row in enumerate(sheet.all("row"), 1):
        try:
            number, cells = int(row.attributes.get("r") or position), _cells(row, shared)
        except (ValueError, IndexError):
            raise BadFile(f"{name}, row {position}: a cell cannot be read.") from None
        header = header or cells
        dated = [_day(cell, epoch) if column in days else cell for column, cell in zip(header, cells, strict=False)]
        yield number, dated + cells[len(dated) :]


def _part(archive: zipfile.ZipFile, name: str, *, optional: bool = False) -> Node:
    if optional and name not in archive.namelist():
        return Node("empty")
    return safe_xml.parse(archive.read(name))


def _first_sheet(archive: zipfile.ZipFile, book: Node) -> str:
    """Return the path of the first sheet, which need not be ``sheet1.xml``."""
    link = next(book.all("sheet")).attributes["id"]
    relations = _part(archive, "xl/_rels/workbook.xml.rels")
    target = next(node for node in relations.all("relationship") if node.attributes["id"] == link).attributes["target"]
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _cells(row: Node, shared: list[str]) -> list[str]:
    """Return the row's cells; those that are empty are not in the file and are filled in."""
    cells: list[str] = []
    for cell in row.all("c"):
        place = cell.attributes.get("r")
        column = _column(place) if place else len(cells)
        if column >= MOST_COLUMNS:
            raise ValueError("There are too many columns.")
        cells += [""] * (column - len(cells))
        cells.append(_value(cell, shared))
    return cells


def _value(cell: Node, shared: list[str]) -> str:
    kind = cell.attributes.get("t") or "n"
    if kind == "inlineStr":
        return _text(cell)
    value = _text(next(cell.all("v"), Node("empty")))
    if kind == "s":
        return shared[int(value)] if value else ""
    if kind == "n" and re.fullmatch(r"\d+\.0+", value):
        return value.split(".")[0]
    return value


def _day(text: str, epoch: date) -> str:
    """Return the day that a number stands for in ISO 8601; a text stays as it is."""
    if not re.fullmatch(r"\d{1,6}(?:\.\d+)?", text):
        return text
    return (epoch + timedelta(days=int(float(text)))).isoformat()


def _column(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(node: Node) -> str:
    """Return the text of an element, with the characters that Excel escapes: a carriage return is ``_x000D_``."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(_parts(node)))


def _parts(node: Node) -> Iterator[str]:
    """Yield the texts in an element; the reading aids for Japanese in it (``rPh``) are no text."""
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag != "rph":
            yield from _parts(child)


def _true(text: str | None) -> bool:
    return text in ("1", "true")
