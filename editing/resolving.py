"""Makes facts of a page's claims: who is meant by a name, and when an undated act or statement was made."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from editing.depositary.claims import ActClaim, Occasion, Page, StatementClaim
from editing.facts import Fact, Unread
from editing.names import Names, Unresolved
from instruments.models import Instrument
from parties.models import Action, Participant
from parties.terms import CONSENT_KINDS, SIGNATURE_KINDS, ActionKind, StatementKind
from treatytracker.cells import as_cell
from treatytracker.terms import Confidence

BY_THE_PAGES_RULE = (
    "No date on the page, whose rule is that it was made upon {occasion}; the date is that of the {what}."
)
LISTED = "Listed without a date; such a declaration is made with the deposit, whose date is taken."
EFFECT_UNKNOWN = (
    "{name} has left, and neither the page nor a rule of the treaty gives the day on which that took effect. Enter the "
    "rule of withdrawal, or the act and the withdrawal with its date of effect."
)


@dataclass
class _Draft:
    """A claim on its way to a fact: what is known of it so far."""

    claim: ActClaim | StatementClaim
    slug: str
    kind: ActionKind | StatementKind | None
    on: date | None
    participant: Participant | None = None
    error: str = ""
    confidence: str = Confidence.HIGH
    note: str = ""
    warnings: list[str] = field(default_factory=list)

    def settled(self) -> Fact | Unread:
        """Return the fact, or the row with what it lacks."""
        claim = self.claim
        if self.error or not (self.participant and self.kind and self.on):
            values = {
                "instrument": self.slug,
                "party_iso3": self.participant.iso3 if self.participant else "",
                "party_name": self.participant.name if self.participant else claim.name,
                "action": self.kind or "",
                "date": as_cell(self.on),
            }
            return Unread(claim.row, self.error or "It has no date.", values, isinstance(claim, StatementClaim))
        fact = Fact(self.slug, self.kind, self.participant, self.on, claim.row, reference=claim.reference)
        fact.confidence, fact.note, fact.warnings = self.confidence, self.note, self.warnings
        if isinstance(claim, StatementClaim):
            fact.text = claim.text
        else:
            fact.effective_on = claim.effective_on
        return fact


class Resolver:
    """Resolves the claims of one page."""

    def __init__(self, page: Page, instruments: Mapping[str, Instrument], names: Names):
        self.page = page
        self._instruments = instruments
        self._names = names
        # By instrument and participant: when it signed and when it consented.
        self._dates: dict[tuple[str, int], dict[str, tuple[date, ActionKind]]] = defaultdict(dict)

    def resolve(self) -> tuple[list[Fact], list[Unread]]:
        """Return the facts, and the rows that are none."""
        drafts = self._drafts()
        settled = [draft.settled() for draft in drafts]
        return [item for item in settled if isinstance(item, Fact)], [
            item for item in settled if isinstance(item, Unread)
        ]

    def _drafts(self) -> list[_Draft]:
        # Dates first: an x in the table of protocols, and a statement without a date, mean another act's.
        own = [self._act(claim) for claim in self.page.acts if not claim.vehicle]
        self._remember_all(own)
        self._add_recorded_dates()
        self._hold_back_exits_without_effect(own)
        for draft in own:
            self._date_provisional_application(draft)
        protocols = [self._act(claim) for claim in self.page.acts if claim.vehicle]
        for draft in protocols:
            self._date_protocol_consent(draft)
        self._remember_all(protocols)
        return [*own, *protocols, *map(self._statement, self.page.statements)]

    def _act(self, claim: ActClaim) -> _Draft:
        draft = self._draft(claim)
        draft.note = claim.note
        return draft

    def _date_protocol_consent(self, draft: _Draft) -> None:
        """Date a consent to a protocol that has no date: it was given with the consent to the treaty."""
        if not draft.participant or draft.on or draft.error:
            return
        dates = self._dates.get(("", draft.participant.pk), {})
        if Occasion.CONSENT not in dates:
            draft.error = f"The page gives no consent of {draft.participant} to the treaty itself, so no date."
            return
        draft.on, kind = dates[Occasion.CONSENT]
        # Who succeeds to a convention succeeds to the protocols that its predecessor had accepted.
        if kind == ActionKind.SUCCESSION:
            draft.kind = kind

    def _date_provisional_application(self, draft: _Draft) -> None:
        """Date a declaration of provisional application that is listed without a date: with the consent."""
        if not draft.participant or draft.on or draft.error or draft.kind != ActionKind.PROVISIONAL_APPLICATION:
            return
        dates = self._dates.get(("", draft.participant.pk), {})
        if known := dates.get(Occasion.CONSENT) or dates.get(Occasion.SIGNATURE):
            draft.on, draft.confidence, draft.note = known[0], Confidence.MEDIUM, LISTED

    def _hold_back_exits_without_effect(self, drafts: list[_Draft]) -> None:
        """Give an error to the acts of those that left on a day that neither the page nor a rule gives.

        Published, the consent would stand alone and the registry would call the State bound.
        """
        if self._instruments[""].rules.exit:
            return
        acts = [(draft, draft.claim) for draft in drafts if isinstance(draft.claim, ActClaim) and draft.claim.bracketed]
        left = {
            draft.participant
            for draft, claim in acts
            if claim.kind == ActionKind.WITHDRAWAL and not claim.effective_on and not draft.error
        }
        for draft, claim in acts:
            if draft.participant in left:
                draft.error = draft.error or EFFECT_UNKNOWN.format(name=claim.name)

    def _statement(self, claim: StatementClaim) -> _Draft:
        draft = self._draft(claim)
        if not draft.participant or draft.on or draft.error:
            return draft
        own = self._dates.get((draft.slug, draft.participant.pk), {})
        dates = own or self._dates.get(("", draft.participant.pk), {})
        occasion = claim.occasion if claim.occasion in dates else next(iter(dates), "")
        if not occasion:
            draft.error = f"It has no date, and the page gives no act of {draft.participant} to date it by."
            return draft
        draft.on = dates[occasion][0]
        if claim.by_the_pages_rule:
            draft.confidence = Confidence.MEDIUM
            draft.note = BY_THE_PAGES_RULE.format(occasion=claim.occasion, what=occasion)
        elif occasion != claim.occasion:
            draft.warnings.append(
                f"The page says it was made upon {claim.occasion}, and has no {claim.occasion} of {draft.participant}; "
                f"the date is that of the {occasion}."
            )
        return draft

    def _draft(self, claim: ActClaim | StatementClaim) -> _Draft:
        # A protocol that a declaration mentions may have a page of its own; here it is the treaty's.
        instrument = self._instruments.get(claim.vehicle, self._instruments[""])
        draft = _Draft(claim, instrument.slug, claim.kind, claim.on, error=claim.error)
        try:
            draft.participant = self._names.find(claim.name, claim.on)
        except Unresolved as error:
            draft.error = draft.error or str(error)
        return draft

    def _remember_all(self, drafts: list[_Draft]) -> None:
        for draft in drafts:
            if draft.participant and draft.on and isinstance(draft.kind, ActionKind):
                self._remember(draft.slug, draft.participant.pk, draft.kind, draft.on)

    def _remember(self, slug: str, participant: int, kind: ActionKind, on: date) -> None:
        dates = self._dates["" if slug == self._instruments[""].slug else slug, participant]
        occasion = _occasion(kind)
        if occasion and (occasion not in dates or dates[occasion][0] < on):
            dates[occasion] = (on, kind)

    def _add_recorded_dates(self) -> None:
        """Take dates that the page lacks from the registry: whoever left may have no row any more."""
        known = [instrument.pk for instrument in self._instruments.values() if instrument.pk]
        on_page = {key: set(dates) for key, dates in self._dates.items()}
        for action in Action.objects.current().filter(instrument__in=known).select_related("instrument"):
            slug, kind = action.instrument.slug, ActionKind(action.kind)
            key = "" if slug == self._instruments[""].slug else slug, action.participant_id
            if _occasion(kind) not in on_page.get(key, ()):
                self._remember(slug, action.participant_id, kind, action.date)


def _occasion(kind: ActionKind) -> str:
    if kind in CONSENT_KINDS:
        return Occasion.CONSENT
    return Occasion.SIGNATURE if kind in SIGNATURE_KINDS else ""
