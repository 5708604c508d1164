"""The queue of proposals: what waits, what would follow, and the decision of a second person."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.urls import path

from editing.admin.exchange import ImportMixin
from editing.consequences import consequences
from editing.forms import changes
from editing.models import Batch, Operation, Proposal, State
from editing.publishing import MODELS, CannotPublish, fact_of, publish, reject
from editing.unversioned import TABLES, present
from parties.importers import Facts
from treatytracker import dates
from treatytracker.loading import RowRefused

# Working out what would follow takes some queries for each proposal; a large batch shows it without.
CONSEQUENCES_UP_TO = 25


class DecisionForm(forms.Form):
    """What a reviewer says of some proposals of a batch."""

    proposals = forms.ModelMultipleChoiceField(Proposal.objects.none(), error_messages={"required": "Choose some."})
    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 2}), help_text="It stays in the history with your name."
    )
    decision = forms.ChoiceField(choices=[("publish", "Publish"), ("reject", "Reject")])

    def __init__(self, batch, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = batch.proposals.filter(state=State.OPEN)


class ProposalView:
    """A proposal as the reviewer sees it."""

    def __init__(self, proposal: Proposal, facts: Facts, with_consequences: bool):
        self.proposal = proposal
        self.consequences: list[str] = []
        self.problem = proposal.error
        if proposal.subject in TABLES:
            before = present(proposal) if proposal.state == State.OPEN else {}
            self.changes = [
                (name, before.get(name, ""), proposal.values.get(name, ""))
                for name in {**before, **proposal.values}
                if before.get(name, "") != proposal.values.get(name, "")
            ]
            return
        model = MODELS[proposal.subject]
        standing = model.objects.filter(pk=proposal.base).first() if proposal.base else None
        try:
            fact = None if proposal.operation == Operation.RETRACT else fact_of(proposal, facts)
        except RowRefused as error:
            self.problem = self.problem or str(error)
            self.changes = [(name, "", text) for name, text in proposal.values.items() if text]
            return
        self.changes = changes(standing, fact)
        if with_consequences and proposal.state == State.OPEN:
            self.consequences = consequences(fact, standing, dates.today())


@admin.register(Batch)
class BatchAdmin(ImportMixin, admin.ModelAdmin):
    """Sets of proposals; one is opened to be reviewed."""

    list_display = ["title", "origin", "made_by", "made_at", "waiting", "published"]
    list_filter = ["origin", "made_by"]
    search_fields = ["title", "source", "proposals__key"]
    list_select_related = ["made_by"]
    change_form_template = "admin/batch.html"
    change_list_template = "admin/batch_change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="editing_import"), *super().get_urls()]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                open_count=Count("proposals", Q(proposals__state=State.OPEN)),
                published_count=Count("proposals", Q(proposals__state=State.PUBLISHED)),
            )
            .order_by("-made_at", "-pk")
        )

    @admin.display(description="waiting", ordering="open_count")
    def waiting(self, batch):
        return batch.open_count

    @admin.display(description="published", ordering="published_count")
    def published(self, batch):
        return batch.published_count

    def change_view(self, request, object_id, form_url="", extra_context=None):
        batch = self.get_object(request, object_id)
        if batch is None or not self.has_view_permission(request, batch):
            return super().change_view(request, object_id, form_url, extra_context)
        form = DecisionForm(batch, request.POST if request.method == "POST" else None)
        if form.is_valid() and self._decide(request, form):
            return HttpResponseRedirect(request.path)
        context = {"decision_form": form, "batch": batch, "may_decide": self._may_decide(request, batch)}
        # The admin's own view takes a POST for an edit of the batch; this page has only decisions.
        request.method = "GET"
        return super().change_view(
            request, object_id, form_url, {**context, "views": self._views(batch), **(extra_context or {})}
        )

    def _views(self, batch):
        proposals = list(batch.proposals.select_related("decided_by", "revision"))
        facts, few = Facts("proposed"), len(proposals) <= CONSEQUENCES_UP_TO
        return [ProposalView(proposal, facts, with_consequences=few) for proposal in proposals]

    def _may_decide(self, request, batch):
        own = batch.made_by_id == request.user.pk
        return {
            "publish": request.user.has_perm("editing.publish_proposal") and not (own and settings.FOUR_EYES),
            "reject": own or request.user.has_perm("editing.publish_proposal"),
        }

    def _decide(self, request, form):
        """Carry out the decision; return whether it could be."""
        batch_rights = self._may_decide(request, form.cleaned_data["proposals"][0].batch)
        decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
        if not batch_rights[decision]:
            raise PermissionDenied(f"You may not {decision} these proposals.")
        try:
            if decision == "publish":
                revision = publish(form.cleaned_data["proposals"], request.user, reason)
                self.message_user(request, f"Published in revision {revision.pk}.", messages.SUCCESS)
            else:
                reject(form.cleaned_data["proposals"], request.user, reason)
                self.message_user(request, "Closed without publishing.", messages.SUCCESS)
        except CannotPublish as error:
            form.add_error(None, str(error))
            return False
        return True
