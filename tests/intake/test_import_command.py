"""`manage.py import_analysis`: the same code as the page, and pure JSON without a database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import RoleGrant
from audit.models import Entry
from gaps.models import Gap, GapAnalysis
from intake.interpret import to_json
from intake.models import ImportDraft

from .helpers import analysis_of
from .test_import_services import REPORT, counts, files
from .test_many_rows import table

ROOT = Path(__file__).resolve().parents[2]


def run(*args: str, **options) -> str:
    out = StringIO()
    call_command("import_analysis", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_needs_no_database():
    """No mark of the database here: a statement would fail."""
    assert json.loads(run(REPORT, "--dry-run", "--json")) == to_json(analysis_of(REPORT))
    assert "five gaps, ten causes, 15 actions" in run(REPORT, "--dry-run")


def test_as_a_process_of_its_own(tmp_path):
    finished = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "import_analysis", str(REPORT), "--dry-run", "--json"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "for-this-test",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
            "DATA_DIR": str(tmp_path / "not-there"),
        },
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout) == to_json(analysis_of(REPORT))
    assert finished.stderr == b""


def test_an_error_is_one_line(tmp_path):
    finished = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "import_analysis", "nowhere.txt", "--dry-run", "--json"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "SECRET_KEY": "for-this-test"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode != 0
    assert finished.stdout == b""
    assert finished.stderr.decode().strip().splitlines() == ["CommandError: The file is not there; choose it again."]


def test_saving_and_the_same_file_again(cast):
    said = run(REPORT)
    assert "five gaps" in said
    assert "Grace Okafor" in said
    analysis = GapAnalysis.objects.get()
    assert Gap.objects.count() == 5
    assert set(Entry.objects.filter(verb__startswith="analysis.").values_list("channel", "actor_id")) == {
        ("command", cast.mande.pk)
    }
    before, kept = counts(), files()
    again = run(REPORT)
    assert again.startswith(f"Imported before: {analysis.title}")
    assert again.rstrip().endswith("Nothing changed.")
    assert json.loads(run(REPORT, "--json")) == {
        "analysis": analysis.pk,
        "title": analysis.title,
        "imported_before": True,
    }
    assert counts() == before
    assert files() == kept


def test_as_a_named_person(cast):
    run(REPORT, "--as", cast.mande.email.upper())
    assert GapAnalysis.objects.get().created_by == cast.mande


@pytest.mark.parametrize("who", ["leader", "nobody"])
def test_as_somebody_who_may_not(who, cast):
    email = getattr(cast, who).email if who != "nobody" else "nobody@example.org"
    before = counts()
    with pytest.raises(CommandError):
        run(REPORT, "--as", email)
    assert counts() == before


def test_where_nobody_can_import(cast):
    RoleGrant.objects.filter(user=cast.mande).delete()
    with pytest.raises(CommandError, match="Nobody can import yet"):
        run(REPORT)


@pytest.mark.parametrize(("data", "words"), [(b"", "empty"), (b"Dear all,\nlunch is at noon.\n", "No gap")])
def test_bad_files(data, words, cast, tmp_path):
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    before = counts()
    for options in ([], ["--dry-run"], ["--dry-run", "--json"]):
        with pytest.raises(CommandError, match=words):
            run(path, *options)
    assert counts() == before
    assert not ImportDraft.objects.exists()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_at_a_terminal_it_says_how_far_it_is(cast, tmp_path, monkeypatch):
    monkeypatch.setattr("intake.services.saving.BATCH", 4)
    monkeypatch.setattr("intake.management.commands.import_analysis.BATCH", 4)
    path, seen = table(tmp_path, 10), Terminal()
    assert json.loads(run(path, json=True, stderr=seen))["imported_before"] is False
    assert "Saving: 4 of 10 gaps" in seen.getvalue()
    assert seen.getvalue().endswith("Saving: 10 of 10 gaps\n")
    quiet = StringIO()
    run(table(tmp_path, 11), stderr=quiet)
    assert not quiet.getvalue()
