"""How versioned facts are written: who, when, why and the source; and the status rebuilt with them.

    with editing(user, "C.N.421.2025 gives 20 Aug") as edit:
        edit.correct(action, date=date(2025, 8, 20))

Everything inside is one revision and one transaction.
"""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import contextmanager
from copy import copy

from django.db.models import Exists, OuterRef, Q, Subquery

from instruments.models import Instrument
from parties.models import Action, Participant, Record, Statement
from parties.rebuild import rebuild
from treatytracker.models import Revision
from treatytracker.revision import recording


class Superseded(Exception):
    """The version to be corrected no longer stands: somebody else corrected it first."""


class Edit:
    """The changes of one revision."""

    def __init__(self, revision: Revision):
        self.revision = revision
        self.touched: set[Instrument] = set()
        self.participants: set[Participant] = set()

    def record(self, fact: Record) -> Record:
        """Write a new fact.  It gets its permanent key from what it says, if it has none."""
        self._stamp(fact)
        fact.save(force_insert=True)
        return fact

    def record_all(self, facts: Iterable[Record]) -> None:
        """Write many new facts, which have their keys."""
        by_model = defaultdict(list)
        for fact in facts:
            self._stamp(fact)
            by_model[type(fact)].append(fact)
        for model, rows in by_model.items():
            model.objects.bulk_create(rows, batch_size=500)

    def correct(self, fact: Record, **changes) -> Record:
        """Supersede the standing version ``fact`` by one with ``changes``; return it.  Raise Superseded."""
        self.retract(fact)
        corrected = copy(fact)
        corrected._state = copy(fact._state)
        for name, value in changes.items():
            setattr(corrected, name, value)
        return self.record(corrected)

    def retract(self, fact: Record) -> None:
        """Supersede the standing version ``fact`` by nothing: the registry no longer says it.  Raise Superseded."""
        standing = type(fact).objects.current().filter(pk=fact.pk)
        if not standing.update(superseded_at=self.revision.at, superseded_in=self.revision):
            raise Superseded(f"{fact} has been changed meanwhile.")
        self._touch(fact)

    def _touch(self, fact):
        self.touched.add(fact.instrument)
        self.participants.add(fact.participant)

    def _stamp(self, fact):
        fact.key = fact.key or new_key(fact)
        fact.pk = None
        fact.recorded_at, fact.recorded_in = self.revision.at, self.revision
        fact.superseded_at, fact.superseded_in = None, None
        self._touch(fact)


@contextmanager
def editing(by, reason):
    """Open a revision made by user ``by`` for ``reason``; at its end the touched status is rebuilt."""
    with recording(by, reason) as revision:
        edit = Edit(revision)
        yield edit
        rebuild(edit.touched)


def overlapping_versions() -> list[str]:
    """Return the keys of facts of which two versions stood at the same moment; there should be none."""
    keys = []
    for model in (Action, Statement):
        other = model.objects.filter(key=OuterRef("key"), recorded_at__gte=OuterRef("recorded_at")).exclude(
            pk=OuterRef("pk")
        )
        still_standing = Q(superseded_at=None) | Q(superseded_at__gt=Subquery(other.values("recorded_at")[:1]))
        keys += model.objects.filter(still_standing, Exists(other)).values_list("key", flat=True)
    return keys


def new_key(fact: Record) -> str:
    """Return a permanent key for a new fact, ``apmbc-afg-accession-2002-09-11``, numbered if it is taken.

    A key is a name: it stays when a correction changes the date.
    """
    stem = key_stem(fact.instrument.slug, fact.participant.iso3, fact.kind, fact.date)
    taken = set(type(fact).objects.filter(key__startswith=stem).values_list("key", flat=True))
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def key_stem(slug: str, iso3: str, kind: str, day) -> str:
    """Return the key of the first such fact on a day."""
    return f"{slug}-{iso3}-{kind}-{day:%Y-%m-%d}".lower()
