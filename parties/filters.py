"""What can be asked of participations, acts, statements and participants; one FilterSet per list."""

import django_filters
from django.db.models import Q

from instruments.models import Instrument
from parties.models import Action, Participant, Participation, Statement
from parties.terms import ActionKind, ParticipantKind, StatementKind, Status
from treatytracker.filters import DayFilter, FlagFilter, PastInstantFilter, QueryFilterSet, WordsFilter
from treatytracker.text import fold


def instrument_slugs():
    return Instrument.objects.values_list("slug", flat=True)


def participant_codes():
    return Participant.objects.order_by("iso3").values_list("iso3", flat=True)


def region_names():
    return _distinct("region")


def group_names():
    return _distinct("group")


def _distinct(field):
    return Participant.objects.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()


class WhoFilterSet(QueryFilterSet):
    """Whom a list is about: participants by code, region and group, and the instruments concerned."""

    instrument = WordsFilter(field_name="instrument__slug", words=instrument_slugs, label="Instrument")
    participant = WordsFilter(field_name="participant__iso3", words=participant_codes, label="Participant")
    region = WordsFilter(field_name="participant__region", words=region_names, label="Region")
    group = WordsFilter(field_name="participant__group", words=group_names, label="UN regional group")


class ParticipationFilter(WhoFilterSet):
    """Participations on a day."""

    status = WordsFilter(field_name="status", words=Status.values, label="Status")
    bound = FlagFilter(method="filter_bound", label="Bound")
    consent = WordsFilter(field_name="consent_kind", words=ActionKind.values, label="Act of consent")
    q = django_filters.CharFilter(method="filter_name", label="Name contains")
    as_of = DayFilter(method="no_filter", label="As of")
    known_at = PastInstantFilter(method="no_filter", label="As recorded at")

    class Meta(QueryFilterSet.Meta):
        model = Participation
        fields = []

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).as_of(self.day)

    def filter_bound(self, queryset, name, value):
        return queryset if value is None else queryset.bound(value)

    def filter_name(self, queryset, name, value):
        folded = fold(value)
        named = Q(participant__folded_name__contains=folded) | Q(
            participant__in=Participant.objects.filter(names__folded__contains=folded)
        )
        return queryset.filter(named) if folded else queryset

    def no_filter(self, queryset, name, value):
        """The day selects the spells, in ``filter_queryset``; the instant selects the source of the rows."""
        return queryset


class RecordFilter(WhoFilterSet):
    """Acts or statements."""

    date_after = DayFilter(field_name="date", lookup_expr="gte", label="On or after")
    date_before = DayFilter(field_name="date", lookup_expr="lte", label="On or before")
    known_at = PastInstantFilter(method="no_filter", label="As recorded at")

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).known_at(self.form.cleaned_data.get("known_at"))

    def no_filter(self, queryset, name, value):
        """The instant selects the versions, in ``filter_queryset``."""
        return queryset


class ActionFilter(RecordFilter):
    kind = WordsFilter(field_name="kind", words=ActionKind.values, label="Kind of act")
    effective_after = DayFilter(field_name="effective_on", lookup_expr="gte", label="In effect on or after")
    effective_before = DayFilter(field_name="effective_on", lookup_expr="lte", label="In effect on or before")

    class Meta(QueryFilterSet.Meta):
        model = Action
        fields = []


class StatementFilter(RecordFilter):
    kind = WordsFilter(field_name="kind", words=StatementKind.values, label="Kind of statement")

    class Meta(QueryFilterSet.Meta):
        model = Statement
        fields = []


class ParticipantFilter(QueryFilterSet):
    """Participants by kind, region, group or any of their names."""

    kind = WordsFilter(field_name="kind", words=ParticipantKind.values, label="Kind")
    region = WordsFilter(field_name="region", words=region_names, label="Region")
    group = WordsFilter(field_name="group", words=group_names, label="UN regional group")
    q = django_filters.CharFilter(method="filter_name", label="Name contains")
    as_of = DayFilter(method="filter_existing", label="As of")

    class Meta(QueryFilterSet.Meta):
        model = Participant
        fields = []

    def filter_name(self, queryset, name, value):
        folded = fold(value)
        if not folded:
            return queryset
        return queryset.filter(Q(folded_name__contains=folded) | Q(names__folded__contains=folded)).distinct()

    def filter_existing(self, queryset, name, value):
        return queryset.existing_on(self.day)
