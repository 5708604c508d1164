"""What can be counted of participations on a day: each measure with what it counts and the query that lists it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from parties.filters import GROUP_SEPARATOR
from parties.terms import BOUND_DEFINITION, STATUS_DEFINITIONS, ParticipantKind, Status


class Counted(NamedTuple):
    """What counting needs to know of a participation."""

    instrument: str
    participant: str
    kind: str
    region: str
    group: str
    status: str
    bound: bool
    signed: object
    provisional: bool
    leaving: object
    suspended: object


COLUMNS = (
    "instrument__slug participant__iso3 participant__kind participant__region participant__group status bound "
    "signed_on provisional_application withdrawal_notified_on suspension_notified_on"
).split()


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted.  ``query`` selects the same rows in the list of participations."""

    name: str
    definition: str
    holds: Callable[[Counted], bool]
    query: tuple[tuple[str, str], ...]


def _status(status: Status) -> Measure:
    definition = f"Participants whose status is {status.value}: each {STATUS_DEFINITIONS[status]}."
    return Measure(status.value, definition, lambda row: row.status == status, (("status", status.value),))


MEASURES = (
    Measure(
        "bound",
        f"Participants that are bound: each {BOUND_DEFINITION}.",
        lambda row: row.bound,
        (("bound", "true"),),
    ),
    *map(_status, Status),
    Measure(
        "signed",
        "Participants that have signed, whatever they did later.",
        lambda row: row.signed is not None,
        (("signed", "true"),),
    ),
    Measure(
        "bound-without-signature",
        "Participants that are bound and never signed.",
        lambda row: row.bound and row.signed is None,
        (("bound", "true"), ("signed", "false")),
    ),
    Measure(
        "bound-un-member-states",
        "UN Member States that are bound.",
        lambda row: row.bound and row.kind == ParticipantKind.MEMBER_STATE,
        (("bound", "true"), ("kind", ParticipantKind.MEMBER_STATE.value)),
    ),
    Measure(
        "un-member-states-not-bound",
        "UN Member States that are not bound.",
        lambda row: not row.bound and row.kind == ParticipantKind.MEMBER_STATE,
        (("bound", "false"), ("kind", ParticipantKind.MEMBER_STATE.value)),
    ),
    Measure(
        "provisional-application",
        "Participants that apply the treaty provisionally.",
        lambda row: row.provisional,
        (("provisional_application", "true"),),
    ),
    Measure(
        "withdrawal-notified",
        "Participants that have given notice of a withdrawal which has not taken effect.",
        lambda row: row.leaving is not None,
        (("withdrawal_notified", "true"),),
    ),
    Measure(
        "suspension-notified",
        "Participants that have declared a suspension; their status is unchanged.",
        lambda row: row.suspended is not None,
        (("suspension_notified", "true"),),
    ),
)
MEASURES_BY_NAME = {measure.name: measure for measure in MEASURES}
# What a list of instruments shows of each.
IN_BRIEF = ("bound", *(status.value for status in Status))


def count(rows: Iterable[Counted], measures: Iterable[Measure], by: str = "") -> Counter[tuple[str, str, str]]:
    """Return the numbers by instrument, place and measure.  ``by`` is region, group, or empty for no place.

    A participant that is in two regional groups counts in both.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    measures = list(measures)
    for row in rows:
        for place in places(row, by):
            for measure in measures:
                counts[row.instrument, place, measure.name] += measure.holds(row)
    return counts


def places(row: Counted, by: str) -> list[str]:
    """Return the regions or groups in which a participation counts."""
    return getattr(row, by).split(GROUP_SEPARATOR) if by else [""]
