"""What would follow from a change, in plain sentences: who becomes what, when, and how many are then bound."""

from datetime import date

from parties.explanations import rule_of
from parties.models import Action, Participation, Record
from parties.rebuild import act_of, rules_in_force
from parties.spells import Spell, spells, status_on
from parties.terms import BOUND, Status
from treatytracker.dates import display

BECOMES = {
    Status.NO_ACTION: "has taken no action",
    Status.SIGNATORY: "becomes a signatory",
    Status.CONTRACTING_STATE: "becomes a contracting State",
    Status.PARTY: "becomes a party",
    Status.FORMER_PARTY: "becomes a former party",
}


def consequences(fact: Record | None, replaced: Record | None, today: date) -> list[str]:
    """Return what would follow if ``fact`` were recorded in place of ``replaced``; either may be None."""
    subject = fact or replaced
    if not isinstance(subject, Action):
        return ["This is a statement: no status follows from it."]
    instrument, participant = subject.instrument, subject.participant
    standing = list(Action.objects.current().filter(instrument=instrument).select_related("participant"))
    planned = [action for action in standing if not replaced or action.key != replaced.key]
    planned += [fact] if fact else []

    def career(actions):
        own = [act_of(action) for action in actions if action.participant_id == participant.pk]
        return spells(own, rules_in_force(instrument, actions), participant.existed_until)

    before, after = career(standing), career(planned)
    changes = _changes(str(participant), before, after)
    return [*changes, *_totals(instrument, participant, before, after, today)] or [
        f"The status of {participant} under the {instrument} stays as it is."
    ]


def _changes(name: str, before: list[Spell], after: list[Spell]) -> list[str]:
    old, new = _turns(before), _turns(after)
    gained = [
        f"{name} {BECOMES[status]} on {display(day)}{f' ({rule})' if rule else ''}."
        for (day, status), rule in new.items()
        if (day, status) not in old
    ]
    lost = [f"{name} no longer {BECOMES[status]} on {display(day)}." for day, status in old if (day, status) not in new]
    return [*lost, *gained]


def _turns(career: list[Spell]) -> dict[tuple[date, Status], str]:
    """Return the days on which the status changes, each with the rule behind it."""
    turns: dict[tuple[date, Status], str] = {}
    last: Status | None = None
    for spell in career:
        if spell.standing.status is not last and spell.standing.status is not Status.NO_ACTION:
            turns[spell.valid_from, spell.standing.status] = rule_of(spell.standing)
        last = spell.standing.status
    return turns


def _totals(instrument, participant, before, after, today) -> list[str]:
    """Return how the number of the bound changes, today and on the days to come."""
    days = sorted({today, *(spell.valid_from for spell in (*before, *after) if spell.valid_from > today)})
    lines, last = [], None
    for day in days:
        turn = status_on(before, day) in BOUND, status_on(after, day) in BOUND
        if turn != last and turn[0] != turn[1]:
            rows = Participation.objects.as_of(day).bound().filter(instrument=instrument)
            others = rows.exclude(participant=participant).count()
            lines.append(f"Bound by the {instrument} on {display(day)}: {others + turn[0]} → {others + turn[1]}.")
        last = turn
    return lines
