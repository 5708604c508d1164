"""Reads a column heading: it, and no list for all treaties, says what the codes in the cells mean.

``Approval(AA), Acceptance(A), Accession(a), Succession(d), Ratification``: the order of the terms varies
from treaty to treaty, the term without a code is meant by cells without a letter, and a letter can mean
different things: ``P`` is consent to be bound or participation, ``d`` is succession, in a signature
column succession to signature.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from parties.terms import ActionKind

# How a term begins, longest first, so that “succession to signature” is not taken for “succession”.
TERMS = {
    "signature without reservation": ActionKind.DEFINITIVE_SIGNATURE,
    "definitive signature": ActionKind.DEFINITIVE_SIGNATURE,
    "succession to signature": ActionKind.SIGNATURE_SUCCESSION,
    "confirmation of signature": ActionKind.SIGNATURE_CONFIRMATION,
    "confirmation of the signature": ActionKind.SIGNATURE_CONFIRMATION,
    "signature": ActionKind.SIGNATURE,
    "ratification": ActionKind.RATIFICATION,
    "acceptance": ActionKind.ACCEPTANCE,
    "approval": ActionKind.APPROVAL,
    "accession": ActionKind.ACCESSION,
    "succession": ActionKind.SUCCESSION,
    "formal confirmation": ActionKind.FORMAL_CONFIRMATION,
    "act of formal confirmation": ActionKind.FORMAL_CONFIRMATION,
    "consent to be bound": ActionKind.CONSENT_TO_BE_BOUND,
    "participation": ActionKind.PARTICIPATION,
    "simplified procedure": ActionKind.SIMPLIFIED_PROCEDURE,
    "provisional application": ActionKind.PROVISIONAL_APPLICATION,
    "notification of provisional application": ActionKind.PROVISIONAL_APPLICATION,
    "denunciation": ActionKind.WITHDRAWAL,
    "withdrawal": ActionKind.WITHDRAWAL,
    "notification of withdrawal": ActionKind.WITHDRAWAL,
    "notification of denunciation": ActionKind.WITHDRAWAL,
}
EFFECT = ("entry into force", "date of entry into force", "date of effect", "effective date", "in force")
# What a notification or an instrument is of is the term.
_LEAD = re.compile(r"^(?:date of |deposit of |instruments? of |notifications? of (?!non)|receipt of )+", re.I)
# “(AA)” is a code, “(1)” part of an article's number; a code ends its term.
_CODE = re.compile(r"\(\s*([A-Za-z]{1,2})\s*\)\s*$")
_COMMAS_OUTSIDE_BRACKETS = re.compile(r",(?![^(]*\))")


class Role(Enum):
    """What a column holds."""

    PARTICIPANT = auto()
    ACTS = auto()
    EFFECT = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its role, and which act each code stands for; the code "" is no letter."""

    heading: str
    role: Role
    kinds: dict[str, ActionKind] = field(default_factory=dict)
    problem: str = ""

    def kind(self, code: str) -> ActionKind | None:
        """Return the act that a code stands for in this column, None if the heading does not say."""
        return self.kinds.get(code)


def read_heading(heading: str) -> Column:
    """Return the column with this heading; a heading that is not known gets the role UNKNOWN and says why."""
    words = " ".join(heading.split())
    folded = words.casefold().rstrip(" :.")
    if re.match(r"participants?\b(?! in| under|\()", folded):
        return Column(words, Role.PARTICIPANT)
    if folded.startswith(EFFECT):
        return Column(words, Role.EFFECT)
    return _acts(words)


def _acts(words: str) -> Column:
    kinds: dict[str, ActionKind] = {}
    terms = _terms(words)
    for term, code in terms:
        kind = kind_of(term)
        if not kind:
            problem = f"the heading “{words}” has the term “{term or words}”, which is not known"
            if not code:
                return Column(words, Role.UNKNOWN, problem=problem)
            continue
        if kinds.setdefault(code, kind) != kind:
            problem = (
                f"the heading “{words}” has two terms for {f'the code {code}' if code else 'cells without a code'}"
            )
            return Column(words, Role.UNKNOWN, problem=problem)
    if not kinds:
        return Column(words, Role.UNKNOWN, problem=f"the heading “{words}” is not known")
    if len(terms) == 1:
        # “Acceptance(A)” alone: a cell that lacks the letter can mean nothing else.
        kinds.setdefault("", next(iter(kinds.values())))
    return Column(words, Role.ACTS, kinds)


def kind_of(term: str) -> ActionKind | None:
    """Return the act that a term of a heading names, None if it is not known."""
    folded = " ".join(term.casefold().split())
    for candidate in (folded, _LEAD.sub("", folded)):
        for beginning in sorted(TERMS, key=len, reverse=True):
            if re.match(rf"{beginning}s?\b", candidate):
                return TERMS[beginning]
    return None


def _terms(words: str) -> list[tuple[str, str]]:
    """Return the terms with their codes.

    A comma can also stand inside a term, as in “Provisional application by virtue of signature, adoption
    of the Agreement or accession thereto”: a piece that begins no known term and has no code goes on
    with the one before it.
    """
    terms: list[tuple[str, str]] = []
    for piece in _COMMAS_OUTSIDE_BRACKETS.split(words):
        match = _CODE.search(piece)
        term, code = (piece[: match.start()].strip(), match[1]) if match else (piece.strip(), "")
        if terms and not code and not terms[-1][1] and not kind_of(term) and kind_of(terms[-1][0]):
            terms[-1] = (f"{terms[-1][0]}, {term}", "")
        elif term or code:
            terms.append((term, code))
    return terms
