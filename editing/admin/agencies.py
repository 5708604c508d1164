"""Editing of UN entities and their mandates."""

from django.contrib import admin

from agencies.models import Agency, Mandate
from editing.admin.registry import RegistryAdmin


class MandateInline(admin.StackedInline):
    model = Mandate
    extra = 0
    autocomplete_fields = ["instruments"]
    prepopulated_fields = {"slug": ["theme"]}


@admin.register(Agency)
class AgencyAdmin(RegistryAdmin):
    list_display = ["name", "acronym", "kind", "acronym_in_2005", "of_the_14"]
    list_filter = ["of_the_14", "kind"]
    search_fields = ["name", "acronym", "name_in_2005", "acronym_in_2005"]
    inlines = [MandateInline]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []


@admin.register(Mandate)
class MandateAdmin(RegistryAdmin):
    list_display = ["agency", "theme", "summary"]
    list_filter = ["agency", "theme", "instruments"]
    list_select_related = ["agency"]
    search_fields = ["summary", "agency__name", "agency__acronym", "beneficiaries"]
    autocomplete_fields = ["agency", "instruments"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []
