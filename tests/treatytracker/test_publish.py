"""The public site as plain files: complete, incremental, and one revision throughout."""

import csv
import hashlib
import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from treatytracker import freshness, publishing
from treatytracker.management.commands import publish as command
from treatytracker.publishing import NotPublished, Site, publish

PAGES = ("/", "/instruments/apmbc/", "/participants/FIN/", "/about/")
LISTS = ("participations", "statistics")


@pytest.fixture
def site(db, monkeypatch):
    """Publish a part of the site, in the transaction of the test."""
    monkeypatch.setattr(publishing, "addresses", lambda: iter(PAGES))
    monkeypatch.setattr(publishing, "LISTS", LISTS)
    monkeypatch.setattr(publishing, "FILES", ("/robots.txt", "/changes/feed.atom"))
    application = command.get_wsgi_application()
    command.close_connections_between_requests()

    def write(folder, day=""):
        state = freshness.read()
        return publish(folder, application, state, day or state.day.isoformat())

    return write


def test_every_page_list_and_used_file_is_there(site, tmp_path):
    site(tmp_path)
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert {
        "index.html",
        "instruments/apmbc/index.html",
        "participants/FIN/index.html",
        "api/docs/index.html",
        "api/v1/participations.json",
        "api/v1/participations.csv",
        "api/v1/statistics.json",
        "changes/feed.atom",
        "robots.txt",
        "static/css/site.css",
        "SHA256SUMS",
        "manifest.json",
    } <= found
    assert "api/v1/statistics.csv" not in found
    for page in PAGES:
        text = (tmp_path / page.strip("/") / "index.html").read_text()
        assert all(file in found for file in re.findall(r'(?:href|src)="/(static/[^"#]+)"', text))


def test_lists_are_whole(site, tmp_path):
    site(tmp_path)
    answer = json.loads((tmp_path / "api/v1/participations.json").read_bytes())
    assert answer["count"] == len(answer["results"]) > 500
    assert answer["next"] is answer["previous"] is None
    with (tmp_path / "api/v1/participations.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == answer["count"]


def test_manifest_proves_every_file(site, tmp_path):
    site(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert manifest["revision"] == freshness.read().revision
    assert manifest["as_of"] == "2026-11-24"
    for file in manifest["files"]:
        content = (tmp_path / file["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / "SHA256SUMS").read_text().splitlines())
    assert sums == {file["name"]: file["sha256"] for file in manifest["files"]}


def test_only_differences_are_written(site, tmp_path, monkeypatch):
    first = site(tmp_path)
    assert first.written == len(first.hashes)
    (tmp_path / "robots.txt").unlink()
    (tmp_path / "somebody-elses.txt").write_text("kept")
    monkeypatch.setattr(publishing, "addresses", lambda: iter(PAGES[:-1]))
    second = site(tmp_path)
    assert (second.written, second.removed) == (1, 1)
    assert not (tmp_path / "about/index.html").exists()
    assert (tmp_path / "somebody-elses.txt").exists()


def test_another_day(site, tmp_path):
    site(tmp_path, "2001-01-01")
    answer = json.loads((tmp_path / "api/v1/participations.json").read_bytes())
    assert answer["as_of"] == "2001-01-01"
    assert "1 Jan 2001" in (tmp_path / "instruments/apmbc/index.html").read_text()
    assert json.loads((tmp_path / "manifest.json").read_bytes())["as_of"] == "2001-01-01"


def test_an_address_that_fails_stops_everything(db):
    site = Site(command.get_wsgi_application(), freshness.read(), "2026-11-24")
    with pytest.raises(NotPublished, match=r"/nowhere/ answers 404 Not Found\."):
        site.ask("/nowhere/")


def test_a_day_that_is_none_is_refused(tmp_path, monkeypatch, db):
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        call_command("publish", tmp_path, as_of="yesterday")
