"""What cannot be, and what is doubtful: one named rule for each refusal or warning.

A rule's docstring is the provision or the practice behind it; it returns the sentence that the editor
reads, or None.  Pure functions over a ``Case``; no database, no clock.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from parties.spells import Act, effect_of, spells, status_on
from parties.terms import (
    BOUND,
    COMPLETES_SIGNATURE,
    COMPLETES_SIGNATURE_AS_A_RULE,
    CONSENT_KINDS,
    SIGNATURE_KINDS,
    ActionKind,
    StatementKind,
)
from treatytracker.dates import display

if TYPE_CHECKING:
    from instruments.models import Instrument
    from parties.models import Participant


@dataclass(frozen=True)
class Case:
    """An act or statement, and what must be known to judge it.

    ``instrument`` and ``participant`` are read for their facts only.  ``others`` are the participant's
    other acts on the instrument, ``parent_acts`` those on its parent (None: it has no parent),
    ``protocols`` the participant's consents to the instrument's own protocols.
    """

    instrument: "Instrument"
    participant: "Participant"
    act: Act
    today: date
    others: Sequence[Act] = ()
    parent_acts: Sequence[Act] | None = None
    protocols: Sequence[Act] = ()

    def earlier(self, *kinds: str) -> list[Act]:
        """Return the other acts of these kinds, up to and on the day of the act."""
        return [act for act in self.others if act.kind in kinds and act.on <= self.act.on]

    @property
    def is_consent(self) -> bool:
        return self.act.kind in CONSENT_KINDS

    def lacks_signature(self) -> bool:
        """Whether the treaty is one that is signed, and the participant has not."""
        return self.instrument.open_for_signature and not self.earlier(*SIGNATURE_KINDS)

    def bound_without_it(self) -> bool:
        """Whether the other acts alone leave the participant bound on the day of the act."""
        return status_on(spells(self.others, self.instrument.rules), self.act.on) in BOUND


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: its name, the field it concerns, and the sentence for the editor."""

    rule: str
    field: str
    message: str


Rule = Callable[[Case], str | None]
REFUSALS: dict[str, tuple[str, Rule]] = {}
WARNINGS: dict[str, tuple[str, Rule]] = {}


def refusal(field: str):
    """Register a rule that makes an act impossible; its sentence is shown beside ``field``."""
    return _register(REFUSALS, field)


def warning(field: str):
    """Register a rule that makes an act doubtful; an editor can confirm it with a reason."""
    return _register(WARNINGS, field)


def refused(case: Case) -> list[Problem]:
    """Return why the act cannot be."""
    return _problems(REFUSALS, case)


def doubtful(case: Case) -> list[Problem]:
    """Return why the act is doubtful."""
    return _problems(WARNINGS, case)


def _register(rules, field):
    def register(rule):
        rules[rule.__name__] = (field, rule)
        return rule

    return register


def _problems(rules, case):
    found = ((name, field, rule(case)) for name, (field, rule) in rules.items())
    return [Problem(name, field, message) for name, field, message in found if message]


# Refusals ---------------------------------------------------------------------------------------------


@refusal("date")
def act_in_the_future(case):
    """An act is recorded once the depositary has received it."""
    if case.act.on > case.today:
        return f"{display(case.act.on)} is in the future. Enter the day on which the depositary received the act."


@refusal("date")
def before_adoption(case):
    """Nobody can act on a text before its adoption (Vienna Convention on the Law of Treaties, art. 9)."""
    adopted_on = case.instrument.adopted_on
    if adopted_on and case.act.on < adopted_on:
        return f"The {case.instrument} was adopted on {display(adopted_on)}; no act can be earlier."


@refusal("date")
def after_the_end_of_the_state(case):
    """A predecessor State does not act after its last day."""
    ended_on = case.participant.existed_until
    if ended_on and case.act.on > ended_on:
        return f"{case.participant} existed until {display(ended_on)}; enter the act for its successor."


@refusal("date")
def outside_the_opening_for_signature(case):
    """A treaty can be signed from its opening to its closing (APMBC art. 15, CCM art. 15, CCW art. 3)."""
    if case.act.kind != ActionKind.SIGNATURE:
        return None
    opened_on, closed_on = case.instrument.opened_on, case.instrument.closed_on
    if opened_on and case.act.on < opened_on:
        return f"The {case.instrument} was opened for signature on {display(opened_on)}."
    if closed_on and case.act.on > closed_on:
        return (
            f"The {case.instrument} was open for signature until {display(closed_on)}; "
            "a State that joins later accedes."
        )


@refusal("kind")
def kind_not_provided_for(case):
    """The final clauses say by which acts a State joins or leaves."""
    kinds = case.instrument.action_kinds
    kind = ActionKind.WITHDRAWAL if case.act.kind == ActionKind.WITHDRAWAL_RESCINDED else case.act.kind
    if kind in ActionKind.values and kinds and kind not in kinds:
        return f"The {case.instrument} provides for {', '.join(kinds).replace('-', ' ')}, and for no other act."


@refusal("kind")
def ratification_without_signature(case):
    """Ratification and formal confirmation complete a signature (Vienna Convention, art. 14)."""
    if case.act.kind in COMPLETES_SIGNATURE and case.lacks_signature():
        return f"{case.participant} has not signed before; a State that has not signed accedes."


@refusal("kind")
def consent_while_bound(case):
    """Who is bound cannot consent again, except from the day of a notice of withdrawal."""
    if case.is_consent and case.bound_without_it() and not case.earlier(ActionKind.WITHDRAWAL):
        return f"{case.participant} is bound already on {display(case.act.on)}; it cannot consent a second time."


@refusal("kind")
def exit_without_being_bound(case):
    """Only who is bound can withdraw."""
    if case.act.kind == ActionKind.WITHDRAWAL and not case.bound_without_it():
        return f"{case.participant} is not bound on {display(case.act.on)}, so there is nothing to withdraw from."


@refusal("kind")
def same_act_twice(case):
    """One participant does one act once on a day."""
    if any((act.kind, act.on) == (case.act.kind, case.act.on) for act in case.others):
        return f"This act of {case.participant} is recorded already."


@refusal("stated_effective_on")
def effect_before_receipt(case):
    """An act takes effect when it is received or later; only a succession reaches back (VCSST, art. 23)."""
    stated_on = case.act.stated_on
    if stated_on and stated_on < case.act.on and case.act.kind != ActionKind.SUCCESSION:
        return f"The effect cannot be before {display(case.act.on)}, when the depositary received the act."


@refusal("kind")
def reservation_where_forbidden(case):
    """Some treaties forbid reservations (APMBC art. 19, CCM art. 19)."""
    if case.act.kind == StatementKind.RESERVATION and case.instrument.forbids_reservations:
        return (
            f"The {case.instrument} allows no reservations: {case.instrument.reservations}. "
            "If the depositary lists the statement as a declaration, enter it as one."
        )


# Warnings ---------------------------------------------------------------------------------------------


@warning("kind")
def acceptance_without_signature(case):
    """Acceptance and approval complete a signature as a rule; the depositary has taken some without one."""
    if case.act.kind in COMPLETES_SIGNATURE_AS_A_RULE and case.lacks_signature():
        return f"{case.participant} has not signed before; without a signature the usual act is accession."


@warning("kind")
def accession_by_a_signatory(case):
    """A signatory ratifies, accepts or approves; who has not signed, or has left, accedes."""
    if case.act.kind != ActionKind.ACCESSION or case.earlier(ActionKind.WITHDRAWAL):
        return None
    if signatures := case.earlier(*SIGNATURE_KINDS):
        return f"{case.participant} signed on {display(signatures[0].on)}; the usual act is then ratification."


@warning("kind")
def protocol_without_the_convention(case):
    """A protocol binds parties to its convention (CCW art. 4(3) and (4))."""
    if not case.is_consent or case.parent_acts is None:
        return None
    if not any(act.kind in CONSENT_KINDS and act.on <= case.act.on for act in case.parent_acts):
        return f"{case.participant} has not consented to be bound by the {case.instrument.parent}."


@warning("kind")
def too_few_protocols(case):
    """A State that joins the CCW accepts at least two of its protocols (CCW art. 4(3))."""
    required = case.instrument.protocols_required
    if not case.is_consent or not required:
        return None
    chosen = sum(1 for act in case.protocols if act.on <= case.act.on)
    if chosen < required:
        return f"{chosen} of the protocols are recorded for {case.participant} on that day; {required} are required."


@warning("stated_effective_on")
def stated_and_computed_effect_differ(case):
    """The depositary's date beats the rule; that they differ is worth a look, save for a succession."""
    effect = effect_of(case.act, case.instrument.rules)
    if not effect or not case.act.stated_on or not effect.computed_on:
        return None
    if case.act.stated_on != effect.computed_on:
        return f"The depositary gives {display(case.act.stated_on)}, the rule {display(effect.computed_on)}."
