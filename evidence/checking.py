"""What a file is, by its content; what it claims by its name has to agree. No Django, no database."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

MOST_MEMBERS = 5_000
MOST_UNPACKED = 250 * 1024 * 1024
MOST_TIMES_LARGER = 200
HEAD = 4096
TEXT_CONTROLS = set(range(32)) - {9, 10, 12, 13, 27}


class Unwanted(ValueError):
    """The file is not taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Kind:
    """One kind of file that is taken."""

    name: str
    content_type: str
    fits: Callable[[BinaryIO], bool]


def head(file: BinaryIO, length: int = HEAD) -> bytes:
    file.seek(0)
    return file.read(length)


def starts(*signs: bytes) -> Callable[[BinaryIO], bool]:
    """A check for one of the signs that files of a kind begin with."""
    return lambda file: head(file, 64).startswith(signs)


def is_webp(file: BinaryIO) -> bool:
    first = head(file, 16)
    return first[:4] == b"RIFF" and first[8:12] == b"WEBP"


def is_text(file: BinaryIO) -> bool:
    """Text in UTF-8, UTF-16 with its mark, or an eight-bit code; no bytes that only programs write."""
    file.seek(0)
    first = file.read(2)
    file.seek(0)
    if first in (b"\xff\xfe", b"\xfe\xff"):
        return True
    while block := file.read(65_536):
        if TEXT_CONTROLS & set(block):
            return False
    return True


def package(*needed: str) -> Callable[[BinaryIO], bool]:
    """A check for a zip package that holds the members."""

    def fits(file: BinaryIO) -> bool:
        names = set(members(file))
        return set(needed) <= names

    return fits


def open_document(content_type: str) -> Callable[[BinaryIO], bool]:
    """A check for an OpenDocument package of the content type."""

    def fits(file: BinaryIO) -> bool:
        if "mimetype" not in members(file):
            return False
        file.seek(0)
        with zipfile.ZipFile(file) as opened, opened.open("mimetype") as said:
            return said.read(200).strip() == content_type.encode()

    return fits


def members(file: BinaryIO) -> list[str]:
    """The names inside a zip package, after its size and contents were found harmless; nothing is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as opened:
            entries = opened.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []
    if len(entries) > MOST_MEMBERS:
        raise Unwanted(f"The file holds {len(entries)} parts; at most {MOST_MEMBERS} are taken.")
    unpacked, packed = sum(each.file_size for each in entries), sum(each.compress_size for each in entries)
    if unpacked > MOST_UNPACKED or unpacked > 10_000_000 and unpacked > packed * MOST_TIMES_LARGER:
        raise Unwanted("The file grows far too large when it is opened; save it anew and add that.")
    names = [each.filename for each in entries]
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise Unwanted("The file holds parts that point outside of it; save it anew and add that.")
    if any(is_macro(name) for name in names):
        raise Unwanted("The file holds macros; save it without them, or as PDF, and add that.")
    return names


def is_macro(name: str) -> bool:
    """Whether a part of a package is a program."""
    low = name.lower()
    return (
        low.endswith(("vbaproject.bin", "vbadata.xml")) or low.startswith(("basic/", "scripts/")) and low.count("/") > 1
    )


OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"

KINDS: dict[str, Kind] = {
    "pdf": Kind("PDF", "application/pdf", starts(b"%PDF-")),
    "png": Kind("PNG picture", "image/png", starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("JPEG picture", "image/jpeg", starts(b"\xff\xd8\xff")),
    "jpeg": Kind("JPEG picture", "image/jpeg", starts(b"\xff\xd8\xff")),
    "webp": Kind("WebP picture", "image/webp", is_webp),
    "txt": Kind("text", "text/plain", is_text),
    "csv": Kind("CSV table", "text/csv", is_text),
    "md": Kind("Markdown text", "text/markdown", is_text),
    "docx": Kind(
        "Word document",
        f"{OFFICE}.wordprocessingml.document",
        package("[Content_Types].xml", "word/document.xml"),
    ),
    "xlsx": Kind("Excel workbook", f"{OFFICE}.spreadsheetml.sheet", package("[Content_Types].xml", "xl/workbook.xml")),
    "pptx": Kind(
        "PowerPoint presentation",
        f"{OFFICE}.presentationml.presentation",
        package("[Content_Types].xml", "ppt/presentation.xml"),
    ),
    "odt": Kind("OpenDocument text", f"{ODF}.text", open_document(f"{ODF}.text")),
    "ods": Kind("OpenDocument table", f"{ODF}.spreadsheet", open_document(f"{ODF}.spreadsheet")),
}
MACRO_EXTENSIONS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "ppsm", "xlam"}


def kind_of(file: BinaryIO, extension: str, size: int, largest: int) -> Kind:
    """The kind of the file, or `Unwanted`: size, extension and content are looked at, in this order."""
    if size == 0:
        raise Unwanted("The file is empty.")
    if size > largest:
        raise Unwanted(f"The file has {megabytes(size)} MB; at most {megabytes(largest)} MB are taken.")
    if extension in MACRO_EXTENSIONS:
        raise Unwanted("Files with macros are not taken; save it without them, or as PDF, and add that.")
    kind = KINDS.get(extension)
    if kind is None:
        raise Unwanted(f"Files of this kind are not taken. Taken are: {', '.join(KINDS)}.")
    if not kind.fits(file):
        raise Unwanted(
            f"The name ends in .{extension}, but the content is not a {kind.name}. Save it anew and add that."
        )
    file.seek(0)
    return kind


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")
