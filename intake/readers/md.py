"""Markdown."""

from __future__ import annotations

from pathlib import Path

from .base import Document
from .encoding import decode
from .plain_lines import read_plain


def read(path: Path, name: str) -> Document:
    """Read a `.md` file."""
    return read_plain(decode(path.read_bytes()), name, "md", soft_wrap=True)
