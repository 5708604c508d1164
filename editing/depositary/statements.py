"""Reads what stands under “Declarations and Reservations”, “Objections” and the like, State by State.

A State's part is a run of lines.  A line that is a date gives the day of what follows it; a line in italics
that names a reservation, declaration or objection begins a new statement; one that says “Upon signature”
gives the occasion.  Where neither is given, the section's own rule holds: made upon consent.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from editing.depositary.cells import DATE, find_date
from editing.depositary.claims import Occasion, StatementClaim
from editing.depositary.markup import Line
from parties.terms import StatementKind

_KINDS = (
    (re.compile(r"withdraw\w* of (?:\w+ ){0,3}reservation", re.I), StatementKind.RESERVATION_WITHDRAWAL),
    (re.compile(r"withdraw\w* of (?:\w+ ){0,3}objection", re.I), StatementKind.OBJECTION_WITHDRAWAL),
    (re.compile(r"withdraw\w* of (?:\w+ ){0,3}declaration", re.I), StatementKind.DECLARATION_WITHDRAWAL),
    (re.compile(r"\bobjections?\b", re.I), StatementKind.OBJECTION),
    # “Declaration and reservation” is both; what limits the treaty weighs more.
    (re.compile(r"\breservations?\b", re.I), StatementKind.RESERVATION),
    (re.compile(r"\bd[eé]clarations?\b|\bunderstandings?\b|\bstatements?\b", re.I), StatementKind.DECLARATION),
    (re.compile(r"\bcommunications?\b", re.I), StatementKind.COMMUNICATION),
)
_SIGNATURE = re.compile(r"(?:upon|on|at the time of|when) (?:the )?(?:signature|signing)", re.I)
_CONSENT = re.compile(
    r"(?:upon|on|at the time of|when) (?:its |the )?(?:ratif|access|acced|accept|approv|succe|consent|formal|deposit)",
    re.I,
)
_VEHICLE = re.compile(r"consent(?:ing)? to be bound by (Protocol [IVX]+)\b", re.I)
_DATE_LINE = re.compile(rf"^\(?{DATE}\)?:?$")
LONGEST_HEADING = 300


@dataclass
class _Context:
    """What holds for the statements that follow, until it is said anew."""

    on: date | None = None
    occasion: str = ""
    vehicle: str = ""


@dataclass
class _Part:
    kind: StatementKind
    context: _Context
    heading: str = ""
    body: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(filter(None, [self.heading, *self.body]))

    def says_something(self) -> bool:
        # A heading can hold its statement: “Declaration in respect of article 1: [Same declaration as …]”.
        return bool(self.body) or "[same " in self.heading.casefold()


def read_statements(name: str, content: Iterable[Line], section: StatementKind) -> list[StatementClaim]:
    """Return the statements in a State's part of a section.

    ``section`` is the kind for parts without a heading.  Each objection is a statement of its own; of other
    statements those of one kind and day are one.
    """
    parts = _parts(content, section)
    if section is not StatementKind.OBJECTION:
        parts = _joined(parts)
    return [_claim(name, part, section) for part in parts if part.says_something()]


def _parts(content: Iterable[Line], section: StatementKind) -> list[_Part]:
    parts: list[_Part] = []
    context = _Context()
    current: _Part | None = None
    for line in content:
        if not line.text:
            continue
        if _DATE_LINE.match(line.text):
            context, current = _Context(on=find_date(line.text)), None
        elif _is_heading(line):
            kind, told = _kind(line.text, section), _told(line.text, section, context)
            if kind or section is StatementKind.OBJECTION:
                current = _Part(kind or section, told, line.text)
                parts.append(current)
            else:
                context, current = told, None
        else:
            if not current:
                current = _Part(section, context)
                parts.append(current)
            current.body.append(line.text)
    return parts


def _is_heading(line: Line) -> bool:
    words = line.text
    if not line.italic or len(words) > LONGEST_HEADING or words.startswith("["):
        return False
    return bool(_kind(words, StatementKind.DECLARATION) or _SIGNATURE.search(words) or _CONSENT.search(words))


def _kind(words: str, section: StatementKind) -> StatementKind | None:
    found = next((kind for pattern, kind in _KINDS if pattern.search(words)), None)
    # There a heading names the reservation that is objected to.
    return section if section is StatementKind.OBJECTION and found else found


def _told(words: str, section: StatementKind, context: _Context) -> _Context:
    """Return the context with what a heading says; an objection's heading speaks of another State's occasion."""
    vehicle = _VEHICLE.search(words)
    told = _Context(context.on, context.occasion, _titled(vehicle[1]) if vehicle else context.vehicle)
    if section is not StatementKind.OBJECTION or words.casefold().startswith(("upon", "made upon")):
        if _SIGNATURE.search(words):
            told.occasion = Occasion.SIGNATURE
        elif _CONSENT.search(words):
            told.occasion = Occasion.CONSENT
    return told


def _titled(vehicle: str) -> str:
    word, number = vehicle.split()
    return f"{word.capitalize()} {number.upper()}"


def _joined(parts: list[_Part]) -> list[_Part]:
    joined: dict[tuple, _Part] = {}
    for part in parts:
        key = (part.kind, part.context.on, part.context.occasion or Occasion.CONSENT, part.context.vehicle)
        if key in joined:
            joined[key].body.append(part.text)
        else:
            joined[key] = part
    return list(joined.values())


def _claim(name: str, part: _Part, section: StatementKind) -> StatementClaim:
    context = part.context
    return StatementClaim(
        row=f"{name} · {section.label}s · {part.heading or part.text}",
        name=name,
        kind=part.kind,
        text=part.text,
        on=context.on,
        occasion=context.occasion or Occasion.CONSENT,
        by_the_pages_rule=not context.on and not context.occasion,
        vehicle=context.vehicle,
    )
