"""Runs code in processes of their own, on the database of the tests: real transactions, real kills."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PREAMBLE = "import os, signal, sys, time\nimport django\ndjango.setup()\n"


class SharedDatabase:
    """What the tests have committed, where other processes can reach it.

    SQLite's test database lives in this process's memory: the others work on a copy in a file, and
    ``take_back`` brings what they did.
    """

    def __init__(self, folder: Path):
        self.file = folder / "shared.sqlite3" if connection.vendor == "sqlite" else None
        if self.file:
            connection.ensure_connection()
            # Not backup(): it would wait for the end of the transaction that every test runs in.
            self.file.write_bytes(connection.connection.serialize())

    @property
    def url(self) -> str:
        if self.file:
            return f"sqlite:///{self.file}"
        where = connection.settings_dict
        who = ":".join(quote(where[part], safe="") for part in ("USER", "PASSWORD") if where[part])
        return f"postgres://{who}@{where['HOST']}:{where['PORT'] or 5432}/{where['NAME']}"

    def take_back(self) -> None:
        if self.file:
            with closing(sqlite3.connect(self.file)) as copy:
                copy.backup(connection.connection)

    def contents(self) -> str:
        """Return a digest of everything that is committed."""
        digest = hashlib.sha256()
        with self._cursor() as cursor:
            for table in sorted(connection.introspection.django_table_names()):
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                digest.update(repr((table, cursor.fetchall())).encode())
        return digest.hexdigest()

    def start(self, code: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a process that runs ``code`` with Django set up and ``arguments`` in ``sys.argv[1:]``."""
        return subprocess.Popen(
            [sys.executable, "-c", PREAMBLE + code, *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "treatytracker.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @contextmanager
    def _cursor(self) -> Iterator:
        if not self.file:
            with connection.cursor() as cursor:
                yield cursor
            return
        with closing(sqlite3.connect(self.file)) as copy:
            yield copy.cursor()


def race(*processes: subprocess.Popen[str]) -> list[str]:
    """Let the processes begin together, once each has said that it is ready; return what each said at the end."""
    for process in processes:
        assert process.stdout.readline().strip() == "ready"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[0].strip() for process in processes]
