"""Starts the web server: ``python -m treatytracker.serve``, with granian's options beside or instead of these.

The program is loaded before the workers are forked, so that they share the memory it takes and start at once.
"""

import gc
import multiprocessing
import sys

# Nobody speaks HTTP/2 or web sockets to us: browsers speak those to a proxy.  Not having to tell them apart is faster.
OPTIONS = "--interface wsgi --http 1 --no-ws --workers 2 --blocking-threads 1 --log-level warning"
APPLICATION = "treatytracker.wsgi:application"


def load() -> None:
    """Load whatever a request may need; no database is asked."""
    from treatytracker import wsgi  # noqa: F401, I001 - sets Django up

    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver

    from treatytracker import freshness

    get_resolver().url_patterns  # noqa: B018 - they are loaded with all that they name
    freshness.program()
    root = settings.BASE_DIR / "templates"
    for path in root.rglob("*.html"):
        get_template(str(path.relative_to(root)))
    # What is loaded stays; a collector that looked at it would give each worker a copy of its own.
    gc.collect()
    gc.freeze()


def main() -> None:
    load()
    if sys.platform == "linux":
        # Newer versions of Python would start workers that load everything anew.
        multiprocessing.set_start_method("fork")
    from granian.cli import entrypoint

    sys.argv[1:1] = [APPLICATION, *OPTIONS.split()]
    entrypoint()


if __name__ == "__main__":
    main()
