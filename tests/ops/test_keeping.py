"""Secrets are made once and are nobody else's; a reset removes a demo and nothing but a demo."""

import stat
import threading
from pathlib import Path

import pytest

from saypro import keeping
from tests.ops.processes import environment, run


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_is_made_once_and_kept(tmp_path):
    folder = tmp_path / "data"
    made = keeping.secret_key(folder)
    assert len(made) > 50
    assert keeping.secret_key(folder) == made
    assert keeping.secret_key(tmp_path / "other") != made


def test_only_the_owner_reads_it(tmp_path):
    folder = tmp_path / "data"
    keeping.secret_key(folder)
    assert mode_of(folder) == 0o700
    assert mode_of(folder / "secret-key") == 0o600
    assert [each.name for each in folder.iterdir()] == ["secret-key"]


def test_two_at_once_get_the_same_secret(tmp_path):
    """The slower of two takes what the faster one made, whole."""
    both = threading.Barrier(2)
    found = []

    def make() -> str:
        both.wait(timeout=5)
        return f"made by {threading.get_ident()}"

    threads = [
        threading.Thread(target=lambda: found.append(keeping.kept_secret(tmp_path, "secret", make))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert len(found) == 2
    assert found[0] == found[1] == (tmp_path / "secret").read_text().strip()


def test_the_demo_password_can_be_read_out(tmp_path):
    password = keeping.demo_password(tmp_path)
    *words, digits = password.split("-")
    assert len(words) == 3
    assert set(words) <= set(keeping.WORDS.split())
    assert 100 <= int(digits) <= 999
    assert keeping.demo_password(tmp_path) == password


def test_a_demo_is_removed(tmp_path):
    folder = tmp_path / "demo"
    keeping.mark_demo(folder)
    (folder / "saypro.sqlite3").write_text("rows")
    keeping.reset_demo(folder)
    assert not folder.exists()
    keeping.reset_demo(folder)


def test_what_is_no_demo_is_not_removed(tmp_path):
    kept = tmp_path / "letters.txt"
    kept.write_text("dear")
    with pytest.raises(ValueError, match="is not a demo's folder, so nothing in it is removed"):
        keeping.reset_demo(tmp_path)
    assert kept.read_text() == "dear"


def test_the_command_makes_the_key(tmp_path):
    folder = tmp_path / "live"
    for _ in range(2):
        assert run("saypro/keeping.py", str(folder), env=environment()).returncode == 0
    assert mode_of(folder / "secret-key") == 0o600


def test_the_command_refuses_in_a_sentence(tmp_path):
    done = run("saypro/keeping.py", "--reset", str(tmp_path), env=environment())
    assert done.returncode == 1
    assert done.stderr.strip() == f"{tmp_path} is not a demo's folder, so nothing in it is removed."
    keeping.mark_demo(tmp_path / "demo")
    assert run("saypro/keeping.py", "--reset", str(tmp_path / "demo"), env=environment()).returncode == 0
    assert not (tmp_path / "demo").exists()


def test_a_demo_never_takes_a_folder_of_real_use(tmp_path):
    keeping.secret_key(tmp_path)
    with pytest.raises(ValueError, match="holds data of real use"):
        keeping.mark_demo(tmp_path)
    assert not keeping.is_demo(tmp_path)
