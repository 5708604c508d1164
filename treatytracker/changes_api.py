"""The address of the API that tells what changed in the registry."""

from typing import Any

from rest_framework import serializers

from instruments.filters import instrument_slugs
from parties.filters import participant_codes
from treatytracker.changes import BY_FACT, entries, versions
from treatytracker.endpoints import ListEndpoint
from treatytracker.fields import maybe_text, number, text, word
from treatytracker.filters import QueryFilterSet, RevisionFilter, WordsFilter
from treatytracker.models import Revision
from treatytracker.rows import Row

OPERATIONS = [("recorded", "a new fact"), ("corrected", "said otherwise from now on"), ("retracted", "no longer said")]
FACTS = [(fact, fact) for fact in BY_FACT]


class ChangesQuery(QueryFilterSet):
    """Which changes."""

    since = RevisionFilter(
        method="no_filter", label="Since", help_text="Changes after this revision; 0, the default, for all."
    )
    fact = WordsFilter(method="no_filter", words=list(BY_FACT), label="Fact", help_text="Kinds of fact.")
    instrument = WordsFilter(
        method="no_filter", words=instrument_slugs, label="Instrument", help_text="Facts about these instruments."
    )
    participant = WordsFilter(
        method="no_filter", words=participant_codes, label="Participant", help_text="Facts about these participants."
    )

    class Meta(QueryFilterSet.Meta):
        model = Revision
        fields = []

    def no_filter(self, queryset, name, value):
        """What is selected are not revisions but entries of many tables; see ``treatytracker.changes``."""
        return queryset


class ChangeRow(Row):
    """One fact that a revision recorded, corrected or retracted."""

    json_only = ()

    revision = number("The revision that made the change.")
    recorded_at = serializers.DateTimeField(help_text="When it was made.")
    reason = maybe_text("Why.")
    operation = word(OPERATIONS, "What happened to the fact.")
    fact = word(FACTS, "What kind of fact it is: `before` and `after` are rows of that list.")
    id = text("The permanent name of the fact.")
    before = serializers.DictField(
        child=serializers.JSONField(), allow_null=True, help_text="What was said before; null for a new fact."
    )
    after = serializers.DictField(
        child=serializers.JSONField(), allow_null=True, help_text="What is said now; null for a retracted fact."
    )


class Changes(ListEndpoint):
    """What changed in the registry, in the order of revisions, with what was said before and after.

    To follow the registry, remember the `revision` of an answer when you have read its last page, and come back with
    `since=` that number: nothing is missed, nothing comes twice. `since=0` replays everything from the beginning.
    """

    summary = "Changes since a revision"
    example = "changes/?page_size=1"
    filterset_class = ChangesQuery
    row = ChangeRow
    table_name = "changes"

    def get_queryset(self):
        return Revision.objects.all()

    def builder(self):
        return list

    def select(self, asked):
        cleaned = asked.form.cleaned_data
        words = {name: cleaned[name] for name in ("instrument", "participant") if cleaned[name]}
        return entries(cleaned["since"] or 0, cleaned["fact"] or list(BY_FACT), words)

    def complete(self, rows: list[Any], asked) -> None:
        """Make rows of the entries: one query for the revisions, one for each kind of fact."""
        revisions = Revision.objects.in_bulk({revision for revision, *_ in rows})
        said = versions(rows)
        for place, (revision, fact, label, before, after) in enumerate(rows):
            operation = "recorded" if before is None else "retracted" if after is None else "corrected"
            rows[place] = {
                "revision": revision,
                "recorded_at": revisions[revision].at,
                "reason": revisions[revision].reason or None,
                "operation": operation,
                "fact": fact,
                "id": label,
                "before": said[fact].get(before),
                "after": said[fact].get(after),
            }
