"""What every query of the registry has in common: days, instants, lists of words, nothing unknown.

One FilterSet serves a page, its JSON and its exports.  A wrong parameter or value is an error with a
sentence that names what is allowed; it is never ignored.
"""

import re
from collections.abc import Sequence
from copy import copy
from datetime import date
from difflib import get_close_matches
from functools import cache

import django_filters
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from treatytracker import dates
from treatytracker.text import fold

# Read elsewhere: how a list is cut and dressed, not what is in it.
PRESENTATION = frozenset({"page", "page_size", "format", "explain", "ordering"})
# No name is longer.
LONGEST_TEXT = 200
TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\xa0][^\x00-\x1f\x7f-\x9f]*")
# What other sites append to a link that somebody shares.
DECORATIONS = ("utm_", "fbclid", "gclid", "mc_")


class DayField(forms.CharField):
    """A day written as YYYY-MM-DD; gives a date, or None if left out."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return dates.parse_day(text) if text else None
        except dates.BadDate as error:
            raise ValidationError(str(error)) from None


class PastInstantField(forms.CharField):
    """An instant in ISO 8601 that has passed; gives an aware datetime, or None if left out."""

    def to_python(self, value):
        text = super().to_python(value)
        try:
            instant = dates.parse_instant(text) if text else None
        except dates.BadDate as error:
            raise ValidationError(str(error)) from None
        if instant and instant > dates.now():
            raise ValidationError("known_at asks what the registry said then; it cannot be in the future.")
        return instant


class TextField(forms.CharField):
    """A text to search for: something visible, and no control characters, which no name has."""

    def to_python(self, value):
        if value and not TEXT.fullmatch(value):
            raise ValidationError("It should be a text of visible characters.")
        return super().to_python(value)


class WordsInput(forms.TextInput):
    """Takes ``?kind=a&kind=b``, as check boxes send it, for ``?kind=a,b``."""

    def value_from_datadict(self, data, files, name):
        if hasattr(data, "getlist"):
            return ",".join(data.getlist(name)) or None
        return data.get(name)


class WordsField(forms.CharField):
    """One or more words out of a known set, set apart by commas; gives a list, empty if left out."""

    widget = WordsInput

    def __init__(self, *, words, **kwargs):
        self.words = words  # a sequence, or a function that returns one
        super().__init__(**kwargs)

    def to_python(self, value):
        written = [word.strip() for word in (super().to_python(value) or "").split(",")]
        chosen = [word for word in dict.fromkeys(written) if word]
        if not chosen:
            return []
        allowed = self.words() if callable(self.words) else self.words
        for word in chosen:
            if word not in allowed:
                raise ValidationError(f"“{word[:40]}” is not known. {suggestion(word, allowed)}")
        return chosen


class WordField(WordsField):
    """One word out of a known set; gives the word, empty if left out."""

    widget = forms.TextInput

    def to_python(self, value):
        chosen = super().to_python(value)
        if len(chosen) > 1:
            raise ValidationError("Only one word is allowed here.")
        return chosen[0] if chosen else ""


class FlagField(forms.CharField):
    """Yes or no, written true or false; gives a bool, or None if left out."""

    def to_python(self, value):
        text = (super().to_python(value) or "").lower()
        words = {"": None, "true": True, "1": True, "false": False, "0": False}
        if text not in words:
            raise ValidationError(f"“{text[:40]}” should be true or false.")
        return words[text]


class YearField(forms.CharField):
    """A year from ``first`` to the present one; gives a number, or None if left out."""

    def __init__(self, *, first, **kwargs):
        self.first = first
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        year = int(text) if re.fullmatch(r"[0-9]{4}", text) else 0
        if not self.first <= year <= dates.today().year:
            raise ValidationError(f"“{text[:40]}” should be a year from {self.first} to {dates.today().year}.")
        return year


class RevisionField(forms.CharField):
    """The number of a revision, 0 for the time before the first; gives a number, or None if left out."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValidationError(f"“{text[:40]}” should be the number of a revision, from 0.")
        return int(text)


class QueryForm(forms.Form):
    """The parameters of a query; refuses those it does not know."""

    presentation = PRESENTATION

    def _clean_fields(self):
        """Check what is given.  Most parameters of a query are left out, and to look for each takes Django long."""
        all_fields = self.fields
        self.cleaned_data |= {name: field.clean(None) for name, field in all_fields.items() if name not in self.data}
        self.fields = {name: field for name, field in all_fields.items() if name in self.data}
        try:
            super()._clean_fields()
        finally:
            self.fields = all_fields

    def clean(self):
        cleaned = super().clean()
        known = [*self.fields, *sorted(self.presentation)]
        for name in self.data:
            if name in known:
                self._refuse_repetition(name)
            elif not name.startswith(DECORATIONS):
                self.add_error(None, f"There is no parameter “{name[:40]}”. {suggestion(name, known)}")
        return cleaned

    def _refuse_repetition(self, name):
        """Refuse two values where only one can be meant: neither is ignored."""
        takes_several = name in self.fields and isinstance(self.fields[name].widget, WordsInput)
        if not takes_several and hasattr(self.data, "getlist") and len(self.data.getlist(name)) > 1:
            self.add_error(name if name in self.fields else None, f"“{name}” is given more than once.")

    def error_texts(self) -> dict[str, list[str]]:
        """Return the sentences by parameter; those on the query as a whole stand under ``query``."""
        return {
            "query" if name == NON_FIELD_ERRORS else name: list(map(str, messages))
            for name, messages in self.errors.items()
        }


class DayQuery(QueryForm):
    """A page that can be asked for a day and nothing else."""

    as_of = DayField(required=False, label="As of")

    @property
    def day(self) -> date:
        """The day that is asked for, or today."""
        return self.cleaned_data["as_of"] or dates.today()


class QueryFilter(django_filters.Filter):
    """A filter of ours.  Each query takes its own, and what differs between them is only which query they belong to."""

    def __deepcopy__(self, memo):
        own = copy(self)
        own.method = self.method
        return own


class DayFilter(QueryFilter):
    field_class = DayField


class PastInstantFilter(QueryFilter):
    field_class = PastInstantField


class WordsFilter(QueryFilter):
    """Any of the words in a comma-separated list."""

    field_class = WordsField

    def filter(self, qs, value):
        if self.method or not value:
            return super().filter(qs, value) if value else qs
        return qs.filter(**{f"{self.field_name}__in": value})


class WordFilter(QueryFilter):
    """One word."""

    field_class = WordField


class YearFilter(QueryFilter):
    field_class = YearField


class RevisionFilter(QueryFilter):
    field_class = RevisionField


class FlagFilter(QueryFilter):
    field_class = FlagField


class TextFilter(QueryFilter):
    """A text to search for."""

    field_class = TextField

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST_TEXT, **kwargs)


class NameFilter(TextFilter):
    """Rows of a small table of which one of the columns contains the text, whatever its accents and case.

    Texts are compared here and not in the database, so that SQLite and PostgreSQL find the same.
    """

    def __init__(self, *columns: str, **kwargs):
        self.columns = columns
        super().__init__(**kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        wanted = fold(value)
        rows = qs.order_by().values_list("pk", *self.columns)
        return qs.filter(pk__in=[pk for pk, *texts in rows if wanted and wanted in fold(" / ".join(map(str, texts)))])


class SharedFields(dict):
    """Fields that all forms of a class have in common: nobody sees them, so nobody changes them."""

    def __deepcopy__(self, memo):
        return dict(self)


class QueryFilterSet(django_filters.FilterSet):
    """A FilterSet that refuses unknown parameters and knows its day."""

    # Whether its form is shown, with labels and lists of its own.
    shown_on_pages = False

    class Meta:
        form = QueryForm

    @classmethod
    @cache
    def _form_class(cls) -> type[QueryForm]:
        """Return the form of all queries of this kind; django-filter would make a class for each query."""
        fields = {name: one.field for name, one in cls.base_filters.items()}
        form = type(f"{cls.__name__}Form", (cls._meta.form,), fields)
        if not cls.shown_on_pages:
            form.base_fields = SharedFields(form.base_fields)
        return form

    def get_form_class(self):
        return self._form_class()

    @property
    def day(self):
        """The legal day that the query asks for: ``as_of``, or today."""
        return self.form.cleaned_data.get("as_of") or dates.today()


class DayFilterSet(QueryFilterSet):
    """A query about one day."""

    as_of = DayFilter(
        method="no_filter", label="As of", help_text="The day to describe, as YYYY-MM-DD; today if left out."
    )

    def no_filter(self, queryset, name, value):
        """The day does not select rows here; it is read as ``day``."""
        return queryset


def suggestion(word: str, allowed: Sequence[str]) -> str:
    """Return which words are allowed; of many, those that look like what was written."""
    if len(allowed) <= 40:
        return f"Allowed: {', '.join(allowed)}."
    near = get_close_matches(word, allowed, n=5, cutoff=0.4)
    return f"Did you mean {' or '.join(near)}?" if near else f"There are {len(allowed)} allowed values."
