"""Reads the end notes of a page: notices of withdrawal, acts of predecessor States, later statements.

End notes are prose.  Only what has a regular form is taken; of anything else the reader says that it was
not read, and never guesses.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from editing.depositary.cells import DATE, find_date
from editing.depositary.claims import ActClaim, StatementClaim
from parties.terms import ActionKind, StatementKind

INSTRUMENT = r"(?:convention|protocol|agreement|covenant|treaty|statute|constitution|amendments?)"
REFERENCE = re.compile(r"C\.\s?N\.\s?\d+\.\d{4}\.\s?TREATIES-[A-Za-z0-9.\-]*[A-Za-z0-9]")
_BEGINS = re.compile(
    rf"(?:subsequently, )?on {DATE}|upon (?:its )?(?:ratification|acceptance|approval|accession|succession|signature)",
    re.I,
)
_SUBSEQUENTLY = re.compile(rf"(?<=[.”]) (?=Subsequently, on {DATE.replace('(', '(?:')})")
# “Withdrawal” alone could be that of a reservation.
_LEAVES = re.compile(
    rf"(?:notif\w+|notices?|instruments?) of (?:its )?(?:withdrawal|denunciation)(?! of)"
    rf"|(?:withdr[ae]w\w*|denounc\w+|denunciation of) (?:from )?the (?:said |above-mentioned )?{INSTRUMENT}",
    re.I,
)
_TAKEN_BACK = re.compile(
    r"(?:withdr\w+|revo\w+|rescind\w*|cancel\w*) (?:of )?(?:its|the|this) (?:notif|notice|instrument)", re.I
)
_EFFECT = re.compile(rf"(?:tak|took|enter|effective|effect)[^.;]{{0,120}}?(?:on|from|as of) {DATE}", re.I)
_HISTORICAL = re.compile(r"^\s*(?:see|refer to)\b", re.I)

_DEEDS = {
    "signed definitively": ActionKind.DEFINITIVE_SIGNATURE, "signed": ActionKind.SIGNATURE,
    "ratified": ActionKind.RATIFICATION, "accepted": ActionKind.ACCEPTANCE, "approved": ActionKind.APPROVAL,
    "acceded to": ActionKind.ACCESSION, "succeeded to": ActionKind.SUCCESSION,
}  # fmt: skip
_DEED = "|".join(_DEEDS)
_PREDECESSOR = re.compile(
    rf"^(?:the )?(?:former )?(?P<name>[A-Z][\w .,()'’-]{{3,60}}?) had "
    rf"(?P<deeds>(?:{_DEED})(?:(?:, | and )(?:{_DEED}))*) "
    rf"(?:to )?the (?:said |above )?{INSTRUMENT}\b(?P<rest>.*)",
    re.I | re.S,
)
_VEHICLES = re.compile(
    r"(?:accepting|consenting to be bound by) (?:all (?:the )?(?:\w+ )?protocols|protocols? ([IVX, and]+))", re.I
)

# What a passage reports, by its words.
_LATER = (
    (re.compile(r"withdr\w+ .{0,80}?reservation", re.I), StatementKind.RESERVATION_WITHDRAWAL),
    (re.compile(r"withdr\w+ .{0,80}?(?:declaration|statement)", re.I), StatementKind.DECLARATION_WITHDRAWAL),
    (re.compile(r"withdr\w+ .{0,80}?objection", re.I), StatementKind.OBJECTION_WITHDRAWAL),
    (
        re.compile(
            r"territorial application|\bextension to"
            r"|\b(?:would|will|shall|be)(?: not)?(?: also)?(?: be)? (?:apply|extend(?:ed)?) to",
            re.I,
        ),
        StatementKind.TERRITORIAL_APPLICATION,
    ),
    (
        re.compile(r"notified the Secretary-General,? in accordance with|has designated", re.I),
        StatementKind.COMMUNICATION,
    ),
)
# Another State's words about the reservation of the State whose row calls the note.
_COMMUNICATION = re.compile(
    r"communication from the Government of (?:the )?(?P<from>[A-Z][\w'’ -]+?),? "
    r"(?:relating|regarding|concerning|with regard)"
    r"|received from the Government of (?:the )?(?P<of>[A-Z][\w'’ -]+?) the following communication"
    r"|the Government of (?:the )?(?P<by>[A-Z][\w'’ -]+?) made a communication"
)
# The form of a passage stands in its opening words; what it quotes can use any.
_OPENING = 600


@dataclass(frozen=True, slots=True)
class EndNote:
    """A numbered note and its lines."""

    number: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def refers_elsewhere(self) -> bool:
        """Whether the note says no more than where to look, as in “See note 1 under …”."""
        return not self.lines or bool(_HISTORICAL.match(self.lines[0]))


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of withdrawal as an end note reports it."""

    on: date
    effective_on: date | None
    reference: str


def find_notice(notes: Iterable[EndNote]) -> Notice | None:
    """Return the last notice of withdrawal that the notes report, None if there is none or it was taken back."""
    found = None
    for note in notes:
        for passage in passages(note):
            if _TAKEN_BACK.search(passage):
                found = None
            elif _LEAVES.search(passage):
                effect = _EFFECT.search(passage)
                on = find_date(passage)
                if on:
                    found = Notice(on, find_date(effect[0]) if effect else None, reference_in(passage))
    return found


def passages(note: EndNote) -> list[str]:
    """Return the parts of a note that each begin with a date, as in “On 27 June 2025, the Government …”."""
    found: list[list[str]] = []
    for line in _SUBSEQUENTLY.sub("\n", note.text).split("\n"):
        if _BEGINS.match(line):
            found.append([line])
        elif found:
            found[-1].append(line)
    return ["\n".join(part) for part in found]


def reference_in(passage: str) -> str:
    """Return the depositary notification that a passage names, empty if it names none."""
    match = REFERENCE.search(passage)
    return match[0].replace(" ", "") if match else ""


def predecessor_acts(note: EndNote, headings: Iterable[str]) -> list[ActClaim]:
    """Return the acts of a State that no longer exists, which has no row in the table.

    The form is “Czechoslovakia had signed and ratified the Convention on 10 April 1981 and 31 August 1982,
    respectively”; ``headings`` are the protocols that the page's second table is about.
    """
    if not note.lines or not (match := _PREDECESSOR.match(note.lines[0])):
        return []
    deeds = [_DEEDS[deed.lower()] for deed in re.findall(_DEED, match["deeds"], re.I)]
    days = [find_date(text) for text in re.findall(r"\d{1,2}\s+[A-Za-z]+\s+\d{4}", match["rest"])]
    if len(days) < len(deeds) or None in days[: len(deeds)]:
        return []
    row = f"End note {note.number}: {note.lines[0]}"
    acts = [ActClaim(row, match["name"], kind, day) for kind, day in zip(deeds, days, strict=False)]
    consents = [act for act in acts if act.kind != ActionKind.SIGNATURE]
    if not consents:
        return acts
    return acts + [
        ActClaim(row, match["name"], ActionKind.CONSENT_TO_BE_BOUND, consents[-1].on, vehicle=heading)
        for heading in _vehicles_in(match["rest"], list(headings))
    ]


def later_statements(note: EndNote, name: str) -> list[StatementClaim]:
    """Return what was said later, in each passage of a note that begins with a date or an occasion.

    ``name`` is the participant whose row calls the note; a passage can give the words of another.
    """
    claims = []
    for passage in passages(note):
        said = _said(passage, name)
        if said and not _LEAVES.search(passage):
            kind, who = said
            row = f"End note {note.number}, {who}: {passage}"
            claims.append(StatementClaim(row, who, kind, passage, find_date(passage.split("\n")[0]),
                                         reference=reference_in(passage)))  # fmt: skip
    return claims


def _said(passage: str, name: str) -> tuple[StatementKind, str] | None:
    """Return what kind of statement a passage reports, and whose; None if its form is not known."""
    if match := _COMMUNICATION.search(passage[:_OPENING]):
        objects = re.search(r"\bobjects?\b|\bobjection\b", passage)
        return (StatementKind.OBJECTION if objects else StatementKind.COMMUNICATION), match[match.lastgroup or 0]
    kind = next((kind for pattern, kind in _LATER if pattern.search(passage[:_OPENING])), None)
    return (kind, name) if kind else None


def _vehicles_in(text: str, headings: list[str]) -> list[str]:
    match = _VEHICLES.search(text)
    if not match:
        return []
    if not match[1]:
        return headings
    numbers = set(re.findall(r"\b[IVX]+\b", match[1]))
    return [heading for heading in headings if heading.split()[-1] in numbers]
