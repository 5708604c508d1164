"""The only writer of Participation and of what follows from an act: its date of effect, with the rule.

What is derived can be thrown away and rebuilt at any time.  Only differences are written, so a rebuild
that changes nothing writes nothing; ``check_registry`` asks for the differences alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import Any

from django.db import transaction

from instruments.models import Instrument
from instruments.rules import Rules, general_entry_into_force
from parties.explanations import explain, rule_of
from parties.models import Action, Participant, Participation, Record
from parties.spells import Act, Spell, effect_of, spells
from parties.terms import CONSENT_KINDS, ParticipantKind
from treatytracker import bulk

DERIVED_OF_ACTION = ("effective_on", "computed_effective_on", "effective_basis", "effective_rule")
DERIVED_OF_PARTICIPATION = tuple(
    field.attname for field in Participation._meta.concrete_fields if not field.primary_key
)


READ_OF_ACTION = ("pk", "participant_id", "key", "kind", "date", "stated_effective_on", *DERIVED_OF_ACTION)

# A participation row that is not stored.
Columns = dict[str, Any]


@dataclass
class Differences:
    """How the stored rows of one instrument differ from what follows from its acts and rules."""

    missing: list[Columns] = field(default_factory=list)
    # By their primary keys.
    surplus: list[int] = field(default_factory=list)
    # By their primary keys, each with what it should say of its effect.
    actions: list[tuple] = field(default_factory=list)

    def __bool__(self):
        return bool(self.missing or self.surplus or self.actions)


@transaction.atomic
def rebuild(
    instruments: Iterable[Instrument] | None = None, participants: Collection[Participant] | None = None
) -> int:
    """Make what is stored equal to what follows from acts and rules.  Return the number of rows written.

    None means all instruments, or all participants.
    """
    written = 0
    # Read once for all instruments, which are taken one by one, so that memory stays flat.
    everyone = list(Participant.objects.all()) if participants is None else participants
    for instrument in Instrument.objects.all() if instruments is None else instruments:
        found = differences(instrument, everyone, complete=participants is None)
        Participation.objects.filter(pk__in=found.surplus).delete()
        bulk.insert(Participation, found.missing)
        bulk.update(Action, DERIVED_OF_ACTION, found.actions)
        written += len(found.surplus) + len(found.missing) + len(found.actions)
    return written


def differences(
    instrument: Instrument, participants: Collection[Participant] | None = None, *, complete: bool = False
) -> Differences:
    """Return how the stored rows of ``instrument`` differ from what follows from its acts and rules.

    ``complete`` says that the participants given are all there are.
    """
    standing = Action.objects.current().filter(instrument=instrument).order_by()
    # Deposits are counted, and then read with who made them, only where no entry into force is published.
    rules = rules_in_force(instrument, standing.select_related("participant"))
    # As tuples: to read objects takes five times as long.
    actions: Any = list(standing.values_list(*READ_OF_ACTION, named=True))
    rows = Participation.objects.filter(instrument=instrument).order_by()
    if participants is None:
        participants = Participant.objects.all()
    elif not complete:
        rows = rows.filter(participant__in=participants)
    stored = {(*values, tuple(keys)): pk for pk, *values, keys in rows.values_list("pk", *DERIVED_OF_PARTICIPATION)}
    values_of = itemgetter(*DERIVED_OF_PARTICIPATION)
    found = Differences()
    for row in derive(instrument, rules, actions, participants):
        if not stored or not stored.pop(values_of(row), None):
            found.missing.append(row)
    found.surplus.extend(stored.values())
    for action in actions:
        effect = effect_columns(action, rules)
        if effect != action[-len(DERIVED_OF_ACTION) :]:
            found.actions.append((action.pk, *effect))
    return found


def derive(
    instrument: Instrument, rules: Rules, actions: Iterable[Action], participants: Iterable[Participant]
) -> Iterator[Columns]:
    """Yield the participation rows of every participant, those without any act included."""
    acts = defaultdict(list)
    for action in actions:
        acts[action.participant_id].append(act_of(action))
    # Those who did nothing are many, and differ only in who they are and in whether they still exist.
    idle: dict[date | None, list[Columns]] = {}
    for participant in participants:
        pk, last_day = participant.pk, participant.existed_until
        own = acts.get(pk)
        if own is None and last_day in idle:
            rows = [row | {"participant_id": pk} for row in idle[last_day]]
        else:
            rows = [columns_of(spell, instrument, pk) for spell in spells(own or (), rules, last_day)]
        if own is None:
            idle[last_day] = rows
        yield from rows


def rules_in_force(instrument: Instrument, actions: Iterable[Action]) -> Rules:
    """Return the instrument's rules; an unpublished general entry into force is counted from the deposits."""
    rules = instrument.rules
    if rules.in_force_on is None and (counted := count_deposits(rules, actions)):
        return replace(rules, in_force_on=counted[1])
    return rules


def count_deposits(rules: Rules, actions: Iterable[Any]):
    """Return when the threshold was met and the entry into force it leads to, or None.

    An organisation's deposit is not counted in addition to its members' (CRPD art. 44), and a State
    counts once.
    """
    first_deposits = {}
    for action in actions:
        if action.kind in CONSENT_KINDS and action.participant.kind != ParticipantKind.REGIONAL_ORGANIZATION:
            deposited_on = first_deposits.get(action.participant_id, action.date)
            first_deposits[action.participant_id] = min(deposited_on, action.date)
    return general_entry_into_force(rules, first_deposits.values())


def act_of(action: Record) -> Act:
    """Return the act or statement as the computation sees it."""
    return Act(action.key, action.kind, action.date, action.stated_effective_on)


def columns_of(spell: Spell, instrument: Instrument, participant_id: int) -> Columns:
    """Return the row that stores a spell."""
    standing = spell.standing
    consent, left = standing.consent, standing.exit
    notified = left if left and standing.bound else None
    return {
        "instrument_id": instrument.pk,
        "participant_id": participant_id,
        "valid_from": spell.valid_from,
        "valid_to": spell.valid_to,
        "status": standing.status.value,
        "bound": standing.bound,
        "signed_on": standing.signature.on if standing.signature else None,
        "consent_kind": consent.act.kind if consent else "",
        "consented_on": consent.act.on if consent else None,
        "in_force_on": consent.effect.on if consent else None,
        "withdrawn_on": left.effect.on if left and not notified else None,
        "provisional_application": standing.provisional is not None,
        "withdrawal_notified_on": notified.act.on if notified else None,
        "withdrawal_effective_on": notified.effect.on if notified else None,
        "suspension_notified_on": standing.suspension.on if standing.suspension else None,
        "explanation": explain(spell, instrument.withdrawal_conflict_clause),
        "rule": rule_of(standing),
        "action_keys": tuple(act.key for act in standing.acts),
    }


def effect_columns(action: Action, rules: Rules) -> tuple:
    """Return what an act's row says of its effect, in the order of DERIVED_OF_ACTION."""
    effect = effect_of(act_of(action), rules)
    if not effect:
        return action.stated_effective_on, None, "", ""
    return effect.on, effect.computed_on, effect.basis.value if effect.on else "", effect.rule
