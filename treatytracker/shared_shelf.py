"""The shelf that all workers of all machines share: what one of them made the others take, and one makes at a time.

Its entries are named after everything that an answer depends on, the revision among it: what was true before the
last commit is under another name, so nothing old can be given and nothing needs to be dropped.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import brotli
import orjson
from django.core.cache.backends.base import BaseCache

from treatytracker import freshness
from treatytracker.freshness import State
from treatytracker.shelf import Answer, Headers

# Seconds that an answer stands; with it an answer of a revision that has passed is gone.
KEPT_FOR = 3600
# Seconds: how long a worker may take before it counts as dead, how long others wait at most, and between two looks.
TURN, PATIENCE, INTERVAL = 3, 4.0, 0.02
# Seconds that an address is known for one whose answer cannot be kept, so that nobody waits for it.
KNOWN_FOR = 10
CANNOT_BE_KEPT = b""


class SharedShelf:
    """Answers in a cache.  One that holds nothing, because it is away, lets everybody make their own at once."""

    def __init__(self, cache: BaseCache):
        self.cache = cache

    @contextmanager
    def turn(self, state: State, key: tuple) -> Iterator[Answer | None]:
        """Yield the answer; None to the one who is to make it and ``put`` it before the end."""
        name = name_of(state, key)
        found, turn_ends_at = self._wait(name)
        try:
            yield unpack(found, state) if found else None
        finally:
            # Later the turn may be another worker's.
            if monotonic() < turn_ends_at:
                self.cache.delete(turn_at(name))

    def _wait(self, name: str) -> tuple[bytes | None, float]:
        """Return what stands there once nobody is making it, or else until when it is our turn to make it."""
        began = monotonic()
        while True:
            asked_at = monotonic()
            found = self.cache.get(name)
            # Who waits too long for others makes it as well: two answers are better than none.
            if found is not None or asked_at - began > PATIENCE:
                return found, 0
            if self.cache.add(turn_at(name), 1, TURN):
                # Whoever had the turn before may have put it there after we looked.
                return self.cache.get(name), asked_at + TURN
            threading.Event().wait(INTERVAL)

    def put(self, key: tuple, answer: Answer, headers: Headers) -> None:
        """Keep an answer under the state it was made from, with the headers that Django gave it.

        One that only says that the caller has it already is of no use to others.
        """
        if answer.serves({}):
            self.cache.set(name_of(answer.state, key), pack(answer, headers), KEPT_FOR)

    def pass_over(self, state: State, key: tuple) -> None:
        """Remember for a while that the answer cannot be kept: all who ask for it may make it at once.

        Unless somebody could keep it meanwhile: an error may be one worker's own.
        """
        self.cache.add(name_of(state, key), CANNOT_BE_KEPT, KNOWN_FOR)


def name_of(state: State, key: tuple) -> str:
    """Return the name of an answer.  Another registry, or one restored, may have a revision of the same number."""
    parts = f"{freshness.program()}\n{state.revision}\n{state.recorded_at}\n{state.day}\n{key}"
    return hashlib.blake2b(parts.encode(), digest_size=24).hexdigest()


def turn_at(name: str) -> str:
    return f"turn-{name}"


def pack(answer: Answer, headers: Headers) -> bytes:
    """Return an answer as bytes: a line about it, and its body, compressed if it may be."""
    encoding = "br" if "br" in answer.encodings else ""
    answer.add(encoding)
    return orjson.dumps([encoding, answer.status, headers]) + b"\n" + answer.variants[encoding][1]


def unpack(packed: bytes, state: State) -> Answer:
    """Return the answer that was packed, with its body as it was compressed."""
    about, _, body = packed.partition(b"\n")
    encoding, status, headers = orjson.loads(about)
    plain = brotli.decompress(body) if encoding else body
    answer = Answer(status, [(name, value) for name, value in headers], plain, state)
    if encoding:
        answer.add(encoding, body)
    return answer
