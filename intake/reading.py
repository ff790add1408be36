"""Reading a file that came from outside: checked here, opened in a child process only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from .readers import extension_of
from .readers.base import Document, UnreadableDocument

__all__ = ["UnreadableDocument", "check_size", "read_file"]

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT_SECONDS = 9.5
PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "VIRTUAL_ENV", "LANG")
TOO_SLOW = "Reading this document took too long; split it or save it in a simpler form and import it again."
FAILED = "This file could not be read; open it in the program that made it, save it again and import the new copy."


def read_file(path: str | Path, name: str, *, max_bytes: int) -> Document:
    """Read the file at `path`, which the person called `name`; `UnreadableDocument` says why it cannot be read."""
    path = Path(path)
    extension_of(name)
    _check_size_of(path, max_bytes)
    try:
        finished = subprocess.run(
            [sys.executable, "-m", "intake.readers", str(path.resolve()), Path(name).name],
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(TOO_SLOW) from error
    return _document(finished.returncode, finished.stdout)


def _check_size_of(path: Path, max_bytes: int) -> None:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableDocument("This is a folder or a device and no file; choose the report itself.")
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise UnreadableDocument("The file is not there; choose it again.") from error
    except (OSError, ValueError) as error:
        raise UnreadableDocument("The file cannot be opened; check its name and whether you may read it.") from error
    check_size(size, max_bytes)


def check_size(size: int, max_bytes: int) -> None:
    """Refuse a file that is empty or larger than allowed."""
    if size == 0:
        raise UnreadableDocument("The file is empty; choose the report itself.")
    if size > max_bytes:
        raise UnreadableDocument(f"The file is larger than {_shown_size(max_bytes)}; remove pictures or split it.")


def _shown_size(size: int) -> str:
    return f"{size / 1_048_576:.3g} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _document(status: int, output: bytes) -> Document:
    if status < 0:
        raise UnreadableDocument(TOO_SLOW)
    try:
        answer = json.loads(output)
    except ValueError as error:
        raise UnreadableDocument(FAILED) from error
    if status != 0 or "error" in answer:
        raise UnreadableDocument(str(answer.get("error") or FAILED))
    return Document.from_dict(answer)
