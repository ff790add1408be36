"""Reports of many kinds, each with its right answer: every one is understood to 0.95 or better, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.interpret import NotAReport, interpret
from intake.readers.plain_lines import read_plain
from intake.reading import read_file

from .corpus import BUILT, texts
from .helpers import DATA
from .scoring import lost_lines, read_wanted, score

LEAST = 0.95
WANTED = {path.name: path.with_name(f"{path.name}.want").read_text(encoding="utf-8") for path in texts()}


def assert_understood(path: Path, wanted: str) -> None:
    analysis = interpret(read_file(path, path.name, max_bytes=10_000_000))
    found = score(analysis, read_wanted(wanted))
    assert found.value >= LEAST, "\n".join([f"{found.value:.3f} {found.parts}", *found.notes])


@pytest.mark.parametrize("name", WANTED)
def test_a_report_of_text(name: str) -> None:
    assert_understood(DATA / "intake" / name, WANTED[name])


@pytest.mark.parametrize("name", BUILT)
def test_a_report_that_is_built(name: str, tmp_path: Path) -> None:
    write: Callable[[Path], None]
    write, wanted = BUILT[name]
    write(tmp_path / name)
    assert_understood(tmp_path / name, wanted)


def test_the_scorer_tells_good_from_bad() -> None:
    """A whole answer scores one, another report's answer nearly nothing."""
    path = texts()[0]
    analysis = interpret(read_file(path, path.name, max_bytes=1_000_000))
    assert score(analysis, read_wanted(WANTED[path.name])).value > 0.99
    assert score(analysis, read_wanted(WANTED[texts()[-1].name])).value < 0.35


LINES = sorted(
    {
        line
        for path in texts()
        if path.suffix in (".md", ".txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=40), st.booleans())
def test_no_line_is_lost_however_reports_are_mixed(lines: list[str], soft: bool) -> None:
    """Each line has one role; the words of what was mapped or left over stand in the answer."""
    document = read_plain("\n".join(lines), "mixed.md", "md", soft_wrap=soft)
    try:
        analysis = interpret(document)
    except NotAReport:
        return
    assert [role.line for role in analysis.line_map] == [line.number for line in document.lines]
    assert lost_lines(analysis) == []
