"""Files in and out: a page of the depositary or a spreadsheet becomes proposals, the acts become a spreadsheet."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from editing.depositary.claims import NotAStatusPage
from editing.depositary.documents import read_page
from editing.importing import Plan, keep, plan_page
from editing.spreadsheets import export, plan_sheet
from treatytracker.tables import BadFile

SHEETS = (".csv", ".xlsx")
EXPORTS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UploadForm(forms.Form):
    """A file, and why it is imported."""

    file = forms.FileField(
        help_text="A status page of the depositary as saved from the browser (HTML), its XML form, or a spreadsheet of "
        "acts that was exported here and edited (CSV, XLSX). Nothing changes before somebody publishes it."
    )
    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 2}), help_text="It stays in the history with your name."
    )

    def clean_file(self):
        """Read the file.  What it would change is then in ``plan``."""
        upload = self.cleaned_data["file"]
        self.plan = read_plan(upload.read(), upload.name)
        return upload


def read_plan(data: bytes, name: str) -> Plan:
    """Return what the file would change.  Raise ValidationError with a sentence if it cannot be read."""
    try:
        if name.lower().endswith(SHEETS):
            return plan_sheet(data, name)
        return plan_page(read_page(data, name))
    except (NotAStatusPage, BadFile) as error:
        raise ValidationError(str(error)) from None


class ImportMixin:
    """The page of a ModelAdmin on which a file is uploaded."""

    def import_view(self, request):
        if not request.user.has_perm("editing.import_page"):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            batch = keep(form.plan, request.user, form.cleaned_data["reason"])
            if batch:
                return HttpResponseRedirect(reverse("admin:editing_batch_change", args=[batch.pk]))
            self.message_user(request, f"{form.plan.title}: the registry has all of it already.")
            for remark in form.plan.remarks:
                self.message_user(request, remark)
            return HttpResponseRedirect(reverse("admin:editing_batch_changelist"))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "title": "Import a file"}
        return render(request, "admin/import.html", context)


def export_view(request, format):
    """Send all standing acts and statements as a spreadsheet that can be edited and imported again."""
    if not request.user.has_perm("parties.view_action"):
        raise PermissionDenied
    headers = {"Content-Disposition": f'attachment; filename="acts.{format}"'}
    return StreamingHttpResponse(export(format), content_type=EXPORTS[format], headers=headers)
