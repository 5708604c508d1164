"""The site as it runs in public, in processes of its own on a database of its own."""

import contextlib
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg2
from django.db import connection

from tests.browser.serving import BASE, HOST, free_port, wait_until_it_answers

EDIT = """
from parties.models import Action
from parties.recording import editing
with editing(None, "An edit") as edit:
    act = Action.objects.current().filter(instrument__slug="apmbc", participant__iso3="FIN").first()
    edit.correct(act, note={note!r})
"""


@contextlib.contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Yield the URL of a new database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'registry.sqlite3'}"
        return
    name, server = f"site_{uuid.uuid4().hex[:12]}", os.environ["DATABASE_URL"]
    with contextlib.closing(psycopg2.connect(in_database(server, "postgres"))) as admin:
        admin.autocommit = True
        admin.cursor().execute(f"CREATE DATABASE {name}")
        try:
            yield in_database(server, name)
        finally:
            admin.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def in_database(url: str, name: str) -> str:
    """Return the URL of another database on the same server."""
    return re.sub(r"^(\w+://[^/]+)/[^?]*", rf"\1/{name}", url)


def variables(url: str, **more: str) -> dict[str, str]:
    """Return the environment of a process of the site."""
    site = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.treatytracker.site_settings", "API_RATE": ""}
    return os.environ | site | {"LOG_LEVEL": "CRITICAL"} | more


def manage(url: str, *arguments: str, **more: str) -> None:
    """Run a management command; what it said is in the error when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=BASE, env=variables(url, **more), capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr


def edit(url: str, note: str, **more: str) -> None:
    """Correct the note of Finland's act under the ban on anti-personnel mines, as an editor would."""
    manage(url, "shell", "--verbosity", "0", "--command", EDIT.format(note=note), **more)


@contextlib.contextmanager
def serving(folder: Path, url: str, workers: int = 2, **more: str) -> Iterator[str]:
    """Serve the registry in the database, as run.py does; yield the site's address."""
    port = free_port()
    address = f"http://{HOST}:{port}"
    log = folder / "server.log"
    options = f"--workers {workers} --host {HOST} --port {port}"
    with log.open("ab") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "treatytracker.serve", *options.split()],
            cwd=BASE,
            env=variables(url, **{"SITE_URL": address} | more),
            stdout=said,
            stderr=said,
        )
    try:
        wait_until_it_answers(server, port, log)
        yield address
    finally:
        server.terminate()
        server.wait(20)
