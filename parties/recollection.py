"""What the registry said at an earlier moment (``known_at``): participations derived again from the acts known then.

The rules are those recorded then.  Who takes part in treaties is taken from the present list of participants.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from instruments.models import Instrument
from parties.filters import ParticipationFilter
from parties.models import Action, Participant, Participation
from parties.rebuild import derive, rules_in_force
from treatytracker.models import Revision

# What the filters that look at the status ask of a participation; the others ask whom it is about.
HOLDS: dict[str, Callable[[Participation, Any], bool]] = {
    "status": lambda row, words: row.status in words,
    "bound": lambda row, flag: row.bound is flag,
    "consent": lambda row, words: row.consent_kind in words,
    "signed": lambda row, flag: (row.signed_on is not None) is flag,
    "withdrawal_notified": lambda row, flag: (row.withdrawal_notified_on is not None) is flag,
    "provisional_application": lambda row, flag: row.provisional_application is flag,
    "suspension_notified": lambda row, flag: (row.suspension_notified_on is not None) is flag,
}


def recollect(asked: ParticipationFilter, instant: datetime) -> list[Participation]:
    """Return the unsaved participations that the query selects, as known at ``instant``, in the order of lists."""
    if before_first_record(instant):
        return []
    who = asked.data.copy()
    for name in HOLDS:
        who.pop(name, None)
    everyone = type(asked)(who, queryset=Participation.objects.all())
    pairs = set(everyone.qs.order_by().values_list("instrument_id", "participant_id"))
    demands = [(HOLDS[name], value) for name, value in asked.form.cleaned_data.items() if name in HOLDS]
    demands = [(holds, value) for holds, value in demands if value not in (None, [])]
    rows = [
        row
        for row in participations(instant, asked.day, {instrument for instrument, _ in pairs})
        if (row.instrument_id, row.participant_id) in pairs and all(holds(row, value) for holds, value in demands)
    ]
    return sorted(rows, key=attrgetter("instrument.position", "participant.sort_name", "participant.iso3"))


def participations(instant: datetime, day: date, instruments: Iterable[int]) -> Iterator[Participation]:
    """Yield the participations of everybody on ``day`` under some instruments, as known at ``instant``."""
    participants = {participant.pk: participant for participant in Participant.objects.all()}
    known = Action.objects.known_at(instant).filter(instrument__in=instruments).select_related("participant")
    acts = defaultdict(list)
    for action in known:
        acts[action.instrument_id].append(action)
    for instrument in instruments_known_at(instant):
        if instrument.pk in instruments:
            rules = rules_in_force(instrument, acts[instrument.pk])
            for columns in derive(instrument, rules, acts[instrument.pk], participants.values()):
                if columns["valid_from"] <= day and (columns["valid_to"] is None or day < columns["valid_to"]):
                    row = Participation(**columns)
                    row.instrument, row.participant = instrument, participants[row.participant_id]
                    yield row


def instruments_known_at(instant: datetime) -> list[Instrument]:
    """Return the instruments with the rules that were recorded at ``instant``, or first recorded after it."""
    recorded: dict[int, Instrument] = {}
    for version in Instrument.history.select_related("revision").order_by("history_id"):
        if version.id not in recorded or (version.revision and version.revision.at <= instant):
            recorded[version.id] = version.instance
    return [recorded.get(instrument.pk, instrument) for instrument in Instrument.objects.all()]


def before_first_record(instant: datetime) -> Revision | None:
    """Return the registry's first revision if ``instant`` lies before it."""
    first = Revision.objects.order_by("pk").first()
    return first if first and instant < first.at else None


def values_of(rows: Iterable[Participation], columns: Iterable[str]) -> list[tuple]:
    """Return the columns of unsaved rows as ``values_list`` would give those of stored ones."""
    getters = [attrgetter(column.replace("__", ".")) for column in columns]
    return [tuple(get(row) for get in getters) for row in rows]
