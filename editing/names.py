"""Finds the participant that a document means by a name: present, former, formal or predecessor's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from parties.models import Participant
from treatytracker.text import fold

# Words that documents put before a name and lists leave out.
_LEADS = ("the former ", "former ", "the ", "government of the ", "government of ")


class Unresolved(Exception):
    """A name that means no participant, or several; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Use:
    participant: Participant
    used_from: date | None = None
    used_until: date | None = None
    present: bool = False

    def covers(self, day: date) -> bool:
        after, before = self.used_from and day < self.used_from, self.used_until and day > self.used_until
        return not after and not before


class Names:
    """All names of all participants, read once."""

    def __init__(self):
        self._uses: dict[str, list[_Use]] = defaultdict(list)
        self._codes: dict[str, str] = {}
        self._predecessors: list[tuple[str, Participant, date]] = []
        for participant in Participant.objects.prefetch_related("names"):
            self._codes[participant.iso3] = participant.name
            for name in filter(None, {participant.name, participant.formal_name}):
                self._add(name, _Use(participant, present=True))
            for other in participant.names.all():
                self._add(other.name, _Use(participant, other.used_from, other.used_until))
            if participant.existed_until:
                self._predecessors.append((fold(participant.name), participant, participant.existed_until))

    def _add(self, name: str, use: _Use) -> None:
        self._uses[fold(name)].append(use)

    def find(self, name: str, on: date | None = None) -> Participant:
        """Return the participant called ``name``; a name with several bearers means who bore it on ``on``.

        A former name is accepted at any date: tables keep old names beside later acts.  Raise Unresolved.
        """
        for candidate in _candidates(fold(name)):
            predecessor = self._predecessor(candidate, on)
            if predecessor:
                return predecessor
            uses = self._uses.get(candidate, [])
            found = _distinct(uses)
            if len(found) > 1 and on:
                found = _distinct(use for use in uses if use.covers(on)) or found
            if len(found) > 1:
                found = _distinct(use for use in uses if use.present) or found
            if len(found) == 1:
                return found[0]
            if found:
                names = " and ".join(str(participant) for participant in found)
                raise Unresolved(f"“{name}” is a name of {names}: it is not clear which is meant.")
        raise Unresolved(
            f"“{name}” is not a name of any participant. Add it to the names of the participant that is meant, or "
            "enter the participant, and import again."
        )

    def of_code(self, iso3: str) -> str:
        """Return the present name of the participant with a code, empty if there is none."""
        return self._codes.get(iso3, "")

    def _predecessor(self, folded: str, on: date | None) -> Participant | None:
        """Return the State that had ended when its name was borne by another: Yugoslavia in 1981, not in 2001."""
        if not on:
            return None
        for name, participant, last_day in self._predecessors:
            if (name == folded or name.startswith(f"{folded} ")) and on <= last_day:
                return participant
        return None


def _candidates(folded: str) -> Iterable[str]:
    yield folded
    for lead in _LEADS:
        if folded.startswith(lead):
            yield folded[len(lead) :]


def _distinct(uses: Iterable[_Use]) -> list[Participant]:
    return list({use.participant.pk: use.participant for use in uses}.values())
