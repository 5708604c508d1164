"""The revision: the number of the registry's last committed change."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import connection, transaction

from treatytracker import dates, freshness
from treatytracker.models import Revision

# The revision that changes belong to while its transaction is open.
open_revision: ContextVar[Revision | None] = ContextVar("open_revision", default=None)


@contextmanager
def recording(by, reason):
    """Open a transaction that is one revision, made by user ``by`` (None: a data load) for ``reason``.

    Changes wait for each other, so revisions become visible in the order of their numbers and a reader
    that resumes after number n misses nothing.
    """
    with transaction.atomic():
        _wait_for_other_writers()
        last = Revision.objects.order_by("-pk").first()
        at = dates.now()
        if last and at <= last.at:
            at = last.at + timedelta(microseconds=1)
        with continuing(Revision.objects.create(at=at, by=by, reason=reason)) as revision:
            yield revision


def _wait_for_other_writers():
    """Lock all writing of revisions until the transaction ends; SQLite locks the whole database by itself.

    A row could be locked as well, but the first two writers of an empty registry find none.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Revision._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


@contextmanager
def continuing(revision):
    """Let further changes in the same transaction belong to ``revision``."""
    token = open_revision.set(revision)
    try:
        yield revision
    finally:
        open_revision.reset(token)


def current() -> int:
    """Return the number of the last committed revision, 0 in an empty registry."""
    return freshness.state().revision
