"""A PostgreSQL for the tests: the one DATABASE_URL names, or a throwaway cluster of one's own.

Used by run.py before anything is installed, hence standard library only.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
PROGRAMS = ("initdb", "pg_ctl", "postgres")
INSTALLED = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
# Nothing here outlives the tests, so nothing waits for the disk.
OPTIONS = "-h {host} -p {port} -k '{folder}' -F -c synchronous_commit=off -c full_page_writes=off"


@contextlib.contextmanager
def postgres() -> Iterator[tuple[str | None, str]]:
    """Yield (URL, name) of a PostgreSQL for the tests, or (None, the reason why there is none)."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        yield url, "PostgreSQL at DATABASE_URL"
        return
    programs = find_programs()
    if not programs:
        yield None, "DATABASE_URL names none and no initdb was found on this machine"
        return
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(cluster(programs))
        except (OSError, subprocess.CalledProcessError, LookupError) as error:
            yield None, f"{programs} could not make a cluster: {reason(error)}"
            return
        version = subprocess.check_output([programs / "postgres", "--version"], text=True).split()[2]
        yield url, f"PostgreSQL {version}, a throwaway cluster made with {programs}"


def find_programs(root: Path = Path("/")) -> Path | None:
    """Return the folder of PostgreSQL's server programs, that on the path first, then the newest."""
    folders = []
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).resolve().parent)
    if pg_config := shutil.which("pg_config"):
        found = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(found.stdout.strip()))
    installed = [folder for pattern in INSTALLED for folder in root.glob(pattern)]
    folders += sorted(installed, key=version_in, reverse=True)
    return next((folder for folder in folders if has_programs(folder)), None)


def has_programs(folder: Path) -> bool:
    """Return whether a cluster can be made with what is in the folder."""
    return all(os.access(folder / name, os.X_OK) for name in PROGRAMS)


def version_in(folder: Path) -> list[int]:
    """Return the version numbers in a folder's name, for sorting: 9.6 before 15."""
    return [int(number) for number in re.findall("[0-9]+", str(folder))]


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Make and start an empty PostgreSQL in a temporary folder; yield its URL; stop and remove it."""
    account = unprivileged_account()
    with tempfile.TemporaryDirectory(prefix="treatytracker-pg-", ignore_cleanup_errors=True) as name:
        folder, data, port = Path(name), Path(name) / "data", free_port()
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        how = "-U postgres -A trust -E UTF8 --no-locale --no-sync"
        run_as(account, [programs / "initdb", "-D", data, *how.split()])
        options = OPTIONS.format(host=HOST, port=port, folder=folder)
        try:
            run_as(account, [programs / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", options])
            yield f"postgres://postgres@{HOST}:{port}/postgres"
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):  # it never started
                run_as(account, [programs / "pg_ctl", "stop", "-m", "immediate", "-D", data])


def unprivileged_account() -> Any:
    """Return the account to run PostgreSQL under, or None for one's own: it refuses to run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise LookupError("it does not run as root, and there is neither a user postgres nor nobody")


def run_as(account: Any, command: list[Any]) -> None:
    """Run a command, quietly, as the account or as oneself."""
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    # The server outlives pg_ctl and would hold a pipe open, so what they say goes to a file. A session
    # of its own keeps Ctrl-C from the server: the tests end first, then it is stopped.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            command,
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            check=False,
            **who,
        )
        if done.returncode:
            said.seek(0)
            output = said.read().decode("utf-8", "replace")
            raise subprocess.CalledProcessError(done.returncode, command[0], output)


def reason(error: Exception) -> str:
    """Return the last line of what a failed command said, or of the error itself."""
    said = (getattr(error, "output", None) or str(error)).strip()
    return said.splitlines()[-1] if said else type(error).__name__


def free_port() -> int:
    """Return a port that nothing uses at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
