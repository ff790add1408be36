"""What the tests of the import share."""

from __future__ import annotations

from pathlib import Path

import docx

from intake.interpret import Analysis, interpret
from intake.readers.base import Document
from intake.readers.plain_lines import read_plain
from intake.reading import read_file

DATA = Path(__file__).resolve().parent.parent / "data"
SHARED_REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"


def document_of(text: str) -> Document:
    """The neutral form of a text."""
    return read_plain(text, "report.txt", "txt", soft_wrap=False)


def interpreted(text: str) -> Analysis:
    """The interpretation of a text."""
    return interpret(document_of(text))


def analysis_of(path: Path) -> Analysis:
    """The interpretation of a file."""
    return interpret(read_file(path, path.name, max_bytes=1_000_000))


def write_word_report(path: Path) -> Path:
    """A report with headings, lists and a table, as Word keeps them."""
    word = docx.Document()
    word.add_heading("Depot Performance Report", 0)
    word.add_paragraph("Date: 12 January 2026")
    word.add_paragraph("Compiled by: Fleet Planning Office")
    word.add_heading("Introduction", 1)
    word.add_paragraph("Figures come from the tachographs.")
    word.add_heading("Identified gaps", 1)
    word.add_heading("Fleet Division", 2)
    word.add_paragraph("Problem: Vans stand idle 30 % above the group benchmark.")
    word.add_paragraph("Contributing factors:")
    word.add_paragraph("Spare parts arrive late", style="List Bullet")
    word.add_paragraph("Two mechanics left in autumn", style="List Bullet")
    word.add_paragraph("Suggested actions:")
    word.add_paragraph("Keep common parts in stock (owner: Stores; by 28 February 2026)", style="List Number")
    word.add_paragraph("Hire one mechanic – Owner: Human Resources – Due: Q2 2026", style="List Number")
    word.add_heading("Driver Safety", 2)
    table = word.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("Finding", "Root cause", "Action", "Responsible"), strict=True):
        cell.text = text
    for cell, text in zip(
        table.add_row().cells,
        (
            "Rest breaks are missed on long routes",
            "Routes are planned too tightly",
            "Plan a break every four hours",
            "Dispatch",
        ),
        strict=True,
    ):
        cell.text = text
    word.add_heading("Next steps for management", 1)
    word.add_paragraph("Budget: release money for parts", style="List Bullet")
    word.save(str(path))
    return path
