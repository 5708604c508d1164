"""The registry's log: every change of every fact in the order of revisions, with what was said before and after.

Acts and statements have versions, the other facts a history.  Both belong to revisions, so one list holds them
all, and whoever replays it from the beginning has the registry.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from agencies.models import Agency, Mandate
from agencies.serializers import AgencyRow, MandateRow
from instruments.models import Instrument
from instruments.serializers import InstrumentRow, rules_row
from parties.models import Action, Participant, ParticipantName, Statement
from parties.serializers import ActionRow, ParticipantNameRow, ParticipantRow, StatementRow
from treatytracker.rows import Row

# What an entry says before its versions are read: revision, kind of fact, its name, versions before and after.
COLUMNS = ("number", "fact", "label", "before", "after")
NOTHING = Cast(Value(None), BigIntegerField())


@dataclass(frozen=True)
class Source:
    """One kind of fact: the rows that hold its versions, what names it, and how a version is read."""

    fact: str
    versions: Callable[[], QuerySet]
    label: Any
    row: type[Row]
    # The column that each filter looks at; a source without one has nothing that the filter could let through.
    lookups: dict[str, str]
    # What a row says besides its columns, by the version's primary key.
    more: Callable[[Iterable[int]], dict[int, dict]] = field(default=lambda numbers: defaultdict(dict))

    def entries(self, since: int, words: dict[str, list[str]]) -> list[QuerySet]:
        """Return what changed after revision ``since``, as queries for ``COLUMNS``."""
        raise NotImplementedError

    def chosen(self, words: dict[str, list[str]]) -> QuerySet:
        """Return the versions that the filters let through."""
        if any(name not in self.lookups for name in words):
            return self.versions().none()
        return self.versions().filter(**{f"{self.lookups[name]}__in": wanted for name, wanted in words.items()})

    def columns(self, entries: QuerySet) -> QuerySet:
        fact, label = Value(self.fact, output_field=CharField()), Cast(self.label, CharField())
        return entries.annotate(fact=fact, label=label).order_by().values_list(*COLUMNS)

    def read(self, numbers: Iterable[int]) -> dict[int, dict]:
        """Return versions as rows, by their primary keys."""
        build, more = self.row.builder(), self.more(numbers)
        found = self.versions().filter(pk__in=numbers).values_list("pk", *self.row.columns())
        return {number: build(values) | more[number] for number, *values in found}


class Versioned(Source):
    """Facts of which every version is kept: one supersedes the other (``parties.recording``)."""

    def entries(self, since, words):
        every, chosen = self.versions(), self.chosen(words)
        previous = every.filter(key=OuterRef("key"), superseded_in=OuterRef("recorded_in"))
        following = every.filter(key=OuterRef("key"), recorded_in=OuterRef("superseded_in"))
        recorded = chosen.filter(recorded_in__gt=since).annotate(
            number=F("recorded_in_id"), before=Subquery(previous.values("pk")[:1]), after=F("pk")
        )
        retracted = chosen.filter(~Exists(following), superseded_in__gt=since).annotate(
            number=F("superseded_in_id"), before=F("pk"), after=NOTHING
        )
        return [self.columns(recorded), self.columns(retracted)]


class Historic(Source):
    """Facts whose earlier states are rows of a history; of several rows in one revision the last one counts."""

    def entries(self, since, words):
        every = self.versions().filter(id=OuterRef("id"))
        earlier = every.filter(history_id__lt=OuterRef("history_id")).exclude(revision=OuterRef("revision"))
        later = every.filter(history_id__gt=OuterRef("history_id"), revision=OuterRef("revision"))
        before = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
        last = self.chosen(words).filter(~Exists(later), revision__gt=since)
        return [
            self.columns(
                last.annotate(
                    number=F("revision_id"),
                    before=Cast(before, BigIntegerField()),
                    after=Case(When(history_type="-", then=NOTHING), default=Cast(F("history_id"), BigIntegerField())),
                )
            )
        ]


def _rules(numbers: Iterable[int]) -> dict[int, dict]:
    versions = Instrument.history.filter(pk__in=numbers)
    return {version.pk: {"rules": rules_row(version.instance.rules)} for version in versions}


def _advocated(numbers: Iterable[int]) -> dict[int, dict]:
    relation = Mandate.history.model._meta.get_field("historicalmandate_instruments").related_model
    instruments: dict[int, list[str]] = {number: [] for number in numbers}
    found = relation.objects.filter(history__in=numbers).order_by("instrument__position")
    for number, slug in found.values_list("history_id", "instrument__slug"):
        instruments[number].append(slug)
    return {number: {"instruments": slugs} for number, slugs in instruments.items()}


WHO = {"instrument": "instrument__slug", "participant": "participant__iso3"}
SOURCES: tuple[Source, ...] = (
    Versioned("action", Action.objects.all, F("key"), ActionRow, WHO),
    Historic("agency", Agency.history.all, F("slug"), AgencyRow, {}),
    Historic("instrument", Instrument.history.all, F("slug"), InstrumentRow, {"instrument": "slug"}, _rules),
    Historic("mandate", Mandate.history.all, F("slug"), MandateRow, {}, _advocated),
    Historic("participant", Participant.history.all, F("iso3"), ParticipantRow, {"participant": "iso3"}),
    Historic(
        "participant-name",
        ParticipantName.history.all,
        Concat("participant__iso3", Value(": "), "name"),
        ParticipantNameRow,
        {"participant": "participant__iso3"},
    ),
    Versioned("statement", Statement.objects.all, F("key"), StatementRow, WHO),
)
BY_FACT = {source.fact: source for source in SOURCES}


def entries(since: int, facts: Iterable[str], words: dict[str, list[str]]) -> QuerySet:
    """Return the entries after revision ``since``, in order: one query, whatever the kinds of fact."""
    first, *others = (query for fact in facts for query in BY_FACT[fact].entries(since, words))
    return first.union(*others, all=True).order_by(*COLUMNS)


def versions(found: Iterable[tuple]) -> dict[str, dict[int, dict]]:
    """Return the versions that entries name, by kind of fact and primary key; one query for each kind."""
    wanted = defaultdict(set)
    for _, fact, _, before, after in found:
        wanted[fact] |= {before, after} - {None}
    return {fact: BY_FACT[fact].read(numbers) for fact, numbers in wanted.items()}
