"""Brings tables of ``data/`` into the registry: compare, report, and write all or nothing.

Three texts are compared for every row: the file's, the one last loaded, and what the registry holds.
So an editor's correction is told from a changed source, and is never overwritten silently.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from treatytracker.models import LoadedRow
from treatytracker.tables import Row, read_table


class Outcome(StrEnum):
    """What a load does with a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REFUSED = "refused"


class RowRefused(Exception):
    """A row that cannot be loaded; the message says what is wrong and what would be right."""


class Table:
    """One file of ``data/`` and the model that holds its rows.  Subclasses say how they correspond."""

    file: str
    columns: tuple[str, ...]
    # Columns that serve the reader of the file and are not compared.
    derived_columns: tuple[str, ...] = ()

    def read(self, folder: Path) -> list[Row]:
        return read_table(folder / self.file, self.columns)

    def key(self, row: Row) -> str:
        """Return what identifies the row for ever."""
        raise NotImplementedError

    def stored(self) -> dict[str, Any]:
        """Return what the registry holds, by key."""
        raise NotImplementedError

    def row_of(self, instance) -> dict[str, str]:
        """Return the stored object as the file would say it."""
        raise NotImplementedError

    def build(self, row: Row, instance=None):
        """Return a new object, or ``instance`` with the row's values.  Raise RowRefused or ValidationError."""
        raise NotImplementedError

    def write(self, created: list, changed: list, edit) -> None:
        """Write the built objects in the open revision ``edit``."""
        raise NotImplementedError


@dataclass
class Step:
    """A row, what will be done with it, and the stored object it concerns."""

    row: Row
    key: str
    outcome: Outcome
    stored: Any = None


@dataclass
class Report:
    """What a load found: a count of each outcome per file, and a line for each row that needs a look."""

    counts: dict[str, Counter] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, row: Row, outcome: Outcome, remark: str = "") -> None:
        self.counts.setdefault(row.file, Counter())[outcome] += 1
        if remark:
            self.remarks.append(f"{row.file}, line {row.line}: {outcome}: {remark}")

    def refuse(self, step: Step, remark: str) -> None:
        """Turn a row that had another outcome into a refused one."""
        self.counts[step.row.file][step.outcome] -= 1
        self.add(step.row, Outcome.REFUSED, remark)

    def total(self, outcome: Outcome) -> int:
        return sum(counter[outcome] for counter in self.counts.values())


def compare(table: Table, rows: list[Row], report: Report, overwrite: bool = False) -> list[Step]:
    """Return what is to be done with each row, and add it to the report."""
    loaded = dict(LoadedRow.objects.filter(file=table.file).values_list("key", "values"))
    stored = table.stored()
    steps, seen = [], {}
    for row in rows:
        key = table.key(row)
        if not key:
            report.add(row, Outcome.REFUSED, "what identifies the row is empty.")
            continue
        if key in seen:
            report.add(row, Outcome.REFUSED, f"{key} stands already on line {seen[key]}.")
            continue
        seen[key] = row.line
        outcome, remark = _outcome(table, row, loaded.get(key), stored.get(key), overwrite)
        report.add(row, outcome, remark)
        steps.append(Step(row, key, outcome, stored.get(key)))
    for key in loaded.keys() - seen.keys():
        report.remarks.append(f"{table.file}: {key} is no longer in the file; the registry keeps it.")
    return steps


def apply(table: Table, steps: list[Step], report: Report, edit) -> None:
    """Write the steps in the open revision ``edit``; a row that cannot be built is reported as refused."""
    built: dict[Outcome, list] = {Outcome.CREATED: [], Outcome.CHANGED: []}
    for step in steps:
        if step.outcome not in built:
            continue
        try:
            built[step.outcome].append(table.build(step.row, step.stored))
        except RowRefused as error:
            report.refuse(step, str(error))
        except ValidationError as error:
            report.refuse(step, " ".join(_messages(error)))
    table.write(built[Outcome.CREATED], built[Outcome.CHANGED], edit)
    remember = [
        LoadedRow(file=table.file, key=step.key, values=_compared(table, step.row.values))
        for step in steps
        if step.outcome is not Outcome.KEPT
    ]
    LoadedRow.objects.bulk_create(
        remember,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["file", "key"],
        update_fields=["values"],
    )


def _outcome(table, row, loaded, instance, overwrite):
    theirs = _compared(table, row.values)
    ours = _compared(table, table.row_of(instance)) if instance else None
    if ours == theirs:
        return Outcome.UNCHANGED, ""
    if ours is None:
        if loaded is None:
            return Outcome.CREATED, ""
        return (Outcome.CREATED, "") if overwrite else (Outcome.KEPT, "an editor has withdrawn it.")
    if overwrite or (loaded is not None and _untouched(ours, loaded)):
        return Outcome.CHANGED, ""
    difference = "; ".join(
        f"{column}: the file has “{theirs[column]}”, the registry “{ours[column]}”"
        for column in theirs
        if ours[column] != theirs[column]
    )
    return Outcome.KEPT, f"an editor's correction stands. {difference}."


def _untouched(ours, loaded):
    """Whether the registry still says what was loaded; a column that the file has gained since was empty."""
    return all(text == loaded.get(column, text if text in ("", "no") else None) for column, text in ours.items())


def _compared(table, values):
    return {column: text for column, text in values.items() if column not in table.derived_columns}


def _messages(error: ValidationError):
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
