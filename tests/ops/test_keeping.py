"""Secrets are made once, and only a demo's folder is ever removed."""

import stat

import pytest

from saypro import keeping


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path):
    first = keeping.secret_key(tmp_path)
    assert keeping.secret_key(tmp_path) == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_two_machines_have_two_passwords(tmp_path):
    assert keeping.demo_password(tmp_path / "a") != keeping.demo_password(tmp_path / "b")


def test_reset_removes_only_what_carries_the_marker(tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    (real / "saypro.sqlite3").touch()
    with pytest.raises(ValueError, match="nothing in it is removed"):
        keeping.reset_demo(real)
    assert (real / "saypro.sqlite3").exists()
    demo = tmp_path / "demo"
    keeping.mark_demo(demo)
    keeping.reset_demo(demo)
    assert not demo.exists()
    keeping.reset_demo(demo)
