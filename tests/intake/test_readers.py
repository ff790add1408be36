"""Readers: what a file says, line by line, in its own order."""

from __future__ import annotations

import codecs
import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.readers import read
from intake.readers.base import BULLET, HEADING, NUMBERED, PARAGRAPH, ROW, Document, UnreadableDocument
from intake.readers.encoding import decode
from intake.reading import read_file

from .helpers import analysis_of, document_of, write_word_report

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "data",
    [
        "Écart : 5 €".encode(),
        codecs.BOM_UTF8 + "Écart : 5 €".encode(),
        "Écart : 5 €".encode("utf-16"),
        "Écart : 5 €".encode("utf-16-le"),
        "Écart : 5 €".encode("utf-16-be"),
        "Écart : 5 €".encode("cp1252"),
    ],
)
def test_text_is_decoded_whatever_wrote_it(data: bytes) -> None:
    assert decode(data) == "Écart : 5 €"


def test_marks_of_a_plain_text_are_told_apart() -> None:
    lines = document_of("Title\n\n1. First\n- A bullet\n  * An inner bullet\nCS-1 A coded line\n## A heading\n").lines
    assert [(line.kind, line.level, line.marker, line.code, line.text) for line in lines] == [
        (PARAGRAPH, 0, "", "", "Title"),
        (NUMBERED, 0, "1.", "", "First"),
        (BULLET, 0, "", "", "A bullet"),
        (BULLET, 1, "", "", "An inner bullet"),
        (PARAGRAPH, 0, "", "CS-1", "A coded line"),
        (HEADING, 2, "", "", "A heading"),
    ]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[1].shown == "1. First"


def test_wrapped_lines_become_one() -> None:
    text = (
        "The review covers the whole of the year and was carried out by people who\n"
        "know the work well from their own practice in the field.\n\n"
        "- A bullet that is\n  wrapped\n- Another\n"
    )
    assert [line.text for line in document_of(text).lines] == [
        "The review covers the whole of the year and was carried out by people who know the work well from their own "
        "practice in the field.",
        "A bullet that is wrapped",
        "Another",
    ]


def test_a_word_document_is_read_in_its_order(tmp_path: Path) -> None:
    document = read_file(write_word_report(tmp_path / "depot.docx"), "depot.docx", max_bytes=1_000_000)
    kinds = [(line.kind, line.level, line.text) for line in document.lines]
    assert kinds[0] == (HEADING, 1, "Depot Performance Report")
    assert (HEADING, 2, "Fleet Division") in kinds
    assert (BULLET, 0, "Spare parts arrive late") in kinds
    assert any(line.kind == NUMBERED for line in document.lines)
    rows = [line for line in document.lines if line.kind == ROW]
    assert rows[0].cells == ("Finding", "Root cause", "Action", "Responsible")
    assert [row.row for row in rows] == [1, 2]
    assert (
        kinds.index((HEADING, 2, "Driver Safety"))
        < rows[0].number
        <= kinds.index((HEADING, 1, "Next steps for management"))
    )


def test_a_markdown_table_and_emphasis(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# **Bold** title\n\n| A | B |\n|---|---|\n| 1 | *two* |\n\nA line\nthat goes on\n", encoding="utf-8"
    )
    lines = read(path, "a.md").lines
    assert [line.text for line in lines] == ["Bold title", "A | B", "1 | two", "A line that goes on"]
    assert lines[2].cells == ("1", "two")


def test_a_guarded_formula_in_csv_loses_its_guard(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Title;;\nGap;Action;Owner\n'=late;'-5;Ann\n", encoding="utf-8")
    lines = read(path, "a.csv").lines
    assert lines[0].kind == PARAGRAPH
    assert lines[2].cells == ("=late", "-5", "Ann")


def test_the_child_process_answers_in_json(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One\nTwo", encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-m", "intake.readers", str(path)], cwd=ROOT, capture_output=True, check=True
    )
    assert [line["text"] for line in json.loads(answer.stdout)["lines"]] == ["One", "Two"]


def test_the_readers_import_no_django() -> None:
    code = "import sys, intake.readers.__main__, intake.readers.docx; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@given(st.text(max_size=400))
def test_any_text_is_read_and_no_word_is_lost(text: str) -> None:
    try:
        document = document_of(decode(text.encode("utf-8", "replace")))
    except UnreadableDocument:
        return
    assert Document.from_dict(json.loads(json.dumps(document.to_dict()))) == document
    assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))


def test_heads_and_feet_of_a_word_file_are_kept(tmp_path: Path) -> None:
    path = write_word_report(tmp_path / "report.docx")
    word = docx.Document(str(path))
    section = word.sections[0]
    section.header.paragraphs[0].text = "Depot review – confidential"
    section.footer.paragraphs[0].text = "Date: 3 March 2026 | Page 1"
    word.save(str(path))
    lines = read_file(path, path.name, max_bytes=1_000_000).lines
    assert [(line.text, line.kind) for line in lines[-2:]] == [
        ("Depot review – confidential", "margin"),
        ("Date: 3 March 2026 | Page 1", "margin"),
    ]
    analysis = analysis_of(path)
    assert analysis.date == "2026-01-12"
    assert [role.state for role in analysis.line_map[-2:]] == ["structure", "structure"]


def test_a_date_in_the_foot_counts_where_the_report_has_none(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Depot Performance Report", 0)
    word.add_heading("Findings", 1)
    word.add_heading("Fleet Department", 2)
    word.add_paragraph("Gap: Vans stand idle 30 % above the benchmark.")
    word.sections[0].footer.paragraphs[0].text = "Date: 3 March 2026"
    word.save(str(tmp_path / "report.docx"))
    analysis = analysis_of(tmp_path / "report.docx")
    assert analysis.date == "2026-03-03"
    assert not analysis.left_over
