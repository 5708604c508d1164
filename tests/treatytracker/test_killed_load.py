"""A load that is killed leaves the registry as it was, on either database."""

import signal
import sqlite3
from contextlib import closing

import pytest

from tests.processes import SharedDatabase
from treatytracker.models import Revision

from .datafolder import DataFolder

KILLED_IN = """
from pathlib import Path
from parties.models import Action
from treatytracker.management.commands import load_data
from treatytracker.models import Revision

def killed(*arguments):
    written = Action.objects.current().filter(instrument__slug="apmbc", participant__iso3="USA").count()
    print(Revision.objects.count(), written, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(load_data, sys.argv[2], killed)
load_data.load(Path(sys.argv[1]), commit=True)
"""


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["rebuild", "_refuse_implausible"], ids=["acts written", "status rebuilt"])
def test_kill_9_during_a_load(tmp_path, moment):
    folder = DataFolder(tmp_path)
    folder.add_fact()
    folder.change("instruments.csv", "crpd", subject="rights")
    shared = SharedDatabase(tmp_path)
    before = shared.contents()

    process = shared.start(KILLED_IN, str(folder.path), moment)
    said = process.communicate(timeout=120)[0]

    assert process.returncode == -signal.SIGKILL
    assert said.split() == [str(Revision.objects.count() + 1), "1"]  # it had come as far as that
    assert shared.contents() == before
    if shared.file:
        with closing(sqlite3.connect(shared.file)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.execute("BEGIN IMMEDIATE")
