"""Writes what was measured as a table: the aim, the stretch, and what was reached."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.load import Figures
from benchmarks.measuring import Results

HEAD = """# What was measured

Written by `{command}`. Ratios are those of medians of {rounds} rounds; in each round every server was
asked in turn for {seconds:g} s over {connections} connections, spread over the pages of all {instruments}
instruments, each with all participants. Ours are two workers with SQLite, as `run.py` starts them; beside them nginx
with two workers and the same bytes as files, Datasette 0.65.5 tuned (one process, as it comes) with the same rows,
and Django REST framework's own serializers.

{cores} cores, {processor}, {memory}; {tool} on the same machine; load before the start {load}.

"""


class Line:
    """A line of the table: what was asked for, and how to find what was reached."""

    def __init__(self, what: str, least: str, stretch: str, reached: Callable[[Results], str]):
        self.what, self.least, self.stretch, self.reached = what, least, stretch, reached


def ratio(results: Results, name: str, other: str) -> str:
    """Return how many times as many requests one server answered as another."""
    one, two = results.median(name), results.median(other)
    if not one or not two or not two.rate:
        return "not measured: not installed"
    value = one.rate / two.rate
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}" if value >= 3 else f"{value:.2f}"


def fact(name: str, key: str = "", form: str = "{:.1f}") -> Callable[[Results], str]:
    """Return a function that finds a single figure."""

    def find(results: Results) -> str:
        found = results.facts.get(name)
        value: Any = found[key] if key and found else found
        return form.format(value) if value is not None else "not measured in this run"

    return find


def asked_of_database(name: str, question: str, form: str) -> Callable[[Results], str]:
    """Return a function that finds how long the database takes, and how long the ORM takes with it."""
    alone, through = fact(name, question, form), fact(name, f"{question}, through the ORM", form)
    return lambda results: f"{alone(results)}; through the ORM {through(results)}"


def against(name: str, *others: str) -> Callable[[Results], str]:
    """Return a function that compares one server with others."""
    return lambda results: ", ".join(f"{ratio(results, name, other)} x {other}" for other in others)


def slowest(name: str) -> Callable[[Results], str]:
    """Return a function that finds how long one request in a hundred took at least."""

    def find(results: Results) -> str:
        found = results.median(name)
        return f"{found.p99:.1f} ms" if found else "not measured"

    return find


# A participant's page has a row and its acts for each of 560 treaties, and five times the bytes of a treaty's page.
EVERY = "the same, over the pages of all participants too"
SMALL, LARGE = "questions, 24,000 acts", "questions, 2,400,000 acts"
LINES = (
    Line(
        "participation page, HTML, while the revision stands",
        "500 x Datasette, 0.25 x nginx",
        "1,000 x, 0.5 x",
        against("page", "Datasette", "nginx"),
    ),
    Line(EVERY, "", "", against("every page", "Datasette", "nginx, every")),
    Line(
        "the same as JSON",
        "100 x Datasette, 0.25 x nginx",
        "",
        against("page as JSON", "Datasette, JSON", "nginx, JSON"),
    ),
    Line("304 for an unchanged page", "0.25 x nginx", "0.33 x", against("page, 304", "nginx, 304")),
    Line("compressed page", "0.4 x nginx gzip_static", "", against("page, gzip", "nginx, gzip")),
    Line(EVERY, "", "", against("every page, gzip", "nginx, every, gzip")),
    Line("behind the shipped nginx configuration", "0.9 x nginx", "", against("page behind nginx", "nginx")),
    Line(EVERY, "", "", against("every page behind nginx", "nginx, every")),
    Line("page not in cache, HTML", "8 x Datasette", "20 x", against("page, not in cache", "Datasette")),
    Line(
        "page not in cache, JSON",
        "5 x Datasette, 5 x DRF",
        "",
        against("JSON, not in cache", "Datasette, JSON", "DRF's serializers"),
    ),
    Line("first view of a 160-row page, 1 connection", "8 ms", "5 ms", fact("first view", "p50", "{:.1f} ms")),
    Line("p99 of the cached page", "5 ms", "", slowest("page")),
    Line(
        "status on a day, one instrument, 24,000 acts",
        "0.5 ms",
        "",
        asked_of_database(SMALL, "one instrument", "{:.2f} ms"),
    ),
    Line("the same, 2.4 million acts", "2 x that", "", asked_of_database(LARGE, "one instrument", "{:.2f} ms")),
    Line("one participant, 2.4 million acts", "10 ms", "", asked_of_database(LARGE, "one participant", "{:.1f} ms")),
    Line("whole matrix, 2.4 million acts", "0.5 s", "", asked_of_database(LARGE, "whole matrix, counted", "{:.0f} ms")),
    Line("rebuild of everything, 80,000 acts", "20 s", "5 s", fact("rebuild", "first", "{:.1f} s")),
    Line("the same: memory that it adds", "flat", "", fact("rebuild", "grown_mb", "{:.0f} MB")),
    Line(
        "memory of two workers under load (PSS), shipped registry",
        "at most 140 MB",
        "",
        fact("memory, shipped registry", "workers", "{:.0f} MB"),
    ),
    Line(
        "the same, with the process that started them",
        "",
        "",
        fact("memory, shipped registry", "with parent", "{:.0f} MB"),
    ),
    Line(
        "two workers, every page of the large collection ready",
        "",
        "",
        fact("memory, all pages ready", "workers", "{:.0f} MB"),
    ),
    Line(
        "last answer that was still the old one after an edit, SQLite",
        "none",
        "",
        fact("edit, SQLite", "late", "{:.0f} ms"),
    ),
    Line("the same, PostgreSQL", "200 ms", "", fact("edit, PostgreSQL", "late", "{:.0f} ms")),
)


def report(asked: Namespace, results: Results) -> str:
    """Return the whole text."""
    options = " ".join(["python3 benchmarks/run.py", *(["--large"] if asked.large else [])])
    facts = {"load": results.facts["load before"], **results.facts}
    text = HEAD.format(command=options, **vars(asked), **{name: facts[name] for name in HEAD_FACTS})
    text += "| what | at least | stretch | reached |\n|---|---|---|---|\n"
    for line in LINES:
        text += f"| {line.what} | {line.least} | {line.stretch} | {line.reached(results)} |\n"
    return text + "\n## Every measurement\n\n" + "\n".join(table(results)) + "\n"


HEAD_FACTS = ("cores", "processor", "memory", "tool", "load")


def table(results: Results) -> Iterator[str]:
    """Yield a line for each server: medians, and the least and the most of the rounds."""
    yield "| server | requests/s (least, most) | p50 ms | p99 ms | bytes | errors |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, runs in results.runs.items():
        middle: Figures | None = results.median(name)
        if middle:
            rates = [run.rate for run in runs]
            yield (
                f"| {name} | {middle.rate:,.0f} ({min(rates):,.0f}, {max(rates):,.0f}) | {middle.p50:.2f} | "
                f"{middle.p99:.1f} | {middle.bytes:,.0f} | {middle.errors} |"
            )
