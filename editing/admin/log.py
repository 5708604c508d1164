"""The log of all changes: one line a revision, with who, when and why, and all that changed in it."""

from collections import defaultdict

from django.contrib import admin
from django.http import StreamingHttpResponse
from simple_history.utils import get_history_model_for_model

from editing.forms import changes
from editing.unversioned import TABLES
from parties.models import Action, Statement
from treatytracker.models import Revision
from treatytracker.renderers import csv_chunks

COLUMNS = ("revision", "at", "by", "reason", "what", "field", "before", "after")
# A data load can change thousands of facts: the page shows the first, the export all.
SHOWN = 200


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):
    """The log can be read, filtered and exported; nobody can change it."""

    list_display = ["id", "at", "by", "reason"]
    list_filter = ["at", "by"]
    list_select_related = ["by"]
    search_fields = ["reason", "by__username", "recorded_actions__key", "recorded_statements__key"]
    date_hierarchy = "at"
    actions = ["export"]
    change_form_template = "admin/revision.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        revision = self.get_object(request, object_id)
        found = list(changes_in([revision])) if revision else []
        context = {"revision": revision, "changes": found[:SHOWN], "more": max(0, len(found) - SHOWN)}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    @admin.action(description="Export the chosen revisions as CSV", permissions=["view"])
    def export(self, request, queryset):
        rows = (
            [revision.pk, revision.at, str(revision.by or "data load"), revision.reason, what, *difference]
            for revision, what, differences in changes_in(queryset.order_by("pk"))
            for difference in differences
        )
        headers = {"Content-Disposition": 'attachment; filename="changes.csv"'}
        return StreamingHttpResponse(csv_chunks(COLUMNS, rows), content_type="text/csv; charset=utf-8", headers=headers)


def changes_in(revisions):
    """Yield the revision, what changed, and its fields with both texts, for every change in the revisions."""
    chosen = {revision.pk: revision for revision in revisions}
    for model in (Action, Statement):
        related = model.objects.select_related("instrument", "participant")
        superseded = {(fact.superseded_in_id, fact.key): fact for fact in related.filter(superseded_in__in=chosen)}
        for fact in related.filter(recorded_in__in=chosen).order_by("recorded_in", "key"):
            before = superseded.pop((fact.recorded_in_id, fact.key), None)
            yield chosen[fact.recorded_in_id], str(fact), changes(before, fact)
        for (number, _), fact in sorted(superseded.items(), key=lambda item: item[0]):
            yield chosen[number], f"{fact}: taken out", changes(fact, None)
    for table in TABLES.values():
        yield from _unversioned_changes(table.model, chosen)


def _unversioned_changes(model, chosen):
    history = get_history_model_for_model(model)
    rows = list(history.objects.filter(revision__in=chosen).order_by("revision", "history_id"))
    earlier = defaultdict(list)
    for row in history.objects.filter(id__in={row.id for row in rows}).order_by("history_id"):
        earlier[row.id].append(row)
    for row in rows:
        before = next((old for old in reversed(earlier[row.id]) if old.history_id < row.history_id), None)
        yield chosen[row.revision_id], f"{model._meta.verbose_name}: {row.history_object}", _fields(before, row)


def _fields(before, after):
    gone = after.history_type == "-"
    pairs = [
        (
            field.verbose_name,
            str(getattr(before, field.attname)) if before else "",
            "" if gone else str(getattr(after, field.attname)),
        )
        for field in after.tracked_fields
    ]
    return [(name, old, new) for name, old, new in pairs if old != new]
