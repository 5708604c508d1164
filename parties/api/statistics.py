"""Counts on a day, each with its definition and the list that it counts."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from rest_framework import serializers

from instruments.models import Instrument
from parties import recollection
from parties.api.lists import IN_ORDER, ClockMixin
from parties.filters import ParticipationQuery
from parties.models import Participation
from parties.serializers import instrument_field
from parties.statistics import COLUMNS, IN_BRIEF, MEASURES, MEASURES_BY_NAME, Counted, count, places
from treatytracker.endpoints import ListEndpoint
from treatytracker.fields import maybe_text, number, text, word
from treatytracker.filters import WordFilter, WordsFilter
from treatytracker.links import linker
from treatytracker.rows import Row

MEASURE_WORDS = [(measure.name, measure.definition) for measure in MEASURES]
# What narrows a count, and so the list that it counts.
NARROWING = ("participant", "region", "group", "kind")


class StatisticsQuery(ParticipationQuery):
    """Which counts, and of whom."""

    status = bound = consent = q = None
    signed = withdrawal_notified = provisional_application = suspension_notified = None
    measure = WordsFilter(
        method="no_filter", words=list(MEASURES_BY_NAME), label="Measure", help_text="What to count; all if left out."
    )
    by = WordFilter(
        method="no_filter",
        words=("region", "group"),
        label="By",
        help_text="Count each region or each UN regional group apart.",
    )


class StatisticRow(Row):
    """A number with its definition and the list that it counts."""

    json_only = ()

    instrument = instrument_field()
    measure = word(MEASURE_WORDS, "The name of what is counted.")
    region = maybe_text("The region that is counted; null if all are, or for participants without one.")
    group = maybe_text("The UN regional group that is counted; null if all are, or for participants without one.")
    value = number("The number of participants.")
    definition = text("What is counted.")
    list = serializers.URLField(help_text="The list that it counts.")


class Statistics(ClockMixin, ListEndpoint):
    """How many participants on a day: one row per instrument and measure, or per region or UN regional group.

    Every number comes with its definition and with the address of the list that it counts.
    """

    summary = "Counts on a day"
    example = "statistics/?instrument=apmbc&measure=bound&as_of=2026-02-03"
    filterset_class = StatisticsQuery
    row = StatisticRow
    table_name = "statistics"

    def get_queryset(self):
        return Participation.objects.order_by(*IN_ORDER)

    def builder(self):
        return dict

    def select(self, asked) -> list[dict[str, Any]]:
        cleaned = asked.form.cleaned_data
        measures = [MEASURES_BY_NAME[name] for name in cleaned["measure"]] or list(MEASURES)
        by = cleaned["by"]
        instant = self.known_at(asked)
        if instant:
            found = recollection.values_of(recollection.recollect(asked, instant), COLUMNS)
        else:
            found = asked.qs.values_list(*COLUMNS)
        rows = [Counted(*values) for values in found]
        counts = count(rows, measures, by)
        slugs = cleaned["instrument"] or list(Instrument.objects.values_list("slug", flat=True))
        found_places = sorted({place for row in rows for place in places(row, by)}) or [""]
        placeless = ",".join(sorted({row.participant for row in rows if by and not getattr(row, by)}))
        list_of = self._lists(asked, by, placeless)
        return [
            {
                "instrument": slug,
                "measure": measure.name,
                "region": (place or None) if by == "region" else None,
                "group": (place or None) if by == "group" else None,
                "value": counts[slug, place, measure.name],
                "definition": measure.definition,
                "list": list_of(slug, place, measure),
            }
            for slug in slugs
            for place in found_places
            for measure in measures
        ]

    def _lists(self, asked, by, placeless):
        """Return a function that gives the address of the list that a count counts."""
        link = linker(self.request)
        narrowed = {name: ",".join(words) for name in NARROWING if (words := asked.form.cleaned_data[name])}
        narrowed["as_of"] = asked.day.isoformat()
        if instant := self.known_at(asked):
            narrowed["known_at"] = instant.isoformat()

        def list_of(slug, place, measure):
            where = {by: place} if place else {"participant": placeless} if by else {}
            return link("participations/", **narrowed | dict(measure.query) | where | {"instrument": slug})

        return list_of


def counts_of_instruments(slugs: Iterable[str], day: date, link: Callable[..., str]) -> dict[str, list[dict[str, Any]]]:
    """Return the counts that lists of instruments show, by slug; one query."""
    spells = Participation.objects.as_of(day).filter(instrument__slug__in=slugs)
    measures = [MEASURES_BY_NAME[name] for name in IN_BRIEF]
    counts = count([Counted(*values) for values in spells.values_list(*COLUMNS)], measures)
    return {
        slug: [
            {
                "measure": measure.name,
                "value": counts[slug, "", measure.name],
                "definition": measure.definition,
                "list": link("participations/", instrument=slug, **dict(measure.query), as_of=day.isoformat()),
            }
            for measure in measures
        ]
        for slug in slugs
    }
