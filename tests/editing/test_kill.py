"""An import that is killed leaves the registry as it was: the command in a process of its own, on either database."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.editing.pages import status_page

ROWS = [(name, "1 Feb 1990", "3 Mar 1991") for name in ("Kenya", "Chad", "Fiji", "Mali", "Peru", "Cuba", "Iraq")]
PAGES = 200
COUNTS = """
from django.db import connection
cursor = connection.cursor()
tables = "instruments_instrument parties_action parties_participation editing_batch editing_proposal"
for table in [*tables.split(), "treatytracker_revision"]:
    cursor.execute(f"SELECT count(*) FROM {table}")
    print(table, cursor.fetchone()[0])
"""


def manage(url: str, *args: str, **options) -> subprocess.Popen:
    env = {**os.environ, "DATABASE_URL": url, "FOUR_EYES": "0"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *args],
        cwd=settings.BASE_DIR,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def finished(process: subprocess.Popen) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


@pytest.fixture
def database(tmp_path, transactional_db_url):
    """A database of its own with the participants, on the kind of server that the tests run on."""
    with transactional_db_url as url:
        finished(manage(url, "migrate", "--verbosity=0"))
        finished(manage(url, "load_data", "--participants-only", "--commit"))
        yield url


@pytest.fixture
def transactional_db_url(tmp_path, django_db_blocker):
    """Return a context that makes an empty database and drops it."""
    return SQLite(tmp_path) if connection.vendor == "sqlite" else PostgreSQL(django_db_blocker)


class SQLite:
    def __init__(self, folder: Path):
        self.url = f"sqlite:///{folder / 'killed.sqlite3'}"

    def __enter__(self):
        return self.url

    def __exit__(self, *_):
        pass


class PostgreSQL:
    def __init__(self, blocker):
        self.blocker = blocker
        server = connection.settings_dict
        self.name = f"{server['NAME']}_killed"
        account = f"{server['USER']}:{server['PASSWORD']}" if server["PASSWORD"] else server["USER"]
        self.url = f"postgres://{account}@{server['HOST']}:{server['PORT'] or 5432}/{self.name}"

    def __enter__(self):
        self._run(f"DROP DATABASE IF EXISTS {self.name}", f"CREATE DATABASE {self.name}")
        return self.url

    def __exit__(self, *_):
        self._run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _run(self, *statements):
        with self.blocker.unblock(), connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@pytest.fixture
def folder(tmp_path):
    for number in range(1, PAGES + 1):
        (tmp_path / f"X-{number}.html").write_bytes(status_page(ROWS, reference=f"X-{number}"))
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 on Windows")
def test_killed_import_leaves_the_registry_as_it_was(database, folder):
    before = finished(manage(database, "shell", "--command", COUNTS))
    process = manage(database, "import_untc", str(folder), "--apply")
    # Progress shows that some pages are in and others are to come.
    for line in process.stderr:
        if line.startswith("[5/"):
            break
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    time.sleep(0.2)
    assert finished(manage(database, "shell", "--command", COUNTS)) == before
    # And the next import is none the worse for it.
    said = finished(manage(database, "import_untc", str(folder / "X-1.html"), "--apply"))
    assert f"Together: {1 + 2 * len(ROWS)} new." in said
    assert "parties_action 14" in finished(manage(database, "shell", "--command", COUNTS))
