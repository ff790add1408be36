"""What the first bytes say, and the limits of a zipped office file, looked at before anything is opened."""

from __future__ import annotations

import zipfile
from pathlib import Path

from .base import UnreadableDocument

MAX_MEMBERS = 2_000
MAX_UNPACKED = 64 * 1024 * 1024
OLE_START, ZIP_START, PDF_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF-"
MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
PROGRAM = {".docx": "Word", ".xlsx": "Excel"}
PICTURE_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")


def check_content(path: Path, extension: str) -> None:
    """Refuse a file whose content is not what its extension says, or whose package is too large to open."""
    with path.open("rb") as file:
        start = file.read(16)
    if extension in MAIN_PART:
        _check_start(start, extension)
        _check_package(path, extension)
        return
    if extension == ".pdf":
        return
    if start.startswith((OLE_START, ZIP_START, PDF_START)):
        raise UnreadableDocument(
            f"The file ends in {extension} but holds an office or PDF document; give it its own extension and import it again."
        )
    if start.startswith(PICTURE_STARTS):
        raise UnreadableDocument(f"The file ends in {extension} but holds a picture; choose the report itself.")


def _check_start(start: bytes, extension: str) -> None:
    program = PROGRAM[extension]
    if start.startswith(OLE_START):
        raise UnreadableDocument(
            f"This {program} file is protected by a password or is of the old format; save it without a password as {extension}."
        )
    if not start.startswith(ZIP_START):
        raise UnreadableDocument(
            f"The file ends in {extension} but is no {program} document; save it again from {program}."
        )


def _check_package(path: Path, extension: str) -> None:
    program = PROGRAM[extension]
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableDocument(
            f"This {program} file is damaged or incomplete; open it in {program}, save it again and import the new copy."
        ) from error
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableDocument(
            f"This {program} file unpacks to more than can be read safely; remove pictures and save it again."
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableDocument(
            f"This {program} file is protected by a password; save it without one and import it again."
        )
    if MAIN_PART[extension] not in {member.filename for member in members}:
        raise UnreadableDocument(
            f"The file ends in {extension} but is no {program} document; save it again from {program}."
        )
