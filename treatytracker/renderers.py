"""The formats of the API: JSON, CSV and Excel for programs and people, a plain page for browsers.

CSV and Excel take any number of rows in flat memory: ``stream`` gets an iterator and yields bytes.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.template import loader
from rest_framework.renderers import BaseRenderer
from rest_framework.utils.urls import replace_query_param

JSON_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC | orjson.OPT_APPEND_NEWLINE
# A spreadsheet takes a text that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 64 * 1024


class JSONRenderer(BaseRenderer):
    """JSON; days and instants in ISO 8601."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"" if data is None else orjson.dumps(data, default=str, option=JSON_OPTIONS)


class TableRenderer(BaseRenderer):
    """A format that is a table: columns with names, and rows of cells."""

    charset = None

    def stream(self, header: Sequence[str], rows: Iterable[Sequence]) -> Iterator[bytes]:
        """Yield the file, piece by piece."""
        raise NotImplementedError


class CSVRenderer(TableRenderer):
    """Comma-separated values in UTF-8, with the mark by which Excel knows UTF-8."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"
    mark = b"\xef\xbb\xbf"

    def stream(self, header, rows):
        yield self.mark
        yield from csv_chunks(header, rows)


class XLSXRenderer(TableRenderer):
    """A workbook of one sheet, for Excel 2007 and later."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"

    def stream(self, header, rows):
        # Few ask for a workbook, and what writes it takes megabytes of every worker's memory.
        from treatytracker.workbook import write_workbook

        with tempfile.TemporaryFile() as file:
            write_workbook(file, header, rows)
            file.seek(0)
            while chunk := file.read(CHUNK):
                yield chunk


class PageRenderer(BaseRenderer):
    """The answer as a page: what the address gives, and the JSON a program would get."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        context = renderer_context or {}
        view, request = context["view"], context["request"]
        text = orjson.dumps(data, default=str, option=JSON_OPTIONS | orjson.OPT_INDENT_2).decode()
        address = request.build_absolute_uri()
        others = [
            {"format": renderer.format, "url": replace_query_param(address, "format", renderer.format)}
            for renderer in view.renderer_classes
            if renderer is not PageRenderer
        ]
        return loader.render_to_string(
            "api/answer.html",
            {
                "page_title": f"API: {view.get_view_name()}",
                "description": view.get_view_description(),
                "address": address,
                "others": others,
                "answer": text,
                "next_url": data.get("next") if isinstance(data, dict) else None,
                "previous_url": data.get("previous") if isinstance(data, dict) else None,
            },
            request=request._request,
        )


class EchoLine:
    """A file whose ``write`` returns what was written, for csv.writer."""

    def write(self, text: str) -> str:
        return text


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8, some hundred lines at a time."""
    writer = csv.writer(EchoLine(), lineterminator="\r\n")
    pending, size = [writer.writerow(header)], 0
    for row in rows:
        line = writer.writerow([safe_cell(value) for value in row])
        pending.append(line)
        size += len(line)
        if size >= CHUNK:
            yield "".join(pending).encode()
            pending, size = [], 0
    yield "".join(pending).encode()


def safe_cell(value: Any) -> Any:
    """Return a value for a CSV file: never a formula, days in ISO 8601, nothing for null."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value  # csv writes None as nothing, and a day in ISO 8601
