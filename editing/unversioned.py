"""Proposals about facts that have no versions of their own: instruments, participants, names, agencies, mandates."""

from typing import Any

from django.db.models import Model

from agencies.importers import Agencies, Mandates
from editing.models import Operation, Proposal, Subject
from instruments.importers import Instruments
from parties.importers import ParticipantNames, Participants
from parties.rebuild import rebuild
from treatytracker.plain_tables import PlainTable
from treatytracker.tables import Row

# In the order in which they are published: what others point to comes first.
TABLES: dict[str, type[PlainTable]] = {
    Subject.INSTRUMENT: Instruments,
    Subject.PARTICIPANT: Participants,
    Subject.NAME: ParticipantNames,
    Subject.AGENCY: Agencies,
    Subject.MANDATE: Mandates,
}


class Overtaken(Exception):
    """The object is not as it was when the proposal was made."""


def subject_of(instance: Model) -> Subject:
    """Return what a proposal about the object is about."""
    return next(Subject(subject) for subject, table in TABLES.items() if table.model is type(instance))


def values_of(instance: Model, links: dict[str, list]) -> dict[str, str]:
    """Return the object, saved or not, as a row of ``data/`` would say it."""
    return TABLES[subject_of(instance)]().row_of(instance, **links)


def last_change(instance: Any) -> int | None:
    """Return the number of the last row in the object's history."""
    return instance.history.order_by("-history_id").values_list("history_id", flat=True).first()


def present(proposal: Proposal) -> dict[str, str]:
    """Return what the registry says now of the object that a proposal is about, as a row of ``data/``."""
    table = TABLES[proposal.subject]()
    instance = table.stored().get(proposal.key)
    return table.row_of(instance) if instance else {}


def publish_row(proposal: Proposal, edit) -> None:
    """Carry out the proposal in the open revision.  Raise Overtaken, RowRefused or ValidationError."""
    table = TABLES[proposal.subject]()
    instance = table.stored().get(proposal.key)
    if (last_change(instance) if instance else None) != proposal.base:
        raise Overtaken
    if proposal.operation == Operation.RETRACT:
        if instance is None:
            raise Overtaken
        instance._change_reason = edit.revision.reason
        instance.delete()
        return
    row = Row(proposal.batch.title, proposal.position, dict.fromkeys(table.columns, "") | proposal.values)
    built = table.build(row, instance)
    table.write(*(([], [built]) if instance else ([built], [])), edit)
    proposal.key = table.key(row)
    if proposal.subject == Subject.INSTRUMENT:
        rebuild([built[0]])
    elif proposal.subject == Subject.PARTICIPANT:
        rebuild(participants=[built[0]])
