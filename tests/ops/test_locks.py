"""A lock knows what it was made from, so that a stale one shows without an index."""

import pytest

from saypro import locks


@pytest.fixture
def folder(tmp_path):
    """Two .in files with locks that are fresh."""
    for asked, lock in locks.PAIRS:
        (tmp_path / asked).write_text(f"# {asked}\nthing==1\n")
        (tmp_path / lock).write_text("thing==1 --hash=sha256:0\n")
    locks.write(tmp_path)
    return tmp_path


def test_our_locks_are_fresh():
    assert locks.stale() == []


@pytest.mark.parametrize("name", [lock for _, lock in locks.PAIRS])
def test_every_pin_has_a_hash_and_no_address(name):
    text = (locks.HERE / name).read_text()
    assert "://" not in text
    pins = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert pins
    assert all(line.endswith("\\") for line in pins)


def test_written_locks_are_fresh_and_keep_their_lines(folder):
    assert locks.stale(folder) == []
    before = (folder / "requirements.lock").read_text()
    assert before.splitlines()[1:] == ["thing==1 --hash=sha256:0"]
    locks.write(folder)
    assert (folder / "requirements.lock").read_text() == before


def test_a_stale_lock_is_named(folder):
    (folder / "requirements-dev.in").write_text("thing==2\n")
    assert locks.stale(folder) == [
        "requirements-dev.lock was not made from requirements-dev.in as it stands; run `make lock`."
    ]


def test_a_missing_lock_is_named(folder):
    (folder / "requirements.lock").unlink()
    assert locks.stale(folder) == ["requirements.lock is not there; run `make lock`."]
