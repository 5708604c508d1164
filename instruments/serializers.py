"""The rows of instruments, as the API gives them."""

from typing import Any

from rest_framework import serializers

from instruments.models import ANCHORS, InstrumentKind
from instruments.rules import Provision, Rules, ordinal, provision_in_words
from treatytracker.fields import confidence, maybe_day, maybe_text, text, texts, word
from treatytracker.rows import Row


class ProvisionRow(Row):
    """A delay, and the article that sets it."""

    article = serializers.CharField(help_text="The article, as in 17(2).")
    months = serializers.IntegerField(help_text="Months of delay, clipped to the end of the month.")
    days = serializers.IntegerField(help_text="Days of delay, after the months.")
    anchor = word(ANCHORS, "What the delay runs to.")
    in_words = serializers.CharField(help_text="The rule in words, with its article.")


class RulesRow(Row):
    """When an instrument enters into force and how a participant leaves; a rule that is not known is null."""

    in_force_on = serializers.DateField(allow_null=True, help_text="General entry into force, as published.")
    in_force_article = serializers.CharField(allow_null=True, help_text="The article it follows from.")
    threshold = serializers.IntegerField(allow_null=True, help_text="How many consents bring it into force.")
    general = ProvisionRow(allow_null=True, help_text="From the deposit that meets the threshold.")
    joining = ProvisionRow(allow_null=True, help_text="From each later participant's deposit.")
    exit = ProvisionRow(allow_null=True, help_text="From receipt of a notice of withdrawal.")
    exit_waits_for_peace = serializers.BooleanField(
        help_text="A withdrawal does not take effect before the end of an armed conflict."
    )


class CountRow(serializers.Serializer):
    """A number with what it counts."""

    measure = serializers.CharField(help_text="The name of the measure.")
    value = serializers.IntegerField(help_text="The number.")
    definition = serializers.CharField(help_text="What is counted.")
    list = serializers.URLField(help_text="The list that it counts.")


class InstrumentLinks(serializers.Serializer):
    participations = serializers.URLField(help_text="Who is bound.")
    actions = serializers.URLField(help_text="The acts.")
    statements = serializers.URLField(help_text="The statements.")
    mandates = serializers.URLField(help_text="Which agencies advocate it.")
    page = serializers.URLField(help_text="Its page for people.")


class InstrumentRow(Row):
    """A convention, protocol or amendment with its rules and, on a day, how many participate."""

    attached = ("rules", "counts", "links")
    json_only = ("links", "counts")

    slug = text("The permanent name of the instrument.")
    kind = word(InstrumentKind.choices, "Convention, protocol or amendment.")
    parent = maybe_text("Slug of the convention that it belongs to.", "parent__slug")
    reference = maybe_text("The depositary's reference, as in XXVI-5.")
    title = text("The full title.")
    short_title = text("The title that pages use.")
    popular_names = texts("Names by which people search.")
    subject = maybe_text("What it is about.")
    adopted_on = maybe_day("Adoption.")
    adopted_at = maybe_text("Place of adoption.")
    opened_on = maybe_day("First day on which signature was possible.")
    closed_on = maybe_day("Last day on which signature was possible.")
    in_force_on = maybe_day("General entry into force.")
    reservations = maybe_text("What the treaty says of reservations.")
    action_kinds = texts("The kinds of act that the treaty provides for.")
    depositary = text("Who keeps the original and receives the acts.")
    authentic_languages = texts("Languages of the authentic texts, ISO 639-1.")
    unts_registration = maybe_text("Number of registration in the United Nations Treaty Series.")
    unts_volume = maybe_text("Volume of the Treaty Series.")
    unts_page = maybe_text("Page of the volume.")
    note = maybe_text("What a reader should know besides.")
    source = text("Where these facts come from.")
    confidence = confidence()
    rules = RulesRow(help_text="The rules of entry into force and exit, with their articles.")
    counts = CountRow(many=True, help_text="How many participate on the day, each number with its definition.")
    links = InstrumentLinks()


def rules_row(rules: Rules) -> dict[str, Any]:
    """Return the rules as the API gives them."""
    deposit = f"the {ordinal(rules.threshold)} deposit" if rules.threshold else "deposit"
    return {
        "in_force_on": rules.in_force_on,
        "in_force_article": rules.in_force_article or None,
        "threshold": rules.threshold,
        "general": _provision(rules.general, deposit),
        "joining": _provision(rules.joining, "deposit"),
        "exit": _provision(rules.exit, "receipt"),
        "exit_waits_for_peace": rules.exit_waits_for_peace,
    }


def _provision(provision: Provision | None, event: str) -> dict[str, Any] | None:
    if not provision:
        return None
    return {
        "article": provision.article,
        "months": provision.delay.months,
        "days": provision.delay.days,
        "anchor": provision.delay.anchor.value,
        "in_words": provision_in_words(provision, event),
    }
