"""The locks are those of what is asked for, with hashes and without an index address."""

from pathlib import Path

import pytest

from saypro import locks

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_locks_are_fresh():
    assert not locks.stale()


def test_another_request_makes_the_lock_stale(tmp_path, monkeypatch):
    for asked, lock in locks.PAIRS:
        (tmp_path / asked).write_text("django\n")
        (tmp_path / lock).write_text((ROOT / lock).read_text())
    monkeypatch.setattr(locks, "HERE", tmp_path)
    assert len(locks.stale(tmp_path)) == 2


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_a_hash_and_no_address(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    pins = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert pins
    assert all(line.endswith("\\") for line in pins)
