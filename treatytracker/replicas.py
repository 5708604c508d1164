"""Several databases with the same registry: PostgreSQL's streaming replicas of one primary.

Everything goes to the primary, unless the request in hand reads what is public: ``treatytracker.answers``
then names the database that it is answered from.  So editors, the admin and commands read what they wrote.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from treatytracker.pulse import Pulse, Sighting, Watch

_source: ContextVar[str] = ContextVar("source", default=DEFAULT_DB_ALIAS)


class Router:
    """Sends reads to the database that the request is answered from, everything else to the primary."""

    def db_for_read(self, model, **hints):
        return _source.get()

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True  # it is one registry, wherever it was read

    def allow_migrate(self, db, app_label, **hints):
        return db == DEFAULT_DB_ALIAS


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Let queries inside read from the database ``alias``."""
    token = _source.set(alias)
    try:
        yield
    finally:
        _source.reset(token)


class ServersPulse(Pulse):
    """The pulse of a primary and its replicas.

    A replica is well when it has the last revision that anybody has been seen to have: one that lags, or does
    not answer, is left out until it has caught up.  Without the primary the best of the replicas speak for it.
    """

    def __init__(self) -> None:
        self._primary = Watch(DEFAULT_DB_ALIAS)
        self._replicas = [Watch(alias) for alias in settings.REPLICAS]
        self._last = Sighting(0, None)

    def sighting(self) -> Sighting | None:
        """Return the last revision and its instant; None if no database answers."""
        seen = self._primary.sighting() or max(filter(None, (one.sighting() for one in self._replicas)), default=None)
        if seen:
            self._last = seen
        return seen

    def sources(self) -> list[str]:
        """Return the databases to read from: replicas that are well, in any order, and then the primary."""
        seen = [(watch.alias, watch.sighting()) for watch in self._replicas]
        best = max((one.revision for _, one in seen if one), default=0)
        if self._primary.sighting():
            best = self._last.revision
        well = [alias for alias, one in seen if one and one.revision >= best]
        random.shuffle(well)
        return [*well, DEFAULT_DB_ALIAS]

    def editors_sources(self) -> list[str]:
        """Return the databases to read from for somebody who may have written: the primary while it answers."""
        if self._primary.sighting():
            return [DEFAULT_DB_ALIAS]
        return self.sources()


def primary_answers() -> bool:
    """Return whether the database that is written to answers."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if connection.connection is not None and not connection.is_usable():
            connection.close()
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True
