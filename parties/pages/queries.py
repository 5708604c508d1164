"""The forms of the pages: the same filters as the API's, without those that a page does not have."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import django_filters
from django import forms
from django.template import loader
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from instruments.models import Instrument
from instruments.rules import add_months
from parties.filters import (
    GroupFilter,
    ParticipantFilter,
    ParticipationFilter,
    group_names,
    instrument_slugs,
    region_names,
)
from parties.terms import CONSENT_KINDS, ActionKind, ParticipantKind, Status
from treatytracker import dates
from treatytracker.filters import DayField, FlagFilter, QueryForm, WordsField, WordsFilter
from treatytracker.memory import recall

SELECTED = mark_safe(" selected")
Words = Iterable[tuple[str, str]]


class SearchBox(forms.SearchInput):
    """A field to search in, written in one go as well."""

    def render(self, name, value, attrs=None, renderer=None):
        return format_html(
            '<input type="search" name="{}" id="{}"{}>',
            name,
            (attrs or {}).get("id", name),
            format_html(' value="{}"', value) if value else "",
        )


class Choice(forms.Select):
    """A list to choose from, written in one go: Django's own renders a template for every option."""

    def __init__(self, options: Callable[[], Words], attrs=None, *, nothing: str = "Any"):
        super().__init__(attrs)
        self.options = options
        self.nothing = nothing

    def render(self, name, value, attrs=None, renderer=None):
        """Return the element.  Several words, which only a link can ask for, become an option of their own."""
        chosen = value or ""
        offered = [("", self.nothing), *self.options()]
        if chosen not in dict(offered):
            offered.append((chosen, chosen.replace(",", ", ")))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((word, SELECTED if word == chosen else "", label) for word, label in offered),
        )
        return format_html('<select name="{}" id="{}">{}</select>', name, (attrs or {}).get("id", name), options)


class PageFilter:
    """A FilterSet whose form stands on a page: regions and groups to choose from, the day in a field of its own."""

    shown_on_pages = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("region", region_names())
        self.offer("group", group_names())

    def offer(self, name: str, words: Sequence[str]) -> None:
        """Let the form offer, and accept, these words."""
        self.form.fields[name].words = words
        self.form.fields[name].widget.options = lambda: [(word, word) for word in words]

    def as_form(self, request) -> dict:
        """Return what includes/_filters.html needs."""
        self.form.fields.pop("as_of", None)
        # Most people look for a name.
        self.form.order_fields(["q"])
        day = request.GET.get("as_of")
        asked = [name for name in self.form.fields if self.data.get(name)]
        here = f"{request.path}?as_of={day}" if day else request.path
        return {
            "form": self.form,
            # Those of a form in which nothing is chosen are the same on every page of its kind.
            "fields": "" if asked else recall((type(self).__module__, type(self).__qualname__), self._fields),
            "action": request.path,
            "keep": [{"name": "as_of", "value": day}] if day else [],
            "clear_url": here if asked else "",
        }

    def _fields(self) -> str:
        return loader.render_to_string("includes/_filter_fields.html", {"form": self.form})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the day is asked for."""
        # False is an answer too: "bound=false" asks for those that are not.
        return any(value not in ("", None, []) for name, value in self.form.cleaned_data.items() if name != "as_of")


def name_filter():
    return django_filters.CharFilter(method="filter_name", label="Name contains", widget=SearchBox)


class MatrixFilter(PageFilter, ParticipationFilter):
    """Which participants stand in the matrix, on which day."""

    instrument = participant = status = bound = consent = known_at = None
    region = WordsFilter(field_name="participant__region", words=(), label="Region", widget=Choice(list))
    group = GroupFilter(field_name="participant__group", words=(), label="UN regional group", widget=Choice(list))
    q = name_filter()


class TableFilter(PageFilter, ParticipationFilter):
    """Which participants stand in the table of an instrument, on which day."""

    instrument = participant = known_at = None
    q = name_filter()
    status = WordsFilter(
        field_name="status", words=Status.values, label="Status", widget=Choice(lambda: Status.choices)
    )
    bound = FlagFilter(
        method="filter_bound",
        label="Bound",
        widget=Choice(lambda: [("true", "Bound"), ("false", "Not bound")]),
    )
    consent = WordsFilter(
        field_name="consent_kind",
        words=ActionKind.values,
        label="Act of consent",
        widget=Choice(lambda: [(kind, kind.label) for kind in ActionKind if kind in CONSENT_KINDS]),
    )
    region = WordsFilter(field_name="participant__region", words=(), label="Region", widget=Choice(list))
    group = GroupFilter(field_name="participant__group", words=(), label="UN regional group", widget=Choice(list))


class ListFilter(PageFilter, ParticipantFilter):
    """Which participants stand in the list of participants."""

    q = name_filter()
    kind = WordsFilter(
        field_name="kind",
        words=ParticipantKind.values,
        label="Kind",
        widget=Choice(lambda: ParticipantKind.choices),
    )
    region = WordsFilter(field_name="region", words=(), label="Region", widget=Choice(list))
    group = GroupFilter(field_name="group", words=(), label="UN regional group", widget=Choice(list))


def years_before(day: date, years: int) -> date:
    """Return the same day some years before; the calendar begins with the year 1."""
    return add_months(day, -12 * years) if day.year > years else date.min


class CompareQuery(QueryForm):
    """Two days and, if not all are meant, the instruments to compare."""

    instrument = WordsField(
        required=False,
        label="Instrument",
        words=instrument_slugs,
        widget=Choice(lambda: Instrument.objects.values_list("slug", "short_title"), nothing="All instruments"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # "from" is a word of Python and cannot be an attribute.
        days = {name: DayField(required=False, label=name.capitalize()) for name in ("from", "to")}
        self.fields = days | self.fields

    @property
    def days(self) -> tuple[date, date]:
        """The two days, the earlier first: by default today and a year before the later one."""
        until = self.cleaned_data["to"] or dates.today()
        since = self.cleaned_data["from"] or years_before(until, 1)
        return min(since, until), max(since, until)

    @property
    def reversed(self) -> bool:
        """Whether the first day that was asked for is the later one."""
        since, until = self.cleaned_data["from"], self.cleaned_data["to"] or dates.today()
        return since is not None and since > until
