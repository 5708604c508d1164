"""Compares what an import found with what the registry holds: same, new, changed, vanished.  Pure.

The registry knows more than a page: dates of effect, provisional applications that stand among the
declarations, gists of statements in its own words.  That is no difference.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from editing.facts import Change, Fact
from parties.models import Action, Record, Statement
from parties.terms import CONSENT_KINDS, SIGNATURE_KINDS, ActionKind, ParticipantKind, StatementKind
from treatytracker.dates import display

# Acts of one group can correct each other: an accession that was an acceptance, a date that was wrong.
GROUPS: tuple[frozenset[ActionKind], ...] = (
    SIGNATURE_KINDS,
    CONSENT_KINDS,
    frozenset({ActionKind.PROVISIONAL_APPLICATION}),
    frozenset({ActionKind.WITHDRAWAL}),
    frozenset({ActionKind.SIGNATURE_CONFIRMATION}),
)
# Statements that pages and people file differently: “Declaration and reservation” is one and the other.
DECLARED = frozenset({StatementKind.DECLARATION, StatementKind.RESERVATION, StatementKind.TERRITORIAL_APPLICATION})
OBJECTED = frozenset({StatementKind.OBJECTION, StatementKind.COMMUNICATION})
WITHDRAWN = frozenset(
    {StatementKind.RESERVATION_WITHDRAWAL, StatementKind.DECLARATION_WITHDRAWAL, StatementKind.OBJECTION_WITHDRAWAL}
)
FAMILIES = (DECLARED, OBJECTED, WITHDRAWN)


def compare_acts(
    facts: Iterable[Fact], standing: Iterable[Action], covered: Collection[str], until: date
) -> list[Change]:
    """Return how the acts on one instrument differ.

    ``covered`` are the kinds that the page's columns are about: only of those can an act have vanished.
    Nothing that happened after ``until``, the day to which the page is correct, can be on it.
    """
    found, held = _by_group(facts), _by_group(standing)
    changes = []
    for key in {**found, **held}:
        changes += _compare_group(found.get(key, []), held.get(key, []), covered, until, held)
    return changes


def _by_group(acts) -> dict[tuple[int, int], list]:
    groups = defaultdict(list)
    for act in acts:
        number = next((i for i, group in enumerate(GROUPS) if act.kind in group), -1)
        groups[act.participant.pk, number].append(act)
    return groups


def _compare_group(facts: list[Fact], standing: list[Action], covered, until, held) -> list[Change]:
    old = {(action.kind, action.date): action for action in standing}
    changes, unmatched = [], []
    for fact in facts:
        action = old.pop((fact.kind, fact.on), None)
        if not action:
            unmatched.append(fact)
        elif fact.effective_on and fact.effective_on != (action.stated_effective_on or action.effective_on):
            changes.append(Change(fact, action))
    left = sorted(old.values(), key=lambda action: action.date)
    unmatched.sort(key=lambda fact: fact.on)
    pairs = min(len(left), len(unmatched))
    changes += [Change(fact, action) for fact, action in zip(unmatched, left, strict=False)]
    changes += [Change(fact) for fact in unmatched[pairs:]]
    changes += [
        Change(None, action, row=f"{action.participant}: the page does not have what the registry has, {_said(action)}")
        for action in left[pairs:]
        if _would_be_seen(action, facts, covered, until, held)
    ]
    return changes


def _would_be_seen(action: Action, facts, covered, until, held) -> bool:
    """Whether a page would show the act, so that its absence says something.

    Predecessor States have no rows, and of a participant that left and joined again a page shows only the
    last consent.
    """
    if action.kind not in covered or action.date > until:
        return False
    if action.participant.kind == ParticipantKind.PREDECESSOR_STATE:
        return False
    left = any(act.kind == ActionKind.WITHDRAWAL for acts in held.values() for act in acts
               if act.participant.pk == action.participant.pk)  # fmt: skip
    return not left


def compare_statements(
    facts: Iterable[Fact], standing: Iterable[Statement], actions: Iterable[Action]
) -> tuple[list[Change], list[str]]:
    """Return how the statements on one instrument differ, and remarks on those that the page no longer has.

    They are matched by participant, day and family.  A statement that the registry keeps as a gist in its own
    words is the same, whatever the page's words; of one that came from a page the words are compared.
    """
    found, held = _by_day(facts), _by_day(standing)
    provisional = {
        (action.participant.pk, action.date) for action in actions if action.kind == ActionKind.PROVISIONAL_APPLICATION
    }
    changes, remarks = [], []
    for key, said in found.items():
        changes += _compare_day(said, held.get(key, []), key[:2] in provisional)
    for key, statements in held.items():
        texts = {_words(fact.text) for fact in found.get(key, [])}
        remarks += [
            f"{_said(statement)} of {statement.participant} is no longer on the page; it may have been withdrawn."
            for statement in statements
            if statement.text and key not in found and _words(statement.text) not in texts
        ]
    return changes, remarks


def _by_day(statements) -> dict[tuple[int, date, int], list]:
    days: dict[tuple[int, date, int], list] = defaultdict(list)
    for statement in statements:
        family = next(i for i, kinds in enumerate(FAMILIES) if statement.kind in kinds)
        day = statement.on if isinstance(statement, Fact) else statement.date
        days[statement.participant.pk, day, family].append(statement)
    return days


def _compare_day(facts: list[Fact], standing: list[Statement], applied_provisionally: bool) -> list[Change]:
    left, unmatched = list(standing), []
    for fact in facts:
        same = next((old for old in left if old.text and _words(old.text) == _words(fact.text)), None)
        if same:
            left.remove(same)
        else:
            unmatched.append(fact)
    changes = []
    # A day's declarations and reservations may be one gist; each objection is a statement of its own.
    summarised = facts[0].kind in DECLARED and any(not old.text for old in standing)
    for fact in unmatched:
        match = next((old for old in left if old.kind == fact.kind), None) or next(iter(left), None)
        if match:
            left.remove(match)
            changes += [Change(fact, match)] if match.text else []
        elif not summarised and not (applied_provisionally and "provisional" in fact.text.casefold()):
            changes.append(Change(fact))
    return changes


def _words(text: str) -> str:
    return " ".join(text.split())


def _said(record: Record) -> str:
    return f"{record.get_kind_display()}, {display(record.date)}"
