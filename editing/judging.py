"""Judges the changes of an import together, as if all of them stood, and counts what would follow.

A ratification is judged beside the signature that comes with it on the same page.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from editing.facts import Change, Fact
from editing.models import Proposal, State, Subject
from instruments.models import Instrument, InstrumentKind
from parties.models import Action, Participant
from parties.plausibility import Case, doubtful, refused
from parties.rebuild import act_of, rules_in_force
from parties.spells import Act, Standing, spells
from parties.terms import BOUND, CONSENT_KINDS, ActionKind, Status
from treatytracker import dates

ActsByPair = dict[tuple[str, int], list[Act]]


class Outcome:
    """The registry as it would be with the changes."""

    def __init__(self, instruments: Mapping[str, Instrument], changes: list[Change]):
        self._instruments = instruments
        self._changes = changes
        self._related = _related(instruments)
        slugs = {*instruments, *self._related}
        self._standing = list(
            Action.objects.current().filter(instrument__slug__in=slugs).select_related("instrument", "participant")
        )
        self._waiting = _waiting(self._related)

    def judge(self) -> None:
        """Give each change the errors and warnings that plausibility finds.

        An act that cannot be may have been what another leaned on, so this goes on until nothing more falls.
        """
        while self._refuse():
            pass
        for change, fact, case in self._cases():
            change.warnings = [*fact.warnings, *(problem.message for problem in doubtful(case))]

    def counts(self, slug: str, day: date) -> tuple[int, int]:
        """Return how many signatories and parties the depositary would count on a day.

        As it does, a participant that left is taken off both counts, and a succession counts from its notice.
        """
        signatories = parties = 0
        for standing in self._standings(slug, day):
            signatories += standing.signature is not None and standing.status is not Status.FORMER_PARTY
            parties += standing.status in BOUND and standing.consent is not None and standing.consent.act.on <= day
        return signatories, parties

    def _refuse(self) -> bool:
        fell = False
        for change, _, case in self._cases():
            problems = refused(case)
            change.error = " ".join(problem.message for problem in problems)
            fell = fell or bool(problems)
        return fell

    def _cases(self) -> Iterator[tuple[Change, Fact, Case]]:
        """Yield the changes that nothing speaks against so far, each with what must be known to judge it."""
        acts = self._acts()
        for position, change in enumerate(self._changes):
            if change.fact and not change.error:
                yield change, change.fact, self._case(_key(position), change.fact, acts)

    def _planned(self) -> list[Action]:
        replaced = {change.standing.pk for change in self._changes if change.standing and not change.error}
        kept = [action for action in self._standing if action.pk not in replaced]
        return [*kept, *self._new()]

    def _new(self) -> Iterable[Action]:
        for position, change in enumerate(self._changes):
            fact = change.fact
            if fact and not change.error and not change.is_statement:
                yield Action(
                    key=_key(position),
                    kind=fact.kind,
                    date=fact.on,
                    stated_effective_on=change.effective_on,
                    participant=fact.participant,
                    instrument=self._instruments[fact.slug],
                )

    def _acts(self) -> ActsByPair:
        acts: ActsByPair = defaultdict(list)
        for action in self._planned():
            acts[action.instrument.slug, action.participant.pk].append(act_of(action))
        for pair, waiting in self._waiting.items():
            acts[pair] += waiting
        return acts

    def _case(self, key: str, fact: Fact, acts: ActsByPair) -> Case:
        instrument, participant = self._instruments[fact.slug], fact.participant.pk
        parent = instrument.parent
        return Case(
            instrument=instrument,
            participant=fact.participant,
            act=fact.act(key),
            today=dates.today(),
            others=[act for act in acts[fact.slug, participant] if act.key != key],
            parent_acts=acts[parent.slug, participant] if parent else None,
            protocols=[
                act
                for other in {**self._related, **self._instruments}.values()
                if other.kind == InstrumentKind.PROTOCOL and other.parent and other.parent.slug == fact.slug
                for act in acts[other.slug, participant]
                if act.kind in CONSENT_KINDS
            ],
        )

    def _standings(self, slug: str, day: date) -> Iterable[Standing]:
        actions = [action for action in self._planned() if action.instrument.slug == slug]
        rules = rules_in_force(self._instruments[slug], actions)
        careers: dict[Participant, list[Act]] = defaultdict(list)
        for action in actions:
            careers[action.participant].append(act_of(action))
        for participant, own in careers.items():
            for spell in spells(own, rules, participant.existed_until):
                if spell.valid_from <= day and (spell.valid_to is None or day < spell.valid_to):
                    yield spell.standing


def _key(position: int) -> str:
    return f"planned-{position:06}"


def _related(instruments: Mapping[str, Instrument]) -> dict[str, Instrument]:
    """Return the stored parents and protocols of the instruments, which plausibility also looks at."""
    parents = [instrument.parent for instrument in instruments.values() if instrument.parent]
    stored = [instrument.pk for instrument in instruments.values() if instrument.pk]
    children = Instrument.objects.filter(parent__in=stored).select_related("parent")
    return {instrument.slug: instrument for instrument in (*parents, *children)}


def _waiting(related: Mapping[str, Instrument]) -> dict[tuple[str, int], list[Act]]:
    """Return the acts on related instruments that wait for review: a page often comes with its convention's."""
    acts: ActsByPair = defaultdict(list)
    waiting = Proposal.objects.filter(
        state=State.OPEN, subject=Subject.ACTION, error="", values__instrument__in=list(related)
    )
    participants = dict(Participant.objects.values_list("iso3", "pk")) if related else {}
    for pk, values in waiting.values_list("pk", "values"):
        pair = values["instrument"], participants.get(values["party_iso3"], 0)
        acts[pair].append(Act(f"waiting-{pk}", ActionKind(values["action"]), date.fromisoformat(values["date"])))
    return acts
