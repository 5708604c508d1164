"""History of facts that have no versions of their own: every row of it belongs to a revision."""

from django.db import models
from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from treatytracker import revision
from treatytracker.models import Revision


class RevisedHistory(models.Model):
    """What a history row has beside the object's fields."""

    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


def history(**options) -> HistoricalRecords:
    """Return the history of a model, to be its attribute ``history``."""
    return HistoricalRecords(bases=[RevisedHistory], **options)


@receiver(pre_create_historical_record)
def belong_to_the_open_revision(history_instance, **kwargs):
    history_instance.revision = revision.open_revision.get()
