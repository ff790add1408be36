"""Readers by format. A new format is one file in this package and one line in `READERS`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from .base import Document, UnreadableDocument
from .packages import check_content

READERS = {
    ".txt": "txt",
    ".md": "md",
    ".docx": "docx",
    ".csv": "csv_table",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
}
NO_TEXT = "No text was found in this file; choose a report whose text can be selected."


def extension_of(name: str) -> str:
    """The extension that decides on the reader; `UnreadableDocument` where there is none for it."""
    extension = Path(name).suffix.lower()
    if extension not in READERS:
        known = ", ".join(READERS)
        shown = f"Files ending in {extension}" if extension else "Files without an extension"
        raise UnreadableDocument(f"{shown} cannot be read; save the report as one of {known}.")
    return extension


def read(path: Path, name: str) -> Document:
    """Read one file in this process. Files from outside go through `intake.reading.read_file` instead."""
    extension = extension_of(name)
    check_content(path, extension)
    reader = import_module(f"{__name__}.{READERS[extension]}")
    document: Document = reader.read(path, name)
    if not document.lines:
        raise UnreadableDocument(NO_TEXT)
    return document
