"""Two sites and the Redis server they share: one makes a page for both, and neither needs the server."""

import threading
import time
import urllib.error
import urllib.request

import pytest
from django.db import connection

from tests.services import redis
from tests.treatytracker.counting import SLOWLY
from tests.treatytracker.sites import edit, empty_database, manage, serving
from treatytracker.environment import CACHE_OPTIONS

RATE = 9
KNOWN_AS = "http://treaties.example.org"
# A page takes as long as it takes on a busy machine, and no longer because of the server than it may.
SOON = 5 + SLOWLY + CACHE_OPTIONS["socket_connect_timeout"] + CACHE_OPTIONS["socket_timeout"]


class Sites:
    """Two sites of one registry, what they are asked, and what Django made for it."""

    def __init__(self, addresses, makes, server, database):
        self.addresses, self.makes, self.redis, self.database = addresses, makes, server, database
        self.slowest = 0.0

    def ask(self, site, path):
        """Return what one of the sites says to somebody who knows both by one name."""
        began = time.monotonic()
        request = urllib.request.Request(self.addresses[site] + path, headers={"Host": "treaties.example.org"})
        with urllib.request.urlopen(request, timeout=30) as response:
            text = response.read().decode()
        self.slowest = max(self.slowest, time.monotonic() - began)
        return text

    def ask_both_at_once(self, path):
        told = []
        threads = [threading.Thread(target=lambda site=site: told.append(self.ask(site, path))) for site in (0, 1) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return told

    def made(self, path):
        """Return how often Django made the page."""
        return self.makes.read_text().splitlines().count(path)

    def edit(self):
        edit(self.database, "told.")
        # A server's revision is looked at twenty times a second, a file's at every request.
        time.sleep(0 if connection.vendor == "sqlite" else 0.2)


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """Return the URL of a database with the registry's data."""
    with empty_database(tmp_path_factory.mktemp("registry")) as url:
        manage(url, "migrate", "--verbosity", "0")
        manage(url, "load_data", "--commit")
        yield url


@pytest.fixture
def sites(registry, tmp_path):
    more = {
        "SITE_URL": KNOWN_AS,
        "DJANGO_SETTINGS_MODULE": "tests.treatytracker.counting_settings",
        "MAKES": str(tmp_path / "makes"),
        "API_RATE": f"{RATE}/hour",
    }
    with redis(tmp_path) as server:
        more["CACHE_URL"] = server.url
        with serving(tmp_path, registry, 1, **more) as one, serving(tmp_path, registry, 1, **more) as other:
            yield Sites((one, other), tmp_path / "makes", server, registry)


def test_a_page_is_made_once_for_all_and_an_edit_is_told_at_once(sites):
    page = "/api/v1/actions/?instrument=apmbc&participant=FIN"
    told = sites.ask_both_at_once(page)
    assert len(set(told)) == 1
    assert sites.made(page) == 1
    sites.edit()
    told = sites.ask_both_at_once(page)
    assert [text.count("told.") for text in told] == [1] * 4
    assert sites.made(page) == 2


def test_an_address_may_ask_as_often_as_it_is_told_whoever_answers(sites):
    for number in range(RATE):
        sites.ask(number % 2, f"/api/v1/instruments/?as_of=2020-01-0{number + 1}")
    for site in (0, 1):
        with pytest.raises(urllib.error.HTTPError, match="429"):
            sites.ask(site, "/api/v1/instruments/?as_of=2021-01-01")
    sites.ask(1, "/api/v1/instruments/?as_of=2020-01-01")


def test_reading_goes_on_when_the_server_is_killed(sites):
    sites.ask(0, "/instruments/ccm/")
    sites.redis.kill()
    for number in range(1, 4):
        assert "Convention" in sites.ask(0, f"/instruments/ccm/?as_of=2020-01-0{number}")
    sites.ask(0, "/instruments/ccm/")
    assert sites.made("/instruments/ccm/") == 1, "its own answers stand"
    sites.ask(1, "/instruments/ccm/")
    assert sites.made("/instruments/ccm/") == 2
    assert sites.slowest < SOON

    sites.redis.start()
    deadline = time.monotonic() + 30
    pages = (f"/instruments/ccm/?as_of=2021-{number // 28 + 1:02}-{number % 28 + 1:02}" for number in range(300))
    for page in pages:
        assert time.monotonic() < deadline, "they never shared again"
        sites.ask(0, page)
        sites.ask(1, page)
        if sites.made(page) == 1:
            break


def test_nobody_waits_long_for_a_server_that_does_not_answer(sites):
    sites.ask(0, "/instruments/ccm/")
    sites.redis.halt()
    for number in range(1, 9):
        for site in (0, 1):
            assert "Munitions" in sites.ask(site, f"/api/v1/instruments/?as_of=2020-01-0{number}")
    sites.redis.go_on()
    assert sites.slowest < SOON
