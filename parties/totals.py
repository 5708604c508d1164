"""Totals that others published, counted again from the registry's own participations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from parties.models import Participation, PublishedTotal
from parties.terms import Measure, ParticipantKind, Status


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published total beside the computed one."""

    total: PublishedTotal
    computed: int

    @property
    def difference(self) -> int:
        """The published total less the computed one."""
        return self.total.value - self.computed

    @property
    def agrees(self) -> bool:
        return self.difference == 0

    @property
    def explained(self) -> bool:
        return self.agrees or bool(self.total.difference_explained)


def compare_totals() -> list[Comparison]:
    """Return every published total with the computed one; two queries, whatever their number."""
    totals = list(PublishedTotal.objects.select_related("instrument"))
    by_instrument: dict[int, list[Participation]] = {}
    spells = Participation.objects.exclude(status=Status.NO_ACTION).select_related("participant")
    for spell in spells.filter(instrument__in={total.instrument_id for total in totals}):
        by_instrument.setdefault(spell.instrument_id, []).append(spell)
    return [
        Comparison(total, count(total.measure, by_instrument.get(total.instrument_id, ()), total.as_of))
        for total in totals
    ]


def count(measure: str, spells: Iterable[Participation], day: date) -> int:
    """Return what the depositary could count on ``day``.

    That is not quite what the registry says of the day: a succession notified later reaches back in law,
    and nobody could have counted it yet.
    """
    return sum(1 for spell in _known_on(spells, day) if _MEASURES[Measure(measure)](spell))


def _known_on(spells: Iterable[Participation], day: date) -> Iterator[Participation]:
    for spell in spells:
        begun = spell.valid_from <= day and (spell.valid_to is None or day < spell.valid_to)
        if begun and (spell.consented_on is None or spell.consented_on <= day):
            yield spell


def _signed(spell):
    return spell.signed_on is not None


_MEASURES = {
    Measure.PARTIES: lambda spell: spell.bound,
    Measure.PARTIES_UN_MEMBER_STATES: lambda spell: (
        spell.bound and spell.participant.kind == ParticipantKind.MEMBER_STATE
    ),
    Measure.PARTIES_THAT_SIGNED: lambda spell: spell.bound and _signed(spell),
    Measure.PARTIES_THAT_DID_NOT_SIGN: lambda spell: spell.bound and not _signed(spell),
    Measure.SIGNATORIES: _signed,
    # The depositary takes a participant that left off both its counts.
    Measure.SIGNATORIES_EXCLUDING_WITHDRAWN: lambda spell: _signed(spell) and spell.status != Status.FORMER_PARTY,
    Measure.SIGNATORIES_NOT_PARTIES: lambda spell: spell.status == Status.SIGNATORY,
    Measure.SIGNED_OR_JOINED: lambda spell: _signed(spell) or spell.bound,
}
