"""What can be asked of agencies and mandates; one FilterSet for page, API and export."""

from agencies.models import Agency, AgencyKind, Mandate, Theme
from instruments.filters import instrument_slugs
from treatytracker.filters import FlagFilter, NameFilter, QueryFilterSet, WordsFilter


def agency_slugs():
    return Agency.objects.values_list("slug", flat=True)


def theme_filter(field_name, **kwargs):
    return WordsFilter(
        field_name=field_name,
        words=Theme.values,
        label="Theme",
        help_text="What a mandate is about.",
        **kwargs,
    )


def instrument_filter(field_name, **kwargs):
    return WordsFilter(
        field_name=field_name,
        words=instrument_slugs,
        label="Instrument",
        help_text="Slugs of the instruments that a mandate advocates.",
        **kwargs,
    )


class AgencyFilter(QueryFilterSet):
    """UN entities by what they are and what they advocate."""

    agency = WordsFilter(field_name="slug", words=agency_slugs, label="Agency", help_text="Slugs of agencies.")
    kind = WordsFilter(field_name="kind", words=AgencyKind.values, label="Kind", help_text="What kind of entity it is.")
    of_the_14 = FlagFilter(
        field_name="of_the_14", label="One of the 14", help_text="One of the 14 entities of the mid-2000s."
    )
    theme = theme_filter("theme", method="filter_mandate")
    instrument = instrument_filter("instruments__slug", method="filter_mandate")
    q = NameFilter(
        "name",
        "acronym",
        "name_in_2005",
        "acronym_in_2005",
        label="Name contains",
        help_text="Part of the name or acronym, present or of 2005.",
    )

    class Meta(QueryFilterSet.Meta):
        model = Agency
        fields = []

    def filter_queryset(self, queryset):
        """Theme and instrument, where both are asked for, must be those of one and the same mandate."""
        queryset = super().filter_queryset(queryset)
        asked = {"theme__in": "theme", "instruments__slug__in": "instrument"}
        wanted = {lookup: words for lookup, name in asked.items() if (words := self.form.cleaned_data[name])}
        return queryset.filter(pk__in=Mandate.objects.filter(**wanted).values("agency")) if wanted else queryset

    def filter_mandate(self, queryset, name, value):
        return queryset


class MandateFilter(QueryFilterSet):
    """What UN entities advocate."""

    agency = WordsFilter(field_name="agency__slug", words=agency_slugs, label="Agency", help_text="Slugs of agencies.")
    theme = theme_filter("theme")
    instrument = instrument_filter("instruments__slug", method="filter_instrument")
    q = NameFilter(
        "summary", "beneficiaries", label="Text contains", help_text="Part of the summary or of the beneficiaries."
    )

    class Meta(QueryFilterSet.Meta):
        model = Mandate
        fields = []

    def filter_instrument(self, queryset, name, value):
        """A mandate that advocates several of the instruments is listed once."""
        return queryset.filter(pk__in=Mandate.objects.filter(instruments__slug__in=value).values("pk"))
