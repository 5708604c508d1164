"""Reading the registry as it stood at one moment, whatever is committed meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core import signals
from django.db import close_old_connections, connections, transaction

_open: ContextVar[bool] = ContextVar("snapshot", default=False)


def is_open() -> bool:
    """Return whether the queries asked now see one and the same state."""
    return _open.get()


@contextmanager
def snapshot(alias: str) -> Iterator[None]:
    """Let every query inside see one and the same state of a database; nothing can be written.

    A page asks a dozen questions.  If an editor saved between two of them, it would show halves of two states.
    """
    connection: Any = connections[alias]
    usual = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        # Writers ask for their lock at the start; a reader must not.
        connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic(using=alias):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            token = _open.set(True)
            try:
                yield
            finally:
                _open.reset(token)
                # Nothing is to be committed, and a connection that broke meanwhile is then dropped in silence.
                transaction.set_rollback(True, using=alias)
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual


def close_connections_between_requests() -> None:
    """Let Django drop old connections when a request begins and ends, as it does, but never inside a snapshot."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
        signal.connect(_close_those_at_rest)


def _close_those_at_rest(**kwargs) -> None:
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
