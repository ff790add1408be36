"""Django's Redis cache with its clients kept, and answers that are kept for a minute where working them out is slow."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

SLOW_SECONDS = 0.1
KEPT_SECONDS = 60

Found = TypeVar("Found")


def kept_if_slow(key: str, work: Callable[[], Found]) -> Found:
    """What `work` gives; if that took long, the same answer to whoever asks within a minute.

    Only for counts over the whole of a large organisation, which say how it stood a moment ago. Where they are
    quick to count, they are counted each time.
    """
    found = cache.get(key)
    if found is not None:
        return found
    begun = time.monotonic()
    found = work()
    if time.monotonic() - begun > SLOW_SECONDS:
        cache.set(key, found, KEPT_SECONDS)
    return found


def kept_if_many(key: str, work: Callable[[], int], many: int) -> int:
    """What `work` counts; if it is more than `many`, the same for half a minute, when one more or less says nothing."""
    found = cache.get(key)
    if found is None:
        found = work()
        if found > many:
            cache.set(key, found, KEPT_SECONDS // 2)
    return int(found)


@dataclass(frozen=True)
class Work:
    """Something to work out, known by its key alone."""

    key: Hashable
    do: Callable[[], Any] = field(compare=False)


@lru_cache(maxsize=1024)
def done(work: Work) -> Any:
    return work.do()


def kept_here(key: Hashable, work: Callable[[], Found]) -> Found:
    """What `work` gives, kept in this process for good: the key has to hold everything that it depends on."""
    return done(Work(key, work))


class KeptClient(RedisCacheClient):
    """One client for reading and one for writing, where Django makes a new one for each look-up, which costs more than it.

    Clients are safe to share between threads; connections come from the pool, as before.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kept: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self.kept:
            self.kept[write] = super().get_client(key, write=write)
        return self.kept[write]


class KeptRedisCache(RedisCache):
    """The cache of the settings, where there is Redis."""

    def __init__(self, server: Any, params: dict[str, Any]):
        super().__init__(server, params)
        self._class = KeptClient
