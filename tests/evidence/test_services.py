"""Proof is kept under random names with its digest, and handed out as a download only."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import Http404

from audit.models import Entry
from common.access import Conflict, Unfit
from evidence import services
from evidence.models import Evidence, EvidenceVersion
from evidence.services import add_file, add_link, add_version
from evidence.serving import serve
from tests.factories import NOW

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 proof"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """A storage of this test's own."""
    options = {"location": str(tmp_path), "base_url": None}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def pdf(name: str = "minutes.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(cast, upload=None, **values) -> Evidence:
    given = {"title": "Minutes", "department_id": cast.sales.pk, "by": cast.viewer("sales_owner"), "at": NOW}
    return add_file(upload=upload or pdf(), **{**given, **values})


def test_a_file_is_kept_with_its_digest(cast, folder):
    version = add(cast).versions.get()
    assert version.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (version.number, version.size, version.file_name) == (1, len(PDF), "minutes.pdf")
    assert version.content_type == "application/pdf"
    stored = files(folder)
    assert len(stored) == 1
    assert stored[0].read_bytes() == PDF
    assert "minutes" not in version.file.name
    assert "." not in Path(version.file.name).name
    assert stored[0].stat().st_mode & 0o077 == 0


def test_it_stands_in_the_history(cast):
    evidence = add(cast)
    entry = Entry.objects.get(verb="evidence.added")
    assert (entry.object_id, entry.department_id) == (evidence.pk, cast.sales.pk)
    assert entry.new["sha256"] == evidence.versions.get().sha256


def test_the_name_is_the_title_where_none_is_given(cast):
    assert add(cast, title=" ").title == "minutes.pdf"


def test_a_file_that_is_none_is_refused_and_leaves_nothing(cast, folder):
    with pytest.raises(Unfit, match="content is not a PDF"):
        add(cast, pdf(content=b"<html>"))
    assert files(folder) == []
    assert not Evidence.objects.exists()


def test_a_row_that_cannot_be_written_leaves_no_file(cast, folder, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(DatabaseError):
        add(cast)
    assert files(folder) == []


def test_versions_count_up_and_stay(cast):
    evidence = add(cast)
    second = add_version(evidence, upload=pdf(content=PDF + b"2"), by=cast.viewer("sales_owner"), at=NOW)
    assert second.number == 2
    assert [each.number for each in evidence.versions.all()] == [2, 1]


def test_the_same_file_again_is_no_version(cast, folder):
    evidence = add(cast)
    with pytest.raises(Conflict, match="same file"):
        add_version(evidence, upload=pdf(), by=cast.viewer("sales_owner"), at=NOW)
    assert len(files(folder)) == 1


def link(cast, url: str) -> Evidence:
    return add_link(title="", url=url, department_id=None, by=cast.viewer("mande"), at=NOW)


def test_a_link_is_kept_and_its_versions_too(cast):
    evidence = link(cast, " https://intranet.example/minutes?x=1 ")
    assert (evidence.kind, evidence.title) == ("link", "intranet.example")
    version = add_version(evidence, url="https://intranet.example/2", by=cast.viewer("mande"), at=NOW)
    assert (version.number, version.url) == (2, "https://intranet.example/2")
    with pytest.raises(Http404):
        serve(version)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://x.example/",
        "//x.example",
        "file:///etc/passwd",
        "https://user:pass@x.example/",
        "https://x.example/" + "y" * 600,
        "nonsense",
        "",
    ],
)
def test_other_addresses_are_refused(cast, url):
    with pytest.raises(Unfit) as refused:
        link(cast, url)
    assert "url" in refused.value.errors


def test_a_file_is_handed_out_as_a_download_that_nobody_runs_or_keeps(cast):
    response = serve(add(cast, pdf("naïve “x”.pdf")).versions.get())
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "application/pdf"


def test_a_file_missing_from_the_storage_is_not_found(cast, folder):
    version = add(cast).versions.get()
    files(folder)[0].unlink()
    with pytest.raises(Http404):
        serve(version)


def test_the_database_refuses_file_and_link_at_once(cast):
    evidence = add(cast)
    with pytest.raises(DatabaseError):
        EvidenceVersion.objects.create(
            evidence=evidence, number=9, url="https://x.example", file="x", added_by=cast.mande, added_at=NOW
        )
