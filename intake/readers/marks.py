"""Marks at the start of a line (bullets, numbers, codes) and emphasis inside it, as plain text and Markdown use them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .base import BULLET, HEADING, NUMBERED, PARAGRAPH

BULLET_MARK = re.compile(
    r"^(?P<indent>\s*)(?P<mark>[-*+•‣◦▪●○·–—→➢✓»]|[-=]>|>>|--|o(?=\s{1,3}[A-ZÀ-Þ]))\s+(?:\[[ xX]\]\s+)?(?P<text>\S.*)$"
)
NUMBER_MARK = re.compile(
    r"^(?P<indent>\s*)(?P<mark>\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|\([a-z0-9]{1,2}\)|[A-Za-z][.)]|[ivxIVX]{1,4}[.)])"
    r"\s+(?P<text>\S.*)$"
)
HASH_MARK = re.compile(r"^\s{0,3}(?P<mark>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
CODE_MARK = re.compile(r"^[*_\[]*(?P<code>[A-Z]{1,5}[-–]?\d{1,3}(?:\.\d+)?)[*_\]]*[:.)–—-]?\s+(?P<text>\S.*)$")
NOT_A_CODE = re.compile(r"^(?:Q[1-4]|H[12]|FY\d+)$")
SHORT_CODE = re.compile(r"^[*_]*[A-Z]\d[*_]*\s*(?![:.)–—-])")
WHOLE_BOLD = re.compile(r"^(?:\*\*|__)(?P<text>[^*_]+)(?:\*\*|__):?$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A line without its marks, and what they said."""

    text: str
    kind: str
    level: int = 0
    marker: str = ""
    code: str = ""


def read_marks(raw: str) -> Marked:
    """Take bullets, numbers, hashes and reference codes off one line."""
    expanded = raw.expandtabs(4)
    heading = HASH_MARK.match(expanded)
    if heading:
        marker, text = take_number(plain(heading["text"]))
        return Marked(text, HEADING, len(heading["mark"]), marker)
    bullet = BULLET_MARK.match(expanded)
    if bullet:
        return _with_code(bullet["text"], BULLET, len(bullet["indent"]) // 2)
    marker, text = take_number(expanded)
    if marker:
        return _with_code(text, NUMBERED, indent_of(expanded) // 2, marker)
    bold = WHOLE_BOLD.match(expanded.strip())
    if bold and len(bold["text"].split()) <= 12 and not bold["text"].rstrip().endswith("."):
        return Marked(bold["text"].strip(), HEADING, 6)
    return _with_code(expanded.strip(), PARAGRAPH, 0)


def take_number(text: str) -> tuple[str, str]:
    """The leading number or letter of a line, and the rest."""
    found = NUMBER_MARK.match(text)
    if not found or text.lstrip().startswith("I ") or _is_a_date(text):
        return "", text.strip()
    return found["mark"], found["text"].strip()


def plain(text: str) -> str:
    """Markdown emphasis, code marks and links as plain text."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)\s]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)", r"\1", text)
    return text.replace("`", "").strip()


def indent_of(raw: str) -> int:
    """How far a line is indented, in blanks."""
    expanded = raw.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _with_code(text: str, kind: str, level: int, marker: str = "") -> Marked:
    found = CODE_MARK.match(text)
    if found and not NOT_A_CODE.match(found["code"]) and not SHORT_CODE.match(text):
        return Marked(plain(found["text"]), kind, level, marker, found["code"])
    return Marked(plain(text), kind, level, marker)


def _is_a_date(text: str) -> bool:
    return bool(re.match(r"^\s*\d{1,2}\.\d{1,2}\.?\s*(?:\d{4}|[%°])", text))
