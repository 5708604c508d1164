"""Many read while editors write: nobody is told what is older than the last commit, or half of two commits."""

import re
import subprocess
import sys
import threading
import time
import urllib.request

from django.db import connection

from tests.browser.serving import BASE
from tests.treatytracker.sites import empty_database, manage, serving, variables
from tests.treatytracker.writing import EDITS

ADDRESSES = (
    "/instruments/apmbc/",
    "/api/v1/actions/?instrument=apmbc&participant=FIN,NOR",
    "/api/v1/actions/?instrument=apmbc&participant=FIN,NOR&format=csv",
)
# A server's revision is looked at twenty times a second, a file's at every request.
PROMISED = 0.0 if connection.vendor == "sqlite" else 0.2


class Reader(threading.Thread):
    """Asks for one address until told to stop, and remembers what was wrong."""

    def __init__(self, address: str, commits: list[tuple[float, int]]):
        super().__init__()
        self.address, self.commits = address, commits
        self.stop = threading.Event()
        self.wrong: list[str] = []
        self.answers: dict[str, str] = {}
        self.read = 0

    def run(self):
        while not self.stop.is_set():
            begun = time.monotonic()
            due = max((number for at, number in list(self.commits) if at <= begun - PROMISED), default=0)
            with urllib.request.urlopen(self.address, timeout=30) as response:
                text, etag = response.read().decode(), response.headers["ETag"]
            self.check(text, etag, due)
            self.read += 1

    def check(self, text: str, etag: str, due: int) -> None:
        """Note an answer that is stale, torn, or differs from another one with the same ETag."""
        told = [int(number) for number in re.findall(r"edit-(\d+)\.", text)]
        if due and (len(set(told)) != 1 or len(told) < 2):
            self.wrong.append(f"torn: {told} when {due} was due")
        elif due and told[0] < due:
            self.wrong.append(f"stale: {told[0]} when {due} was due")
        if self.answers.setdefault(etag, text) != text:
            self.wrong.append(f"two answers with the ETag {etag}")


def test_no_answer_is_stale_or_torn_while_editors_write(tmp_path):
    with empty_database(tmp_path) as url:
        manage(url, "migrate", "--verbosity", "0")
        manage(url, "load_data", "--commit")
        with serving(tmp_path, url) as site:
            commits: list[tuple[float, int]] = []
            readers = [Reader(site + address, commits) for address in ADDRESSES]
            for reader in readers:
                reader.start()
            editor = subprocess.Popen(
                [sys.executable, "-m", "tests.treatytracker.writing"],
                cwd=BASE,
                env=variables(url),
                stdout=subprocess.PIPE,
                text=True,
            )
            for line in editor.stdout:
                commits.append((time.monotonic(), int(line)))  # noqa: PERF401 - the readers look at it meanwhile
            for reader in readers:
                reader.stop.set()
            for reader in readers:
                reader.join(60)
    assert editor.wait(10) == 0
    assert [number for _, number in commits] == list(range(1, EDITS + 1))
    assert [reader.wrong for reader in readers] == [[]] * len(readers)
    assert all(reader.read > 1 and len(reader.answers) > 1 for reader in readers), "there was something to see"
