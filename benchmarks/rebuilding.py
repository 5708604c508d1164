"""How long it takes to derive everything again, and in how much memory.  Run as a program of its own."""

import json
import resource
import sys
import time

import django


def main() -> None:
    """Derive, derive again, and print seconds and megabytes as JSON."""
    django.setup()
    from parties.rebuild import rebuild

    before = peak()
    begun = time.perf_counter()
    written = rebuild()
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    rebuild()
    figures = {"rows": written, "first": first, "again": time.perf_counter() - begun, "grown_mb": peak() - before}
    sys.stdout.write(json.dumps(figures | {"peak_mb": peak()}))


def peak() -> float:
    """Return the most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
