"""Proposals: changes of acts and statements that somebody must still publish, and where they came from.

An import, a spreadsheet and, where four eyes are asked for, an editor's form all end here.  Nothing in a
proposal is public; ``editing.publishing`` turns it into versions of facts.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from treatytracker.models import Revision


class Origin(models.TextChoices):
    EDITOR = "editor", "an editor's form"
    DEPOSITARY_PAGE = "depositary-page", "a page of the depositary"
    SPREADSHEET = "spreadsheet", "a spreadsheet"


class Operation(models.TextChoices):
    """What publishing a proposal does."""

    RECORD = "record", "new"
    CORRECT = "correct", "changed"
    RETRACT = "retract", "taken out"


class State(models.TextChoices):
    OPEN = "open", "waiting for review"
    PUBLISHED = "published", "published"
    REJECTED = "rejected", "rejected"
    WITHDRAWN = "withdrawn", "taken back"


class Subject(models.TextChoices):
    """What a proposal is about."""

    ACTION = "action", "act"
    STATEMENT = "statement", "statement"
    INSTRUMENT = "instrument", "instrument"
    PARTICIPANT = "participant", "participant"
    NAME = "name", "name of a participant"
    AGENCY = "agency", "UN entity"
    MANDATE = "mandate", "mandate"


class Batch(models.Model):
    """Proposals that came together: the rows of one page or spreadsheet, or one change by an editor."""

    origin = models.CharField(max_length=16, choices=Origin)
    title = models.CharField(max_length=200, help_text="As in “XXVI-5, status as at 3 Feb 2026”.")
    source = models.TextField(help_text="Where the proposals come from: an address with its time, a file's name.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the bytes that were imported.")
    reason = models.TextField(help_text="Why the changes are proposed.")
    remarks = models.JSONField(default=list, blank=True, help_text="What could not be read, and counts that differ.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="batches")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "set of proposals"
        verbose_name_plural = "sets of proposals"
        permissions = [("import_page", "Can import a page of the depositary or a spreadsheet")]

    def __str__(self):
        return self.title


class Proposal(models.Model):
    """One change that waits to be published: a new fact, a correction, or taking a fact out.

    ``values`` is the fact as a row of ``data/`` would say it, in the columns of the table that its subject
    belongs to.  ``base`` is the version that the proposal was made against (of an unversioned fact, the
    number of its last history row): if another stands by the time it is published, somebody was faster,
    and the reviewer must look again.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="proposals")
    position = models.PositiveIntegerField(help_text="Place in the batch.")
    subject = models.CharField(max_length=11, choices=Subject)
    operation = models.CharField(max_length=8, choices=Operation)
    key = models.CharField(max_length=120, blank=True, help_text="The fact that is changed; empty for a new one.")
    base = models.PositiveBigIntegerField(null=True, blank=True)
    values = models.JSONField(default=dict)
    row = models.CharField(max_length=200, blank=True, help_text="Where in the source it stands, with the text there.")
    error = models.TextField(blank=True, help_text="Why it cannot be published as it is.")
    warnings = models.JSONField(default=list, blank=True)
    warnings_confirmed = models.TextField(blank=True, help_text="Why it is right in spite of the warnings.")

    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decided_proposals"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="proposals")

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="proposal_position_once"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False), name="proposal_decided_when_not_open"
            ),
        ]
        indexes = [models.Index(fields=["state", "key"], name="proposal_state")]
        permissions = [("publish_proposal", "Can publish and reject proposals")]

    def __str__(self):
        return f"{self.get_operation_display()}: {self.key or self.row}"
