"""From a page of the depositary to a set of proposals, and on to publication.  It never writes acts itself.

plan = plan_page(read_page(upload.read(), upload.name))
batch = keep(plan, request.user, "Monthly check")
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from editing.comparing import GROUPS, compare_acts, compare_statements
from editing.depositary.claims import Page
from editing.facts import Change, Fact, shortened
from editing.judging import Outcome
from editing.models import Batch, Operation, Origin, Proposal, State, Subject
from editing.names import Names
from editing.publishing import publish
from editing.resolving import Resolver
from editing.treaties import Treaties, find_treaties, source_of
from instruments.models import Instrument
from parties.models import Action, Statement
from parties.terms import CONSENT_KINDS
from treatytracker import dates
from treatytracker.dates import display
from treatytracker.models import Revision

CONFIRMED = "The depositary has it so: {source}"
INCOMPLETE = (
    "The page may be incomplete: its header counts {header} parties, its rows {rows}. Check that the act is gone."
)
TOO_MANY = (
    "The page lacks {gone} of the {held} acts that the registry has; it may be incomplete. Check that the act is gone."
)


@dataclass
class Plan:
    """What an import would propose, not yet kept."""

    origin: Origin
    title: str
    source: str
    sha256: str = ""
    remarks: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def sound(self) -> list[Proposal]:
        """The proposals that could be published as they are, or with their warnings confirmed."""
        return [proposal for proposal in self.proposals if not proposal.error]

    def counts(self) -> dict[str, int]:
        """Return how many proposals there are of each operation, and how many with an error."""
        counted = Counter(Operation(proposal.operation).label for proposal in self.sound)
        return {**counted, "unresolved": len(self.proposals) - len(self.sound)}


def plan_page(page: Page, names: Names | None = None) -> Plan:
    """Return what the page would change.  Proposals that wait already, or were rejected, are not made again."""
    source = source_of(page)
    treaties = find_treaties(page, source)
    facts, unread = Resolver(page, treaties.instruments, names or Names()).resolve()
    changes, remarks = _changes(page, treaties, facts)
    by_slug = {instrument.slug: instrument for instrument in treaties.instruments.values()}
    outcome = Outcome(by_slug, changes)
    outcome.judge()
    stamp = f", status as at {display(page.as_of)}" if page.as_of else ""
    plan = Plan(
        Origin.DEPOSITARY_PAGE,
        f"{page.header.reference}{stamp}",
        f"{page.name}: {source}",
        page.sha256,
        [*page.remarks, *treaties.remarks, *remarks, *_expected(page, by_slug, changes, outcome)],
        [
            *treaties.proposals,
            *(row.proposal(source) for row in unread),
            *(change.proposal(source) for change in changes),
        ],
    )
    leave_out_known(plan)
    return plan


@transaction.atomic
def keep(plan: Plan, by, reason: str) -> Batch | None:
    """Keep the plan as a set of proposals; None if it has none."""
    if not plan.proposals:
        return None
    batch = Batch.objects.create(
        origin=plan.origin,
        title=shortened(plan.title, 200),
        source=plan.source,
        sha256=plan.sha256,
        reason=reason,
        remarks=plan.remarks,
        made_by=by,
        made_at=dates.now(),
    )
    for position, proposal in enumerate(plan.proposals, 1):
        proposal.batch, proposal.position = batch, position
    Proposal.objects.bulk_create(plan.proposals, batch_size=200)
    return batch


@transaction.atomic
def publish_sound(batch: Batch, by, reason: str) -> Revision | None:
    """Publish those proposals of a set that have no error; None if there are none.

    Warnings are confirmed by the source itself.  Raise CannotPublish or PermissionDenied.
    """
    sound = list(batch.proposals.filter(state=State.OPEN, error="").select_related("batch"))
    for proposal in sound:
        if proposal.warnings:
            proposal.warnings_confirmed = CONFIRMED.format(source=batch.source)
    Proposal.objects.bulk_update([proposal for proposal in sound if proposal.warnings], ["warnings_confirmed"])
    return publish(sound, by, reason) if sound else None


def leave_out_known(plan: Plan) -> None:
    """Drop the proposals that wait already, or that a reviewer rejected."""
    known = {_identity(proposal): proposal.state for proposal in _past(plan)}
    states = Counter(known[_identity(proposal)] for proposal in plan.proposals if _identity(proposal) in known)
    plan.proposals = [proposal for proposal in plan.proposals if _identity(proposal) not in known]
    if states[State.OPEN]:
        plan.remarks.append(f"{states[State.OPEN]} proposals wait already and are not made again.")
    if states[State.REJECTED]:
        plan.remarks.append(f"{states[State.REJECTED]} proposals were rejected before and are not made again.")


def _past(plan: Plan) -> Iterable[Proposal]:
    """Return the proposals that can be the same as one of the plan: those on its instruments or facts."""
    slugs = {proposal.values["instrument"] for proposal in plan.proposals if "instrument" in proposal.values}
    keys = {proposal.key for proposal in plan.proposals if proposal.key}
    related = Q(values__instrument__in=list(slugs)) | Q(key__in=keys) | Q(subject=Subject.INSTRUMENT)
    closed_by_others = Q(state__in=[State.OPEN, State.REJECTED], batch__origin=plan.origin)
    return Proposal.objects.filter(related, closed_by_others).iterator(chunk_size=500)


def _identity(proposal: Proposal) -> tuple:
    """Return what makes two proposals the same; where and when they were read is no part of it."""
    values = proposal.values
    if proposal.subject == Subject.INSTRUMENT:
        return proposal.subject, values.get("slug", "")
    said = tuple(values.get(name, "") for name in ("instrument", "party_iso3", "action", "date", "effective_date"))
    unread = proposal.row if proposal.error and not all(said[:4]) else ""
    words = hashlib.sha256(" ".join(values.get("text", "").split()).encode()).digest()
    return proposal.subject, proposal.operation, proposal.key, *said, words, unread


def _changes(page: Page, treaties: Treaties, facts: list[Fact]) -> tuple[list[Change], list[str]]:
    changes: list[Change] = []
    remarks: list[str] = []
    until, held = page.as_of or dates.today(), 0
    for vehicle, instrument in treaties.instruments.items():
        own = [fact for fact in facts if fact.slug == instrument.slug]
        acts, statements = _standing(instrument)
        covered = CONSENT_KINDS if vehicle else _covered(page)
        changes += compare_acts([fact for fact in own if not fact.is_statement], acts, covered, until)
        more, said = compare_statements([fact for fact in own if fact.is_statement], statements, acts)
        changes, remarks = changes + more, remarks + said
        held += len(acts)
    _doubt_what_vanished(page, changes, held)
    return changes, remarks


def _standing(instrument: Instrument) -> tuple[list[Action], list[Statement]]:
    if not instrument.pk:
        return [], []
    acts, statements = (
        list(model.objects.current().filter(instrument=instrument).select_related("instrument", "participant"))
        for model in (Action, Statement)
    )
    return acts, statements


def _covered(page: Page) -> set[str]:
    """Return the kinds that the columns are about: a page without a column of signatures says nothing of them."""
    return {kind for group in GROUPS if group & set(page.columns) for kind in group}


def _doubt_what_vanished(page: Page, changes: list[Change], held: int) -> None:
    """Give the acts that the page lacks an error if the page itself may be what is lacking."""
    gone = [change for change in changes if change.operation == Operation.RETRACT]
    bound = {act.name for act in page.acts if act.kind in CONSENT_KINDS and not act.vehicle and not act.bracketed}
    header = page.header.counts.parties or 0
    doubt = ""
    if len(bound) < header:
        doubt = INCOMPLETE.format(header=header, rows=len(bound))
    elif len(gone) > max(5, held // 10):
        doubt = TOO_MANY.format(gone=len(gone), held=held)
    for change in gone:
        change.error = doubt


def _expected(page: Page, by_slug: dict[str, Instrument], changes: list[Change], outcome: Outcome) -> list[str]:
    """Return what the registry would count, per instrument that changes, and where the page's header differs."""
    day = page.as_of or dates.today()
    before = Outcome(by_slug, [])
    lines = []
    for slug in by_slug:
        if any(change.slug == slug and not change.is_statement for change in changes):
            (signed, bound), (will_sign, will_bind) = before.counts(slug, day), outcome.counts(slug, day)
            lines.append(f"{slug} on {display(day)}: signatories {signed} → {will_sign}, bound {bound} → {will_bind}.")
    counted = outcome.counts(next(iter(by_slug)), day)
    claimed = page.header.counts.signatories, page.header.counts.parties
    lines += [
        f"The header counts {theirs} {what}; with these proposals the registry would count {ours}."
        for what, theirs, ours in zip(("signatories", "parties"), claimed, counted, strict=True)
        if theirs is not None and theirs != ours
    ]
    return lines
