"""What can be asked of instruments; one FilterSet for page, API and export."""

from instruments.models import Instrument, InstrumentKind
from treatytracker.filters import DayFilterSet, NameFilter, QueryFilterSet, WordsFilter
from treatytracker.memory import remembered


@remembered
def instrument_slugs() -> tuple[str, ...]:
    return tuple(Instrument.objects.values_list("slug", flat=True))


class InstrumentFilter(DayFilterSet):
    """Instruments by slug, kind, parent or any of their names."""

    instrument = WordsFilter(
        field_name="slug", words=instrument_slugs, label="Instrument", help_text="Slugs of instruments."
    )
    kind = WordsFilter(
        field_name="kind",
        words=InstrumentKind.values,
        label="Kind",
        help_text="Convention, protocol or amendment.",
    )
    parent = WordsFilter(
        field_name="parent__slug",
        words=instrument_slugs,
        label="Parent",
        help_text="Slug of the convention that protocols and amendments belong to.",
    )
    q = NameFilter(
        "title",
        "short_title",
        "popular_names",
        "reference",
        label="Name contains",
        help_text="Part of the title, the short title, a popular name or the depositary's reference.",
    )

    class Meta(QueryFilterSet.Meta):
        model = Instrument
        fields = []
