"""Backup and restore as two commands, in processes of their own, into a fresh database in a fresh DATA_DIR."""

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.db import connection

from saypro.backing import archive
from tests.make_database import make

ROOT = Path(__file__).parents[2]
SHARED = os.environ.get("DATABASE_URL", "")
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(not SHARED, reason="needs DATABASE_URL"))]


# Run inside an installation: proof with a file, by the service that people's own goes through.
ADD_PROOF = """
from django.core.files.base import ContentFile
from django.utils import timezone
from accounts.models import User
from accounts.viewer import load_viewer
from evidence.services import add_file
add_file(title="Minutes", upload=ContentFile(b"Agreed by all.", name="agreed.txt"), department_id=None,
         by=load_viewer(User.objects.first()), at=timezone.now())
"""


class Place:
    """An installation: a DATA_DIR and a database of its own."""

    def __init__(self, folder: Path, kind: str, name: str):
        self.folder, self.kind = folder / name, kind
        self.folder.mkdir(mode=0o700)
        parts = urlsplit(SHARED)
        self.url = (
            urlunsplit(parts._replace(path=f"/{parts.path.lstrip('/')}_{name}_{os.getpid()}"))
            if kind != "sqlite"
            else ""
        )
        if self.url:
            make(self.url, anew=True)

    def run(self, *words: str, fails: bool = False, **environment: str) -> str:
        """Run manage.py here; returns what it printed, or what it complained about."""
        given = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "saypro.settings.base",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "REDIS_URL": "",
            "EMAIL_URL": "",
            "DEBUG": "1",
            "SECRET_KEY": "the-same-for-all-of-these-tests",
            "BASE_URL": "http://localhost:8000",
            **environment,
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=given, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr if fails else done.stdout

    def ask(self, words: str) -> list[tuple]:
        if self.kind == "sqlite":
            with sqlite3.connect(self.folder / "saypro.sqlite3") as link:
                found = link.execute(words).fetchall()
                link.commit()
            return found
        link = psycopg2.connect(self.url)
        try:
            with link, link.cursor() as cursor:
                cursor.execute(words)
                return cursor.fetchall() if cursor.description else []
        finally:
            link.close()

    def files(self) -> dict[str, bytes]:
        media = self.folder / "media"
        return {str(each.relative_to(media)): each.read_bytes() for each in media.rglob("*") if each.is_file()}

    def end(self) -> None:
        if not self.url:
            return
        parts = urlsplit(self.url)
        link = psycopg2.connect(urlunsplit(parts._replace(path="/postgres")))
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{parts.path.lstrip("/")}" WITH (FORCE)')
        link.close()


@pytest.fixture(scope="module", params=KINDS)
def lived_in(request, tmp_path_factory):
    """An installation with the demo's story: signed plans, evidence, and one mail that waits; and its backup."""
    folder = tmp_path_factory.mktemp("backup")
    place = Place(folder, request.param, "first")
    place.run("migrate", "-v0")
    place.run("load_demo", DEMO="1", DEMO_PASSWORD="three quiet rivers")
    place.run("shell", "-c", ADD_PROOF)
    place.ask(
        "UPDATE notifications_message SET state = 'queued' WHERE id = (SELECT MIN(id) FROM notifications_message)"
    )
    file = folder / "saypro.tar.gz"
    place.said = place.run("backup", str(file))
    place.file = file
    yield place
    place.end()


@pytest.fixture
def fresh(lived_in, tmp_path):
    place = Place(tmp_path, lived_in.kind, "second")
    yield place
    place.end()


SIGNATURES = "SELECT id, digest, signer_name FROM actions_signature ORDER BY id"


def test_everything_comes_back_and_is_proved(lived_in, fresh):
    said = fresh.run("restore", str(lived_in.file))
    assert "The chain is whole" in said
    assert "Restored from" in said
    assert fresh.ask(SIGNATURES) == lived_in.ask(SIGNATURES)
    assert len(fresh.ask(SIGNATURES)) > 3
    assert fresh.files() == lived_in.files()
    assert b"Agreed by all." in fresh.files().values()
    for table in ("audit_entry", "audit_seal", "evidence_evidenceversion", "search_searchdocument", "accounts_user"):
        words = f"SELECT COUNT(*) FROM {table}"
        assert fresh.ask(words) == lived_in.ask(words)
    assert fresh.run("verify_audit") == lived_in.run("verify_audit")


def test_the_history_is_still_insert_only(lived_in, fresh):
    fresh.run("restore", str(lived_in.file))
    with pytest.raises((sqlite3.IntegrityError, psycopg2.Error), match="only ever added"):
        fresh.ask("DELETE FROM audit_entry")


def test_mails_that_waited_are_held_until_they_are_released(lived_in, fresh):
    said = fresh.run("restore", str(lived_in.file), EMAIL_URL="smtp://localhost:1")
    assert "One mail that waited is held" in said
    assert fresh.ask("SELECT COUNT(*) FROM notifications_message WHERE state IN ('queued', 'sending')") == [(0,)]
    identity = "SELECT message_id FROM notifications_message WHERE state = '{}'"
    held = fresh.ask(identity.format("on_hold"))
    assert "One mail released." in fresh.run("restore", "--release-mail", EMAIL_URL="smtp://localhost:1")
    assert fresh.ask(identity.format("queued")) == held
    fresh.ask("UPDATE notifications_message SET state = 'on_hold' WHERE state = 'queued'")
    assert "One mail dropped." in fresh.run("restore", "--drop-mail")
    assert fresh.ask(identity.format("on_hold")) == []


def test_it_never_overwrites_unasked_what_is_used(lived_in, fresh):
    fresh.run("migrate", "-v0")
    fresh.run("restore", str(lived_in.file))
    fresh.ask("UPDATE accounts_user SET name = 'Somebody Else'")
    assert "Add --replace" in fresh.run("restore", str(lived_in.file), fails=True)
    assert fresh.ask("SELECT DISTINCT name FROM accounts_user") == [("Somebody Else",)]
    fresh.run("restore", "--replace", str(lived_in.file))
    assert len(fresh.ask("SELECT DISTINCT name FROM accounts_user")) > 1
    assert "is there already" in lived_in.run("backup", str(lived_in.file), fails=True)


def test_an_older_backup_is_migrated_forward(lived_in, fresh):
    older = fresh.folder / "older.tar.gz"
    assert "There is no data here yet" in fresh.run("backup", str(older), fails=True)
    fresh.run("migrate", "-v0")
    fresh.run("migrate", "notifications", "0003", "-v0")
    steps = "SELECT COUNT(*) FROM django_migrations WHERE app = 'notifications'"
    before = fresh.ask(steps)
    fresh.run("backup", str(older))
    fresh.run("restore", "--replace", str(older))
    assert fresh.ask(steps)[0][0] > before[0][0]


def repacked(source: Path, target: Path, change) -> Path:
    """The backup with its members changed: `change(name, data)` gives the new data, or None to leave it out."""
    with tarfile.open(source) as tar, tarfile.open(target, "w:gz") as out:
        for info in tar:
            data = change(info.name, tar.extractfile(info).read())
            if data is not None:
                info.size = len(data)
                out.addfile(info, BytesIO(data))
    return target


def newer(name, data):
    if name != archive.MANIFEST:
        return data
    manifest = json.loads(data)
    manifest["migrations"]["actions"].append("0999_tomorrow")
    return json.dumps({**manifest, "version": "9.9"}).encode()


def altered(name, data):
    return data.replace(b"a", b"b", 1) if name.startswith("media/") else data


def lacking(name, data):
    return None if name.startswith("media/") else data


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (newer, "made by a newer version (9.9); this one does not know actions.0999_tomorrow"),
        (altered, "was altered"),
        (lacking, "is missing"),
    ],
)
def test_what_is_not_whole_is_refused_in_a_sentence(change, says, lived_in, fresh, tmp_path):
    file = repacked(lived_in.file, tmp_path / "changed.tar.gz", change)
    assert says in fresh.run("restore", str(file), fails=True)
    assert fresh.files() == {}
    assert not list(fresh.folder.glob(".restore-*"))


@pytest.mark.parametrize("part", [0.0, 0.3, 0.99])
def test_a_truncated_file_is_refused(part, lived_in, fresh, tmp_path):
    whole = lived_in.file.read_bytes()
    file = tmp_path / "cut.tar.gz"
    file.write_bytes(whole[: int(len(whole) * part)])
    said = fresh.run("restore", str(file), fails=True)
    assert "cut short" in said or "not a backup" in said


def test_no_other_file_is_taken_for_a_backup(fresh, tmp_path):
    file = tmp_path / "x.tar.gz"
    file.write_bytes(gzip.compress(b"hello"))
    said = fresh.run("restore", str(file), fails=True)
    assert "not a whole backup" in said or "not a backup" in said
    assert "is not there" in fresh.run("restore", str(tmp_path / "none"), fails=True)
    assert "Say which file" in fresh.run("restore", fails=True)


def test_the_secret_key_stays_out_unless_asked(lived_in, fresh):
    plain = lived_in.file
    with tarfile.open(plain) as tar:
        assert archive.SECRET not in tar.getnames()
    assert b"the-same-for-all" not in gzip.decompress(plain.read_bytes())
    assert stat.S_IMODE(plain.stat().st_mode) == 0o600
    other = fresh.folder / "with.tar.gz"
    said = lived_in.run("backup", "--with-secret", str(other))
    assert "Keep it like a password" in said
    fresh.run("restore", str(other))
    key = fresh.folder / "secret-key"
    assert key.read_text().strip() == "the-same-for-all-of-these-tests"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_the_kinds_of_database_are_not_mixed(lived_in, fresh, tmp_path):
    def other(name, data):
        if name != archive.MANIFEST:
            return data
        return json.dumps({**json.loads(data), "engine": "something"}).encode()

    said = fresh.run("restore", str(repacked(lived_in.file, tmp_path / "o.tar.gz", other)), fails=True)
    assert "DATABASE_URL names" in said


def test_without_pg_dump_it_says_what_to_install(lived_in, tmp_path):
    if connection.vendor != "postgresql" or lived_in.kind != "postgresql":
        pytest.skip("PostgreSQL only")
    said = lived_in.run("backup", str(tmp_path / "x.tar.gz"), fails=True, PATH=str(tmp_path))
    assert "install the package postgresql-client" in said


def test_names_that_leave_the_folder_are_refused(tmp_path):
    data = b"x"
    file = tmp_path / "bad.tar.gz"
    digest = hashlib.sha256(data).hexdigest()
    manifest = {
        "format": 1,
        "product": "saypro",
        "files": {"../../evil": {"size": 1, "sha256": digest}},
    }
    with tarfile.open(file, "w:gz") as tar:
        text = json.dumps(manifest).encode()
        tar.addfile(archive.described(archive.MANIFEST, len(text)), BytesIO(text))
        tar.addfile(archive.described("../../evil", 1), BytesIO(data))
    (tmp_path / "in").mkdir()
    with pytest.raises(archive.NotWhole):
        archive.read(file, tmp_path / "in")
    shutil.rmtree(tmp_path / "in")
