"""Makes proposals of what an editor entered in a form."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from editing.models import Batch, Operation, Origin, Proposal, Subject
from editing.unversioned import TABLES, last_change, subject_of, values_of
from parties.importers import Facts
from parties.models import Action, Record
from parties.plausibility import doubtful
from parties.review import review
from treatytracker import dates


@transaction.atomic
def propose(fact: Record | None, replaced: Record | None, by, reason: str) -> Batch:
    """Keep one change for review: ``fact`` in place of ``replaced``; either may be None."""
    subject = _subject(fact, replaced)
    batch = _batch(str(subject), subject.source, by, reason)
    _propose(batch, 1, fact, replaced)
    return batch


@transaction.atomic
def propose_all(facts: list[Action], by, reason: str) -> Batch:
    """Keep many new acts of one kind on one instrument for review."""
    first = facts[0]
    title = f"{first.instrument}: {first.get_kind_display()} by {len(facts)} participants"
    batch = _batch(title, first.source, by, reason)
    for position, fact in enumerate(facts, start=1):
        _propose(batch, position, fact, None)
    return batch


def _batch(title: str, source: str, by, reason: str) -> Batch:
    return Batch.objects.create(
        origin=Origin.EDITOR, title=title[:200], source=source, reason=reason, made_by=by, made_at=dates.now()
    )


def _propose(batch: Batch, position: int, fact: Record | None, replaced: Record | None) -> None:
    subject = _subject(fact, replaced)
    Proposal.objects.create(
        batch=batch,
        position=position,
        subject=Subject.ACTION if isinstance(subject, Action) else Subject.STATEMENT,
        operation=_operation(fact, replaced),
        key=subject.key,
        base=replaced.pk if replaced else None,
        values=row_of(fact) if fact else {},
        row=str(subject)[:200],
        warnings=[problem.message for problem in doubtful(review(fact))] if fact else [],
        warnings_confirmed=fact.confirmation if fact else "",
    )


@dataclass(frozen=True)
class FormChange:
    """A change of a fact without versions: the object as it is to be, and its many-to-many relations."""

    instance: Any
    links: dict[str, list] = field(default_factory=dict)
    removed: bool = False


@transaction.atomic
def propose_changes(changes: list[FormChange], by, reason: str) -> Batch:
    """Keep the changes of one form for review."""
    first = changes[0].instance
    batch = _batch(str(first), getattr(first, "source", ""), by, reason)
    for position, change in enumerate(changes, start=1):
        _propose_change(batch, position, change)
    return batch


def _propose_change(batch: Batch, position: int, change: FormChange) -> None:
    subject = subject_of(change.instance)
    stored = type(change.instance).objects.filter(pk=change.instance.pk).first()
    table = TABLES[subject]()
    Proposal.objects.create(
        batch=batch,
        position=position,
        subject=subject,
        operation=_operation(None if change.removed else change.instance, stored),
        key=table.key_of(stored) if stored else "",
        base=last_change(stored) if stored else None,
        values={} if change.removed else values_of(change.instance, change.links),
        row=str(change.instance)[:200],
    )


def row_of(fact: Record) -> dict[str, str]:
    """Return the fact as a row of ``data/`` would say it."""
    return Facts("proposed").row_of(fact) | {"party_name": fact.participant.name}


def _subject(fact: Record | None, replaced: Record | None) -> Record:
    subject = fact or replaced
    if subject is None:
        raise ValueError("A change has a fact, or one that it replaces.")
    return subject


def _operation(fact, replaced):
    if not fact:
        return Operation.RETRACT
    return Operation.CORRECT if replaced else Operation.RECORD
