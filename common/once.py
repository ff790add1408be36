"""What is asked several times for one page is looked up once: kept for as long as the request lasts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

SEEN: ContextVar[dict[str, Any] | None] = ContextVar("seen", default=None)

Found = TypeVar("Found")


@contextmanager
def one_request() -> Iterator[None]:
    """Inside, `once` remembers."""
    token = SEEN.set({})
    try:
        yield
    finally:
        SEEN.reset(token)


def once(key: str, work: Callable[[], Found]) -> Found:
    """What `work` gives; within a request it is asked the first time only. Outside of one, each time."""
    seen = SEEN.get()
    if seen is None:
        return work()
    if key not in seen:
        seen[key] = work()
    return seen[key]


def forget(key: str) -> None:
    """Ask anew next time."""
    if (seen := SEEN.get()) is not None:
        seen.pop(key, None)
