"""The cache on a Redis server that all workers share.  What it knows helps and is never needed.

A server that is away or slow costs one request a quarter of a second; then it is not asked for some seconds,
and each worker goes on alone.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

import orjson
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# Seconds before a server that failed is asked again.
RETRY = 5.0
BYTES = b"\0"  # no JSON begins with it

log = logging.getLogger(__name__)


class Serializer:
    """Bytes as they are, all else as JSON: what comes back from the server is data and never code."""

    def dumps(self, value: Any) -> bytes:
        return BYTES + value if isinstance(value, bytes) else orjson.dumps(value)

    def loads(self, data: bytes) -> Any:
        return data[1:] if data.startswith(BYTES) else orjson.loads(data)


class SharedCache(RedisCache):
    """Django's cache on Redis; while the server is away, one that holds nothing and forgets everything."""

    # Of the process: what one thread found out spares the others.
    silent_until = 0.0

    def get(self, key, default=None, version=None):
        return self._ask(default, super().get, key, default, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._ask(None, super().set, key, value, timeout, version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Return whether nobody else had put the key there: nobody can have, while the server is away."""
        return self._ask(True, super().add, key, value, timeout, version)

    def delete(self, key, version=None):
        return self._ask(False, super().delete, key, version)

    def _ask(self, otherwise: Any, method: Callable, *arguments: Any) -> Any:
        if monotonic() < SharedCache.silent_until:
            return otherwise
        try:
            return method(*arguments)
        except (RedisError, ValueError) as error:  # or the server holds what is not ours
            SharedCache.silent_until = monotonic() + RETRY
            log.warning("The shared cache does not answer, so each worker goes on alone: %s", error)
            return otherwise
