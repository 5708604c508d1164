"""Answers that stand ready: when they are given, when they are made anew, and what is never kept."""

import threading
from datetime import UTC, date, datetime, timedelta

import brotli
import pytest
from django.db import OperationalError

from tests.treatytracker.callers import MARKED, PAGE, Reply
from treatytracker import answers, dates, freshness
from treatytracker.answers import Answers


@pytest.fixture
def site(registry):
    return Answers(registry, capacity=1_000_000)


def test_answer_is_made_once(site, registry):
    first, second = Reply(site), Reply(site)
    assert first.body == second.body == PAGE + b"1"
    assert len(registry.asked) == 1


def test_every_response_has_an_id_of_its_own_or_the_callers(site):
    assert Reply(site).headers["x-request-id"] != Reply(site).headers["x-request-id"]
    assert Reply(site, X_REQUEST_ID="complaint-2026").headers["x-request-id"] == "complaint-2026"


def test_a_new_revision_is_told_at_once(site, registry):
    Reply(site)
    registry.revision = 2
    assert Reply(site).body == PAGE + b"2"
    assert site.shelf.size < 2 * len(PAGE) + 5000, "the old revision's answers are dropped"


def test_a_new_day_begins_at_midnight_utc(site, registry, monkeypatch):
    before = Reply(site).headers["etag"]
    monkeypatch.setattr(dates, "now", lambda: datetime(2026, 11, 25, tzinfo=UTC))
    assert Reply(site).headers["etag"] != before
    assert len(registry.asked) == 2


def test_a_page_begun_before_midnight_is_made_again(site, registry, monkeypatch):
    moments = iter([*[datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)] * 2] + [datetime(2026, 11, 25, tzinfo=UTC)] * 9)
    monkeypatch.setattr(dates, "now", lambda: next(moments))
    monkeypatch.setattr(registry, "state", lambda: freshness.State(1, None, dates.today()))
    monkeypatch.setattr(freshness, "read", registry.state)
    Reply(site)
    assert site.shelf.state.day == date(2026, 11, 24)
    assert not site.shelf.size, "it belongs to the next day"


def test_304_without_django(site, registry):
    etag = Reply(site).headers["etag"]
    reply = Reply(site, IF_NONE_MATCH=etag)
    assert (reply.status, reply.body, len(registry.asked)) == (304, b"", 1)
    assert reply.headers["etag"] == etag
    assert not [name for name in reply.headers if name.startswith("content-")]


@pytest.mark.parametrize("asked", ["*", "{0}", 'W/"1-other", {0}', '"{1}"'])
def test_forms_of_if_none_match(site, asked):
    etag = Reply(site).headers["etag"]
    assert Reply(site, IF_NONE_MATCH=asked.format(etag, etag[3:-1])).status == 304


def test_304_of_what_is_not_there_needs_no_body(site, registry):
    environ = {"PATH_INFO": "/", "QUERY_STRING": ""}
    etag = freshness.etag_of(registry.state(), environ)
    assert [Reply(site, "/", IF_NONE_MATCH=etag).status for _ in range(3)] == [304] * 3
    assert len(registry.asked) == 1
    assert Reply(site, "/").body == PAGE + b"1"
    assert Reply(site, "/", IF_NONE_MATCH=etag).status == 304
    assert len(registry.asked) == 2


def test_copy_by_date(site, registry):
    registry.headers = [*MARKED, ("Last-Modified", "Sun, 01 Nov 2026 00:00:00 GMT")]
    assert Reply(site, IF_MODIFIED_SINCE="Sun, 01 Nov 2026 00:00:00 GMT").status == 304
    assert Reply(site, IF_MODIFIED_SINCE="Sat, 31 Oct 2026 00:00:00 GMT").status == 200
    assert Reply(site, IF_MODIFIED_SINCE="yesterday").status == 200
    assert len(registry.asked) == 1


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", ""), ("*", "br")],
)
def test_compressed_once(site, registry, monkeypatch, accepted, encoding):
    first, second = Reply(site, ACCEPT_ENCODING=accepted), Reply(site, ACCEPT_ENCODING=accepted)
    assert first.headers.get("content-encoding", "") == encoding
    assert first.headers["vary"] == "Accept-Encoding"
    assert first.body is second.body
    assert int(first.headers["content-length"]) == len(first.body)
    assert Reply(site).body == PAGE + b"1"
    if encoding == "br":
        assert brotli.decompress(first.body) == PAGE + b"1"


def test_a_body_is_kept_in_the_encodings_it_was_asked_for(site, registry):
    Reply(site, ACCEPT_ENCODING="gzip")
    assert site.shelf.size < len(PAGE) + 2000, "nobody asked for the plain one"
    assert Reply(site).body == PAGE + b"1"
    assert brotli.decompress(Reply(site, ACCEPT_ENCODING="br").body) == PAGE + b"1"
    assert Reply(site, ACCEPT_ENCODING="gzip").headers["content-encoding"] == "gzip"
    assert len(registry.asked) == 1
    assert site.shelf.size > len(PAGE) + 2000


def test_head_says_what_get_would(site, registry):
    assert Reply(site, method="HEAD").status == 200
    assert not site.shelf.size, "an answer to HEAD has no body to keep"
    get, head = Reply(site), Reply(site, method="HEAD")
    assert head.body == b""
    assert {**head.headers, "x-request-id": ""} == {**get.headers, "x-request-id": ""}


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found", "500 Server Error", "429 Too Many Requests"])
def test_errors_are_never_kept(site, registry, status):
    registry.status = status
    assert [Reply(site).status for _ in range(2)] == [int(status[:3])] * 2
    assert len(registry.asked) == 2


def test_only_what_is_marked_is_kept(site, registry):
    registry.headers = MARKED[:1]
    Reply(site), Reply(site)
    assert len(registry.asked) == 2


@pytest.mark.parametrize("header", ["COOKIE", "AUTHORIZATION"])
def test_whoever_says_who_they_are_asks_django(site, registry, header):
    Reply(site)
    Reply(site, **{header: "x"})
    assert len(registry.asked) == 2


@pytest.mark.parametrize(("method", "path"), [("POST", "/"), ("GET", "/admin/"), ("GET", "/accounts/login/")])
def test_what_is_not_public_goes_straight_to_django(site, registry, method, path):
    for _ in range(2):
        Reply(site, path, method=method)
    assert len(registry.asked) == 2


def test_answers_differ_by_address_host_and_scheme_and_in_the_api_by_format(site, registry):
    Reply(site)
    different = [
        {"query": "as_of=2020-01-01"},
        {"path": "/"},
        {"HOST": "other.example.org"},
        {"X_FORWARDED_PROTO": "https"},
        {"path": "/api/v1/actions/", "ACCEPT": "text/html"},
        {"path": "/api/v1/actions/", "ACCEPT": "application/json"},
    ]
    for request in different:
        Reply(site, **request)
    assert len(registry.asked) == 1 + len(different)
    Reply(site, ACCEPT="text/html")
    assert len(registry.asked) == 1 + len(different), "pages have one format"


def test_what_is_large_is_given_and_not_kept(site, registry, monkeypatch):
    monkeypatch.setattr(answers, "LARGEST", 1000)
    assert Reply(site).body == PAGE + b"1"
    assert not site.shelf.size


def test_memory_is_bounded_and_what_is_asked_for_stays(registry):
    site = Answers(registry, capacity=20_000)
    Reply(site)
    for number in range(50):
        Reply(site)
        Reply(site, query=f"page={number}")
        assert site.shelf.size <= 20_000
    assert sum(environ["QUERY_STRING"] == "" for environ in registry.asked) == 1


def test_nothing_is_kept_where_there_is_no_room(registry):
    site = Answers(registry, capacity=0)
    assert [Reply(site).status for _ in range(3)] == [200] * 3
    assert site.shelf.size == 0


def test_many_who_ask_at_once_wait_for_one_page(site, registry):
    begun, told = threading.Event(), threading.Event()

    def slow(environ, start_response):
        begun.set()
        told.wait(5)
        return registry(environ, start_response)

    site.application = slow
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(Reply(site))) for _ in range(5)]
    for thread in threads:
        thread.start()
    begun.wait(5)
    told.set()
    for thread in threads:
        thread.join()
    assert {reply.body for reply in replies} == {PAGE + b"1"}
    assert len(registry.asked) == 1


def test_an_answer_older_than_the_pulse_is_sought_elsewhere(site, registry, monkeypatch):
    registry.databases = ["lagging", "broken", "default"]
    registry.revision = 2
    made = []

    def make_from(alias, application, environ):
        made.append(alias)
        if alias == "broken":
            return None
        state = freshness.State(1 if alias == "lagging" else 2, None, dates.today())
        return answers.Made(application, environ, state)

    monkeypatch.setattr(answers, "make_from", make_from)
    assert Reply(site).status == 200
    assert made == ["lagging", "broken", "default"]


def test_without_any_database_django_says_so(site, registry, monkeypatch):
    def away(alias):
        raise OperationalError("away")

    monkeypatch.setattr(answers, "snapshot", away)
    registry.status = "503 Service Unavailable"
    assert Reply(site).status == 503


def test_date_of_an_answer_is_not_told_in_the_second_of_the_change(clock):
    just_now = freshness.State(1, clock - timedelta(milliseconds=300), clock.date())
    earlier = freshness.State(1, clock - timedelta(seconds=2), clock.date())
    assert not freshness.is_settled(just_now)
    assert freshness.is_settled(earlier)
