"""Reads the tables of a page: participants by acts, and participants by protocols that travel with the treaty.

HTML and XML both end here, as headings and rows of plain cells.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from editing.depositary.cells import Unreadable, find_date, read_dates, unbracket
from editing.depositary.claims import ActClaim, StatementClaim, Vehicle
from editing.depositary.headings import Column, Role, read_heading
from editing.depositary.notes import EndNote, Notice, find_notice
from parties.terms import CONSENT_KINDS, ActionKind, StatementKind

_PER_PROTOCOL = re.compile(r"consent to be bound|acceptance of", re.I)
_MARK = re.compile(r"^[xX](?:\s*\(([^)]*)\))?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell on one line, and the numbers of the footnotes called in it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass
class Found:
    """What a table yields."""

    acts: list[ActClaim] = field(default_factory=list)
    kinds: list[ActionKind] = field(default_factory=list)
    vehicles: list[Vehicle] = field(default_factory=list)
    statements: list[StatementClaim] = field(default_factory=list)
    calls: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def read_participation(headings: Sequence[Cell], rows: Iterable[Sequence[Cell]], notes: Mapping[str, EndNote]) -> Found:
    """Return the acts in a participation table.  A cell that cannot be read becomes a claim with its error."""
    columns = [read_heading(heading.text) for heading in headings]
    found = Found(kinds=[kind for column in columns for kind in column.kinds.values()])
    if not any(column.role is Role.ACTS for column in columns):
        found.remarks.append(f"No column of acts is known in the table “{', '.join(c.heading for c in columns)}”.")
    for cells in rows:
        if cells and cells[0].text:
            found.acts += _row(columns, cells, notes, found.calls)
    return found


def _row(columns: Sequence[Column], cells: Sequence[Cell], notes, calls) -> list[ActClaim]:
    name, struck = unbracket(cells[0].text)
    if len(cells) != len(columns):
        whole = " | ".join(cell.text for cell in cells)
        return [_bad(name, whole, f"the row has {len(cells)} cells, the table {len(columns)} columns")]
    called = [number for cell in cells for number in cell.notes]
    calls.update({number: name for number in called if number not in calls})
    acts = [
        act for column, cell in zip(columns[1:], cells[1:], strict=True) for act in _cell(column, cell, name, struck)
    ]
    effects = [_effect(cell, name) for column, cell in zip(columns, cells, strict=True) if column.role is Role.EFFECT]
    acts = _with_effects(acts, effects)
    notice = find_notice(notes[number] for number in called if number in notes)
    return _left(acts, notice, name)


def _cell(column: Column, cell: Cell, name: str, struck: bool) -> list[ActClaim]:
    if not cell.text or column.role in (Role.EFFECT, Role.PARTICIPANT):
        return []
    row = f"{name} · {column.heading} · {cell.text}"
    if column.role is Role.UNKNOWN:
        return [ActClaim(row, name, None, find_date(cell.text), error=_sentence(column.problem))]
    try:
        dates = read_dates(cell.text)
    except Unreadable as error:
        return [ActClaim(row, name, column.kind(""), None, error=str(error))]
    return [
        ActClaim(row, name, column.kind(day.code), day.on, bracketed=struck or day.bracketed)
        if column.kind(day.code)
        else ActClaim(row, name, None, day.on, error=_unknown_code(column, day.code))
        for day in dates
    ]


def _effect(cell: Cell, name: str):
    try:
        dates = read_dates(cell.text)
    except Unreadable:
        return None
    return dates[0].on if len(dates) == 1 else None


def _with_effects(acts: list[ActClaim], effects) -> list[ActClaim]:
    """Give the row's only consent the date in the table's column “Entry into force”."""
    consents = [act for act in acts if act.kind in CONSENT_KINDS]
    if len(consents) != 1 or not any(effects):
        return acts
    effective_on = next(filter(None, effects))
    return [replace(act, effective_on=effective_on) if act is consents[0] else act for act in acts]


def _left(acts: list[ActClaim], notice: Notice | None, name: str) -> list[ActClaim]:
    """Add the withdrawal.  Brackets say that the acts are no longer effective; only a note says since when."""
    struck = [act for act in acts if act.bracketed]
    consented = [act for act in acts if act.kind in CONSENT_KINDS]
    if notice and consented:
        row = f"{name} · notice of withdrawal in an end note"
        left = ActClaim(row, name, ActionKind.WITHDRAWAL, notice.on, notice.effective_on, reference=notice.reference,
                        bracketed=bool(struck))  # fmt: skip
        return [*acts, left]
    if not struck:
        return acts
    error = (
        f"The brackets say that this act of {name} is no longer effective, and no end note gives the notice of "
        "withdrawal. Enter the act and the withdrawal together."
    )
    return [replace(act, error=act.error or error) if act.bracketed else act for act in acts]


def read_protocols(
    title: str, headings: Sequence[Cell], rows: Iterable[Sequence[Cell]], notes: Mapping[str, EndNote]
) -> Found:
    """Return the consents in a table with a mark per protocol, as the CCW's second table.

    A mark without a date means: with the consent to the treaty itself.  Any other table is left unread,
    and the remarks say so.
    """
    found = Found()
    names = [heading.text for heading in headings[1:]]
    if not _PER_PROTOCOL.search(title) or not headings or read_heading(headings[0].text).role is not Role.PARTICIPANT:
        found.remarks.append(f"A further table is not read: “{title or ', '.join(cell.text for cell in headings)}”.")
        return found
    adopted_on = find_date(title)
    found.vehicles = [Vehicle(name, _full_title(name, notes) or name, adopted_on) for name in names]
    for cells in rows:
        name, struck = unbracket(cells[0].text) if cells else ("", False)
        for heading, cell in zip(names, cells[1:], strict=False):
            if name and cell.text:
                found.acts.append(_mark(name, heading, cell, struck))
    return found


def _mark(name: str, heading: str, cell: Cell, struck: bool) -> ActClaim:
    row = f"{name} · {heading} · {cell.text}"
    text, bracketed = unbracket(cell.text)
    match = _MARK.match(text)
    kind = ActionKind.CONSENT_TO_BE_BOUND
    if not match:
        return ActClaim(row, name, kind, None, vehicle=heading, error=f"“{cell.text}” is neither x nor x with a date.")
    on = find_date(match[1]) if match[1] else None
    error = f"“{match[1]}” is not a date." if match[1] and not on else ""
    if struck or bracketed:
        error = (
            f"The brackets say that {name} is no longer bound by {heading}. Enter the act and the withdrawal together."
        )
    return ActClaim(row, name, kind, on, vehicle=heading, bracketed=struck or bracketed, error=error)


def _full_title(heading: str, notes: Mapping[str, EndNote]) -> str:
    """Return the title that an end note gives, as in “Protocol on non-detectable fragments (Protocol I);”."""
    for note in notes.values():
        for line in note.lines:
            if line.rstrip(" ;.,").endswith(f"({heading})"):
                return line.strip(" –-;.,")
    return ""


def read_territories(headings: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Found:
    """Return the territorial applications in a table of participant, date of receipt and territories."""
    found = Found()
    titles = [heading.text.casefold() for heading in headings]
    places = [i for word in ("participant", "date", "territor") for i, title in enumerate(titles) if word in title]
    if len(places) != 3:
        found.remarks.append(f"A table is not read: “{', '.join(cell.text for cell in headings)}”.")
        return found
    who, when, what = places
    name = ""
    for cells in rows:
        if len(cells) != len(headings):
            continue
        # A participant with several notifications stands in the first of its rows only.
        name = unbracket(cells[who].text)[0] or name
        on, text = find_date(cells[when].text), cells[what].text
        if name and text:
            row = f"{name} · territorial application · {cells[when].text} · {text}"
            error = "" if on else f"“{cells[when].text}” is not a date."
            found.statements.append(
                StatementClaim(row, name, StatementKind.TERRITORIAL_APPLICATION, text, on, error=error)
            )
    return found


def _unknown_code(column: Column, code: str) -> str:
    known = ", ".join(
        f"({code}) {kind.label}" if code else f"no letter {kind.label}" for code, kind in column.kinds.items()
    )
    what = f"The code “{code}”" if code else "A date without a code"
    return f"{what} is not in the heading “{column.heading}” ({known})."


def _bad(name: str, whole: str, why: str) -> ActClaim:
    return ActClaim(f"{name} · {whole}", name, None, None, error=_sentence(why))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
