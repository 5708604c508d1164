"""Makes a proposal of what an editor entered in a form."""

from django.db import transaction

from editing.models import Batch, Operation, Origin, Proposal, Subject
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
        values=values_of(fact) if fact else {},
        row=str(subject)[:200],
        warnings=[problem.message for problem in doubtful(review(fact))] if fact else [],
        warnings_confirmed=fact.confirmation if fact else "",
    )


def values_of(fact: Record) -> dict[str, str]:
    """Return the fact as a row of ``data/`` would say it."""
    return Facts("proposed").row_of(fact) | {"party_name": fact.participant.name}


def _operation(fact, replaced):
    if not fact:
        return Operation.RETRACT
    return Operation.CORRECT if replaced else Operation.RECORD
