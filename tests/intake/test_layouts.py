"""The same content in many layouts and words gives the same answer, and no line is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake.interpret import interpret
from intake.readers import read

from .layouts import LAYOUTS
from .scoring import score
from .stories import LABELS, STORIES, Labels

LEAST = 0.95
WORDLESS = ("told", "audit", "whys", "eight-d", "review")
ODD = LABELS["strange"]["odd"]
PARTS = ("gap", "causes", "steps", "owner", "due", "unit", "rating")


def _cases() -> list[tuple[str, str, str]]:
    return [
        (layout, story, words)
        for layout, how in LAYOUTS.items()
        for story, content in STORIES.items()
        if content.language in how.languages
        for words in (list(LABELS[content.language])[:1] if layout in WORDLESS else LABELS[content.language])
    ]


def assert_same(layout: str, story: str, labels: Labels, folder: Path) -> None:
    how, content = LAYOUTS[layout], STORIES[story]
    path = folder / f"report.{how.ending}"
    path.write_text(how.write(content, labels), encoding="utf-8")
    wanted = content.wanted(units=how.units, causes=how.causes, fields=how.fields, ratings=how.ratings)
    if layout == "audit":
        for gap, case in zip(wanted.gaps, content.cases, strict=True):
            gap.said["impact"] = case.effect
    found = score(interpret(read(path, path.name)), wanted)
    assert found.value >= LEAST, "\n".join([f"{found.value:.3f} {found.parts}", *found.notes])


@pytest.mark.parametrize(("layout", "story", "words"), _cases())
def test_one_content_in_many_layouts(layout: str, story: str, words: str, tmp_path: Path) -> None:
    assert_same(layout, story, LABELS[STORIES[story].language][words], tmp_path)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in WORDLESS])
def test_one_label_that_nobody_has_heard_of(layout: str, part: str, tmp_path: Path) -> None:
    """Where the other labels are known, an unknown one is understood from its place and from what it holds."""
    labels = replace(LABELS["en"]["audit"], **{part: getattr(ODD, part)})
    for story in ("clinic", "depot"):
        assert_same(layout, story, labels, tmp_path)


@pytest.mark.parametrize("words", LABELS["strange"])
@pytest.mark.parametrize("layout", ["headings", "bold-labels", "outline", "plain-labels", "table", "sheet"])
def test_labels_that_nobody_has_heard_of(layout: str, words: str, tmp_path: Path) -> None:
    """The form alone says what is a gap, a cause and an action where owners and days stand behind the actions."""
    for story in ("clinic", "depot"):
        assert_same(layout, story, LABELS["strange"][words], tmp_path)
