"""The revision: the number of the registry's last committed change."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from treatytracker import dates
from treatytracker.models import Revision


@contextmanager
def recording(by, reason):
    """Open a transaction that is one revision, made by user ``by`` (None: a data load) for ``reason``.

    Changes wait for each other, so revisions become visible in the order of their numbers and a reader
    that resumes after number n misses nothing.
    """
    with transaction.atomic():
        # Every writer locks the same row, the oldest revision; SQLite locks the whole database by itself.
        Revision.objects.select_for_update().order_by("pk").first()
        last = Revision.objects.order_by("-pk").first()
        at = dates.now()
        if last and at <= last.at:
            at = last.at + timedelta(microseconds=1)
        yield Revision.objects.create(at=at, by=by, reason=reason)


def current() -> int:
    """Return the number of the last committed revision, 0 in an empty registry."""
    return Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
