"""What the first bytes say, and the limits of a zipped office file, looked at before anything is opened."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from .base import UnreadableDocument

START_BYTES = 64 * 1024
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


def _declares_entities(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a part begins with a document type: the way of entities that multiply, or that fetch from elsewhere."""
    if not member.filename.endswith((".xml", ".rels")) or member.flag_bits & 0x1:
        return False
    with package.open(member) as part:
        start = part.read(START_BYTES).replace(b"\x00", b"")
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start


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
            declared = len(members) <= MAX_MEMBERS and any(_declares_entities(package, one) for one in members)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, zlib.error) as error:
        raise UnreadableDocument(
            f"This {program} file is damaged or incomplete; open it in {program}, save it again and import the new copy."
        ) from error
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableDocument(
            f"This {program} file unpacks to more than can be read safely; remove pictures and save it again."
        )
    if declared:
        raise UnreadableDocument(
            f"This {program} file declares entities of its own, which no {program} document needs; save it again from {program}."
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableDocument(
            f"This {program} file is protected by a password; save it without one and import it again."
        )
    if MAIN_PART[extension] not in {member.filename for member in members}:
        raise UnreadableDocument(
            f"The file ends in {extension} but is no {program} document; save it again from {program}."
        )
