"""Starts the servers that are measured, ours and others', each on a free port, and stops them."""

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
DATASETTE = "datasette==0.65.5"
# What Datasette's documentation gives for speed, and no more threads than cores.
DATASETTE_SETTINGS = {
    "suggest_facets": "off",
    "allow_facet": "off",
    "max_returned_rows": "1000",
    "default_page_size": "500",
    "num_sql_threads": "2",
    "default_cache_ttl": "0",
}
NGINX = """
user {user}; daemon off; master_process on; worker_processes 2; error_log {folder}/nginx.log; pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  include /etc/nginx/mime.types; default_type text/html; access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; keepalive_requests 1000000;
  open_file_cache max=5000 inactive=60s;
  server {{ listen {host}:{port}; root {root}; gzip_static on; if_modified_since before; }}
}}
"""


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command: list, variables: Mapping[str, str], address: str, log: Path) -> Iterator[subprocess.Popen]:
    """Run a server until the block ends; wait until it answers."""
    with log.open("ab") as said:
        server = subprocess.Popen(
            [str(part) for part in command], cwd=BASE, env=os.environ | dict(variables), stdout=said, stderr=said
        )
    try:
        wait_for(server, address, log)
        yield server
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(20)


def wait_for(server: subprocess.Popen, address: str, log: Path, patience: int = 60) -> None:
    """Return when the server answers; raise what it wrote when it does not."""
    deadline = time.monotonic() + patience
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer: {log.read_text(errors='replace')[-2000:]}")


def python_with(environment: Path, *requirements: str) -> Path:
    """Return the Python of an environment of its own with some packages, made the first time."""
    python = environment / "bin" / "python"
    if not python.exists():
        if shutil.which("uv"):
            subprocess.run(["uv", "venv", "-q", "--python", sys.executable, environment], check=True)
            subprocess.run(["uv", "pip", "install", "-q", "-p", python, *requirements], cwd=BASE, check=True)
        else:
            subprocess.run([sys.executable, "-m", "venv", environment], check=True)
            subprocess.run([python, "-m", "pip", "install", "-q", *requirements], cwd=BASE, check=True)
    return python


@contextlib.contextmanager
def ours(
    folder: Path, url: str, python: Path = Path(sys.executable), **variables: str
) -> Iterator[tuple[str, subprocess.Popen]]:
    """Serve the registry as run.py does; yield its address and process."""
    port = free_port()
    address = f"http://{HOST}:{port}"
    given = {
        "DATABASE_URL": url,
        "API_RATE": "",
        "SITE_URL": address,
        "LOG_LEVEL": "ERROR",
    } | variables
    command = [python, "-m", "treatytracker.serve", "--host", HOST, "--port", port]
    with running(command, given, f"{address}/about/", folder / "ours.log") as server:
        yield address, server


@contextlib.contextmanager
def obvious(folder: Path, database: Path) -> Iterator[str]:
    """Serve the same rows through Django REST framework's own serializers."""
    url = f"sqlite:///{database}"
    with ours(folder, url, DJANGO_SETTINGS_MODULE="benchmarks.obvious_settings", ANSWERS_MB="0") as (address, _):
        yield address


@contextlib.contextmanager
def datasette(folder: Path, database: Path) -> Iterator[str]:
    """Serve the benchmark's tables with Datasette, tuned, from an environment of its own."""
    program = python_with(folder / "datasette", DATASETTE).with_name("datasette")
    port = free_port()
    counts = folder / "counts.json"
    subprocess.run([program, "inspect", database, "--inspect-file", counts], check=True)
    command: list = [program, "serve", "-i", database, "--inspect-file", counts, "-h", HOST, "-p", port]
    for name, value in DATASETTE_SETTINGS.items():
        command += ["--setting", name, value]
    address = f"http://{HOST}:{port}"
    with running(command, {}, f"{address}/-/versions.json", folder / "datasette.log"):
        yield address


@contextlib.contextmanager
def nginx(folder: Path, root: Path) -> Iterator[str]:
    """Serve files with nginx."""
    port = free_port()
    config = folder / "nginx-static.conf"
    config.write_text(NGINX.format(user=getpass.getuser(), folder=folder, host=HOST, port=port, root=root))
    (root / "up.html").write_text("up")
    address = f"http://{HOST}:{port}"
    with running(["nginx", "-c", config], {}, f"{address}/up.html", folder / "nginx.log"):
        yield address


def memory(server: subprocess.Popen) -> dict[str, float]:
    """Return the proportional set sizes, in MB, of a server's workers, and of them with the process that started them.

    What several processes share is counted in equal parts.
    """
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    workers = sum(map(proportional, children))
    return {"workers": workers, "with parent": workers + proportional(server.pid)}


def proportional(process: int | str) -> float:
    """Return the proportional set size of a process in MB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


@contextlib.contextmanager
def shipped_nginx(folder: Path, upstream: str) -> Iterator[str]:
    """Run the nginx configuration of deploy/ in front of a server."""
    port = free_port()
    site = (BASE / "deploy" / "nginx.conf").read_text()
    for shipped, here in (
        ("/var/cache/nginx/treatytracker", f"{folder}/cache"),
        ("server 127.0.0.1:8000;", f"server {upstream.removeprefix('http://')};"),
        ("listen 80;", f"listen {HOST}:{port};"),
    ):
        assert shipped in site
        site = site.replace(shipped, here)
    frame = (
        NGINX[: NGINX.index("  server {{")]
        .format(user=getpass.getuser(), folder=folder)
        .replace("nginx.pid", "nginx-cache.pid")
    )
    config = folder / "nginx-cache.conf"
    config.write_text(f"{frame}\n{site}\n}}\n")
    address = f"http://{HOST}:{port}"
    with running(["nginx", "-c", config], {}, f"{address}/about/", folder / "nginx.log"):
        yield address
