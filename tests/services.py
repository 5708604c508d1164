"""Servers that some tests start for themselves, on free ports: nginx, Redis."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import HOST, free_port

# Where systems keep servers that are not on everybody's path.
ELSEWHERE = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"


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
