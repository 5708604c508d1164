"""Editing of instruments and their rules."""

from django import forms
from django.contrib import admin

from editing.admin.registry import ReasonForm, RegistryAdmin
from instruments.models import Instrument
from parties.rebuild import rebuild

LISTS = ("popular_names", "action_kinds", "authentic_languages")


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class InstrumentForm(ReasonForm):
    popular_names = LinesField(required=False, help_text="Names by which people search, one a line.")
    action_kinds = LinesField(help_text="The kinds of action that the treaty provides for, one a line.")
    authentic_languages = LinesField(required=False, help_text="Language codes, one a line.")

    class Meta:
        model = Instrument
        fields = "__all__"


@admin.register(Instrument)
class InstrumentAdmin(RegistryAdmin):
    form = InstrumentForm
    list_display = ["short_title", "slug", "reference", "kind", "in_force_on"]
    list_filter = ["kind"]
    search_fields = ["slug", "title", "short_title", "reference"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": ["slug", "position", "kind", "parent", "reference", "title", "short_title"]}),
        ("For searching", {"fields": ["popular_names", "subject"]}),
        ("Adoption and signature", {"fields": ["adopted_on", "adopted_at", "opened_on", "closed_on"]}),
        (
            "Entry into force",
            {
                "fields": [
                    ("in_force_on", "in_force_article", "threshold"),
                    ("general_delay", "general_anchor"),
                    ("party_delay", "party_anchor", "party_article"),
                    "in_force_difference_explained",
                ],
                "description": "A rule that is not known stays empty: the registry never guesses one.",
            },
        ),
        ("Exit", {"fields": [("withdrawal_delay", "withdrawal_article"), "withdrawal_conflict_clause"]}),
        ("What States can do", {"fields": ["action_kinds", "reservations", "protocols_required"]}),
        (
            "Publication",
            {"fields": ["depositary", "authentic_languages", ("unts_registration", "unts_volume", "unts_page")]},
        ),
        ("Proof", {"fields": ["note", "source", "confidence", "reason"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def after_save(self, obj):
        rebuild([obj])
