"""Files that cannot be read: each is refused in one sentence that says what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from intake.reading import UnreadableDocument, read_file

from .helpers import write_word_report

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def refusal(path: Path, name: str | None = None, *, max_bytes: int = 1_000_000) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_file(path, name or path.name, max_bytes=max_bytes)
    message = str(caught.value)
    assert message[0].isupper()
    assert message.endswith(".")
    assert not {"please", "invalid", "!"} & set(message.lower().split())
    return message


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_an_unknown_extension(tmp_path: Path) -> None:
    assert ".pages" in refusal(written(tmp_path / "report.pages", b"x"))


def test_no_extension(tmp_path: Path) -> None:
    assert "extension" in refusal(written(tmp_path / "report", b"x"))


def test_an_empty_file(tmp_path: Path) -> None:
    assert "empty" in refusal(written(tmp_path / "a.txt", b""))


def test_a_file_of_blanks(tmp_path: Path) -> None:
    assert "No text" in refusal(written(tmp_path / "a.txt", b" \n\t\n"))


def test_a_missing_file(tmp_path: Path) -> None:
    assert "not there" in refusal(tmp_path / "a.txt")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    assert "larger than 1 KB" in refusal(written(tmp_path / "a.txt", b"x" * 2000), max_bytes=1024)


@pytest.mark.parametrize("data", [PNG, b"MZ\x90\x00\x03" + bytes(500), b"\x00\x01\x02\x03" * 300])
def test_a_picture_or_program_named_txt(tmp_path: Path, data: bytes) -> None:
    refusal(written(tmp_path / "a.txt", data))


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_an_office_file_named_txt(tmp_path: Path, start: bytes) -> None:
    assert "own extension" in refusal(written(tmp_path / "a.txt", start + b"x" * 100))


def test_a_text_named_docx(tmp_path: Path) -> None:
    assert "no Word document" in refusal(written(tmp_path / "a.docx", b"Key gap: late"))


def test_a_truncated_word_file(tmp_path: Path) -> None:
    whole = write_word_report(tmp_path / "whole.docx").read_bytes()
    assert "damaged" in refusal(written(tmp_path / "a.docx", whole[: len(whole) // 2]))


def test_a_word_file_with_broken_xml(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(write_word_report(tmp_path / "whole.docx")) as whole, zipfile.ZipFile(path, "w") as broken:
        for member in whole.infolist():
            data = whole.read(member)
            broken.writestr(member, data[:300] if member.filename == "word/document.xml" else data)
    assert "damaged" in refusal(path)


def test_a_workbook_named_docx(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert "no Word document" in refusal(path)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * (70 * 1024 * 1024))
    assert "unpacks" in refusal(path)


def test_a_package_of_too_many_members(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<a/>")
        for number in range(2001):
            package.writestr(f"word/{number}", "")
    assert "unpacks" in refusal(path)


def test_a_word_file_with_a_password(tmp_path: Path) -> None:
    assert "password" in refusal(written(tmp_path / "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))
