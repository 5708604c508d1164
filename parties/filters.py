"""What can be asked of participations, acts, statements and participants; one FilterSet per list.

Pages and API share the first of each; what only the API offers stands in a subclass.
"""

from django.db.models import Q

from instruments.filters import instrument_slugs
from parties.models import Action, Participant, Participation, Statement
from parties.terms import ActionKind, ParticipantKind, StatementKind, Status
from treatytracker.filters import (
    DayFilter,
    FlagFilter,
    PastInstantFilter,
    QueryFilterSet,
    TextFilter,
    WordsFilter,
)
from treatytracker.memory import remembered
from treatytracker.text import fold

GROUP_SEPARATOR = ";"
AS_OF = "The day to describe, as YYYY-MM-DD; today if left out."
KNOWN_AT = "The moment, now or in the past, whose knowledge to use: what the registry said then. Now if left out."
NAME = "Part of a name: present, former or alias; accents and case do not matter."


@remembered
def participant_codes() -> tuple[str, ...]:
    return tuple(Participant.objects.order_by("iso3").values_list("iso3", flat=True))


@remembered
def region_names() -> tuple[str, ...]:
    return _distinct("region")


@remembered
def group_names() -> tuple[str, ...]:
    return tuple(sorted({group for written in _distinct("group") for group in written.split(GROUP_SEPARATOR)}))


def _distinct(field: str) -> tuple[str, ...]:
    values = Participant.objects.exclude(**{field: ""}).order_by(field).values_list(field, flat=True)
    return tuple(values.distinct())


class GroupFilter(WordsFilter):
    """Any of the UN regional groups; a participant in two of them, as Türkiye is, belongs to both."""

    def filter(self, qs, value):
        wanted = Q()
        for group in value or ():
            for look_up, text in (
                ("exact", group),
                ("startswith", group + GROUP_SEPARATOR),
                ("endswith", GROUP_SEPARATOR + group),
            ):
                wanted |= Q(**{f"{self.field_name}__{look_up}": text})
        return qs.filter(wanted)


class WhoFilterSet(QueryFilterSet):
    """Whom a list is about: participants by code, region and group, and the instruments concerned."""

    instrument = WordsFilter(
        field_name="instrument__slug",
        words=instrument_slugs,
        label="Instrument",
        help_text="Slugs of instruments.",
    )
    participant = WordsFilter(
        field_name="participant__iso3",
        words=participant_codes,
        label="Participant",
        help_text="ISO 3166-1 alpha-3 codes; EUE is the European Union; CSK, DDR and YUG are former States.",
    )
    region = WordsFilter(
        field_name="participant__region", words=region_names, label="Region", help_text="UN M49 regions."
    )
    group = GroupFilter(
        field_name="participant__group",
        words=group_names,
        label="UN regional group",
        help_text="UN regional groups.",
    )


class ParticipationFilter(WhoFilterSet):
    """Participations on a day."""

    status = WordsFilter(field_name="status", words=Status.values, label="Status", help_text="Any of these statuses.")
    bound = FlagFilter(
        method="filter_bound",
        label="Bound",
        help_text="Contracting States and parties (true), or all others (false).",
    )
    consent = WordsFilter(
        field_name="consent_kind",
        words=ActionKind.values,
        label="Act of consent",
        help_text="How they consented to be bound.",
    )
    q = TextFilter(method="filter_name", label="Name contains", help_text=NAME)
    as_of = DayFilter(method="no_filter", label="As of", help_text=AS_OF)
    known_at = PastInstantFilter(method="no_filter", label="As recorded at", help_text=KNOWN_AT)

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
        return queryset.filter(named) if folded else queryset.none()

    def no_filter(self, queryset, name, value):
        """The day selects the spells, in ``filter_queryset``; the instant selects the source of the rows."""
        return queryset


class ParticipationQuery(ParticipationFilter):
    """Participations on a day, as the API lists them."""

    kind = WordsFilter(
        field_name="participant__kind",
        words=ParticipantKind.values,
        label="Kind of participant",
        help_text="Kinds of participant.",
    )
    signed = FlagFilter(
        field_name="signed_on",
        lookup_expr="isnull",
        exclude=True,
        label="Signed",
        help_text="Has signed, whatever it did later.",
    )
    withdrawal_notified = FlagFilter(
        field_name="withdrawal_notified_on",
        lookup_expr="isnull",
        exclude=True,
        label="Withdrawal notified",
        help_text="Has given notice of withdrawal, which has not taken effect.",
    )
    provisional_application = FlagFilter(
        field_name="provisional_application",
        label="Provisional application",
        help_text="Applies the treaty provisionally.",
    )
    suspension_notified = FlagFilter(
        field_name="suspension_notified_on",
        lookup_expr="isnull",
        exclude=True,
        label="Suspension notified",
        help_text="Has declared a suspension.",
    )


class SpellQuery(ParticipationQuery):
    """Spells of participation on any day of a period, or of all time."""

    as_of = None
    known_at = None
    valid_after = DayFilter(
        method="filter_valid_after",
        label="Valid on or after",
        help_text="Spells that held on this day or later.",
    )
    valid_before = DayFilter(
        field_name="valid_from",
        lookup_expr="lte",
        label="Valid on or before",
        help_text="Spells that held on this day or earlier.",
    )

    def filter_queryset(self, queryset):
        return WhoFilterSet.filter_queryset(self, queryset)

    def filter_valid_after(self, queryset, name, value):
        return queryset.filter(Q(valid_to=None) | Q(valid_to__gt=value))


class RecordFilter(WhoFilterSet):
    """Acts or statements."""

    date_after = DayFilter(
        field_name="date",
        lookup_expr="gte",
        label="On or after",
        help_text="Deposited, received or signed on this day or later.",
    )
    date_before = DayFilter(
        field_name="date",
        lookup_expr="lte",
        label="On or before",
        help_text="Deposited, received or signed on this day or earlier.",
    )
    known_at = PastInstantFilter(method="no_filter", label="As recorded at", help_text=KNOWN_AT)

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).known_at(self.form.cleaned_data.get("known_at"))

    def no_filter(self, queryset, name, value):
        """The instant selects the versions, in ``filter_queryset``."""
        return queryset


class ActionFilter(RecordFilter):
    kind = WordsFilter(field_name="kind", words=ActionKind.values, label="Kind of act", help_text="Kinds of act.")
    effective_after = DayFilter(
        field_name="effective_on",
        lookup_expr="gte",
        label="In effect on or after",
        help_text="Taking legal effect on this day or later.",
    )
    effective_before = DayFilter(
        field_name="effective_on",
        lookup_expr="lte",
        label="In effect on or before",
        help_text="Taking legal effect on this day or earlier.",
    )

    class Meta(QueryFilterSet.Meta):
        model = Action
        fields = []


class StatementFilter(RecordFilter):
    kind = WordsFilter(
        field_name="kind", words=StatementKind.values, label="Kind of statement", help_text="Kinds of statement."
    )

    class Meta(QueryFilterSet.Meta):
        model = Statement
        fields = []


class ParticipantFilter(QueryFilterSet):
    """Participants by kind, region, group or any of their names."""

    kind = WordsFilter(field_name="kind", words=ParticipantKind.values, label="Kind", help_text="Kinds of participant.")
    region = WordsFilter(field_name="region", words=region_names, label="Region", help_text="UN M49 regions.")
    group = GroupFilter(
        field_name="group", words=group_names, label="UN regional group", help_text="UN regional groups."
    )
    q = TextFilter(method="filter_name", label="Name contains", help_text=NAME)
    as_of = DayFilter(method="filter_existing", label="As of", help_text=AS_OF)

    class Meta(QueryFilterSet.Meta):
        model = Participant
        fields = []

    def filter_name(self, queryset, name, value):
        folded = fold(value)
        if not folded:
            return queryset.none()
        return queryset.filter(
            Q(folded_name__contains=folded) | Q(pk__in=Participant.objects.filter(names__folded__contains=folded))
        )

    def filter_existing(self, queryset, name, value):
        return queryset.existing_on(self.day)


class ParticipantQuery(ParticipantFilter):
    """Participants as the API lists them."""

    participant = WordsFilter(
        field_name="iso3",
        words=participant_codes,
        label="Participant",
        help_text="ISO 3166-1 alpha-3 codes.",
    )
