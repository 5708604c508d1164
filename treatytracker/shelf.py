"""Answers that are ready to be given, in the encodings that they were asked for, and the shelf that holds them."""

import gzip
import re
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import brotli
from django.utils.http import parse_etags, parse_http_date_safe

Headers = list[tuple[str, str]]

# Best first.  Brotli at 4 is faster than gzip at 6 and a twentieth smaller; at 9 it takes twenty times as long.
COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
DECOMPRESSORS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
COMPRESSIBLE = re.compile(r"text/|application/([\w.-]+\+)?(json|xml)|image/svg")
# A shorter body fits into one packet as it is.
SHORT = 1000
# Made anew for each response.
OF_ONE_RESPONSE = ("content-length", "vary", "x-request-id")
# What a caller is told again of an answer that it has.
ABOUT_FRESHNESS = ("etag", "last-modified", "cache-control", "vary", "access-control-")
# What an answer takes besides its bodies.
OVERHEAD = 2000


class Answer:
    """What Django said to one address in one state: status, headers, body; or only that the caller has it already.

    The body is kept in those encodings in which it was asked for.  Browsers all take a compressed one, which is a
    tenth of the plain one.
    """

    def __init__(self, status: str, headers: Headers, body: bytes | None, state: Any):
        said = {name.lower(): value for name, value in headers}
        kept = [(name, value) for name, value in headers if name.lower() not in OF_ONE_RESPONSE]
        compressible = body is not None and len(body) >= SHORT and COMPRESSIBLE.match(said.get("content-type", ""))
        vary = [said["vary"]] if "vary" in said else []
        if compressible or body is None:
            vary.append("Accept-Encoding")
        if vary:
            kept.append(("Vary", ", ".join(vary)))
        self.state = state
        self.status = status
        self.headers = kept
        self.headers_if_unchanged = [pair for pair in kept if pair[0].lower().startswith(ABOUT_FRESHNESS)]
        self.etag = said.get("etag", "")
        self.modified = parse_http_date_safe(said.get("last-modified", ""))
        self.encodings = tuple(COMPRESSORS) if compressible else ()
        self.variants: dict[str, tuple[Headers, bytes]] = {}
        self.used = False
        # Until it is first asked for.
        self._body = body

    def serves(self, environ: dict) -> bool:
        """Return whether a request can be answered with it."""
        return bool(self.variants) or self._body is not None or self.unchanged(environ)

    def unchanged(self, environ: dict) -> bool:
        """Return whether the caller says that it has this answer."""
        if asked := environ.get("HTTP_IF_NONE_MATCH"):
            return bool(self.etag) and (asked == self.etag or self._is_among(asked))
        if self.modified is None or "HTTP_IF_MODIFIED_SINCE" not in environ:
            return False
        since = parse_http_date_safe(environ["HTTP_IF_MODIFIED_SINCE"])
        return since is not None and self.modified <= since

    def _is_among(self, asked: str) -> bool:
        own = self.etag.removeprefix("W/")
        return asked.strip() == "*" or any(etag.removeprefix("W/") == own for etag in parse_etags(asked))

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return OVERHEAD + len(self._body or b"") + sum(len(body) for _, body in list(self.variants.values()))

    def encoding_for(self, environ: dict) -> str:
        """Return the best encoding that the caller takes; an empty text for the plain body."""
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        return best_encoding(accepted) if accepted and self.encodings else ""

    def add(self, encoding: str, body: bytes | None = None) -> None:
        """Have the body ready in an encoding, in which it may be at hand; an empty text stands for the plain one."""
        if encoding in self.variants:
            return
        if body is None:
            plain = self._plain()
            body = COMPRESSORS[encoding](plain) if encoding else plain
        about = [("Content-Length", str(len(body)))]
        if encoding:
            about.append(("Content-Encoding", encoding))
        self.variants[encoding] = ([*self.headers, *about], body)
        self._body = None

    def _plain(self) -> bytes:
        if self._body is not None:
            return self._body
        encoding, (_, body) = next(iter(self.variants.items()))
        return DECOMPRESSORS[encoding](body) if encoding else body


@lru_cache(maxsize=1000)
def best_encoding(accept_encoding: str) -> str:
    """Return the best encoding that a caller takes; an empty text for the plain body."""
    refused, taken = set(), set()
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.partition(";")
        (refused if re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight) else taken).add(name.strip())
    return next((name for name in COMPRESSORS if name not in refused and not taken.isdisjoint((name, "*"))), "")


class Shelf:
    """Answers by key, of one state of the registry, in at most so many bytes; what is least asked for goes first."""

    def __init__(self, capacity: int):
        self.capacity = capacity
        self.state: object = None
        self.size = 0
        self._answers: dict[Hashable, Answer] = {}
        self._sizes: dict[Hashable, int] = {}
        self._turns: dict[Hashable, list] = {}
        self._lock = threading.Lock()

    def renew(self, state: object) -> None:
        """Hold answers of ``state`` from now on; drop those of another."""
        with self._lock:
            if state != self.state:
                self.state, self.size, self._answers, self._sizes = state, 0, {}, {}

    def get(self, key: Hashable) -> Answer | None:
        """Return the answer, or None."""
        answer = self._answers.get(key)
        if answer is not None:
            answer.used = True
        return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer of the present state, or count it again when it has grown."""
        with self._lock:
            if answer.state != self.state:
                return
            size = answer.size  # another encoding may be added meanwhile
            self.size += size - self._sizes.get(key, 0)
            self._answers[key], self._sizes[key] = answer, size
            while self.size > self.capacity and self._answers:
                self._drop_one()

    def _drop_one(self) -> None:
        """Drop the oldest; one that was asked for since its last turn gets another."""
        key, answer = next(iter(self._answers.items()))
        del self._answers[key]
        if answer.used:
            answer.used = False
            self._answers[key] = answer
        else:
            self.size -= self._sizes.pop(key)

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """Let one thread at a time make the answer of a key."""
        with self._lock:
            turn = self._turns.setdefault(key, [threading.Lock(), 0])
            turn[1] += 1
        try:
            with turn[0]:
                yield
        finally:
            with self._lock:
                turn[1] -= 1
                if not turn[1]:
                    del self._turns[key]
