"""Editing of acts and statements in the admin.

A correction never changes a row: the form's new version supersedes the one that was opened, and where
four eyes are asked for it waits as a proposal.
"""

from itertools import zip_longest

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from editing.admin.exchange import export_view
from editing.admin.registry import ProposingAdmin
from editing.bulk import BulkForm
from editing.forms import FIELDS, ActionForm, StatementForm, changes
from editing.proposing import propose, propose_all
from parties.models import Action, Statement
from parties.recording import editing

# What the next form starts with, for an editor who enters one page of a source after the other.
REMEMBERED = ("instrument", "source", "reference", "kind")


class FactAdmin(ProposingAdmin):
    """The standing versions of acts or statements."""

    list_display = ["participant", "instrument", "kind", "date", "confidence"]
    list_filter = ["instrument", "kind", "confidence", "participant__group"]
    list_select_related = ["participant", "instrument"]
    search_fields = ["participant__name", "participant__names__folded", "participant__iso3", "reference", "note", "key"]
    date_hierarchy = "date"
    autocomplete_fields = ["instrument", "participant"]
    change_form_template = "admin/fact_change_form.html"
    object_history_template = "admin/fact_history.html"
    actions = None
    save_on_top = True

    def get_fieldsets(self, request, obj=None):
        facts = [
            (None, {"fields": ["instrument", "participant", "kind", ("date", "stated_effective_on")]}),
            ("Proof", {"fields": ["reference", "source", "confidence", "note"]}),
        ]
        change = ["reason", "confirmation", *(["retract"] if obj else []), "base", "seen", "revive"]
        return [*facts, ("This change", {"fields": change})]

    def get_queryset(self, request):
        return super().get_queryset(request).current()

    def get_object(self, request, object_id, from_field=None):
        """Return any version: who corrects one that was superseded meanwhile is told so by the form.

        To restore an earlier version is to correct the standing one by it: the form opens with its values.
        """
        fact = self.model.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        restored = self._restored(request)
        if fact and restored and restored.key == fact.key:
            for name in FIELDS:
                setattr(fact, name, getattr(restored, name))
        return fact

    def _restored(self, request):
        """Return the version that the address asks to restore."""
        number = request.GET.get("restore", "")
        return self.model.objects.filter(pk=number).first() if request.method == "GET" and number.isdecimal() else None

    def has_delete_permission(self, request, obj=None):
        """Nothing is deleted: the form takes an act out and keeps its history."""
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        opened = self.get_object(request, object_id) if object_id else None
        if opened and opened.superseded_at and request.method == "GET":
            standing = self.model.objects.current().filter(key=opened.key).first()
            if not standing:
                self.message_user(
                    request, f"{opened} has been taken out of the registry. Its history is kept.", messages.WARNING
                )
                return HttpResponseRedirect(self._url("changelist"))
            return HttpResponseRedirect(self._url("change", standing.pk))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        if context["adminform"].form.waits:
            # Nothing is to be corrected: the form only asks to be saved once more.
            context["errors"] = None
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changeform_initial_data(self, request):
        if restored := self._restored(request):
            values = {name: getattr(restored, restored._meta.get_field(name).attname) for name in FIELDS}
            return values | {"revive": restored.key}
        return {**self._remembered(request), **super().get_changeform_initial_data(request)}

    def _remembered(self, request):
        return request.session.get("remembered", {})

    def save_form(self, request, form, change):
        return form.replaced if form.cleaned_data.get("retract") else form.fact(form.cleaned_data)

    def save_model(self, request, obj, form, change):
        reason = form.cleaned_data["reason"]
        if settings.FOUR_EYES:
            propose(None if form.cleaned_data.get("retract") else obj, form.replaced, request.user, reason)
        else:
            with editing(request.user, reason) as edit:
                if form.replaced:
                    edit.retract(form.replaced)
                if not form.cleaned_data.get("retract"):
                    edit.record(obj)
        request.session["remembered"] = {
            name: value.pk if hasattr(value, "pk") else value
            for name, value in form.cleaned_data.items()
            if name in REMEMBERED
        }

    def save_related(self, request, form, formsets, change):
        """There is nothing beside the fact itself."""

    def history_view(self, request, object_id, extra_context=None):
        """Show all versions of the fact, newest first, with who, when, why and what differed."""
        opened = self.get_object(request, object_id)
        versions = self.model.objects.filter(key=opened.key) if opened else self.model.objects.none()
        related = ("recorded_in__by", "superseded_in__by", "instrument", "participant")
        newest_first = list(versions.select_related(*related).order_by("-recorded_at"))
        context = {
            "standing": next((fact for fact in newest_first if fact.superseded_at is None), None),
            "versions": [Version(*pair) for pair in zip_longest(newest_first, newest_first[1:])],
        }
        return super().history_view(request, object_id, {**context, **(extra_context or {})})


class Version:
    """A version in the history, beside the one that it superseded."""

    def __init__(self, fact, previous):
        self.fact = fact
        # Where four eyes were asked for, one person proposed what another published.
        proposal = fact.recorded_in.proposals.filter(key=fact.key).select_related("batch__made_by").first()
        self.proposed = proposal.batch if proposal else None
        self.revision = fact.recorded_in
        self.changes = changes(previous, fact)


@admin.register(Action)
class ActionAdmin(FactAdmin):
    form = ActionForm
    change_list_template = "admin/action_change_list.html"

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("bulk/", guarded(self.bulk_view), name="parties_action_bulk"),
            path("acts.csv", guarded(export_view), {"format": "csv"}, name="parties_action_csv"),
            path("acts.xlsx", guarded(export_view), {"format": "xlsx"}, name="parties_action_xlsx"),
            *super().get_urls(),
        ]

    def bulk_view(self, request):
        """Enter one act for many participants, in one revision or one set of proposals."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BulkForm(request.POST if request.method == "POST" else None, initial=self._remembered(request))
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if settings.FOUR_EYES:
                propose_all(form.facts, request.user, reason)
                self.message_user(request, f"{len(form.facts)} acts proposed. Another person publishes them.")
            else:
                with editing(request.user, reason) as edit:
                    for fact in form.facts:
                        edit.record(fact)
                self.message_user(request, f"{len(form.facts)} acts recorded.", messages.SUCCESS)
            return HttpResponseRedirect(self._url("changelist"))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "title": "Many at once"}
        return render(request, "admin/bulk.html", context)


@admin.register(Statement)
class StatementAdmin(FactAdmin):
    form = StatementForm
