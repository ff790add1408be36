"""The verbs: each can be read by make, and a machine without a fitting Python is told so in one sentence."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ops.processes import ROOT, environment

MAKEFILE = (ROOT / "Makefile").read_text()
VERBS = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.M).group(1).split()  # type: ignore[union-attr]

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not there")


def make(*words: str, folder: Path = ROOT, **values: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(shutil.which("make")), *words],
        cwd=folder,
        env={key: value for key, value in environment(**values).items() if not key.startswith("MAKE")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_can_be_read(verb):
    done = make("-n", verb)
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr


def test_help_names_the_ways_in():
    done = make("help")
    assert {"demo", "start", "test"} <= set(re.findall(r"make (\w+)", done.stdout))


def test_the_first_verb_changes_nothing():
    assert make("-n").stdout == make("-n", "help").stdout


def test_port_and_folder_are_passed_on(tmp_path):
    done = make("-n", "demo", "PORT=8123", f"DATA_DIR={tmp_path}")
    assert f'DATA_DIR="{tmp_path}"' in done.stdout
    assert "--port 8123" in done.stdout
    assert "http://localhost:8123" in done.stdout


@pytest.fixture
def bare(tmp_path):
    """A folder with the Makefile and the locks, and a PATH with what a shell needs, but no Python."""
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "rm", "touch", "echo"):
        os.symlink(str(shutil.which(name)), tools / name)
    return tmp_path


def put_program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_without_python_one_sentence_says_what_to_do(bare):
    done = make("install", folder=bare, PATH=str(bare / "bin"))
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == (
        "Python 3.11, 3.12 or 3.13 is needed, and none was found. Install one and try again."
    )
    assert not (bare / ".venv").exists()


def test_a_python_that_does_not_fit_is_passed_over(bare):
    put_program(bare / "bin" / "python3", "exit 1")
    done = make("install", folder=bare, PATH=str(bare / "bin"))
    assert "none was found" in done.stderr


def test_a_python_without_venv_names_the_package(bare):
    put_program(bare / "bin" / "python3", 'case "$2" in *ensurepip*) exit 1;; esac; exit 0')
    done = make("install", folder=bare, PATH=str(bare / "bin"))
    assert done.returncode != 0
    assert "python3-venv" in done.stderr


def test_a_half_made_environment_is_removed(bare):
    put_program(bare / "bin" / "python3", 'if [ "$2" = venv ]; then : > .venv-was-begun; exit 1; fi; exit 0')
    done = make("install", folder=bare, PATH=str(bare / "bin"))
    assert done.returncode != 0
    assert (bare / ".venv-was-begun").exists()
    assert not (bare / ".venv").exists()
    assert "could not be made" in done.stderr
