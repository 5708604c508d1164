"""The general entry into force of each instrument, counted from the deposits and held against the published day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from instruments.models import Instrument
from parties.models import Action
from parties.rebuild import count_deposits
from parties.terms import CONSENT_KINDS


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """The published day, and the one that follows from the deposit that met the threshold."""

    instrument: Instrument
    met_on: date | None
    counted_on: date | None

    @property
    def agrees(self) -> bool:
        return self.instrument.in_force_on == self.counted_on

    @property
    def explained(self) -> bool:
        return self.agrees or bool(self.instrument.in_force_difference_explained)


def check_entry_into_force() -> list[EntryIntoForce]:
    """Return the check of every instrument whose rule is known; two queries."""
    consents = defaultdict(list)
    for action in Action.objects.current().filter(kind__in=CONSENT_KINDS).select_related("participant"):
        consents[action.instrument_id].append(action)
    checks = []
    for instrument in Instrument.objects.all():
        if instrument.threshold:
            met_on, counted_on = count_deposits(instrument.rules, consents[instrument.pk]) or (None, None)
            checks.append(EntryIntoForce(instrument, met_on, counted_on))
    return checks
