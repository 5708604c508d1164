"""The rows of agencies and mandates, as the API gives them."""

from rest_framework import serializers

from agencies.models import AgencyKind, Theme
from treatytracker.fields import confidence, flag, maybe_text, text, texts, word
from treatytracker.rows import Row


class MandateOfAgency(serializers.Serializer):
    """A mandate in brief."""

    id = serializers.CharField(help_text="The permanent name of the mandate.")
    theme = serializers.ChoiceField(Theme.choices, help_text="What it is about.")
    instruments = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of the instruments that it advocates."
    )


class AgencyLinks(serializers.Serializer):
    mandates = serializers.URLField(help_text="What it advocates.")
    page = serializers.URLField(help_text="Its page for people.")


class AgencyRow(Row):
    """A UN department, agency, programme or fund that supports mine action."""

    attached = ("mandates", "links")

    slug = text("The permanent name of the agency.")
    acronym = maybe_text("Its acronym.")
    name = text("Its present name.")
    kind = word(AgencyKind.choices, "What kind of entity it is.")
    parent = maybe_text("The part of the UN system that it belongs to.")
    name_in_2005 = maybe_text("Its name in 2005.")
    acronym_in_2005 = maybe_text("Its acronym in 2005.")
    website = maybe_text("Its website.")
    of_the_14 = flag("One of the 14 entities of the mid-2000s.")
    note = maybe_text("What a reader should know besides.")
    source = text("Where these facts come from.")
    confidence = confidence()
    mandates = MandateOfAgency(many=True, help_text="What it advocates.")
    links = AgencyLinks()


class MandateLinks(serializers.Serializer):
    agency = serializers.URLField(help_text="The agency.")


class MandateRow(Row):
    """One thing an agency advocates."""

    attached = ("beneficiaries", "instruments", "links")

    id = text("The permanent name of the mandate.", "slug")
    agency = text("Slug of the agency.", "agency__slug")
    agency_name = text("The agency's present name.", "agency__name")
    theme = word(Theme.choices, "What it is about.")
    summary = text("What the agency advocates or does, in the registry's own words.")
    beneficiaries = texts("For whom.")
    instruments = texts("Slugs of the instruments that it advocates.")
    source = text("Where this can be checked.")
    confidence = confidence()
    links = MandateLinks()
