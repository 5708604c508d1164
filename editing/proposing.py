"""Makes proposals of what an editor entered in a form."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Model

from editing.models import Batch, Operation, Origin, Proposal, Subject
from editing.unversioned import TABLES, last_change, subject_of, values_of
from parties.importers import Facts
from parties.models import Action, Record
from parties.plausibility import doubtful
from parties.review import review
from treatytracker import dates


@transaction.atomic
def propose(fact: Record | None, replaced: Record | None, by, reason: str) -> Proposal:
    """Keep the change for review: ``fact`` in place of ``replaced``; either may be None."""
    subject = fact or replaced
    batch = Batch.objects.create(
        origin=Origin.EDITOR, title=str(subject)[:200], source=subject.source, reason=reason, made_by=by,
        made_at=dates.now(),
    )  # fmt: skip
    return Proposal.objects.create(
        batch=batch,
        position=1,
        subject=Subject.ACTION if isinstance(subject, Action) else Subject.STATEMENT,
        operation=_operation(fact, replaced),
        key=replaced.key if replaced else "",
        base=replaced.pk if replaced else None,
        values=row_of(fact) if fact else {},
        row=str(subject)[:200],
        warnings=[problem.message for problem in doubtful(review(fact))] if fact else [],
        warnings_confirmed=fact.confirmation if fact else "",
    )


@dataclass(frozen=True)
class Change:
    """A change of a fact without versions: the object as it is to be, and its many-to-many relations."""

    instance: Model
    links: dict[str, list] = field(default_factory=dict)
    removed: bool = False


@transaction.atomic
def propose_changes(changes: list[Change], by, reason: str) -> Batch:
    """Keep the changes of one form for review."""
    batch = Batch.objects.create(
        origin=Origin.EDITOR,
        title=str(changes[0].instance)[:200],
        source=getattr(changes[0].instance, "source", ""),
        reason=reason,
        made_by=by,
        made_at=dates.now(),
    )
    for position, change in enumerate(changes, start=1):
        _propose_change(batch, position, change)
    return batch


def _propose_change(batch: Batch, position: int, change: Change) -> None:
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


def _operation(fact, replaced):
    if not fact:
        return Operation.RETRACT
    return Operation.CORRECT if replaced else Operation.RECORD
