"""The rows that the review page is made of: lines, checks, gaps with their figures, and units."""

from dataclasses import dataclass
from datetime import date

from django.forms import BoundField

from common.dates import short_date
from common.text import counted
from intake.interpret.drafts import (
    LEFT_OVER,
    MAPPED,
    STRUCTURE,
    ActionDraft,
    GapDraft,
    IndicatorDraft,
    LineRole,
    Measure,
    UnitDraft,
)
from intake.services.figures import direction_of, measured

LOOKS = {MAPPED: "mapped", LEFT_OVER: "left", STRUCTURE: "skip"}


@dataclass(frozen=True)
class LineRow:
    """One line of the document: how it is marked, what it became, and the address of that draft on the page.

    `rest` are words of it that went nowhere, such as a remark in a row of a table.
    """

    number: int
    text: str
    look: str
    became: str
    anchor: str = ""
    key: str = ""
    rest: str = ""


@dataclass(frozen=True)
class Check:
    """One point of the check: to do now where it has a field that is not chosen yet, else to know."""

    title: str
    detail: str = ""
    field: BoundField | None = None
    is_open: bool = False
    address: str = ""


@dataclass(frozen=True)
class FigureRow:
    """One figure of a gap in the report's own words."""

    name: str
    wording: str
    target: str
    actual: str
    is_missing: bool
    lower_is_better: bool


@dataclass(frozen=True)
class GapRow:
    """A gap with its figures and actions as the page words them. Of thousands of gaps only those shown are worded."""

    draft: GapDraft

    @property
    def figures(self) -> list[FigureRow]:
        return [figure_row(indicator, measure) for indicator, measure in measured(self.draft)]

    @property
    def actions(self) -> list[tuple[ActionDraft, str]]:
        """Each action with what the report says of its owner, date and success."""
        return [(action, action_words(action)) for action in self.draft.actions]

    @property
    def missing(self) -> list[str]:
        return [name_of(indicator) for indicator, measure in measured(self.draft) if not measure.is_quantified]

    @property
    def quantified(self) -> int:
        return sum(measure.is_quantified for _, measure in measured(self.draft))


@dataclass(frozen=True)
class UnitRow:
    """A unit with its gaps, its field, and the judgement beside it: tone, icon, words. `shown` are those of this part."""

    draft: UnitDraft
    field: BoundField
    gaps: list[GapRow]
    shown: list[GapRow]
    is_undecided: bool
    is_open: bool

    @property
    def title(self) -> str:
        return self.draft.name or "Gaps under no unit"

    @property
    def counts(self) -> str:
        causes = sum(len(gap.draft.causes) for gap in self.gaps)
        actions = sum(len(gap.draft.actions) for gap in self.gaps)
        many = [counted(len(self.gaps), "gap")] if len(self.gaps) != 1 else []
        return ", ".join([*many, plain(causes, "cause"), plain(actions, "action")])

    @property
    def lines(self) -> str:
        numbers = [number for gap in self.gaps for number in gap.draft.lines]
        if self.draft.line:
            numbers.append(self.draft.line)
        if not numbers:
            return ""
        first, last = min(numbers), max(numbers)
        return f"line {first}" if first == last else f"lines {first} to {last}"

    @property
    def pill(self) -> tuple[str, str, str]:
        if self.is_undecided:
            return ("warn", "risk", "No owning unit")
        known = sum(gap.quantified for gap in self.gaps)
        missing = sum(len(gap.missing) for gap in self.gaps)
        if any(not gap.draft.causes for gap in self.gaps):
            return ("warn", "risk", "No cause")
        if any(not gap.draft.actions for gap in self.gaps):
            return ("warn", "risk", "No action")
        if not known:
            return ("warn", "risk", "Not yet quantified")
        return ("warn", "risk", "Partly quantified") if missing else ("ok", "on", "Complete")


def plain(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"


def line_row(role: LineRole) -> LineRow:
    """A line with the word for what it became."""
    if role.state != MAPPED:
        return LineRow(role.line, role.text, LOOKS[role.state], role.role)
    became = role.key if role.key and role.role in ("Gap", "Action") else role.role
    anchor = "d-Analysis" if role.role == "Analysis" or not role.key else f"d-{role.key}"
    return LineRow(role.line, role.text, LOOKS[role.state], became, anchor, role.key or "", role.rest)


def name_of(indicator: IndicatorDraft | None) -> str:
    return indicator.name if indicator else "As stated"


def figure_row(indicator: IndicatorDraft | None, measure: Measure) -> FigureRow:
    """A figure in the report's own words."""
    return FigureRow(
        name_of(indicator),
        measure.variance.wording if measure.variance else "",
        measure.target or "",
        measure.actual or "",
        is_missing=not measure.is_quantified,
        lower_is_better=direction_of(measure) == "lower",
    )


def action_words(action: ActionDraft) -> str:
    due = f"by {short_date(date.fromisoformat(action.due))}" if action.due else action.due_wording
    return " · ".join(part for part in (action.owner, due, action.success_measure) if part)
