"""What nearly every answer needs and few rows say: made once, and kept while the revision stands.

Only inside a snapshot: there the rows read are sure to be those of the revision that the answer is made from.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

from treatytracker import freshness, snapshot

Value = TypeVar("Value")


class Memory:
    """What was made from one revision."""

    def __init__(self, revision: tuple) -> None:
        self.revision = revision
        self.values: dict[Hashable, Any] = {}


_memory = Memory(())


def recall(key: Hashable, make: Callable[[], Value]) -> Value:
    """Return what ``make`` returned in this revision.  Nobody may change it; of keys there must be few."""
    global _memory
    state = freshness.given()
    if state is None or not snapshot.is_open():
        return make()
    revision, memory = (state.revision, state.recorded_at), _memory
    if memory.revision != revision:
        memory = _memory = Memory(revision)
    if key not in memory.values:
        memory.values[key] = make()
    return memory.values[key]


def remembered(read: Callable[[], Value]) -> Callable[[], Value]:
    """Let a function that reads a small table ask the database once in a revision; see ``recall``."""
    return wraps(read)(lambda: recall(read, read))
