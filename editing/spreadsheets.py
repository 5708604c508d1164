"""Acts and statements out to a spreadsheet and, edited there, back as proposals.

The columns are those of ``data/actions-*.csv``.  A row without an ``id`` is a new fact; a row that is
missing is left alone, since people send back the part that they worked on.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError

from editing.facts import Change, Fact, Unread
from editing.importing import Plan, leave_out_known
from editing.judging import Outcome
from editing.models import Origin
from editing.names import Names, Unresolved
from editing.workbooks import read_workbook
from instruments.models import Instrument
from parties.importers import Facts
from parties.models import Action, Record, Statement
from parties.terms import ActionKind, StatementKind
from treatytracker.loading import RowRefused
from treatytracker.renderers import FORMULA_STARTS, CSVRenderer, XLSXRenderer
from treatytracker.tables import BadFile, Row

COLUMNS = Facts.columns
FORMATS = {"csv": CSVRenderer, "xlsx": XLSXRenderer}
LARGEST = 30_000_000


def export(format: str, instruments: Iterable[Instrument] | None = None) -> Iterator[bytes]:
    """Yield the file with the standing acts and statements on the instruments (None: on all)."""
    return FORMATS[format]().stream(COLUMNS, _rows(instruments))


def _rows(instruments: Iterable[Instrument] | None) -> Iterator[list]:
    facts = Facts("")
    for instrument in Instrument.objects.all() if instruments is None else instruments:
        standing = [
            fact
            for model in (Action, Statement)
            for fact in model.objects.current()
            .filter(instrument=instrument)
            .select_related("instrument", "participant")
        ]
        for fact in sorted(standing, key=lambda fact: (fact.participant.sort_name, fact.date, fact.key)):
            # Real dates: a spreadsheet sorts them, and writes them back as it got them.
            row = facts.row_of(fact) | {"party_name": fact.participant.name, "date": fact.date}
            row["effective_date"] = fact.stated_effective_on
            yield [row[column] for column in COLUMNS]


def plan_sheet(data: bytes, name: str) -> Plan:
    """Return what an edited spreadsheet would change.  Raise BadFile."""
    rows = read_sheet(data, name)
    found = list(_changes(rows))
    changes = [item for item in found if isinstance(item, Change)]
    slugs = {change.slug for change in changes}
    instruments = {
        instrument.slug: instrument for instrument in Instrument.objects.filter(slug__in=slugs).select_related("parent")
    }
    Outcome(instruments, changes).judge()
    plan = Plan(
        Origin.SPREADSHEET,
        f"Spreadsheet {name}",
        f"{name}, {len(rows)} rows",
        hashlib.sha256(data).hexdigest(),
        proposals=[item.proposal("") for item in found],
    )
    leave_out_known(plan)
    return plan


def read_sheet(data: bytes, name: str) -> list[Row]:
    """Return the rows of a CSV or XLSX file that are not blank.  Raise BadFile."""
    if len(data) > LARGEST:
        raise BadFile(f"{name} is larger than {LARGEST // 1_000_000} MB.")
    table = read_workbook(data, name, DAYS) if data.startswith(b"PK") else _csv(data, name)
    header = [cell.strip() for cell in next(table, (0, []))[1]]
    _check_header(name, header)
    rows = []
    for line, cells in table:
        values = dict(zip(header, (_cell(cell) for cell in cells), strict=False))
        if any(values.values()):
            rows.append(Row(name, line, dict.fromkeys(COLUMNS, "") | values))
    return rows


DAYS = ("date", "effective_date")


def _csv(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    if "\0" in text:
        raise BadFile(f"{name} is not a text file: it holds characters that no text has.")
    # Excel writes the separator of the country it runs in.
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(f"{name}, line {line}: {error}.") from None


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _check_header(name: str, header: list[str]) -> None:
    missing = [column for column in COLUMNS if column not in header and column not in Facts.derived_columns]
    unknown = [column for column in header if column and column not in COLUMNS]
    problems = [f"lacks the column {column}" for column in missing]
    problems += [f"has an unknown column {column}" for column in unknown]
    if problems:
        raise BadFile(f"{name} {', '.join(problems)}. Its columns should be {', '.join(COLUMNS)}.")


def _cell(text: str) -> str:
    """Return a cell's text; the apostrophe that kept it from being a formula is taken off."""
    stripped = text.strip()
    return stripped[1:] if stripped[:1] == "'" and stripped[1:].startswith(FORMULA_STARTS) else stripped


def _changes(rows: Iterable[Row]) -> Iterator[Change | Unread]:
    table, names, standing = Facts(""), Names(), _standing()
    seen: dict[str, int] = {}
    for row in rows:
        key = row["id"]
        if key and key in seen:
            yield _refused(row, f"{key} stands already on line {seen[key]}.")
            continue
        seen[key] = row.line
        old = standing.get(key)
        if key and not old:
            yield _refused(row, f"The registry has no fact {key} now. Leave the id empty for a new one.")
        elif not old or _differs(table, row, old):
            yield _change(table, row, old, names)
        elif row["party_name"] not in ("", old.participant.name):
            # Another name alone changes nothing; that of another participant is a slip.
            said = _change(table, row, old, names)
            if isinstance(said, Unread):
                yield said


def _standing() -> dict[str, Record]:
    return Facts("").stored()


def _differs(table: Facts, row: Row, old: Record) -> bool:
    # Spreadsheets change how lines are broken, and that is no correction.
    return any(row[column].split() != text.split() for column, text in table.row_of(old).items())


def _change(table: Facts, row: Row, old: Record | None, names: Names) -> Change | Unread:
    values = dict(row.values)
    try:
        if not values["party_iso3"]:
            values["party_iso3"] = names.find(values["party_name"]).iso3
        if not values["party_name"]:
            values["party_name"] = names.of_code(values["party_iso3"])
        _, fact = table.build(Row(row.file, row.line, values), old)
    except (RowRefused, Unresolved) as error:
        return _refused(row, str(error), old)
    except ValidationError as error:
        return _refused(row, " ".join(error.messages), old)
    if old and type(old) is not type(fact):
        return _refused(row, "An act cannot become a statement, nor the other way: enter it without an id.", old)
    kind = (StatementKind if isinstance(fact, Statement) else ActionKind)(fact.kind)
    said = Fact(fact.instrument.slug, kind, fact.participant, fact.date, _where(row), fact.stated_effective_on)
    return Change(said, old, given=values)


def _refused(row: Row, error: str, old: Record | None = None) -> Unread:
    return Unread(_where(row), error, dict(row.values), row["action"] in StatementKind.values, old)


def _where(row: Row) -> str:
    said = row["id"] or " ".join(row[name] for name in ("instrument", "party_iso3", "action", "date"))
    return f"Line {row.line}: {said}"
