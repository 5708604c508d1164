"""The cache on a server: what is said when it is away, and what is taken from it."""

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Away
from redis.exceptions import ResponseError

from treatytracker import shared_cache
from treatytracker.shared_cache import Serializer, SharedCache


class Server:
    """A server that a test makes fail; counts how often it was asked."""

    def __init__(self):
        self.known, self.error, self.asked = {}, None, 0

    def __getattr__(self, method):
        def answer(key, *arguments):
            self.asked += 1
            if self.error:
                raise self.error
            return getattr(self, f"_{method}")(key, *arguments)

        return answer

    def _get(self, key, default):
        return self.known.get(key, default)

    def _set(self, key, value, timeout):
        self.known[key] = value

    def _add(self, key, value, timeout):
        return self.known.setdefault(key, value) is value

    def _delete(self, key):
        return self.known.pop(key, None) is not None


@pytest.fixture
def server(monkeypatch):
    made = Server()
    monkeypatch.setattr(RedisCache, "_cache", made)
    monkeypatch.setattr(SharedCache, "silent_until", 0.0)
    return made


@pytest.fixture
def cache(server):
    return SharedCache(["redis://127.0.0.1"], {"KEY_PREFIX": "https://treaties.example.org"})


def test_what_one_puts_there_others_find(cache, server):
    cache.set("a", b"1")
    assert SharedCache(["redis://127.0.0.1"], {"KEY_PREFIX": "https://treaties.example.org"}).get("a") == b"1"
    assert SharedCache(["redis://127.0.0.1"], {"KEY_PREFIX": "https://other.example.org"}).get("a") is None
    assert [cache.add("b", 1), cache.add("b", 2), cache.delete("b"), cache.add("b", 3)] == [True, False, True, True]


@pytest.mark.parametrize("error", [Away("away"), ResponseError("OOM command not allowed")])
def test_a_server_that_fails_is_as_good_as_empty(cache, server, error):
    cache.set("a", b"1")
    server.error = error
    assert [cache.get("a"), cache.get("a", "other"), cache.delete("a")] == [None, "other", False]
    cache.set("a", b"2")
    assert cache.add("a", 1), "nobody else can be told, so whoever asks is the first"


def test_a_server_that_fails_is_asked_again_after_some_seconds(cache, server, monkeypatch):
    server.error = Away("away")
    for _ in range(5):
        cache.get("a")
    assert server.asked == 1
    server.error = None
    monkeypatch.setattr(shared_cache, "monotonic", lambda: SharedCache.silent_until)
    cache.set("a", b"1")
    assert cache.get("a") == b"1"


@pytest.mark.parametrize("value", [b"", b"\0", b"{}", 1, [1.5, 2.5], {"a": None}])
def test_values_come_back_as_they_were(value):
    assert Serializer().loads(Serializer().dumps(value)) == value


def test_nothing_that_comes_back_is_run():
    with pytest.raises(ValueError, match="JSON"):
        Serializer().loads(b"cos\nsystem\n(S'false'\ntR.")


def test_what_is_not_ours_is_as_good_as_nothing(cache, server):
    server.error = ValueError("unexpected character")
    assert cache.get("a") is None
