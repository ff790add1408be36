"""What an interpretation consists of: frozen values that carry the numbers of the lines they came from."""

from __future__ import annotations

from dataclasses import dataclass, field

MAPPED, LEFT_OVER, STRUCTURE = "mapped", "left", "structure"


@dataclass(frozen=True, slots=True)
class StatedVariance:
    """The distance as the report says it; `upper` is set where it is a range."""

    value: float | None
    unit: str | None
    comparator: str | None
    kind: str | None
    wording: str
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures that stand beside an indicator or a gap."""

    variance: StatedVariance | None = None
    target: str | None = None
    actual: str | None = None

    @property
    def is_quantified(self) -> bool:
        """Whether a number says how far off it is."""
        has_value = self.variance is not None and self.variance.value is not None
        return has_value or bool(self.target and self.actual)


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """An indicator (KPI) that a gap touches."""

    name: str
    line: int
    measure: Measure = Measure()


@dataclass(frozen=True, slots=True)
class CauseDraft:
    """A root cause."""

    key: str
    statement: str
    line: int


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """A proposed action. `due` is an ISO date; `due_wording` is what the source says."""

    key: str
    title: str
    line: int
    owner: str | None = None
    due: str | None = None
    due_wording: str | None = None
    success_measure: str | None = None
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkSuggestion:
    """A cause that an action may answer, judged by shared words only: to be confirmed by a person."""

    cause: str
    action: str
    score: float


@dataclass(frozen=True, slots=True)
class GapDraft:
    """A gap with what belongs to it."""

    key: str
    statement: str
    line: int
    measure: Measure = Measure()
    severity: str | None = None
    impact: str | None = None
    indicators: tuple[IndicatorDraft, ...] = ()
    causes: tuple[CauseDraft, ...] = ()
    actions: tuple[ActionDraft, ...] = ()
    links: tuple[LinkSuggestion, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A department, or a theme without a head (`is_theme`). `line` is null where no line names it."""

    key: str
    name: str
    heading: str
    line: int | None
    is_theme: bool
    gaps: tuple[GapDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An objective, a point on the agenda, a preparation or a to-do of leadership, with its sub-points."""

    key: str
    title: str
    detail: str
    line: int
    points: tuple[Entry, ...] = ()

    @property
    def text(self) -> str:
        """Title and detail as one line."""
        return f"{self.title}: {self.detail}" if self.detail else self.title

    @property
    def full_text(self) -> str:
        """The entry with its sub-points, each on a line of its own."""
        return "\n".join([self.text, *(point.full_text for point in self.points)])


@dataclass(frozen=True, slots=True)
class LineRole:
    """What one source line became: its state, its role in a word or two, and the key of the draft.

    `rest` holds the words of a mapped line that went nowhere, such as a remark in a row of a table.
    """

    line: int
    text: str
    state: str
    role: str
    key: str | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The draft of an analysis and of its follow-up meeting."""

    title: str | None
    date: str | None
    prepared_by: str | None
    units: tuple[UnitDraft, ...] = ()
    purpose: tuple[Entry, ...] = ()
    objectives: tuple[Entry, ...] = ()
    agenda: tuple[Entry, ...] = ()
    preparation: tuple[Entry, ...] = ()
    leadership_actions: tuple[Entry, ...] = ()
    summary: tuple[Entry, ...] = ()
    line_map: tuple[LineRole, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def gaps(self) -> tuple[GapDraft, ...]:
        """All gaps in the order of the source."""
        return tuple(gap for unit in self.units for gap in unit.gaps)

    @property
    def left_over(self) -> tuple[LineRole, ...]:
        """The lines that nothing was made of."""
        return tuple(role for role in self.line_map if role.state == LEFT_OVER)
