"""Asks a server for many addresses in turn over some connections, with wrk, or with threads where there is no wrk."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

# All requests are made ready before the first is sent, so that the script costs the same for every server.
SCRIPT = """
local requests = {}
init = function(args)
  local file = io.open(args[1])
  for line in file:lines() do
    local path, name, value = line:match("^(%S+)%s*([%w-]*)%s*(.*)$")
    local headers = {}
    if name ~= "" then headers[name] = value end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end
local n = 0
request = function() n = n % #requests + 1; return requests[n] end
done = function(summary, latency)
  io.write(string.format("FIGURES %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.bytes, summary.errors.status + summary.errors.timeout))
end
"""


@dataclass(frozen=True)
class Figures:
    """What one run measured; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    bytes: float
    errors: int


def spread(figures: Sequence[Figures]) -> Figures:
    """Return the medians of several runs; errors of any run count."""
    middle = {name: median(getattr(one, name) for one in figures) for name in ("rate", "p50", "p99", "bytes")}
    return Figures(**middle, errors=max(one.errors for one in figures))


def ask(address: str, lines: Sequence[str], folder: Path, connections: int, seconds: float) -> Figures:
    """Ask for ``lines``, each a path and perhaps a header, again and again."""
    if not shutil.which("wrk"):
        return ask_with_threads(address, lines, connections, seconds)
    script, list_file = folder / "ask.lua", folder / "addresses.txt"
    script.write_text(SCRIPT)
    list_file.write_text("\n".join(lines))
    command: list = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "20s", "-s", script, address]
    done = subprocess.run([*command, "--", list_file], capture_output=True, text=True, check=True)
    found = re.search(r"FIGURES (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", done.stdout)
    assert found, done.stdout
    requests, duration, p50, p99, size, errors = map(int, found.groups())
    return Figures(requests / (duration / 1e6), p50 / 1e3, p99 / 1e3, size / max(requests, 1), errors)


def ask_with_threads(address: str, lines: Sequence[str], connections: int, seconds: float) -> Figures:
    """Do the same in Python, which takes more of the machine than most of the servers."""
    host, until = urlsplit(address).netloc, time.monotonic() + seconds
    times: list[float] = []
    sizes: list[int] = []
    errors = [0]

    def run(offset: int) -> None:
        connection, n = http.client.HTTPConnection(host, timeout=20), offset
        while time.monotonic() < until:
            path, _, header = lines[n % len(lines)].partition(" ")
            name, _, value = header.partition(" ")
            n += connections
            begun = time.perf_counter()
            connection.request("GET", path, headers={name: value} if name else {})
            response = connection.getresponse()
            sizes.append(len(response.read()))
            times.append(time.perf_counter() - begun)
            errors[0] += response.status >= 400

    threads = [threading.Thread(target=run, args=(n,)) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    count = max(len(times), 1)
    p50, p99 = (times[int(count * share)] * 1000 if times else 0.0 for share in (0.5, 0.99))
    return Figures(count / seconds, p50, p99, sum(sizes) / count, errors[0])


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    facts = {"cores": str(len(re.findall("^processor", Path("/proc/cpuinfo").read_text(), re.MULTILINE)))}
    for name, pattern in (("processor", r"model name\s*: (.*)"),):
        found = re.search(pattern, Path("/proc/cpuinfo").read_text())
        facts[name] = found[1] if found else "unknown"
    facts["memory"] = f"{int(Path('/proc/meminfo').read_text().split()[1]) / 1e6:.0f} GB"
    facts["load before"] = " ".join(Path("/proc/loadavg").read_text().split()[:3])
    facts["tool"] = "wrk, 1 thread" if shutil.which("wrk") else "threads of Python"
    return facts
