"""What every edit in the admin has in common: it says why, and it is a revision."""

from django import forms
from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from treatytracker.revision import continuing, recording

admin.site.site_header = admin.site.site_title = "Treaty Tracker: editing"
admin.site.index_title = "What would you like to correct?"


class ReasonForm(forms.ModelForm):
    """A form that asks why."""

    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The reason for this change. It stays in the history with your name.",
    )


class RegistryAdmin(SimpleHistoryAdmin):
    """Editing of facts that have no versions of their own; their history is kept row by row.

    Nothing that has a public address is deleted: links that people cite never break.
    """

    form = ReasonForm
    history_list_display = ["history_change_reason"]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        reason = form.cleaned_data["reason"]
        obj._change_reason = reason
        with recording(request.user, reason) as request.revision:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
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
