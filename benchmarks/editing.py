"""How long after an edit an answer may still be the old one.  Run as a program, it is the editor."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping

EDITS = 20
PAUSE = 0.25


def latest_stale_answer(site: str, editor: list[str], variables: Mapping[str, str]) -> dict[str, float]:
    """Return how many milliseconds after a commit a request was still answered as before it; and how many were asked.

    New connections are made all the time, so that every worker is asked.
    """
    asked: list[tuple[float, int]] = []
    commits: list[tuple[float, int]] = []
    with subprocess.Popen(editor, env=variables, stdout=subprocess.PIPE, text=True) as at_work:
        while at_work.poll() is None:
            begun = time.monotonic()
            with urllib.request.urlopen(f"{site}/api/v1/", timeout=10) as response:
                asked.append((begun, json.load(response)["revision"]))
        assert at_work.stdout
        commits += [(float(at), int(revision)) for at, revision in map(str.split, at_work.stdout)]
    stale = [begun - at for at, revision in commits for begun, seen in asked if begun > at and seen < revision]
    return {"late": 1000 * max(stale, default=0.0), "asked": len(asked), "edits": len(commits)}


def edits() -> Iterator[tuple[float, int]]:
    """Correct an act again and again; yield when each correction was committed, and its revision."""
    from parties.models import Action
    from parties.recording import editing

    for number in range(EDITS):
        time.sleep(PAUSE)
        with editing(None, f"Edit {number}") as edit:
            act = Action.objects.current().filter(instrument__slug="apmbc", participant__iso3="FIN").first()
            edit.correct(act, note=f"Edit {number}.")
        yield time.monotonic(), edit.revision.pk


def main() -> None:
    import django

    django.setup()
    for at, revision in edits():
        sys.stdout.write(f"{at} {revision}\n")


if __name__ == "__main__":
    main()
