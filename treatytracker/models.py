"""The revision, which every write of the registry belongs to, and what was last loaded from ``data/``."""

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """One committed change of the registry: who made it, when, and why.

    Its number is what ETags, citations and resumable change lists hang on.
    """

    at = models.DateTimeField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="revisions")
    reason = models.TextField(help_text="Why the registry was changed.")

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"revision {self.pk}"


class LoadedRow(models.Model):
    """A row of a file in ``data/`` as it was last loaded.

    A later load compares three texts: this one, the file's and the registry's.  Only so can it tell a
    changed source from an editor's correction, which it must not overwrite.
    """

    file = models.CharField(max_length=60)
    key = models.CharField(max_length=300)
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="loaded_row_once")]

    def __str__(self):
        return f"{self.file}: {self.key}"
