"""Tables as Excel workbooks, written row by row."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

# Excel keeps this many rows on a sheet, and widths that suit codes and dates.
LAST_ROW = 1_048_576
COLUMN_WIDTH = 16
# Excel takes no longer text in a cell.
LONGEST_CELL = 32_767


class Sheet(Worksheet):
    """A sheet on which a text is a text, even one that looks like marked-up text: ``<r>…</r>``."""

    def _xml_rich_inline_string(self, string, attributes=()):
        self._xml_inline_string(string, False, attributes)


def write_workbook(file, header: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Write a workbook row by row; a text is never taken for a formula or an address."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Treaty Tracker", Sheet)
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.set_column(0, len(header) - 1, COLUMN_WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, start=1):
            if number >= LAST_ROW:
                break
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, day, instant)


def _write_cell(sheet, row, column, value, day, instant):
    if value is None:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, instant)
    elif isinstance(value, date):
        # Excel's calendar begins with 1900.
        if value.year >= 1900:
            sheet.write_datetime(row, column, value, day)
        else:
            sheet.write_string(row, column, value.isoformat())
    else:
        sheet.write(row, column, value[:LONGEST_CELL] if isinstance(value, str) else value)
