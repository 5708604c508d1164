"""Where the time of one answer goes, made anew each time in this process, without a server around it.

python -m benchmarks.profiling /instruments/apmbc/
DATABASE_URL=sqlite:///FILE python -m benchmarks.profiling '/api/v1/participations/?instrument=t1' --top 40
python -m benchmarks.profiling /instruments/apmbc/ --ready      the same answer when it stands ready
"""

import argparse
import cProfile
import io
import os
import pstats
import sys
import time
from collections.abc import Callable
from statistics import median

ROUNDS, READY_ROUNDS, WARM = 50, 20_000, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--top", type=int, default=30, help="how many functions to list")
    parser.add_argument("--ready", action="store_true", help="measure an answer that stands ready")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "treatytracker.settings")
    os.environ |= {"ANSWERS_MB": "64" if asked.ready else "0", "API_RATE": ""}
    ask = asking(asked.address)
    rounds = READY_ROUNDS if asked.ready else ROUNDS
    for _ in range(WARM):
        ask()
    sys.stdout.write(f"{median(times(ask, rounds)) * 1000:.3f} ms, the median of {rounds}\n")
    profile = cProfile.Profile()
    profile.runcall(lambda: [ask() for _ in range(rounds)])
    pstats.Stats(profile).sort_stats("tottime").print_stats(asked.top)


def asking(address: str) -> Callable[[], bytes]:
    """Return a function that asks the site for an address."""
    from treatytracker.wsgi import application

    path, _, query = address.partition("?")
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_ACCEPT": "*/*"}
    request |= {"HTTP_HOST": "127.0.0.1:8000", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}
    request |= {"REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http"}

    def start(status, headers, exc_info=None):
        assert status.startswith("200"), f"{address}: {status}"

    return lambda: b"".join(application({**request, "wsgi.input": io.BytesIO()}, start))


def times(ask: Callable[[], bytes], rounds: int) -> list[float]:
    """Return how many seconds each of some rounds took."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    return taken


if __name__ == "__main__":
    main()
