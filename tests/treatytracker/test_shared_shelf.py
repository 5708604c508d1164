"""Answers that workers share: made once for all of them, never given in another state, and never waited for in vain."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import monotonic

import brotli
import pytest
from django.core.cache.backends.locmem import LocMemCache

from tests.treatytracker.callers import MARKED, PAGE, Reply
from treatytracker import answers, freshness, shared_shelf, shelf
from treatytracker.answers import Answers
from treatytracker.freshness import State
from treatytracker.shared_shelf import SharedShelf, name_of, turn_at

STATE = State(1, datetime(2026, 11, 1, tzinfo=UTC), date(2026, 11, 24))
KEY = ("/instruments/apmbc/", "", "treaties.example.org", "http", None)


@pytest.fixture
def cache():
    """Return a cache that stands for the server."""
    made = LocMemCache("shared shelf", {})
    yield made
    made.clear()


@pytest.fixture
def sites(registry, cache):
    """Return two workers that share it."""
    return [Answers(registry, 1_000_000, SharedShelf(cache)) for _ in range(2)]


def ask_at_once(sites):
    """Return the replies of workers who are asked for one page together."""
    got = []
    threads = [threading.Thread(target=lambda site=site: got.append(Reply(site))) for site in sites]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return got


def test_one_makes_and_all_give(sites, registry):
    first, second = (Reply(site, ACCEPT_ENCODING="br") for site in sites)
    assert brotli.decompress(second.body) == PAGE + b"1"
    assert first.body == second.body
    assert {**first.headers, "x-request-id": ""} == {**second.headers, "x-request-id": ""}
    assert Reply(sites[1]).body == PAGE + b"1"
    assert Reply(sites[1], IF_NONE_MATCH=first.headers["etag"]).status == 304
    assert len(registry.asked) == 1


def test_what_was_compressed_is_not_compressed_again(sites, monkeypatch):
    Reply(sites[0], ACCEPT_ENCODING="br")
    monkeypatch.setitem(shelf.COMPRESSORS, "br", None)
    assert Reply(sites[1], ACCEPT_ENCODING="br").status == 200


def test_what_stands_ready_here_asks_nobody(sites, monkeypatch):
    Reply(sites[0])
    monkeypatch.setattr(sites[0], "shared", None)
    monkeypatch.setattr(sites[0], "application", None)
    assert Reply(sites[0]).status == 200


def test_a_new_revision_is_told_at_once(sites, registry):
    for site in sites:
        Reply(site)
    registry.revision = 2
    assert [Reply(site).body for site in sites] == [PAGE + b"2"] * 2
    assert len(registry.asked) == 2


def test_an_answer_is_put_under_the_state_that_it_was_made_from(sites, registry, cache, monkeypatch):
    before = registry.state()

    def read_after_a_commit():
        registry.revision = 2
        return registry.state()

    monkeypatch.setattr(freshness, "read", read_after_a_commit)
    assert Reply(sites[0]).body == PAGE + b"2"
    assert cache.get(name_of(before, KEY)) is None
    assert Reply(sites[1]).body == PAGE + b"2"
    assert len(registry.asked) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(STATE, revision=2),
        replace(STATE, recorded_at=STATE.recorded_at + timedelta(microseconds=1)),
        replace(STATE, day=STATE.day + timedelta(days=1)),
    ],
    ids=["the next revision", "another registry's first revision", "the next day"],
)
def test_each_state_has_names_of_its_own(other):
    assert name_of(STATE, KEY) == name_of(replace(STATE), KEY)
    assert name_of(STATE, KEY) != name_of(other, KEY)


def test_a_new_release_has_names_of_its_own(monkeypatch):
    before = name_of(STATE, KEY)
    monkeypatch.setattr(freshness, "program", lambda: "another")
    assert name_of(STATE, KEY) != before


def test_of_many_workers_who_want_a_page_at_once_one_makes_it(registry, cache):
    def slow(environ, start_response):
        threading.Event().wait(0.1)
        return registry(environ, start_response)

    sites = [Answers(slow, 1_000_000, SharedShelf(cache)) for _ in range(5)]
    assert [reply.body for reply in ask_at_once(sites)] == [PAGE + b"1"] * 5
    assert len(registry.asked) == 1
    assert cache.get(turn_at(name_of(registry.state(), KEY))) is None


def test_what_was_put_there_before_our_turn_began_is_taken(sites, registry, cache, monkeypatch):
    add = cache.add

    def add_after_another_has_made_it(*arguments):
        monkeypatch.setattr(cache, "add", add)
        Reply(sites[1])
        return add(*arguments)

    monkeypatch.setattr(cache, "add", add_after_another_has_made_it)
    assert Reply(sites[0]).body == PAGE + b"1"
    assert len(registry.asked) == 1


def test_a_worker_that_died_is_waited_for_only_while_its_turn_lasts(sites, registry, cache):
    cache.add(turn_at(name_of(registry.state(), KEY)), 1, 0.2)
    assert [reply.body for reply in ask_at_once(sites)] == [PAGE + b"1"] * 2
    assert len(registry.asked) == 1, "the one that takes the turn over makes it for the other"


def test_a_worker_that_takes_too_long_is_not_waited_for(sites, registry, cache, monkeypatch):
    monkeypatch.setattr(shared_shelf, "PATIENCE", 0.05)
    turn = turn_at(name_of(registry.state(), KEY))
    cache.add(turn, 1, 60)
    assert Reply(sites[0]).body == PAGE + b"1"
    assert cache.get(turn) == 1, "it is still the other's"
    assert Reply(sites[1]).body == PAGE + b"1"
    assert len(registry.asked) == 1, "and yet its answer was shared"


def test_a_turn_that_ran_out_is_left_to_whoever_has_it_now(cache, monkeypatch):
    monkeypatch.setattr(shared_shelf, "TURN", 0)
    turn = turn_at(name_of(STATE, KEY))
    with SharedShelf(cache).turn(STATE, KEY):
        cache.set(turn, "of another worker")
    assert cache.get(turn) == "of another worker"


def test_an_error_ends_the_turn(sites, registry, cache):
    def broken(environ, start_response):
        raise ZeroDivisionError

    sites[0].application = broken
    with pytest.raises(ZeroDivisionError):
        Reply(sites[0])
    assert cache.get(turn_at(name_of(registry.state(), KEY))) is None


@pytest.mark.parametrize("status", ["404 Not Found", "500 Server Error"])
def test_nobody_waits_for_what_cannot_be_kept(sites, registry, cache, monkeypatch, status):
    registry.status = status
    Reply(sites[0])
    begun = threading.Barrier(2)

    def together(environ, start_response):
        begun.wait(shared_shelf.TURN / 2)
        return registry(environ, start_response)

    for site in sites:
        monkeypatch.setattr(site, "application", together)
    assert [reply.status for reply in ask_at_once(sites)] == [int(status[:3])] * 2


def test_an_error_of_one_worker_takes_no_answer_away(sites, registry, cache, monkeypatch):
    name = name_of(registry.state(), KEY)

    def fails_after_another_has_made_it(environ, start_response):
        cache.delete(turn_at(name))
        Reply(sites[1])
        registry.status = "500 Server Error"
        return registry(environ, start_response)

    monkeypatch.setattr(sites[0], "application", fails_after_another_has_made_it)
    assert Reply(sites[0]).status == 500
    assert cache.get(name)


def test_what_is_large_is_not_shared(sites, registry, monkeypatch):
    monkeypatch.setattr(answers, "LARGEST", 1000)
    assert [Reply(site).body for site in sites] == [PAGE + b"1"] * 2
    assert len(registry.asked) == 2


def test_an_answer_to_head_or_without_body_is_not_shared(sites, registry):
    etag = Reply(sites[0], method="HEAD").headers["etag"]
    assert Reply(sites[0], IF_NONE_MATCH=etag).status == 304
    assert Reply(sites[1]).body == PAGE + b"1"
    assert Reply(sites[0]).body == PAGE + b"1"
    assert len(registry.asked) == 3, "head, without body, and one with it for both"


def test_whoever_says_who_they_are_neither_takes_nor_gives(sites, registry, cache, monkeypatch):
    Reply(sites[0], COOKIE="sessionid=1")
    assert not cache._cache
    Reply(sites[0])
    Reply(sites[1], COOKIE="sessionid=1")
    assert len(registry.asked) == 3


def test_answers_expire(sites, registry, cache, monkeypatch):
    monkeypatch.setattr(shared_shelf, "KEPT_FOR", -1)
    for site in sites:
        Reply(site)
    assert len(registry.asked) == 2


def test_a_body_that_is_not_text_is_shared_as_it_is(sites, registry):
    registry.headers = [("Content-Type", "application/zip"), MARKED[1]]
    registry.body = bytes(range(256)) * 10
    assert [Reply(site, ACCEPT_ENCODING="br").body for site in sites] == [registry.body + b"1"] * 2
    assert len(registry.asked) == 1


def test_a_server_that_is_away_holds_nobody_up(registry):
    class Away(LocMemCache):
        """Says what ``SharedCache`` says while the server is away."""

        def get(self, *arguments):
            return None

        def set(self, *arguments):
            pass

        def add(self, *arguments):
            return True

    site = Answers(registry, 0, SharedShelf(Away("away", {})))
    began = monotonic()
    assert [Reply(site).body for _ in range(20)] == [PAGE + b"1"] * 20
    assert monotonic() - began < shared_shelf.TURN
