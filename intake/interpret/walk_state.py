"""What the walk through a document knows at each line."""

from __future__ import annotations

import re
from collections import Counter

from ..readers.base import HEADING, ROW, Document
from .building import GapBuilder, Ledger
from .findings import FindingsReader
from .follow_up import FollowUpReader
from .header import HeaderReader
from .labels import LIST_FIELDS, column_field
from .structure import ITEM, TEXT, Element, outline
from .table_columns import Columns
from .tables import Table
from .text import fold

EARLY = 20
CONTENTS = ("contents", "table of contents", "sommaire", "table des matieres", "indice", "sumario", "conteudo")
CONTENTS_PAGE = re.compile(r"[\s.…·]*\d{0,3}$")
BEFORE_GAP = ("severity", "target", "kpi", "impact", "actual")


def names_causes(element: Element) -> bool:
    """Whether a label, a heading or the head of a column says that causes follow."""
    heads = element.line.cells if element.kind == ROW and element.line.row == 1 else ()
    return element.field == "cause" or any(column_field(cell) == "cause" for cell in heads)


def listed_contents(elements: list[Element]) -> set[int]:
    """The lines of a table of contents: below its heading, what repeats a heading that comes later."""
    opened = next(
        (place for place, element in enumerate(elements[:EARLY]) if fold(element.text).strip(" :") in CONTENTS), None
    )
    if opened is None:
        return set()
    rest = elements[opened + 1 :]
    written = Counter(fold(element.text).strip(" :") for element in rest)
    found: set[int] = set()
    for element in rest:
        whole = fold(element.text).strip(" :")
        title = CONTENTS_PAGE.sub("", whole)
        written[whole] -= 1
        if element.kind not in (TEXT, ITEM) or written[title] < 1:
            break
        found.add(element.number)
    return found


class WalkState:
    """The state, and what can be seen from here."""

    def __init__(self, document: Document, columns: Columns | None = None) -> None:
        self.columns = columns or {}
        self.format = document.format
        self.elements = outline(document)
        self.ledger = Ledger(document.lines)
        self.head = HeaderReader(self.ledger)
        self.findings = FindingsReader(self.ledger)
        self.follow_up = FollowUpReader(self.ledger)
        self.names_causes = any(names_causes(element) for element in self.elements)
        self.contents = listed_contents(self.elements)
        self.given: dict[int, int] = {}
        self.in_head = True
        self.section = ""
        self.section_level = 0
        self.open_field = ""
        self.apart = False
        self.last_gap: GapBuilder | None = None
        self.gap_above: GapBuilder | None = None
        self.in_list = 0
        self.gap_level: int | None = None
        self.label_level = -1
        self.unit_in_line = False
        self.said_inline = False
        self.position = 0
        self.tables: dict[int, Table] = {}
        self.taken: dict[int, tuple[int, Table]] = {}
        self.pairs: set[int] = set()
        self.heads: dict[tuple[str, ...], Table] = {}
        self.tables_below: dict[int, Table] = {}

    def _enter_findings(self) -> None:
        if self.section != "findings":
            self.section, self.section_level, self.apart = "findings", 0, False
            self.follow_up.close()

    def _gap_follows(self) -> bool:
        """Whether a gap is stated a few lines below, before any cause or action: then what stands here belongs to it."""
        for following in self.elements[self.position + 1 : self.position + 8]:
            if following.kind in (HEADING, ROW) and not following.field:
                return False
            if following.field in LIST_FIELDS:
                return following.field == "gap"
        return False

    def _opens_indicator(self) -> bool:
        gap = self.findings.gap
        return gap is None or bool(gap.causes or gap.actions or gap.named_indicators)
