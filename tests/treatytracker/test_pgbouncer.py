"""PgBouncer in transaction mode before PostgreSQL: the site works, and takes few connections for many clients."""

import contextlib
import csv
import threading
import urllib.request
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection

from tests.services import pgbouncer
from tests.treatytracker.sites import edit, empty_database, in_database, manage, serving

# What the pooler may open, and how many use it at once besides the site.
CONNECTIONS, CLIENTS = 2, 6
# Nowhere ready, and one of them a file of all rows.
ADDRESSES = (
    "/instruments/apmbc/?as_of={}",
    "/api/v1/participations/?format=csv&as_of={}",
    "/participants/FIN/?as_of={}",
)
ACTS = "SELECT count(*) FROM parties_action WHERE superseded_at IS NULL"
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}'"
POOLED = {"DATABASE_POOLED": "true"}


@pytest.fixture
def databases(tmp_path):
    """Yield the URL of a database with the registry's data, itself and through the pooler that loaded it."""
    if connection.vendor == "sqlite":
        pytest.skip("a pooler stands before PostgreSQL")
    with empty_database(tmp_path) as url, pgbouncer(url, CONNECTIONS) as through:
        manage(through, "migrate", "--verbosity", "0", **POOLED)
        manage(through, "load_data", "--commit", **POOLED)
        yield url, through


def ask(url, statement):
    """Return the one value that a statement asks for."""
    with contextlib.closing(psycopg2.connect(url)) as one:
        cursor = one.cursor()
        cursor.execute(statement)
        return cursor.fetchone()[0]


def read(address):
    with urllib.request.urlopen(address, timeout=60) as reply:
        return reply.read().decode()


def test_reading_and_editing_go_through_few_connections(databases, tmp_path):
    direct, through = databases
    told, opened = [], []

    def read_on(year):
        for path in ADDRESSES:
            told.append(read(site + path.format(f"{year}-01-01")))
            opened.append(ask(in_database(direct, "postgres"), OPEN.format(urlsplit(direct).path[1:])))

    with contextlib.ExitStack() as stack:
        for _ in range(CLIENTS):
            client = stack.enter_context(contextlib.closing(psycopg2.connect(through)))
            client.autocommit = True
            client.cursor().execute("SELECT 1")
        site = stack.enter_context(serving(tmp_path, through, **POOLED))
        readers = [threading.Thread(target=read_on, args=(2010 + number,)) for number in range(CLIENTS)]
        for reader in readers:
            reader.start()
        edit(through, "Told through a pooler.", **POOLED)
        for reader in readers:
            reader.join(120)
        threading.Event().wait(0.2)  # a server's revision is looked at twenty times a second
        table = list(csv.DictReader(read(f"{site}/api/v1/actions/?format=csv").splitlines()))
        page = read(f"{site}/api/v1/actions/?instrument=apmbc&participant=FIN")

    assert len(told) == CLIENTS * len(ADDRESSES)
    assert 1 <= max(opened) <= CONNECTIONS
    assert len(table) == ask(direct, ACTS)
    assert page.count("Told through a pooler.") == 1
