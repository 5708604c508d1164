"""Turns proposals into facts, or closes them; the rule of four eyes lives here and nowhere else."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from editing.models import Operation, Proposal, State, Subject
from editing.unversioned import TABLES, Overtaken, publish_row
from parties.importers import Facts
from parties.models import Action, Record, Statement
from parties.recording import Edit, editing
from parties.review import refusals
from treatytracker import dates
from treatytracker.loading import RowRefused
from treatytracker.models import Revision
from treatytracker.tables import Row

MODELS: dict[str, type[Record]] = {Subject.ACTION: Action, Subject.STATEMENT: Statement}


class CannotPublish(Exception):
    """A proposal that cannot become a fact; the message says why and what to do."""


def publish(proposals: Iterable[Proposal], by, reason: str) -> Revision:
    """Make all the proposals facts, in one revision and one transaction.

    Raise PermissionDenied if four eyes are asked for and ``by`` made one of them, CannotPublish if one
    cannot be: then none is.
    """
    chosen = list(proposals)
    # Nobody in particular, who imports and publishes on the command line, is the same person each time.
    if settings.FOUR_EYES and any(proposal.batch.made_by_id == (by and by.pk) for proposal in chosen):
        raise PermissionDenied("Another person must publish what you proposed.")
    facts = Facts("proposed")
    with editing(by, reason) as edit:
        locked = _lock(chosen)
        for proposal in sorted(locked, key=_order):
            _apply(proposal, facts, edit)
            _close(proposal, State.PUBLISHED, by, reason, edit.revision)
        _refuse_the_impossible(edit)
    return edit.revision


@transaction.atomic
def reject(proposals: Iterable[Proposal], by, reason: str) -> None:
    """Close the proposals without publishing them; their own author takes them back."""
    for proposal in _lock(list(proposals)):
        own = proposal.batch.made_by_id == by.pk
        _close(proposal, State.WITHDRAWN if own else State.REJECTED, by, reason)


def _order(proposal):
    """Publish what others point to first: the facts of a new treaty need it."""
    subjects = [*TABLES, Subject.ACTION, Subject.STATEMENT]
    return subjects.index(proposal.subject), proposal.position


def _lock(proposals):
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("batch")
    found = list(locked.filter(pk__in=[proposal.pk for proposal in proposals]))
    for proposal in found:
        if proposal.state != State.OPEN:
            raise CannotPublish(f"“{proposal}” is {proposal.get_state_display()} already.")
    return found


def _apply(proposal, facts: Facts, edit: Edit):
    if proposal.error:
        raise CannotPublish(f"“{proposal}”: {proposal.error}")
    if proposal.warnings and not proposal.warnings_confirmed:
        raise CannotPublish(f"“{proposal}”: say why it is right. {' '.join(proposal.warnings)}")
    try:
        if proposal.subject in TABLES:
            publish_row(proposal, edit)
        else:
            _apply_to_fact(proposal, facts, edit)
    except Overtaken:
        raise CannotPublish(
            f"“{proposal}” was made against a version that no longer stands. Look at it again."
        ) from None
    except (RowRefused, ValidationError) as error:
        text = str(error) if isinstance(error, RowRefused) else " ".join(error.messages)
        raise CannotPublish(f"“{proposal}”: {text}") from None


def _apply_to_fact(proposal, facts, edit):
    standing = MODELS[proposal.subject].objects.current().filter(key=proposal.key).first() if proposal.key else None
    if (standing.pk if standing else None) != proposal.base:
        raise Overtaken
    if standing:
        edit.retract(standing)
    if proposal.operation != Operation.RETRACT:
        proposal.key = edit.record(fact_of(proposal, facts, standing)).key


def fact_of(proposal: Proposal, facts: Facts, standing: Record | None = None) -> Record:
    """Return the unsaved fact that the proposal would record in place of ``standing``.

    Raise RowRefused.
    """
    row = Row(proposal.batch.title, proposal.position, dict.fromkeys(facts.columns, "") | proposal.values)
    try:
        _, fact = facts.build(row, standing)
    except ValidationError as error:
        raise RowRefused(" ".join(error.messages)) from None
    fact.key, fact.confirmation = proposal.key, proposal.warnings_confirmed
    return fact


def _refuse_the_impossible(edit: Edit):
    """Judge the new facts and those that lean on them among all that now stand, so that they can support each other."""
    for fact, problem in refusals(edit.participants, edit.touched):
        raise CannotPublish(f"“{fact}”: {problem.message}")


def _close(proposal, state, by, reason, revision=None):
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, dates.now()
    proposal.decision_reason, proposal.revision = reason, revision
    proposal.save()
