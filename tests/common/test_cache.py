"""What is slow to count is kept for a minute; what is quick is counted each time."""

from itertools import count

import pytest

from common import cache


@pytest.mark.parametrize(("limit", "second"), [(-1, 0), (3600, 1)])
def test_only_what_is_slow_is_kept(monkeypatch, limit, second):
    monkeypatch.setattr(cache, "SLOW_SECONDS", limit)
    numbers = count()
    assert cache.kept_if_slow("tests.kept", lambda: next(numbers)) == 0
    assert cache.kept_if_slow("tests.kept", lambda: next(numbers)) == second
