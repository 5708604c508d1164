"""The whole public site for one day as plain files, so that any server, CDN or archive can carry it.

    index.html, instruments/apmbc/index.html ...   every page at its own address
    api/v1/actions.json, api/v1/actions.csv ...    every list, whole
    api/v1/datapackage.zip                         all tables in one file
    static/...                                     what the pages use
    SHA256SUMS                                     ``sha256sum --check SHA256SUMS``
    manifest.json                                  revision, day, program, and every file with its size and hash

Everything is read in one snapshot: the files belong to one revision.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import orjson
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

from treatytracker.freshness import State, program
from treatytracker.renderers import JSON_OPTIONS
from treatytracker.root import LISTS
from treatytracker.sitemaps import addresses

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
# Named for themselves; a page's file is the index of its folder.
FILES = ("/robots.txt", "/sitemap.xml", "/changes/feed.atom", "/changes/calendar.ics", "/api/v1/datapackage.zip")
MANY = "500"
# Pages and lists that describe a day; the others are the same on every day.
DATED = (
    *("/instruments/", "/participants/", "/matrix/"),
    *("/api/v1/instruments/", "/api/v1/participants/", "/api/v1/participations/", "/api/v1/matrix/"),
    "/api/v1/statistics/",
)
# Lists that come whole, and the one that is no table.
UNPAGED, NO_TABLE = ("matrix", "panel", "statistics"), ("statistics",)
STATIC_REFERENCE = re.compile(rf"""["'(](?:https?://[^/"']+)?{settings.STATIC_URL}([^"')?#]+)""")
STYLE_REFERENCE = re.compile(r"""url\(["']?([^"')?#:]+)""")


class NotPublished(Exception):
    """The site cannot be written; the message says which address failed."""


@dataclass
class Outcome:
    """What publishing did to a folder."""

    hashes: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    written: int = 0
    removed: int = 0


class Site:
    """The public site, asked in this process."""

    def __init__(self, application: Callable, state: State, day: str):
        self.application = application
        self.state = state
        # What is published for today has no day in its addresses, so that it can stand for the site itself.
        self.day = {} if day == state.day.isoformat() else {"as_of": day}
        self._asked = 0

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the content of every file."""
        used: set[str] = set()
        for path in [*addresses(), reverse("api_docs")]:
            page = self.of_the_day(path)
            used |= set(STATIC_REFERENCE.findall(page.decode()))
            yield f"{path.strip('/')}/index.html".lstrip("/"), page
        for path in FILES:
            yield path.strip("/"), self.ask(path)
        for name in LISTS:
            path = f"/api/v1/{name}/"
            paging = {} if name in UNPAGED else {"page_size": MANY}
            yield f"api/v1/{name}.json", self.whole(path, **paging)
            if name not in NO_TABLE:
                yield f"api/v1/{name}.csv", self.of_the_day(path, format="csv")
        yield from static_files(used)

    def whole(self, path: str, **paging: str) -> bytes:
        """Return all pages of a list as one."""
        answer = json.loads(self.of_the_day(path, format="json", **paging))
        following = answer.get("next")
        while following:
            parts = urlsplit(following)
            more = json.loads(self.ask(f"{parts.path}?{parts.query}"))
            answer["results"] += more["results"]
            following = more["next"]
        if "next" in answer:
            answer |= {"next": None, "previous": None}
        return orjson.dumps(answer, option=JSON_OPTIONS)

    def of_the_day(self, path: str, **query: str) -> bytes:
        """Return what an address says of the day."""
        if path == "/" or path.startswith(DATED):
            query |= self.day
        return self.ask(f"{path}?{urlencode(query)}" if query else path)

    def ask(self, address: str) -> bytes:
        """Return what an address answers.  Raise NotPublished if that is an error."""
        self._asked += 1
        path, _, query = address.partition("?")
        site = urlsplit(settings.SITE_URL)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": site.netloc,
            "HTTP_X_FORWARDED_PROTO": site.scheme,
            # The limit of requests is one for each caller, and this is not one caller among others.
            "REMOTE_ADDR": f"publishing-{self._asked}",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
        said: list[str] = []
        body = self.application(environ, lambda status, headers, exc_info=None: said.append(status))
        try:
            content = b"".join(body)
        finally:
            body.close()
        if not said[0].startswith("200"):
            raise NotPublished(f"{address} answers {said[0]}.")
        return content


def static_files(used: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the static files that the pages use, and those that they use in turn."""
    waiting, seen = sorted(used), set(used)
    while waiting:
        name = waiting.pop()
        content = read_static(name)
        yield f"{settings.STATIC_URL.strip('/')}/{name}", content
        if name.endswith(".css"):
            for reference in STYLE_REFERENCE.findall(content.decode()):
                other = (Path("/") / name).parent.joinpath(reference).resolve().relative_to("/").as_posix()
                if not reference.startswith("data") and other not in seen:
                    seen.add(other)
                    waiting.append(other)


def read_static(name: str) -> bytes:
    """Return a static file as it is served: collected, or as it lies in its folder."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return file.read()
    if path := find(name):
        return Path(path).read_bytes()
    raise NotPublished(f"The static file {name} is missing: run collectstatic.")


def publish(folder: Path, application: Callable, state: State, day: str) -> Outcome:
    """Write the site into ``folder``: only what changed; and take away what an earlier publication left behind."""
    former = read_manifest(folder)
    outcome = Outcome()
    for name, content in Site(application, state, day).files():
        outcome.hashes[name] = hashlib.sha256(content).hexdigest()
        outcome.sizes[name] = len(content)
        file = folder / name
        if former.get(name) != outcome.hashes[name] or not file.exists():
            write(file, content)
            outcome.written += 1
    for name in former.keys() - outcome.hashes.keys():
        (folder / name).unlink(missing_ok=True)
        outcome.removed += 1
    names = sorted(outcome.hashes)
    write(folder / SUMS, "".join(f"{outcome.hashes[name]}  {name}\n" for name in names).encode())
    about = {"site": settings.SITE_URL, "as_of": day, "revision": state.revision, "program": program()}
    about |= {"recorded_at": state.recorded_at.isoformat() if state.recorded_at else None}
    listed = [{"name": name, "size": outcome.sizes[name], "sha256": outcome.hashes[name]} for name in names]
    write(folder / MANIFEST, json.dumps(about | {"files": listed}, indent=1).encode() + b"\n")
    return outcome


def read_manifest(folder: Path) -> dict[str, str]:
    """Return the hashes of the files that were published into the folder before."""
    try:
        listed = json.loads((folder / MANIFEST).read_bytes())["files"]
    except FileNotFoundError:
        return {}
    return {file["name"]: file["sha256"] for file in listed}


def write(file: Path, content: bytes) -> None:
    """Write a file so that whoever reads it meanwhile gets the old one or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.partial")
    partial.write_bytes(content)
    partial.replace(file)
