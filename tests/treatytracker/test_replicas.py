"""A primary and a streaming replica: reading is spread, goes on when either dies, and is never behind."""

import contextlib
import os
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from instruments.models import Instrument
from parties.models import Action
from tests import postgres
from tests.treatytracker.sites import manage, serving
from treatytracker import pulse, replicas
from treatytracker.pulse import Sighting, Watch
from treatytracker.replicas import Router, ServersPulse, reading_from

# Longer than any machine takes; nothing here is timed.
PATIENCE = 30


class FakeWatch:
    def __init__(self, alias, revision=None):
        self.alias, self.revision = alias, revision

    def sighting(self):
        return None if self.revision is None else Sighting(self.revision, None)


@pytest.fixture
def servers(settings):
    """Return a pulse of three servers whose revisions a test sets."""
    settings.REPLICAS = ["near", "far"]
    made = ServersPulse()
    made._primary = FakeWatch("default", 7)
    made._replicas = [FakeWatch("near", 7), FakeWatch("far", 7)]
    return made


def test_reads_are_spread_over_the_replicas(servers):
    orders = {tuple(servers.sources()) for _ in range(100)}
    assert orders == {("near", "far", "default"), ("far", "near", "default")}


def test_a_lagging_or_silent_replica_is_left_out_until_it_is_well(servers):
    near, far = servers._replicas
    near.revision, far.revision = 6, None
    assert servers.sighting().revision == 7
    assert servers.sources() == ["default"]
    near.revision = 7
    assert servers.sources() == ["near", "default"]


def test_without_the_primary_the_best_replica_speaks(servers):
    servers.sighting()
    servers._primary.revision, servers._replicas[0].revision = None, 5
    assert servers.sighting().revision == 7
    assert servers.sources() == servers.editors_sources() == ["far", "default"]


def test_editors_read_from_the_primary(servers):
    assert servers.editors_sources() == ["default"]


def test_nobody_answers(servers):
    for one in (servers._primary, *servers._replicas):
        one.revision = None
    assert servers.sighting() is None
    assert servers.sources() == ["default"]


def test_router_writes_to_the_primary_and_reads_where_it_is_told():
    router = Router()
    assert router.db_for_read(Action) == "default"
    with reading_from("near"):
        assert router.db_for_read(Instrument) == "near"
        assert router.db_for_write(Action) == "default"
    assert router.db_for_read(Action) == "default"
    assert router.allow_relation(Action(), Instrument())
    assert [router.allow_migrate(alias, "parties") for alias in ("default", "near")] == [True, False]


def test_a_silent_database_holds_nobody_up_twice(monkeypatch):
    monkeypatch.setattr(pulse, "own_connection", lambda alias: None)
    monkeypatch.setattr(pulse, "last_revision", lambda connection: threading.Event().wait())
    monkeypatch.setattr(pulse, "PATIENCE", 0.01)
    watch = Watch("default")
    assert watch.sighting() is None
    monkeypatch.setattr(pulse, "PATIENCE", 3600)
    assert watch.sighting() is None


class Cluster:
    """A primary and its replica on this machine."""

    def __init__(self, folder, programs, primary):
        self.folder, self.programs, self.primary = folder, programs, primary
        self.account = postgres.unprivileged_account()
        self.data, self.port = folder / "replica", postgres.free_port()
        self.replica = f"postgres://postgres@{postgres.HOST}:{self.port}/postgres"

    def make_replica(self):
        command = [
            self.programs / "pg_basebackup",
            "-D",
            self.data,
            "-d",
            self.primary,
            "-R",
            "-c",
            "fast",
            "--no-sync",
        ]
        postgres.run_as(self.account, command)

    def start_replica(self):
        options = postgres.OPTIONS.format(host=postgres.HOST, port=self.port, folder=self.folder)
        self.control("start", "-w", "-l", self.folder / "replica.log", "-o", options)

    def control(self, *arguments):
        postgres.run_as(self.account, [self.programs / "pg_ctl", "-D", self.data, *arguments])

    def kill_primary(self):
        data = self.ask(self.primary, "SHOW data_directory")
        postgres.run_as(self.account, [self.programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])

    def ask(self, url, statement):
        """Run a statement; return its single value if it has one."""
        with contextlib.closing(psycopg2.connect(url)) as one:
            one.autocommit = True
            cursor = one.cursor()
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None

    def edit(self, title):
        """Change a title in a revision, as another machine would."""
        self.ask(
            self.primary,
            "WITH revision AS (INSERT INTO treatytracker_revision (at, reason) VALUES (clock_timestamp(), 'test')"
            f" RETURNING id) UPDATE instruments_instrument SET short_title = '{title}' WHERE slug = 'apmbc'",
        )

    def connections(self, url):
        """Return how many connections of the site a server has, besides the one that looks at the revision."""
        return self.ask(url, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'") - 1


@pytest.fixture
def cluster(tmp_path_factory):
    """Start a primary with the registry's data, and a streaming replica of it."""
    programs = postgres.find_programs()
    if connection.vendor == "sqlite" or not programs or not (programs / "pg_basebackup").exists():
        pytest.skip("replicas are PostgreSQL's, and its programs are needed to make one")
    with postgres.cluster(programs) as url:
        manage(url, "migrate", "--verbosity", "0")
        manage(url, "load_data", "--commit")
        with tempfile.TemporaryDirectory(prefix="treatytracker-replica-") as name:
            folder = Path(name)
            made = Cluster(folder, programs, url)
            if made.account:
                os.chown(folder, made.account.pw_uid, made.account.pw_gid)
            made.make_replica()
            made.start_replica()
            yield made
            with contextlib.suppress(subprocess.CalledProcessError):
                made.control("stop", "-m", "immediate")


def fetch(address, **headers):
    """Return status and text, of errors too."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def eventually(holds):
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def test_reading_goes_on_and_editing_says_why_not(cluster, tmp_path):
    days = iter(range(1, 10_000))

    def new_page():
        """Ask for a page that stands nowhere ready."""
        return fetch(f"{site}/instruments/apmbc/?as_of={2000 + next(days) // 28}-01-{next(days) % 28 + 1:02}")

    def told(title):
        return f"<h1>{title}</h1>" in fetch(f"{site}/instruments/apmbc/")[1]

    with serving(tmp_path, cluster.primary, workers=1, DATABASE_REPLICA_URLS=cluster.replica) as site:
        assert new_page()[0] == 200
        assert cluster.connections(cluster.replica) == 2, "the page came from the replica"

        cluster.edit("Streamed")
        eventually(lambda: told("Streamed"))

        # A replica that stands still is left out: what the primary has is told all the same, and stays told.
        cluster.ask(cluster.replica, "SELECT pg_wal_replay_pause()")
        cluster.edit("Ahead")
        eventually(lambda: told("Ahead"))
        assert all(told("Ahead") and "Ahead" in new_page()[1] for _ in range(10))
        cluster.ask(cluster.replica, "SELECT pg_wal_replay_resume()")

        cluster.control("stop", "-m", "immediate")
        assert [new_page()[0] for _ in range(10)] == [200] * 10
        cluster.start_replica()
        eventually(lambda: cluster.ask(cluster.replica, "SELECT max(id) FROM treatytracker_revision") >= 3)
        eventually(lambda: new_page()[0] == 200 and cluster.connections(cluster.replica) == 2)

        cluster.kill_primary()
        assert [new_page()[0] for _ in range(10)] == [200] * 10
        assert told("Ahead")
        assert fetch(f"{site}/instruments/ccm/", Cookie="sessionid=abc")[0] == 200
        status, text = fetch(f"{site}/admin/", Cookie="sessionid=abc")
        assert status == 503
        assert "Editing is not possible at the moment" in text


def test_primary_answers(db):
    assert replicas.primary_answers()
