"""The same content in many layouts and words gives the same answer, in every format, and no line is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.interpret import interpret
from intake.readers import read

from .layouts import LAYOUTS
from .scoring import score
from .stories import LABELS, STORIES

LEAST = 0.95
WORDLESS = ("told", "audit", "whys", "eight-d", "review")


def _cases() -> list[tuple[str, str, str]]:
    return [
        (layout, story, words)
        for layout, how in LAYOUTS.items()
        for story, content in STORIES.items()
        if content.language in how.languages
        for words in (list(LABELS[content.language])[:1] if layout in WORDLESS else LABELS[content.language])
    ]


def _strange_cases() -> list[tuple[str, str, str]]:
    """Layouts that say enough by their form where the words for gap and cause say nothing; owner and day are named."""
    return [
        (layout, story, words)
        for layout in STRANGE_LAYOUTS
        for story in ("clinic", "depot")
        for words in LABELS["strange"]
    ]


@pytest.mark.parametrize(("layout", "story", "words"), _cases())
def test_one_content_in_many_layouts(layout: str, story: str, words: str, tmp_path: Path) -> None:
    how, content = LAYOUTS[layout], STORIES[story]
    path = tmp_path / f"report.{how.ending}"
    path.write_text(how.write(content, LABELS[content.language][words]), encoding="utf-8")
    analysis = interpret(read(path, path.name))
    wanted = content.wanted(units=how.units, causes=how.causes, fields=how.fields, ratings=how.ratings)
    if layout == "audit":
        for gap, case in zip(wanted.gaps, content.cases, strict=True):
            gap.said["impact"] = case.effect
    found = score(analysis, wanted)
    assert found.value >= LEAST, "\n".join([f"{found.value:.3f} {found.parts}", *found.notes])
