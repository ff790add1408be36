"""Bytes to text: byte order marks, UTF-8, UTF-16, and Windows-1252 for what older programs write."""

from __future__ import annotations

import codecs

from .base import UnreadableDocument

NOT_TEXT = "This file is not text; it looks like a picture or another binary file with a changed name. Choose the report itself."
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
BLANKS = "\t\n\r\f\x0b\x1a\x1c\x1d\x1e\x85"


def decode(data: bytes) -> str:
    """The text of a file, or `UnreadableDocument` where it is none."""
    text = _decoded(data)
    if "\x00" in text or _share_of_control_characters(text) > 0.02:
        raise UnreadableDocument(NOT_TEXT)
    return text


def _decoded(data: bytes) -> str:
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strictly(data, name)
    if b"\x00" in data:
        return _strictly(data, _utf_16_without_mark(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(NOT_TEXT) from error


def _utf_16_without_mark(data: bytes) -> str:
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    raise UnreadableDocument(NOT_TEXT)


def _share_of_control_characters(text: str) -> float:
    sample = text[:20_000]
    strange = sum(1 for c in sample if (c < " " and c not in BLANKS) or c in "\x7f\ufffd")
    return strange / max(1, len(sample))
