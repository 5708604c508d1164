"""Brings plausibility to stored facts: gathers what each rule must know, for one fact or for all."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Q

from instruments.models import Instrument, InstrumentKind
from parties.models import Action, Participant, Record, Statement
from parties.plausibility import Case, Problem, doubtful, refused
from parties.rebuild import act_of
from parties.spells import Act
from parties.terms import CONSENT_KINDS
from treatytracker import dates

ActsByPair = dict[tuple[int, int], list[Act]]
Protocols = dict[int, list[int]]


def review(fact: Record) -> Case:
    """Return the case of one fact, saved or not, among the participant's other acts."""
    actions = Action.objects.current().filter(participant=fact.participant)
    return _case(fact, _acts_by_pair(actions), _protocols())


def knock_on(fact: Record | None, replaced: Record | None) -> Iterator[tuple[Record, Problem]]:
    """Yield the participant's other acts that could not be if ``fact`` stood in place of ``replaced``."""
    subject = fact or replaced
    if not isinstance(subject, Action):
        return
    related = Action.objects.current().filter(participant=subject.participant)
    others = [
        action
        for action in related.select_related("instrument__parent", "participant")
        if not replaced or action.key != replaced.key
    ]
    acts, protocols = _acts_by_pair([*others, *([fact] if fact else [])]), _protocols()
    for action in others:
        if action.instrument_id == subject.instrument_id:
            yield from ((action, problem) for problem in refused(_case(action, acts, protocols)))


def refusals(
    participants: Collection[Participant] | None = None, instruments: Collection[Instrument] | None = None
) -> Iterator[tuple[Record, Problem]]:
    """Yield every standing fact (None: of all participants, on all instruments) that cannot be, with the reason."""
    for fact, case in _all_cases(participants, instruments):
        yield from ((fact, problem) for problem in refused(case))


def warnings() -> Iterator[tuple[Record, Problem]]:
    """Yield every standing fact that is doubtful, with the reason."""
    for fact, case in _all_cases():
        yield from ((fact, problem) for problem in doubtful(case))


def _all_cases(participants=None, instruments=None):
    actions, statements = (
        model.objects.current().select_related("instrument__parent", "participant") for model in (Action, Statement)
    )
    if participants is not None:
        actions, statements = (facts.filter(participant__in=participants) for facts in (actions, statements))
    if instruments is not None:
        # A rule can look at the acts on the parent, and on the protocols.
        near = Q(instrument__in=instruments) | Q(instrument__parent__in=instruments)
        actions = actions.filter(near | Q(instrument__children__in=instruments)).distinct()
        statements = statements.filter(instrument__in=instruments)
    acts, protocols = _acts_by_pair(actions), _protocols()
    for fact in (*actions, *statements):
        if instruments is None or fact.instrument in instruments:
            yield fact, _case(fact, acts, protocols)


def _case(fact: Record, acts: ActsByPair, protocols: Protocols) -> Case:
    instrument, participant = fact.instrument, fact.participant
    return Case(
        instrument=instrument,
        participant=participant,
        act=act_of(fact),
        today=dates.today(),
        others=[act for act in acts[instrument.pk, participant.pk] if act.key != fact.key],
        parent_acts=acts[instrument.parent_id, participant.pk] if instrument.parent_id else None,
        protocols=[
            act
            for protocol in protocols[instrument.pk]
            for act in acts[protocol, participant.pk]
            if act.kind in CONSENT_KINDS
        ],
    )


def _acts_by_pair(actions) -> ActsByPair:
    pairs = defaultdict(list)
    for action in actions:
        pairs[action.instrument_id, action.participant_id].append(act_of(action))
    return pairs


def _protocols() -> Protocols:
    """Return the protocols of each convention."""
    protocols: Protocols = defaultdict(list)
    for pk, parent in Instrument.objects.filter(kind=InstrumentKind.PROTOCOL).values_list("pk", "parent"):
        protocols[parent or 0].append(pk)
    return protocols
