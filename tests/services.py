"""Servers that some tests start for themselves, on free ports: nginx, Redis, PgBouncer."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.postgres import HOST, free_port, unprivileged_account

# Where systems keep servers that are not on everybody's path.
ELSEWHERE = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"
POOLER = """
[databases]
* = host={server.hostname} port={server.port}
[pgbouncer]
listen_addr = {host}
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {connections}
"""


def find(*programs: str) -> str:
    """Return the path of one of the programs; where there is none skip the test, or fail it if one is required."""
    path = f"{os.environ.get('PATH', os.defpath)}:{ELSEWHERE}"
    for program in programs:
        if found := shutil.which(program, path=path):
            return found
    if os.environ.get("REQUIRE_SERVICES", "0") != "0":
        pytest.fail(f"REQUIRE_SERVICES is set, but there is no {programs[0]} on this machine")
    pytest.skip(f"no {programs[0]} on this machine")


def wait_for(server: subprocess.Popen, port: int, log: Path) -> None:
    """Return when the server takes connections; raise what it wrote when it does not."""
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"The server does not answer: {log.read_text(errors='replace')}")


class Redis:
    """A Redis or Valkey server that a test may kill, halt and start again; it keeps nothing on disk."""

    def __init__(self, program: str, folder: Path):
        self.program, self.folder, self.port = program, folder, free_port()
        self.url = f"redis://{HOST}:{self.port}/0"
        self._server: subprocess.Popen | None = None

    def start(self) -> None:
        log = self.folder / "redis.log"
        options = f"--bind {HOST} --port {self.port} --dir {self.folder} --appendonly no"
        with log.open("ab") as said:
            command = [self.program, *options.split(), "--save", ""]
            self._server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        wait_for(self._server, self.port, log)

    def kill(self) -> None:
        self._server.kill()
        self._server.wait(10)

    def halt(self) -> None:
        """Let it hold its connections and answer nothing."""
        self._server.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._server.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """Start a Redis server; yield it; end it."""
    server = Redis(find("redis-server", "valkey-server"), folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextlib.contextmanager
def pgbouncer(database: str, connections: int) -> Iterator[str]:
    """Pool the transactions of a database's clients over so many connections; yield the URL to use instead."""
    program, port = find("pgbouncer"), free_port()
    account = unprivileged_account()
    server = urlsplit(database)
    with tempfile.TemporaryDirectory(prefix="treatytracker-pgbouncer-") as name:
        folder = Path(name)
        (folder / "users").write_text(f'"{server.username}" "{server.password or ""}"\n')
        (folder / "pgbouncer.ini").write_text(
            POOLER.format(server=server, port=port, host=HOST, folder=folder, connections=connections)
        )
        if account:
            for path in (folder, *folder.iterdir()):
                os.chown(path, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        with (folder / "said").open("ab") as said:
            pooler = subprocess.Popen([program, folder / "pgbouncer.ini"], cwd="/", stdout=said, stderr=said, **who)
        try:
            wait_for(pooler, port, folder / "said")
            yield database.replace(server.netloc, f"{server.username}@{HOST}:{port}")
        finally:
            pooler.kill()
            pooler.wait(10)
