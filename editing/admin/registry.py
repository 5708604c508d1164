"""What editing of facts without versions has in common: it says why, it is a revision, or waits as proposals."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from editing.proposing import FormChange, propose_changes
from treatytracker import dates
from treatytracker.revision import continuing, recording


class ReasonForm(forms.ModelForm):
    """A form that asks why."""

    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The reason for this change. It stays in the history with your name.",
    )


class ProposingAdmin(admin.ModelAdmin):
    """Says what happened to an entry that waits for a second person, and leads back to the list."""

    def log_addition(self, request, obj, message):
        return None if settings.FOUR_EYES else super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        return None if settings.FOUR_EYES else super().log_change(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        return self._proposed(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._proposed(request, obj) or super().response_change(request, obj)

    def _proposed(self, request, obj):
        if not settings.FOUR_EYES:
            return None
        self.message_user(request, f"Proposed: {obj}. It becomes public when another person publishes it.")
        return HttpResponseRedirect(self._url("changelist"))

    def _url(self, name, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)


class RegistryAdmin(ProposingAdmin, SimpleHistoryAdmin):
    """Editing of facts that have no versions of their own; their history is kept row by row.

    Nothing that has a public address is deleted: links that people cite never break.
    """

    form = ReasonForm
    history_list_display = ["history_change_reason"]

    def has_delete_permission(self, request, obj=None):
        return False

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Lead from an earlier version to the form, filled in with it: to restore one is a change like any other."""
        return HttpResponseRedirect(f"{self._url('change', object_id)}?restore={version_id}")

    def get_object(self, request, object_id, from_field=None):
        """Return the object, with the values of the earlier version that the address asks to restore."""
        obj = super().get_object(request, object_id, from_field)
        number = request.GET.get("restore", "") if request.method == "GET" else ""
        version = obj.history.filter(history_id=number).first() if obj and number.isdecimal() else None
        if version:
            put_back(version, obj)
            at = f"{dates.display(version.history_date)} {version.history_date:%H:%M}"
            self.message_user(request, f"These are the values of {at} UTC, not the present ones.", messages.WARNING)
        return obj

    def save_model(self, request, obj, form, change):
        reason = form.cleaned_data["reason"]
        if settings.FOUR_EYES:
            request.proposed = [FormChange(obj, _links(form))]
            return
        obj._change_reason = reason
        with recording(request.user, reason) as request.revision:
            super().save_model(request, obj, form, change)
            self.after_save(obj)

    def after_save(self, obj):
        """Do what follows from a change, in its transaction."""

    def save_related(self, request, form, formsets, change):
        if settings.FOUR_EYES:
            for formset in formsets:
                formset.save(commit=False)
                changed = [row for row in formset.forms if row.has_changed() and row not in formset.deleted_forms]
                request.proposed += [FormChange(row.instance, _links(row)) for row in changed]
                request.proposed += [FormChange(row, removed=True) for row in formset.deleted_objects]
            propose_changes(request.proposed, request.user, form.cleaned_data["reason"])
            return
        with continuing(request.revision):
            super().save_related(request, form, formsets, change)

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            row._change_reason = form.cleaned_data["reason"]
            row.save()
        for row in formset.deleted_objects:
            row._change_reason = form.cleaned_data["reason"]
            row.delete()
        formset.save_m2m()


def put_back(version, obj) -> None:
    """Give an object, in memory, the values and relations that it had in an earlier version."""
    for field in version.tracked_fields:
        setattr(obj, field.attname, getattr(version, field.attname))
    # A form reads relations as if they had been prefetched.
    obj._prefetched_objects_cache = {
        field.name: [getattr(row, field.m2m_reverse_field_name()) for row in getattr(version, field.name).all()]
        for field in version._history_m2m_fields
    }


def _links(form) -> dict[str, list]:
    """Return the many-to-many relations that a form asks for."""
    names = [field.name for field in form.instance._meta.many_to_many]
    return {name: list(form.cleaned_data[name]) for name in names if name in form.cleaned_data}
