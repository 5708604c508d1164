"""A fact that an import found: its participant known, ready to be compared and to become a proposal."""

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
    """An act or a statement as an import says it.

    What could not be read is None, and ``error`` says why; ``row`` says where it stands.
    """

    slug: str
    kind: ActionKind | StatementKind | None
    name: str
    row: str
    participant: Participant | None = None
    on: date | None = None
    effective_on: date | None = None
    reference: str = ""
    confidence: str = Confidence.HIGH
    note: str = ""
    text: str = ""
    error: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def is_statement(self) -> bool:
        return self.kind in StatementKind.values

    def act(self, key: str) -> Act:
        """Return the fact as the computation sees it."""
        return Act(key, self.kind, self.on, self.effective_on)


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
    def operation(self) -> Operation:
        if not self.fact:
            return Operation.RETRACT
        return Operation.CORRECT if self.standing else Operation.RECORD

    @property
    def slug(self) -> str:
        return self.fact.slug if self.fact else self.standing.instrument.slug

    @property
    def is_statement(self) -> bool:
        subject = self.fact or self.standing
        return subject.kind in StatementKind.values

    @property
    def participant(self) -> Participant | None:
        return self.fact.participant if self.fact else self.standing.participant

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
            "party_iso3": fact.participant.iso3 if fact.participant else "",
            "party_name": fact.participant.name if fact.participant else fact.name,
            "action": fact.kind or "",
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
