"""What is measured, in which order: all servers stand at once, and each round asks each of them for a while."""

import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from argparse import Namespace
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import editing, load, servers
from benchmarks.load import Figures
from tests import postgres

# So that every worker has made every answer before it is measured.
WARM = ("Accept-Encoding identity", "Accept-Encoding gzip")
FUTURE = "If-Modified-Since Fri, 01 Jan 2100 00:00:00 GMT"
# Today's participations as a flat table, in the order of our pages.
TABLE = """
CREATE TABLE participation AS
SELECT i.slug AS instrument, p.iso3 AS participant, p.name, s.status, s.bound, s.signed_on, s.consent_kind,
       s.consented_on, s.in_force_on, s.withdrawn_on, s.provisional_application, s.explanation
FROM registry.parties_participation s
JOIN registry.instruments_instrument i ON i.id = s.instrument_id
JOIN registry.parties_participant p ON p.id = s.participant_id
WHERE s.valid_to IS NULL OR s.valid_to > date('now')
ORDER BY i.position, p.sort_name
"""


@dataclass
class Results:
    """Figures by the name of the measurement, and what else was found."""

    runs: dict[str, list[Figures]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def median(self, name: str) -> Figures | None:
        return load.spread(self.runs[name]) if self.runs.get(name) else None


def measure(asked: Namespace, folder: Path) -> Results:
    """Make the data, start everything, and measure."""
    results = Results(facts=dict(load.machine()))
    database = folder / f"collection-{asked.instruments}-{asked.acts}.sqlite3"
    if not database.exists():
        say(f"Making {asked.instruments} treaties and {asked.acts} acts")
        make_collection(database, asked, results)
    manage("collectstatic", "--no-input", "--verbosity", "0", "--ignore", "redoc*")
    slugs = column(database, "SELECT slug FROM instruments_instrument ORDER BY position")
    codes = column(database, "SELECT iso3 FROM parties_participant ORDER BY sort_name")
    pages = [f"/instruments/{slug}/" for slug in slugs]
    every = pages + [f"/participants/{code}/" for code in codes]
    lists = [f"/api/v1/participations/?instrument={slug}&page_size=500" for slug in slugs]
    with ExitStack() as stack:
        site, server = stack.enter_context(servers.ours(folder, f"sqlite:///{database}", ANSWERS_MB="1000"))
        results.facts["memory, nothing asked yet"] = servers.memory(server)
        say("Asking every worker for every page once")
        for lines in (every, lists):
            warm(site, lines, folder)
        jobs = {
            "page": (site, pages),
            "every page": (site, every),
            "page as JSON": (site, lists),
            "page, 304": (site, [f"{path} If-None-Match {etag}" for path, etag in etags(site, every)]),
            "page, gzip": (site, [f"{path} Accept-Encoding gzip" for path in pages]),
            "every page, gzip": (site, [f"{path} Accept-Encoding gzip" for path in every]),
        }
        if shutil.which("nginx"):
            root = folder / "files"
            export(site, every, lists, root)
            static = stack.enter_context(servers.nginx(folder, root))
            front = stack.enter_context(servers.shipped_nginx(folder, site))
            # Under its own address the site has other answers: links name the host that was asked.
            warm(front, every, folder)
            files = [f"{path}index.html" for path in every]
            jobs |= {
                "nginx": (static, files[: len(slugs)]),
                "nginx, every": (static, files),
                "nginx, JSON": (static, [f"/json/{slug}.json" for slug in slugs]),
                "nginx, 304": (static, [f"{path} {FUTURE}" for path in files]),
                "nginx, gzip": (static, [f"{path} Accept-Encoding gzip" for path in files[: len(slugs)]]),
                "nginx, every, gzip": (static, [f"{path} Accept-Encoding gzip" for path in files]),
                "page behind nginx": (front, pages),
                "every page behind nginx": (front, every),
            }
        fresh, _ = stack.enter_context(servers.ours(folder, f"sqlite:///{database}", ANSWERS_MB="0"))
        jobs |= {"page, not in cache": (fresh, pages), "JSON, not in cache": (fresh, lists)}
        tables = folder / "tables.db"
        make_tables(database, tables)
        peer = stack.enter_context(servers.datasette(folder, tables))
        jobs["Datasette"] = (peer, [f"/tables/participation?instrument={slug}" for slug in slugs])
        shape = "&_shape=array&_size=max"
        jobs["Datasette, JSON"] = (peer, [f"/tables/participation.json?instrument={slug}{shape}" for slug in slugs])
        tutorial = stack.enter_context(servers.obvious(folder, database))
        jobs["DRF's serializers"] = (tutorial, [f"/participations/?instrument={slug}" for slug in slugs])
        for number in range(asked.rounds):
            say(f"Round {number + 1} of {asked.rounds}")
            for name, (address, lines) in jobs.items():
                figures = load.ask(address, lines, folder, asked.connections, asked.seconds)
                results.runs.setdefault(name, []).append(figures)
        results.facts["memory, all pages ready"] = servers.memory(server)
        results.facts["first view"] = first_views(fresh, busiest(database), folder, asked)
    measure_the_shipped_registry(folder, asked, results)
    measure_questions(asked, folder, database, results)
    return results


def make_collection(database: Path, asked: Namespace, results: Results) -> None:
    """Fill a database, and measure how long it takes to derive everything."""
    partial = database.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    variables = {"DATABASE_URL": f"sqlite:///{partial}"}
    manage("migrate", "--verbosity", "0", **variables)
    code = "import django; django.setup(); from benchmarks.collection import make; make({}, {})"
    python("-c", code.format(asked.instruments, asked.acts), **variables)
    results.facts["rebuild"] = json.loads(python("-m", "benchmarks.rebuilding", **variables))
    with sqlite3.connect(partial) as connection:
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    partial.rename(database)


def make_tables(database: Path, tables: Path) -> None:
    """Write what an instrument's page shows as a table for Datasette: today's participations, indexed."""
    tables.unlink(missing_ok=True)
    with sqlite3.connect(tables) as connection:
        connection.execute("ATTACH ? AS registry", [str(database)])
        connection.execute(TABLE)
        connection.execute("CREATE INDEX participation_instrument ON participation (instrument)")
        connection.execute("ANALYZE main")
    connection.close()


def warm(site: str, lines: list[str], folder: Path) -> None:
    """Let every worker make every answer, in every encoding: of twelve requests both workers get some."""
    for header in WARM:
        answered = 0.0
        while answered < 12 * len(lines):
            answered += 2 * load.ask(site, [f"{line} {header}" for line in lines], folder, 16, 2).rate


def etags(site: str, pages: list[str]) -> list[tuple[str, str]]:
    """Return each page with its ETag."""
    found = []
    for path in pages:
        with urllib.request.urlopen(site + path) as response:
            found.append((path, response.headers["ETag"]))
    return found


def export(site: str, pages: list[str], lists: list[str], root: Path) -> None:
    """Write the bytes that we answer as files, plain and compressed."""
    for path in pages + lists:
        slug = re.search(r"instrument=(\w+)", path)
        file = root / "json" / f"{slug[1]}.json" if slug else root / path.strip("/") / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        with urllib.request.urlopen(site + path) as response:
            body = response.read()
        file.write_bytes(body)
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(body, 6))


def busiest(database: Path) -> str:
    """Return the page of the instrument under which about 160 participants are bound."""
    query = (
        "SELECT i.slug FROM parties_participation s JOIN instruments_instrument i ON i.id = s.instrument_id"
        " WHERE s.bound AND s.valid_to IS NULL GROUP BY i.slug ORDER BY abs(count(*) - 160), i.position LIMIT 1"
    )
    return f"/instruments/{column(database, query)[0]}/"


def first_views(site: str, path: str, folder: Path, asked: Namespace) -> dict[str, float]:
    """Return how long a page takes that is made anew each time, with one connection."""
    runs = [load.ask(site, [path], folder, 1, asked.seconds) for _ in range(asked.rounds)]
    return {"p50": load.spread(runs).p50, "least": min(run.p50 for run in runs)}


def measure_the_shipped_registry(folder: Path, asked: Namespace, results: Results) -> None:
    """Measure what two workers take that serve the registry's own data, and how soon they tell of an edit."""
    say("Serving the shipped registry")
    database = folder / "shipped.sqlite3"
    results.facts["memory, shipped registry"] = memory_under_load(folder, asked, loaded(f"sqlite:///{database}"))
    results.facts["edit, SQLite"] = stale_after_edits(folder, f"sqlite:///{database}")
    if programs := postgres.find_programs():
        with postgres.cluster(programs) as url:
            results.facts["edit, PostgreSQL"] = stale_after_edits(folder, loaded(url))


def loaded(url: str) -> str:
    """Return the URL of a database into which the registry's own data were loaded."""
    manage("migrate", "--verbosity", "0", DATABASE_URL=url)
    manage("load_data", "--commit", DATABASE_URL=url)
    return url


def stale_after_edits(folder: Path, url: str) -> dict[str, float]:
    with servers.ours(folder, url) as (site, _):
        variables = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "treatytracker.settings"}
        editor = [sys.executable, "-m", "benchmarks.editing"]
        return editing.latest_stale_answer(site, editor, variables)


def memory_under_load(folder: Path, asked: Namespace, url: str) -> dict[str, float]:
    """Return the memory of two workers that were asked for every page, plain and compressed, and every list.

    Without the developers' tools: some of our dependencies load whichever of them they find.
    """
    python = servers.python_with(folder / "runtime", "-r", "requirements.lock")
    database = Path(url.removeprefix("sqlite:///"))
    slugs = column(database, "SELECT slug FROM instruments_instrument ORDER BY position")
    codes = column(database, "SELECT iso3 FROM parties_participant ORDER BY sort_name")
    lines = [f"/instruments/{slug}/" for slug in slugs] + [f"/participants/{code}/" for code in codes]
    lines += [f"/api/v1/participations/?instrument={slug}&page_size=500" for slug in slugs]
    with servers.ours(folder, url, python) as (site, server):
        for line in WARM:
            load.ask(site, [f"{path} {line}" for path in lines], folder, asked.connections, 4)
        return servers.memory(server)


def measure_questions(asked: Namespace, folder: Path, database: Path, results: Results) -> None:
    """Ask the database straight, at several sizes."""
    results.facts[f"questions, {asked.acts:,} acts"] = questions(database)
    for acts in (24_000, 2_400_000) if asked.large else (24_000,):
        say(f"Asking a database of {acts:,} acts")
        file = folder / f"spells-{acts}.sqlite3"
        new = not file.exists()
        if new:
            manage("migrate", "--verbosity", "0", DATABASE_URL=f"sqlite:///{file}")
        results.facts[f"questions, {acts:,} acts"] = questions(file, *(["--derive", str(acts)] if new else []))


def questions(database: Path, *options: str) -> dict[str, float]:
    return json.loads(python("-m", "benchmarks.questions", *options, DATABASE_URL=f"sqlite:///{database}"))


def column(database: Path, query: str) -> list[str]:
    """Return the first column of a query's rows."""
    connection = sqlite3.connect(database)
    try:
        return [row[0] for row in connection.execute(query)]
    finally:
        connection.close()


def manage(*arguments: str, **variables: str) -> str:
    return python("manage.py", *arguments, **variables)


def python(*arguments: str, **variables: str) -> str:
    """Run Python in the project's folder and return what it printed."""
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "treatytracker.settings", "API_RATE": ""} | variables
    done = subprocess.run(
        [sys.executable, *arguments], cwd=servers.BASE, env=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{arguments}: {done.stderr[-3000:]}")
    return done.stdout


def say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
