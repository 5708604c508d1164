"""Editing of participants and their names."""

from django.contrib import admin

from editing.admin.registry import RegistryAdmin
from parties.models import Participant, ParticipantName, PredecessorState
from parties.rebuild import rebuild
from treatytracker.text import fold


class NameInline(admin.TabularInline):
    model = ParticipantName
    extra = 0


@admin.register(Participant)
class ParticipantAdmin(RegistryAdmin):
    list_display = ["name", "iso3", "kind", "group", "region"]
    list_filter = ["kind", "group", "region"]
    search_fields = ["name", "iso3", "iso2", "folded_name", "names__folded"]
    inlines = [NameInline]

    def get_readonly_fields(self, request, obj=None):
        return ["iso3"] if obj else []

    def get_search_results(self, request, queryset, search_term):
        """Find by any name, accents forgiven."""
        return super().get_search_results(request, queryset, fold(search_term))

    def after_save(self, obj):
        rebuild(participants=[obj])


@admin.register(ParticipantName)
class ParticipantNameAdmin(RegistryAdmin):
    list_display = ["name", "participant", "kind", "used_from", "used_until"]
    list_filter = ["kind"]
    list_select_related = ["participant"]
    search_fields = ["name", "folded", "participant__name"]
    autocomplete_fields = ["participant"]


@admin.register(PredecessorState)
class PredecessorStateAdmin(admin.ModelAdmin):
    """For reading: predecessor States come with ``data/``."""

    list_display = ["name", "code", "existed_until"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
