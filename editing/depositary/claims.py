"""What a page of the depositary claims, as plain values: who did and said what, and when.

A claim that could not be read keeps its row and says in ``error`` what is wrong, so that nothing is
left out silently.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from parties.terms import ActionKind, StatementKind


class NotAStatusPage(Exception):
    """The bytes are something else; the message says what, and what would be right."""


@dataclass(frozen=True, slots=True)
class ActClaim:
    """One act as the page gives it.

    ``vehicle`` names the protocol that travels with the page's treaty and that the act is about
    (“Protocol I”); it is empty for the page's own treaty.  ``bracketed`` acts are no longer effective.
    """

    row: str
    name: str
    kind: ActionKind | None
    on: date | None
    effective_on: date | None = None
    vehicle: str = ""
    reference: str = ""
    note: str = ""
    bracketed: bool = False
    error: str = ""


class Occasion:
    """When a statement without a date of its own was made; the page's introduction gives the rule."""

    SIGNATURE = "signature"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class StatementClaim:
    """A declaration, objection or the like.  Without ``on`` it was made at ``occasion``."""

    row: str
    name: str
    kind: StatementKind | ActionKind
    text: str
    on: date | None = None
    occasion: str = Occasion.CONSENT
    by_the_pages_rule: bool = False
    vehicle: str = ""
    reference: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The totals in the page's header: the depositary's claim, counted by its own rules."""

    signatories: int | None = None
    parties: int | None = None


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A protocol without a page of its own, which travels with the page's treaty."""

    heading: str
    title: str
    adopted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What the page says of the treaty itself.  What it does not say, or not legibly, is empty."""

    reference: str
    title: str
    place: str = ""
    adopted_on: date | None = None
    in_force_on: date | None = None
    in_force_article: str = ""
    in_force_text: str = ""
    registration: str = ""
    volume: str = ""
    page: str = ""
    counts: Counts = field(default_factory=Counts)
    stamp: datetime | None = None
    stamp_text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """All claims of one document, with its name and the hash of its bytes."""

    name: str
    sha256: str
    header: Header
    # The kinds that the columns are about; acts of others stand elsewhere on the page, if at all.
    columns: tuple[ActionKind, ...] = ()
    acts: tuple[ActClaim, ...] = ()
    statements: tuple[StatementClaim, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[ActionKind, ...]:
        """All kinds of act that the treaty is seen to provide for."""
        elsewhere = [act.kind for act in self.acts if act.kind and not act.vehicle]
        return tuple(dict.fromkeys([*self.columns, *elsewhere]))

    @property
    def as_of(self) -> date | None:
        """The day to which the page is correct; MTDSG files do not say."""
        return self.header.stamp.date() if self.header.stamp else None
