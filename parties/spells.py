"""Acts and rules in, spells of participation out.

A participant's status under an instrument on a day is one of

- ``no-action``          it has neither signed nor consented to be bound
- ``signatory``          it has signed and not consented
- ``contracting-state``  it has consented; the treaty is not in force for it
- ``party``              it has consented and the treaty is in force for it
- ``former-party``       it was bound; its withdrawal has taken effect

Pure functions over the acts, rules and day they are given; no database, no clock.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from instruments.rules import Effect, Rules, effect_of_consent, effect_of_exit, effect_of_succession
from parties.terms import BOUND, CONSENT_KINDS, SIGNATURE_KINDS, ActionKind, Status

# Every participant has a status on every day, so its first spell has no beginning.
BEGINNING = date.min


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the computation sees it.  ``stated_on`` is its day of effect where the depositary gives one."""

    key: str
    kind: str
    on: date
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent to be bound and its effect.  ``since`` is the day from which it binds."""

    act: Act
    effect: Effect

    @property
    def since(self) -> date:
        """The deposit; a succession reaches back to the succession of States (VCSST, art. 23)."""
        return min(self.act.on, self.effect.on) if self.effect.on else self.act.on

    def in_force(self, day: date) -> bool:
        return self.effect.on is not None and self.effect.on <= day


@dataclass(frozen=True, slots=True)
class Exit:
    """A notice of withdrawal, its effect, and the day on which it was taken back, if it was."""

    act: Act
    effect: Effect
    rescinded_on: date | None = None

    def effective(self, day: date) -> bool:
        return self.rescinded_on is None and self.effect.on is not None and self.effect.on <= day

    def pending(self, day: date) -> bool:
        rescinded = self.rescinded_on is not None and self.rescinded_on <= day
        return self.act.on <= day and not rescinded and not self.effective(day)


@dataclass(frozen=True, slots=True)
class Membership:
    """A consent and the notices of withdrawal that followed it; only the last can have ended it."""

    consent: Consent
    exits: tuple[Exit, ...]

    @property
    def exit(self) -> Exit | None:
        return self.exits[-1] if self.exits and self.exits[-1].rescinded_on is None else None

    def ended(self, day: date) -> bool:
        return self.exit is not None and self.exit.effective(day)

    def notice(self, day: date) -> Exit | None:
        """Return the withdrawal that stands notified on ``day`` and has not taken effect."""
        return next((item for item in self.exits if item.pending(day)), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for a participant on a day: its status, and the acts that the status rests on."""

    status: Status
    signature: Act | None = None
    consent: Consent | None = None
    exit: Exit | None = None
    provisional: Act | None = None
    suspension: Act | None = None

    @property
    def bound(self) -> bool:
        return self.status in BOUND

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts that the standing rests on, in the order of their dates."""
        wrapped = [item.act for item in (self.consent, self.exit) if item]
        plain = [act for act in (self.signature, self.provisional, self.suspension) if act]
        return tuple(sorted(wrapped + plain, key=lambda act: (act.on, act.key)))


@dataclass(frozen=True, slots=True)
class Spell:
    """A period in which a standing holds: from ``valid_from`` to the day before ``valid_to`` (None: open)."""

    valid_from: date
    valid_to: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Career:
    """A participant's acts on one instrument, each with its effect worked out, in the order of their dates."""

    signatures: tuple[Act, ...]
    memberships: tuple[Membership, ...]
    provisional: tuple[Act, ...]
    suspensions: tuple[Act, ...]

    @classmethod
    def of(cls, acts: Iterable[Act], rules: Rules) -> "Career":
        ordered = sorted(acts, key=lambda act: (act.on, act.key))

        def those(*kinds):
            return tuple(act for act in ordered if act.kind in kinds)

        return cls(
            signatures=those(*SIGNATURE_KINDS),
            memberships=_memberships(
                [Consent(act, effect) for act in those(*CONSENT_KINDS) if (effect := effect_of(act, rules))],
                _exits(those(ActionKind.WITHDRAWAL), those(ActionKind.WITHDRAWAL_RESCINDED), rules),
            ),
            provisional=those(ActionKind.PROVISIONAL_APPLICATION),
            suspensions=those(ActionKind.SUSPENSION_DECLARED),
        )

    def standing(self, day: date) -> Standing:
        """Return what holds on ``day``."""
        signature = next((act for act in self.signatures if act.on <= day), None)
        provisional = next((act for act in self.provisional if act.on <= day), None)
        begun = [item for item in self.memberships if item.consent.since <= day]
        if not begun:
            status = Status.SIGNATORY if signature else Status.NO_ACTION
            return Standing(status, signature, provisional=provisional)
        live = next((item for item in begun if not item.ended(day)), None)
        if not live:
            return Standing(Status.FORMER_PARTY, signature, begun[-1].consent, begun[-1].exit)
        consent, notice = live.consent, live.notice(day)
        suspension = next((act for act in self.suspensions if consent.since <= act.on <= day), None)
        if consent.in_force(day):
            return Standing(Status.PARTY, signature, consent, notice, suspension=suspension)
        return Standing(Status.CONTRACTING_STATE, signature, consent, notice, provisional, suspension)

    def turning_points(self) -> set[date]:
        """Return every day on which the standing can change."""
        points: set[date | None] = {
            BEGINNING,
            *(act.on for act in (*self.signatures, *self.provisional, *self.suspensions)),
        }
        for membership in self.memberships:
            points |= {membership.consent.since, membership.consent.effect.on}
            for item in membership.exits:
                points |= {item.act.on, item.effect.on, item.rescinded_on}
        return {point for point in points if point}


def effect_of(act: Act, rules: Rules) -> Effect | None:
    """Return when a consent or a withdrawal takes effect, and why; None for any other act."""
    if act.kind == ActionKind.SUCCESSION:
        return effect_of_succession(rules, act.stated_on)
    if act.kind in CONSENT_KINDS:
        return effect_of_consent(rules, act.on, act.stated_on)
    if act.kind == ActionKind.WITHDRAWAL:
        return effect_of_exit(rules, act.on, act.stated_on)
    return None


def _exits(withdrawals: Iterable[Act], rescissions: Iterable[Act], rules: Rules) -> list[Exit]:
    """Return the notices of withdrawal.  One can be taken back before its effect (Vienna Convention, art. 68)."""
    exits = []
    for act in withdrawals:
        effect = effect_of_exit(rules, act.on, act.stated_on)
        rescinded_on = min(
            (back.on for back in rescissions if back.on >= act.on and not (effect.on and effect.on <= back.on)),
            default=None,
        )
        exits.append(Exit(act, effect, rescinded_on))
    return exits


def _memberships(consents: Iterable[Consent], exits: Iterable[Exit]) -> tuple[Membership, ...]:
    """Pair each consent with the notices that follow it, up to the one that stands.

    A consent given while the participant is bound changes nothing, and a notice without a consent has
    nothing to end; plausibility refuses both.  A State may join again from the day of its notice on, as
    States do in order to make a reservation.
    """
    memberships: list[Membership] = []
    waiting = deque(exits)
    for consent in consents:
        if memberships and not (memberships[-1].exit and memberships[-1].exit.act.on <= consent.act.on):
            continue
        own: list[Exit] = []
        while waiting and not (own and own[-1].rescinded_on is None):
            notice = waiting.popleft()
            if notice.act.on >= consent.act.on:
                own.append(notice)
        memberships.append(Membership(consent, tuple(own)))
    return tuple(memberships)


def spells(acts: Iterable[Act], rules: Rules, last_day: date | None = None) -> list[Spell]:
    """Return the spells of one participant under one instrument, in order, without gap or overlap.

    ``last_day`` is a predecessor State's last day; its row ends with it.
    """
    career = Career.of(acts, rules)
    end = last_day + timedelta(days=1) if last_day and last_day < date.max else None
    result: list[Spell] = []
    for point in sorted(career.turning_points()):
        if end and point >= end:
            break
        standing = career.standing(point)
        if result and result[-1].standing == standing:
            continue
        if result:
            result[-1] = Spell(result[-1].valid_from, point, result[-1].standing)
        result.append(Spell(point, end, standing))
    return result


def status_on(spells_in_order: Iterable[Spell], day: date) -> Status | None:
    """Return the status on ``day``, or None when the participant no longer existed."""
    for spell in spells_in_order:
        if spell.valid_from <= day and (spell.valid_to is None or day < spell.valid_to):
            return spell.standing.status
    return None
