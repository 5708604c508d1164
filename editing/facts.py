"""What an import found, between the claims of a document and the proposals: facts, and rows that are none."""

from dataclasses import dataclass, field
from datetime import date

from editing.models import Operation, Proposal, Subject
from parties.models import Participant, Record
from parties.spells import Act
from parties.terms import ActionKind, StatementKind
from treatytracker.cells import as_cell
from treatytracker.terms import Confidence


@dataclass
class Fact:
    """An act or a statement as an import says it; ``row`` says where it stands there."""

    slug: str
    kind: ActionKind | StatementKind
    participant: Participant
    on: date
    row: str
    effective_on: date | None = None
    reference: str = ""
    confidence: str = Confidence.HIGH
    note: str = ""
    text: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def is_statement(self) -> bool:
        return self.kind in StatementKind.values

    def act(self, key: str) -> Act:
        """Return the fact as the computation sees it."""
        return Act(key, self.kind, self.on, self.effective_on)


@dataclass
class Unread:
    """A row that is no fact, because something in it is not known: ``error`` says what and what to do."""

    row: str
    error: str
    values: dict[str, str]
    is_statement: bool = False
    standing: Record | None = None

    def proposal(self, source: str) -> Proposal:
        """Return the row as an unsaved proposal, which cannot be published until it is resolved."""
        return Proposal(
            subject=Subject.STATEMENT if self.is_statement else Subject.ACTION,
            operation=Operation.CORRECT if self.standing else Operation.RECORD,
            key=self.standing.key if self.standing else "",
            base=self.standing.pk if self.standing else None,
            values={"source": source, **self.values},
            row=shortened(self.row, 200),
            error=self.error,
        )


@dataclass
class Change:
    """What an import would do to the registry: a new fact, another in place of the standing one, or none.

    ``given`` is the whole row where the source has one, as a spreadsheet; a page leaves the rest as it is.
    """

    fact: Fact | None
    standing: Record | None = None
    row: str = ""
    error: str = ""
    warnings: list[str] = field(default_factory=list)
    given: dict[str, str] | None = None

    @property
    def subject(self) -> Fact | Record:
        """The fact as it would be, or as it is if it is to go."""
        subject = self.fact or self.standing
        assert subject, "A change is of something."
        return subject

    @property
    def operation(self) -> Operation:
        if not self.fact:
            return Operation.RETRACT
        return Operation.CORRECT if self.standing else Operation.RECORD

    @property
    def slug(self) -> str:
        return self.fact.slug if self.fact else self.standing.instrument.slug if self.standing else ""

    @property
    def is_statement(self) -> bool:
        return self.subject.kind in StatementKind.values

    @property
    def effective_on(self) -> date | None:
        """The stated day of effect that the fact would have; one that a page does not mention stays."""
        if not self.fact or self.fact.effective_on or self.given is not None or not self.standing:
            return self.fact.effective_on if self.fact else None
        return self.standing.stated_effective_on

    def proposal(self, source: str) -> Proposal:
        """Return the change as an unsaved proposal."""
        return Proposal(
            subject=Subject.STATEMENT if self.is_statement else Subject.ACTION,
            operation=self.operation,
            key=self.standing.key if self.standing else "",
            base=self.standing.pk if self.standing else None,
            values=self.values(source),
            row=shortened(self.fact.row if self.fact else self.row, 200),
            error=self.error,
            warnings=self.warnings,
        )

    def values(self, source: str) -> dict[str, str]:
        """Return the fact as a row of ``data/`` would say it; a statement's words are a column more."""
        if not self.fact or self.given is not None:
            return self.given or {}
        fact, old = self.fact, self.standing
        values = {
            "id": old.key if old else "",
            "instrument": fact.slug,
            "party_iso3": fact.participant.iso3,
            "party_name": fact.participant.name,
            "action": fact.kind,
            "date": as_cell(fact.on),
            "effective_date": as_cell(self.effective_on),
            "reference": fact.reference or (old.reference if old else ""),
            "source": source,
            "confidence": fact.confidence,
            "note": fact.note or (old.note if old else ""),
        }
        return values | {"text": fact.text} if fact.is_statement and fact.text else values


def shortened(words: str, longest: int) -> str:
    """Return the words on one line, cut between two of them if they are too long."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rsplit(' ', 1)[0]}…"
