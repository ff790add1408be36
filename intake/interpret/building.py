"""What grows while a document is read: builders that become the frozen drafts at the end, and the ledger of lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..readers.base import Line
from .drafts import (
    LEFT_OVER,
    MAPPED,
    STRUCTURE,
    ActionDraft,
    CauseDraft,
    Entry,
    GapDraft,
    IndicatorDraft,
    LineRole,
    Measure,
    UnitDraft,
)
from .indicators import find_indicators
from .links import suggest_links
from .prose import split_inner_cause
from .text import capitalised, without_stop

LONGEST_CUE = 14


class Ledger:
    """Notes for every line what it became. A line is noted once; what is never noted is left over."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self._roles: dict[int, LineRole] = {}
        self._rests: dict[int, list[str]] = {}

    def rest(self, line: Line, text: str) -> None:
        """Words of a line that went nowhere although the line was mapped."""
        if text.strip(" .;,-–—|"):
            self._rests.setdefault(line.number, []).append(text.strip())

    def mapped(self, line: Line, role: str, key: str | None = None) -> None:
        """The line became (part of) a draft."""
        self._roles[line.number] = LineRole(line.number, line.shown, MAPPED, role, key)

    def structure(self, line: Line, role: str = "heading") -> None:
        """The line holds no content of its own."""
        self._roles[line.number] = LineRole(line.number, line.shown, STRUCTURE, role)

    def left_over(self, line: Line) -> None:
        """Nothing was made of the line."""
        self._roles[line.number] = LineRole(line.number, line.shown, LEFT_OVER, "left over")

    def forget(self, keys: set[str]) -> None:
        """What became a draft that holds nothing in the end is left over."""
        for line in self._lines:
            role = self._roles.get(line.number)
            if role is not None and role.key in keys:
                self.left_over(line)

    def is_noted(self, line: Line) -> bool:
        """Whether the line has a role already."""
        return line.number in self._roles

    def roles(self) -> tuple[LineRole, ...]:
        """The role of every line, in order."""
        for line in self._lines:
            if line.number not in self._roles:
                self.left_over(line)
        return tuple(self._with_rest(self._roles[line.number]) for line in self._lines)

    def _with_rest(self, role: LineRole) -> LineRole:
        rest = self._rests.get(role.line)
        return replace(role, rest=" | ".join(rest)) if rest and role.state == MAPPED else role


@dataclass(slots=True)
class GapBuilder:
    """A gap that still grows."""

    key: str
    statement: str
    line: int
    code: str = ""
    measure: Measure = Measure()
    severity: str | None = None
    impact: str | None = None
    named_indicators: list[IndicatorDraft] = field(default_factory=list)
    causes: list[CauseDraft] = field(default_factory=list)
    actions: list[ActionDraft] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    table: int | None = None
    is_title: bool = False
    has_unit: bool = False

    def built(self, unit: str, heading: str) -> GapDraft:
        """The finished draft."""
        self._take_inner_cause()
        indicators = self.named_indicators or find_indicators(
            self.statement, self.line, unit_name=unit, heading=heading
        )
        return GapDraft(
            self.key,
            self.statement,
            self.line,
            self.measure,
            self.severity,
            self.impact,
            tuple(indicators),
            tuple(self.causes),
            tuple(self.actions),
            suggest_links(tuple(self.causes), tuple(self.actions)),
            tuple(sorted(self.lines | {self.line})),
        )

    def _take_inner_cause(self) -> None:
        """ "… because the kits ran out" names a cause where nothing else does."""
        before, cause = ("", "") if self.causes else split_inner_cause(self.statement)
        if cause:
            if ":" in self.statement[len(before) : len(before) + LONGEST_CUE]:
                # "… 58 %. Because: seedlings came late": the label parts the two.
                self.statement = before.rstrip(" ;,")
            for place, part in enumerate(filter(None, map(str.strip, cause.split(";")))):
                key = f"C-{self.key.removeprefix('G-')}i{place or ''}"
                self.causes.append(CauseDraft(key, capitalised(without_stop(part)), self.line))

    def change_last_action(self, number: int, **changes: str | None) -> bool:
        """Set fields of the action that was added last."""
        if not self.actions:
            return False
        last = self.actions[-1]
        self.actions[-1] = replace(last, lines=tuple(sorted({*last.lines, number})), **changes)  # type: ignore[arg-type]
        self.lines.add(number)
        return True


@dataclass(slots=True)
class UnitBuilder:
    """A unit that still grows."""

    key: str
    name: str
    heading: str
    line: int | None
    level: int = 0
    gaps: list[GapBuilder] = field(default_factory=list)

    def built(self, is_theme: bool) -> UnitDraft:
        """The finished draft."""
        gaps = tuple(gap.built(self.name, self.heading) for gap in self.gaps)
        return UnitDraft(self.key, self.name, self.heading, self.line, is_theme, gaps)


@dataclass(slots=True)
class EntryBuilder:
    """An entry of the follow-up that may still get sub-points."""

    key: str
    title: str
    detail: str
    line: int
    level: int = 0
    opens_list: bool = False
    points: list[EntryBuilder] = field(default_factory=list)

    def built(self) -> Entry:
        """The finished draft."""
        return Entry(self.key, self.title, self.detail, self.line, tuple(point.built() for point in self.points))
