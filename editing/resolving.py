"""Makes facts of a page's claims: who is meant by a name, and when an undated act or statement was made."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from editing.depositary.claims import ActClaim, Occasion, Page, StatementClaim
from editing.facts import Fact
from editing.names import Names, Unresolved
from instruments.models import Instrument
from parties.models import Action
from parties.terms import CONSENT_KINDS, SIGNATURE_KINDS, ActionKind
from treatytracker.terms import Confidence

BY_THE_PAGES_RULE = (
    "No date on the page, whose rule is that it was made upon {occasion}; the date is that of the {what}."
)

EFFECT_UNKNOWN = (
    "{name} has left, and neither the page nor a rule of the treaty gives the day on which that took effect. Enter the "
    "rule of withdrawal, or the act and the withdrawal with its date of effect."
)


class Resolver:
    """Resolves the claims of one page."""

    def __init__(self, page: Page, instruments: Mapping[str, Instrument], names: Names):
        self.page = page
        self._instruments = instruments
        self._names = names
        self._dates: dict[tuple[str, int], dict[str, tuple[date, ActionKind]]] = defaultdict(dict)

    def facts(self) -> list[Fact]:
        """Return the acts and statements; what could not be resolved has its error."""
        # Dates first: an x in the table of protocols, and a statement without a date, mean another act's.
        dated = [self._act(claim) for claim in self._own_claims()]
        self._remember_all(dated)
        self._add_recorded_dates()
        self._hold_back_exits_without_effect(dated)
        acts = [self._undated(fact) for fact in dated]
        protocols = [self._protocol_act(claim) for claim in self.page.acts if claim.vehicle]
        self._remember_all(protocols)
        return [*acts, *protocols, *map(self._statement, self.page.statements)]

    def _act(self, claim: ActClaim) -> Fact:
        fact = self._fact(claim)
        fact.kind, fact.on, fact.effective_on = claim.kind, claim.on, claim.effective_on
        fact.note, fact.error = claim.note, claim.error or fact.error
        return fact

    def _hold_back_exits_without_effect(self, facts: list[Fact]) -> None:
        """Give an error to the acts of those that left on a day that neither the page nor a rule gives.

        Published, the consent would stand alone and the registry would call the State bound.
        """
        if self._instruments[""].rules.exit:
            return
        left = {
            fact.participant
            for fact, claim in zip(facts, self._own_claims(), strict=True)
            if claim.kind == ActionKind.WITHDRAWAL and claim.bracketed and not claim.effective_on and not claim.error
        }
        for fact, claim in zip(facts, self._own_claims(), strict=True):
            if fact.participant in left and claim.bracketed:
                fact.error = fact.error or EFFECT_UNKNOWN.format(name=fact.name)

    def _own_claims(self) -> list[ActClaim]:
        return [claim for claim in self.page.acts if not claim.vehicle]

    def _protocol_act(self, claim: ActClaim) -> Fact:
        """Return a consent to a protocol; without a date it was given with the consent to the treaty."""
        fact = self._act(claim)
        if fact.participant and not fact.on and not fact.error:
            dates = self._dates.get(("", fact.participant.pk), {})
            if Occasion.CONSENT in dates:
                fact.on, kind = dates[Occasion.CONSENT]
                # Who succeeds to a convention succeeds to the protocols that its predecessor had accepted.
                fact.kind = kind if kind == ActionKind.SUCCESSION else fact.kind
            else:
                fact.error = f"The page gives no consent of {fact.participant} to the treaty itself, so no date."
        return fact

    def _undated(self, fact: Fact) -> Fact:
        """Give a declaration of provisional application, which is listed without a date, that of the consent."""
        if fact.participant and not fact.on and not fact.error and fact.kind == ActionKind.PROVISIONAL_APPLICATION:
            dates = self._dates.get(("", fact.participant.pk), {})
            known = dates.get(Occasion.CONSENT) or dates.get(Occasion.SIGNATURE)
            if known:
                fact.on, fact.confidence = known[0], Confidence.MEDIUM
                fact.note = "Listed without a date; such a declaration is made with the deposit, whose date is taken."
        if not fact.on and not fact.error:
            fact.error = "It has no date."
        return fact

    def _statement(self, claim: StatementClaim) -> Fact:
        fact = self._fact(claim)
        fact.kind, fact.on, fact.text, fact.reference = claim.kind, claim.on, claim.text, claim.reference
        if not fact.participant or fact.on:
            return fact
        own = self._dates.get((fact.slug, fact.participant.pk), {})
        dates = own or self._dates.get(("", fact.participant.pk), {})
        occasion = claim.occasion if claim.occasion in dates else next(iter(dates), "")
        if not occasion:
            fact.error = f"It has no date, and the page gives no act of {fact.participant} to date it by."
            return fact
        fact.on = dates[occasion][0]
        if claim.by_the_pages_rule:
            fact.confidence = Confidence.MEDIUM
            fact.note = BY_THE_PAGES_RULE.format(occasion=claim.occasion, what=occasion)
        elif occasion != claim.occasion:
            fact.warnings.append(
                f"The page says it was made upon {claim.occasion}, and has no {claim.occasion} of {fact.participant}; "
                f"the date is that of the {occasion}."
            )
        return fact

    def _fact(self, claim: ActClaim | StatementClaim) -> Fact:
        # A protocol that a declaration mentions may have a page of its own; here it is the treaty's.
        instrument = self._instruments.get(claim.vehicle, self._instruments[""])
        fact = Fact(instrument.slug, claim.kind, claim.name, claim.row, reference=claim.reference)
        try:
            fact.participant = self._names.find(claim.name, claim.on)
        except Unresolved as error:
            fact.error = str(error)
        return fact

    def _remember_all(self, facts: list[Fact]) -> None:
        for fact in facts:
            if fact.participant and fact.on and fact.kind:
                slug = "" if fact.slug == self._instruments[""].slug else fact.slug
                self._remember(slug, fact.participant.pk, fact.kind, fact.on)

    def _remember(self, slug: str, participant: int, kind: ActionKind, on: date) -> None:
        dates = self._dates[slug, participant]
        occasion = _occasion(kind)
        if occasion and (occasion not in dates or dates[occasion][0] < on):
            dates[occasion] = (on, kind)

    def _add_recorded_dates(self) -> None:
        """Take dates that the page lacks from the registry: whoever left may have no row any more."""
        known = [instrument.pk for instrument in self._instruments.values() if instrument.pk]
        on_page = {key: set(dates) for key, dates in self._dates.items()}
        for action in Action.objects.current().filter(instrument__in=known).select_related("instrument"):
            slug = "" if action.instrument == self._instruments[""] else action.instrument.slug
            kind = ActionKind(action.kind)
            if _occasion(kind) not in on_page.get((slug, action.participant_id), ()):
                self._remember(slug, action.participant_id, kind, action.date)


def _occasion(kind: ActionKind) -> str:
    if kind in CONSENT_KINDS:
        return Occasion.CONSENT
    return Occasion.SIGNATURE if kind in SIGNATURE_KINDS else ""
