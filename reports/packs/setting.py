"""Setting a pack as PDF. Text reaches the typesetter as JSON only, so that no text is ever code."""

import hashlib
import json
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from reports.packs.charts import drawn
from reports.packs.fonts import font_folder
from reports.packs.words import breakable

log = logging.getLogger("saypro.packs")

PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "pack.typ"
STANDARD = "PDF/UA-1"


class SettingFailed(Exception):
    """The pages could not be set; the sentence says why."""


@dataclass(frozen=True)
class Issue:
    """What is printed beside the data: which version, when, in place of which, and the marks to check it by."""

    number: int
    issued_at: datetime
    issued_words: str
    replaces: str
    digest: str
    chain_head: str
    address: str


@dataclass(frozen=True)
class Document:
    """A pack as PDF: its bytes, their SHA-256, the number of pages, and the standard it keeps ("" where it could not)."""

    content: bytes
    sha256: str
    pages: int
    standard: str


def set_pages(data: dict[str, Any], issue: Issue) -> Document:
    """The PDF of the data. The same data and issue give the same bytes; raises `SettingFailed`.

    A character that the fonts do not hold is refused by PDF/UA-1: then the pack is set without that claim, still
    tagged, with a sign in place of the character, and the log says so.
    """
    try:
        content, pages = compiled(data, issue, standard=True)
        standard = STANDARD
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise SettingFailed(first_line(error)) from error
        log.warning("a pack is set without %s: %s", STANDARD, first_line(error))
        standard = ""
        try:
            content, pages = compiled(data, issue, standard=False)
        except typst.TypstError as second:
            raise SettingFailed(first_line(second)) from second
    return Document(content, hashlib.sha256(content).hexdigest(), pages, standard)


def compiled(data: dict[str, Any], issue: Issue, *, standard: bool) -> tuple[bytes, int]:
    """The bytes and the number of pages."""
    content = engine(printed(data, issue), issue.issued_at, standard=standard)
    return content, max(int(each) for each in PAGES.findall(content))


def printed(data: dict[str, Any], issue: Issue) -> str:
    """Everything that the template reads, as JSON: the data without what is only compared with, charts, and the issue.

    Readings are in the charts; most of a pack's data are readings.
    """
    kpis = [{key: value for key, value in each.items() if key != "readings"} for each in data["kpis"]]
    values = breakable({**{key: value for key, value in data.items() if key != "standing"}, "kpis": kpis})
    values["kpis"] = [{**shown, "chart": drawn(each)} for shown, each in zip(values["kpis"], data["kpis"], strict=True)]
    values["issue"] = {
        "number": issue.number,
        "on": issue.issued_words,
        "date": [issue.issued_at.year, issue.issued_at.month, issue.issued_at.day],
        "replaces": issue.replaces,
        "digest": issue.digest,
        "chain_head": issue.chain_head,
        "address": issue.address,
    }
    return json.dumps(values, ensure_ascii=False)


def engine(text: str, at: datetime, *, standard: bool = True) -> bytes:
    """The bare typesetter over the template and a ready JSON: what a pack cannot be faster than."""
    compiler = typst.Compiler(
        input=TEMPLATE.read_bytes(),
        root=str(HERE),
        font_paths=fonts(),
        sys_inputs={"data": text},
    )
    options: dict[str, Any] = {"pdf_standards": ["ua-1"]} if standard else {}
    made = compiler.compile(format="pdf", timestamp=at.astimezone(UTC).replace(microsecond=0), **options)
    return made if isinstance(made, bytes) else b""


def fonts() -> typst.Fonts:
    """Ours and no others, so that a pack is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())])


def first_line(error: Exception) -> str:
    """The typesetter's own words, on one line."""
    return " ".join(str(error).split())[:200]
