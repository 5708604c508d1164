"""Whether the registry has changed, cheaply enough to ask at every request.

SQLite tells in five microseconds whether anybody committed.  A server across a network takes a hundred times
as long, so a thread looks at it twenty times a second while requests come in.
"""

import threading
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple, Protocol

from django.db import DEFAULT_DB_ALIAS, Error, connections

from treatytracker.models import Revision

# Seconds: between two looks, how long one holds, how long a request waits for one, and how long a thread
# looks on after the last request, or waits before it asks a silent database again.
INTERVAL, HOLDS, PATIENCE, LINGER, RETRY = 0.05, 0.15, 0.3, 2.0, 0.5


class Sighting(NamedTuple):
    """The last revision in a database, and when it was made."""

    revision: int
    recorded_at: datetime | None


class Pulse(Protocol):
    """What the registry's last revision is, and where it can be read."""

    def sighting(self) -> Sighting | None:
        """Return the last revision; None if no database answers."""

    def sources(self) -> list[str]:
        """Return the databases to read from, the best first."""
        return [DEFAULT_DB_ALIAS]

    def editors_sources(self) -> list[str]:
        """Return the same for somebody who may have written."""
        return self.sources()


class FilePulse(Pulse):
    """The pulse of an SQLite file, seen through a connection of its own: it sees what any other one commits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: Any = None
        self._execute: Any = None
        self._version: int | None = None
        self._sighting: Sighting | None = None

    def sighting(self) -> Sighting | None:
        with self._lock:
            try:
                return self._look()
            except Error:  # there is no registry in the file yet
                return None

    def _look(self) -> Sighting | None:
        if self._connection is None:
            self._connection = own_connection(DEFAULT_DB_ALIAS)
            self._execute = self._connection.connection.execute
        # The version before the revision: what is committed in between is seen next time.
        version = self._execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._sighting = last_revision(self._connection)
            self._version = version
        return self._sighting


class Watch:
    """One database on a server, looked at by a thread of its own, so that a silent one holds nobody up."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._asked_at = self._looked_at = -HOLDS
        self._answers = True
        self._sighting: Sighting | None = None

    def sighting(self) -> Sighting | None:
        """Return what was seen at most ``HOLDS`` ago, None if the database does not answer."""
        self._asked_at = now = monotonic()
        if now - self._looked_at > HOLDS:
            self._wait(now)
        return self._sighting if self._answers else None

    def _wait(self, since: float) -> None:
        with self._changed:
            if self._thread is None or not self._thread.is_alive():  # or this is a fork, which has no threads
                self._thread = threading.Thread(target=self._look_on, name=f"watch {self.alias}", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            # Nobody waits for a database that is known to be silent.
            if self._answers and not self._changed.wait_for(lambda: since - self._looked_at <= HOLDS, PATIENCE):
                self._answers = False

    def _look_on(self) -> None:
        """Look again and again, and pause while nobody asks."""
        connection = own_connection(self.alias)
        while True:
            began = monotonic()
            try:
                seen = last_revision(connection)
            except Error:
                seen = None
                connection.close()
            with self._changed:
                self._sighting, self._answers, self._looked_at = seen, seen is not None, began
                self._changed.notify_all()
                if began - self._asked_at > LINGER:
                    while self._asked_at <= began:
                        self._changed.wait()
                    continue
            threading.Event().wait(INTERVAL if seen else RETRY)


def own_connection(alias: str) -> Any:
    """Return a connection that no request uses."""
    connection = connections.create_connection(alias)
    connection.inc_thread_sharing()
    connection.ensure_connection()
    return connection


def last_revision(connection: Any) -> Sighting:
    """Return the last revision that a connection sees."""
    query = Revision.objects.order_by("-pk").values_list("pk", "at")[:1].query
    rows = query.get_compiler(connection=connection).results_iter()
    return next((Sighting(*row) for row in rows), Sighting(0, None))
