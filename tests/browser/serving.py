"""Serves the real site, with the registry's own data, to a browser on this machine."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
EDITOR, PASSWORD = "editor", "a-long-password-for-tests"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


@contextlib.contextmanager
def serving(folder: Path, known_as: str = "") -> Iterator[str]:
    """Prepare a registry in the folder, serve it on a free port, yield the address to ask, and stop.

    The pages call the site by the address that it is known as, without one by its own.
    """
    port = free_port()
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "BROWSER_TESTS_STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"sqlite:///{folder / 'registry.sqlite3'}",
        "SITE_URL": known_as or f"http://{HOST}:{port}",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }
    run([sys.executable, "-m", __name__], variables)
    log = (folder / "server.log").open("w+b")
    options = f"--workers 1 --host {HOST} --port {port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "treatytracker.serve", *options.split()],
        cwd=BASE,
        env=variables,
        stdout=log,
        stderr=log,
    )
    try:
        wait_until_it_answers(server, port, folder / "server.log")
        yield f"http://{HOST}:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def prepare() -> None:
    """Make the database and the static files that the settings name."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_data", commit=True)
    call_command("createsuperuser", interactive=False, username=EDITOR, email="editor@example.org")
    call_command("collectstatic", interactive=False, verbosity=0)


def run(command: list[str], variables: dict[str, str]) -> None:
    """Run a command; what it said is in the error when it fails."""
    done = subprocess.run(command, cwd=BASE, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])}: {done.stdout}{done.stderr}")


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_until_it_answers(server: subprocess.Popen, port: int, log: Path, patience: int = 60) -> None:
    """Return when the server has answered; raise what it wrote when it does not."""
    deadline = time.monotonic() + patience
    while server.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=patience)
        try:
            connection.request("HEAD", "/about/")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"The server does not answer: {log.read_text(errors='replace')}")


def fetch(address: str, encoding: str = "identity") -> tuple[int, str, bytes]:
    """Return status, content encoding and body, of errors too."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding, "Accept": "text/html,*/*"})
    try:
        response = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        return response.status, response.headers.get("Content-Encoding", ""), response.read()


if __name__ == "__main__":
    prepare()
