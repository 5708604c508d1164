#!/usr/bin/env python3
"""Sets up and runs Treaty Tracker; needs nothing but Python 3.11 or later.

    python3 run.py                   set up, load the registry's data, serve on http://127.0.0.1:8000
    python3 run.py test [...]        set up, run every test on SQLite and on PostgreSQL (arguments: pytest's)
    python3 run.py manage [...]      run a management command, such as: manage createsuperuser
    python3 run.py setup             make the developers' environment in .venv, and stop

PORT chooses another port. REQUIRE_POSTGRES=1, REQUIRE_BROWSER=1 and REQUIRE_SERVICES=1 make tests that cannot
run an error.
All other variables are in docs/configuration.md.
"""

# Standard library only. Pythons that are too old must still be able to read this file, to be told so:
# no f-strings, no annotations, ASCII only.
from __future__ import print_function

import sys

OLDEST = (3, 11)


def too_old(version):
    """Return the sentence for a Python that is too old, or None."""
    if tuple(version[:2]) >= OLDEST:
        return None
    return "Treaty Tracker needs Python %d.%d or later; this is Python %d.%d (%s)." % (
        OLDEST + tuple(version[:2]) + (sys.executable,)
    )


if too_old(sys.version_info):
    sys.exit(too_old(sys.version_info))

import contextlib
import errno
import hashlib
import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

BASE = Path(__file__).resolve().parent
VENV = BASE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "treatytracker.stamp"
RUNTIME = BASE / "requirements.lock"
DEVELOPMENT = BASE / "requirements-dev.lock"  # everything in RUNTIME at the same version, and the tools

# Kept in the repository, so that the first start needs no index of packages but the one pip is told to use.
PIP = BASE / "vendor" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
PIP_OPTIONS = (
    "--require-hashes --only-binary :all: --no-deps --no-input --no-user --progress-bar off "
    "--disable-pip-version-check --no-warn-script-location"
)

HOST = "127.0.0.1"
PYTEST_INTERRUPTED, NO_TESTS_COLLECTED = 2, 5  # pytest's exit statuses
INTERRUPTED = 128 + signal.SIGINT


class Refusal(Exception):
    """Nothing more can be done; the message is the sentence for whoever started this."""

    def __init__(self, sentence, status=1):
        super().__init__(sentence)
        self.status = status


def main(arguments):
    """Do what the arguments ask for and return the exit status."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("serve", [])
    if command == "serve" and not rest:
        return serve(read_port(os.environ.get("PORT") or "8000"))
    if command == "test":
        make_environment(DEVELOPMENT)
        return run_tests(rest)
    if command == "manage":
        make_environment(RUNTIME)
        return run([PYTHON, "manage.py"] + rest)
    if command == "setup" and not rest:
        make_environment(DEVELOPMENT)
        return 0
    wants_help = command in ("help", "-h", "--help")
    print(__doc__.strip(), file=sys.stdout if wants_help else sys.stderr)
    return 0 if wants_help else 2


# Serving ----------------------------------------------------------------------------------------


def serve(port):
    """Set up, bring the database up to date, and serve until stopped."""
    check_port_is_free(port)
    os.environ.setdefault("SITE_URL", "http://%s:%d" % (HOST, port))
    started = time.monotonic()
    make_environment(RUNTIME)
    with step("Preparing the database"):
        run_or_refuse([PYTHON, "manage.py", "migrate", "--verbosity", "0"])
    with step("Loading the registry's data"):
        run_or_refuse([PYTHON, "manage.py", "load_data", "--commit"])
    collect_static_files()
    say("Starting the server")
    server = start([PYTHON, "-m", "treatytracker.serve", "--host", HOST, "--port", str(port)])
    with stopping(server):
        wait_until_it_answers(server, port)
    say("")
    say("Treaty Tracker is at http://%s:%d (ready in %.1f s)" % (HOST, port, time.monotonic() - started))
    say("  To edit, make an account:  python3 run.py manage createsuperuser")
    say("  and sign in at             http://%s:%d/admin/" % (HOST, port))
    say("  Ctrl-C stops the server.")
    return wait_for(server)


def read_port(text):
    """Return the port that the variable PORT names."""
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise Refusal("PORT is %r, but must be a whole number from 1 to 65535." % text, 2)
    return int(text)


def check_port_is_free(port):
    """Refuse a port that another program uses or that this user may not open."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            message = "Port %d cannot be used: %s. Choose another, for example: PORT=%d python3 run.py"
            raise Refusal(message % (port, error.strerror, 8000 + (port + 1) % 1000))


def collect_static_files():
    """Compress and name the static files for serving, when they changed since the last time."""
    stamp = BASE / "staticfiles" / ".stamp"
    # The files of dependencies change with the lock alone.
    sources = [RUNTIME] + [path for path in (BASE / "static").rglob("*") if path.is_file()]
    wanted = "\n".join(sorted("%s %s" % (path, sha256(path)) for path in sources))
    if read(stamp) == wanted:
        return
    with step("Compressing the static files"):
        run_or_refuse([PYTHON, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"])
        stamp.write_text(wanted, encoding="utf-8")


def wait_until_it_answers(server, port, patience=60):
    """Return when the server has answered a request; refuse when it ends or stays silent."""
    deadline = time.monotonic() + patience
    while server.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=patience)
        try:
            connection.request("HEAD", "/")
            status = connection.getresponse().status
        except OSError:
            time.sleep(0.05)
            continue
        finally:
            connection.close()
        if status >= 500:
            say("Warning: the home page answers with an error (%d); the messages above say why." % status)
        return
    if server.poll() is None:
        raise Refusal("The server does not answer on port %d after %d s." % (port, patience))
    raise Refusal("The server stopped at once; its message is above.", server.returncode or 1)


# The environment ----------------------------------------------------------------------------------


def make_environment(lock):
    """Make .venv hold what the lock file lists, unless it does already.

    The stamp is taken away first and written last, so an interrupted installation starts over.
    """
    stamp = read(STAMP).splitlines() if PYTHON.exists() else []
    if set(stamp_lines(lock)) <= set(stamp):
        return
    with step("Installing the dependencies into .venv (once, needs a network)"):
        if not PIP.exists() or sha256(PIP) != PIP_SHA256:
            raise Refusal("vendor/%s is missing or damaged; get it again from the repository." % PIP.name)
        try:
            STAMP.unlink(missing_ok=True)
            # Tools are added to a sound environment in place: a server may be running from it.
            if not set(stamp_lines(RUNTIME)) <= set(stamp):
                make_empty_venv()
            install(lock)
            STAMP.write_text("\n".join(stamp_lines(RUNTIME) + stamp_lines(lock)), encoding="utf-8")
        except OSError as error:
            raise Refusal("The environment cannot be made in %s: %s" % (VENV, error))


def stamp_lines(lock):
    """Return what the stamp must say when the lock's packages are installed for this Python."""
    # The programs in .venv carry its path, so a folder that was moved needs a new one.
    return ["python %d.%d in %s" % (sys.version_info[:2] + (VENV,)), "%s %s" % (lock.name, sha256(lock))]


def make_empty_venv():
    """Make .venv anew, without pip: many systems ship Python without the parts that would put it in."""
    try:
        import venv
    except ImportError:
        raise Refusal("This Python lacks the module venv; use a complete Python.")
    if VENV.exists():
        shutil.rmtree(VENV)
    venv.create(VENV, with_pip=False, symlinks=os.name != "nt")


def install(lock):
    """Install exactly the files the lock names, showing how far it got."""
    total = len(re.findall(r"^[a-z0-9]", lock.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE))
    pip = subprocess.Popen(
        [str(PYTHON), str(PIP / "pip"), "install", "--requirement", str(lock)] + PIP_OPTIONS.split(),
        cwd=str(BASE),
        # The lock names every version, so a constraint can only contradict it.
        env=dict(environment(), PIP_CONSTRAINT=os.devnull),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    output = []
    with stopping(pip):
        for line in pip.stdout:
            output.append(line.rstrip())
            show_progress(sum(said.startswith("Collecting ") for said in output), total, line)
        status = pip.wait()
    if status:
        raise Refusal(why_pip_failed(output), status)


def show_progress(done, total, line):
    """Rewrite one line on a terminal; say nothing in a log."""
    if sys.stdout.isatty() and line.startswith("Collecting "):
        print("\r  %d of %d: %-40.40s" % (done, total, line.split()[1].split("=")[0]), end="", flush=True)
    elif sys.stdout.isatty() and line.startswith("Installing collected packages"):
        print("\r  unpacking %-50s" % "", end="\r", flush=True)


def why_pip_failed(output):
    """Return the end of what pip said and a sentence on what to do."""
    # Places without packages and packages for other systems are of no interest to whoever reads this.
    said = [line for line in output if line.strip() and not re.search("is ignored: it is|^Ignoring ", line)]
    if "No space left on device" in "\n".join(said):
        return "The disk is full: the dependencies need about 200 MB."
    advice = (
        "The dependencies could not be installed; the end of pip's message is above. Is there a network? "
        "Behind a proxy set HTTPS_PROXY; without a network set PIP_NO_INDEX=1 and PIP_FIND_LINKS to a "
        "folder of the packages."
    )
    return "\n".join(["pip said:"] + said[-4:] + ["", advice])


# Tests --------------------------------------------------------------------------------------------


def run_tests(arguments):
    """Run the tests on SQLite, then on PostgreSQL where there is one, and say on which; return the status."""
    from tests.postgres import postgres

    with postgres() as (url, postgres_name):
        if not url and os.environ.get("REQUIRE_POSTGRES", "0") != "0":
            raise Refusal("REQUIRE_POSTGRES is set, but there is no PostgreSQL: %s." % postgres_name)
        runs = [("SQLite %s" % sqlite3.sqlite_version, None, arguments)]
        if url:
            # What a browser shows does not depend on the database.
            runs.append((postgres_name, url, ["-m", "not browser"] + arguments))
        say("Tests will run on %s." % " and on ".join(name for name, _, _ in runs))
        say("" if url else "Not on PostgreSQL: %s." % postgres_name)
        results = []
        for name, url, options in runs:
            say("Testing on %s" % name)
            status = pytest(options, url)
            results.append((0 if status == NO_TESTS_COLLECTED and url and arguments else status, name))
            if status == PYTEST_INTERRUPTED:
                break
    for status, name in results:
        say("%s on %s." % ("FAILED (status %d)" % status if status else "Passed", name))
    if len(results) < 2:
        say("Not run on PostgreSQL%s." % ("" if len(runs) > 1 else ": " + postgres_name))
    return max(results)[0]


def pytest(arguments, url):
    """Run pytest against the database of the URL, or SQLite in memory, and return its exit status."""
    variables = environment()
    variables.pop("DATABASE_URL", None)
    if url:
        variables["DATABASE_URL"] = url
    return run([PYTHON, "-m", "pytest", "--numprocesses", "2"] + arguments, variables)


# Small things -------------------------------------------------------------------------------------


def start(command, variables=None):
    """Start a command in the project's folder, its output shown, and return its process."""
    return subprocess.Popen([str(part) for part in command], cwd=str(BASE), env=variables or environment())


def run(command, variables=None):
    """Run a command and return its exit status."""
    return wait_for(start(command, variables))


def run_or_refuse(command):
    """Run a command; when it fails, its message has been shown and nothing is to be added."""
    status = run(command)
    if status == INTERRUPTED:
        raise KeyboardInterrupt
    if status:
        raise Refusal("%s did not succeed; its message is above." % " ".join(map(str, command[1:3])), status)


def wait_for(process):
    """Return a process's exit status; Ctrl-C reaches it too, so give it the time to end well."""
    with stopping(process):
        while True:
            try:
                status = process.wait()
                return 128 - status if status < 0 else status  # as a shell reports a signal
            except KeyboardInterrupt:
                continue


@contextlib.contextmanager
def stopping(process):
    """End the process when the block is left by an error or a signal."""
    try:
        yield
    except BaseException:
        process.terminate()
        process.wait()
        raise


def environment():
    """Return the variables for a child: the parent's, without those that mix other Pythons into it."""
    foreign = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    return {name: value for name, value in os.environ.items() if name not in foreign}


@contextlib.contextmanager
def step(title):
    """Say what is being done and, after it, how long it took."""
    say(title)
    started = time.monotonic()
    yield
    say("  done in %.1f s" % (time.monotonic() - started))


def say(text):
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def sha256(path):
    """Return the checksum of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def read(path):
    """Return a file's text, or nothing where there is no file."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def end(number, frame):
    """Turn a request to terminate into an exception, so that children are ended and folders removed."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end)
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        print("run.py: %s" % refusal, file=sys.stderr)
        sys.exit(refusal.status)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.exit("run.py: the disk is full.")
