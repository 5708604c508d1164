"""Fields of rows, in as few words as a declaration needs."""

from rest_framework import serializers

from treatytracker.terms import Confidence


def text(help_text: str, source: str | None = None) -> serializers.CharField:
    """A text that every row has."""
    return serializers.CharField(source=source, help_text=help_text)


def maybe_text(help_text: str, source: str | None = None) -> serializers.CharField:
    """A text that may be null."""
    return serializers.CharField(source=source, allow_null=True, help_text=help_text)


def day(help_text: str, source: str | None = None) -> serializers.DateField:
    """A day that every row has."""
    return serializers.DateField(source=source, help_text=help_text)


def maybe_day(help_text: str, source: str | None = None) -> serializers.DateField:
    """A day that may be null."""
    return serializers.DateField(source=source, allow_null=True, help_text=help_text)


def flag(help_text: str, source: str | None = None) -> serializers.BooleanField:
    """Yes or no."""
    return serializers.BooleanField(source=source, help_text=help_text)


def number(help_text: str, source: str | None = None) -> serializers.IntegerField:
    """A whole number."""
    return serializers.IntegerField(source=source, help_text=help_text)


def word(choices, help_text: str, source: str | None = None) -> serializers.ChoiceField:
    """One word of a vocabulary."""
    return serializers.ChoiceField(choices, source=source, help_text=help_text)


def maybe_word(choices, help_text: str, source: str | None = None) -> serializers.ChoiceField:
    """One word of a vocabulary, or null."""
    return serializers.ChoiceField(choices, source=source, allow_null=True, help_text=help_text)


def texts(help_text: str, source: str | None = None) -> serializers.ListField:
    """Several texts, in order."""
    return serializers.ListField(child=serializers.CharField(), source=source, help_text=help_text)


def confidence() -> serializers.ChoiceField:
    """How sure the compilers of a fact were."""
    return word(Confidence.choices, "How sure the compilers were of this fact.")
