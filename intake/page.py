"""What the review page shows: the lines with what they became, what is to do, and the drafts."""

from datetime import date
from functools import cached_property

from common.text import counted, listed
from intake.forms import ReviewForm
from intake.interpret import Analysis
from intake.interpret.drafts import (
    Entry,
    GapDraft,
    UnitDraft,
)
from intake.interpret.interpreter import NO_DATE, NO_UNIT, theme_warning
from intake.models import ImportDraft
from intake.page_rows import LOOKS, Check, GapRow, LineRow, UnitRow, line_row, plain
from intake.services.owners import field_name, unit_words

WINDOW = 600
PART = 200
MOST_QUESTIONS = 40
OPEN_UNITS = 8


def is_long(analysis: Analysis) -> bool:
    """Whether the document is shown in parts."""
    return len(analysis.line_map) > WINDOW


class ReviewPage:
    """Everything that the template asks for."""

    def __init__(self, draft: ImportDraft, analysis: Analysis, form: ReviewForm, *, start: int = 1):
        self.draft, self.analysis, self.form = draft, analysis, form
        self.first = min(max(1, start), max(1, len(analysis.line_map)))

    @property
    def dated(self) -> date | None:
        return date.fromisoformat(self.analysis.date) if self.analysis.date else None

    # The document

    @cached_property
    def counts(self) -> dict[str, int]:
        states = [role.state for role in self.analysis.line_map]
        return {look: states.count(state) for state, look in LOOKS.items()}

    @cached_property
    def lines(self) -> list[LineRow]:
        """The lines of this part: all of them, or those from the first one asked for."""
        size = self.size if self.is_long else len(self.analysis.line_map)
        window = self.analysis.line_map[self.first - 1 : self.first - 1 + size]
        return [line_row(role) for role in window]

    @property
    def size(self) -> int:
        return min(WINDOW, PART)

    @property
    def is_long(self) -> bool:
        return is_long(self.analysis)

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    @property
    def next_start(self) -> int:
        return self.last + 1 if self.last < len(self.analysis.line_map) else 0

    @property
    def previous_start(self) -> int:
        return max(1, self.first - self.size) if self.first > 1 else 0

    @cached_property
    def left_over(self) -> list[LineRow]:
        return [line_row(role) for role in self.analysis.left_over]

    # What is to do and to know

    @cached_property
    def units(self) -> list[UnitRow]:
        """Every unit; its gaps, and those of them that stand on the lines of this part."""
        found = []
        few = len(self.analysis.units) <= OPEN_UNITS or self.is_long
        for unit in self.analysis.units:
            field = self.form[field_name(unit)]
            undecided = not field.value()
            gaps = [GapRow(gap) for gap in unit.gaps]
            shown = [row for row in gaps if self.is_here(row.draft)] if self.is_long else gaps
            is_open = few or undecided or bool(field.errors)
            found.append(UnitRow(unit, field, gaps, shown, is_undecided=undecided, is_open=is_open))
        return found

    def is_here(self, gap: GapDraft) -> bool:
        """Whether the gap stands on a line of this part."""
        return any(self.first <= number <= self.last for number in (gap.line, *gap.lines))

    @property
    def shown_units(self) -> list[UnitRow]:
        """The units of this part."""
        if not self.is_long:
            return self.units
        return [row for row in self.units if row.shown or self.first <= (row.draft.line or 0) <= self.last]

    def address_of(self, unit: UnitDraft) -> str:
        """Where the unit's draft stands, in whichever part."""
        number = unit.line or min((gap.line for gap in unit.gaps), default=1)
        return f"{f'?from={number}' if self.is_long else ''}#d-{unit.key}"

    @cached_property
    def to_do(self) -> list[Check]:
        """What must be chosen before it can be saved, or was not fit: the field stands here, not in the unit's draft."""
        found = []
        for row in self.units:
            if row.is_undecided or row.field.errors or row.draft.is_theme or not row.draft.name:
                address = self.address_of(row.draft)
                found.append(Check(title_of(row), "Which unit owns it?", row.field, row.is_undecided, address))
        for name, title, detail in (
            ("title", "The report has no title", "Without one the analysis is called like the file"),
            ("date", "The report has no date", "It can be set later, too"),
        ):
            if name in self.form.fields:
                found.append(Check(title, detail, self.form[name]))
        return found

    @property
    def questions(self) -> list[Check]:
        """Those of them that the page asks now: of very many units the open ones first."""
        of_units = [check for check in self.to_do if check.address]
        if len(of_units) <= MOST_QUESTIONS:
            return self.to_do
        now = sorted(of_units, key=lambda check: not check.is_open)[:MOST_QUESTIONS]
        return [*now, *(check for check in self.to_do if not check.address)]

    @property
    def questions_later(self) -> int:
        return len(self.to_do) - len(self.questions)

    @property
    def open_to_do(self) -> list[Check]:
        return [check for check in self.to_do if check.is_open]

    @property
    def first_question(self) -> str:
        """The first thing to do, to go on after "to do:"."""
        first = next((row for row in self.units if row.is_undecided), None)
        return f"who owns {unit_words(first.draft)}?" if first else ""

    @cached_property
    def to_know(self) -> list[Check]:
        """What can wait."""
        gaps = self.analysis.gaps
        actions = [action for gap in gaps for action in gap.actions]
        found = []
        if self.left_over:
            first = self.left_over[0].number
            found.append(
                Check(
                    f"{counted(len(self.left_over), 'line').capitalize()} left over",
                    "Nothing was made of them; they are kept with the source",
                    address=f"{f'?from={first}' if self.is_long else ''}#l-{first}",
                )
            )
        found += [Check(title, detail) for title, detail in missing_parts(gaps, actions) if title]
        missing = [name for row in self.units for gap in row.gaps for name in gap.missing]
        if missing:
            found.append(
                Check(
                    f"{counted(len(missing), 'figure is', 'figures are').capitalize()} missing",
                    f"{', '.join(missing[:6])}{f' and {len(missing) - 6} more' if len(missing) > 6 else ''};"
                    " asked for before the effect is checked",
                )
            )
        if actions and any(gap.causes for gap in gaps):
            links = sum(len(gap.links) for gap in gaps)
            found.append(
                Check(
                    "No line says which action answers which cause",
                    f"{counted(links, 'link').capitalize()} suggested from the wording, to confirm any time",
                )
            )
        return found + [Check(warning) for warning in self.warnings]

    @property
    def warnings(self) -> list[str]:
        """What the interpreter says and the page does not say elsewhere."""
        elsewhere = {NO_DATE, NO_UNIT, *(theme_warning(unit.name) for unit in self.analysis.units)}
        return [warning for warning in self.analysis.warnings if warning not in elsewhere]

    @property
    def asked(self) -> set[str]:
        """The fields that stand in the check already."""
        return {check.field.name for check in self.questions if check.field}

    # What it becomes

    @property
    def drafts_in_figures(self) -> str:
        gaps = self.analysis.gaps
        causes = sum(len(gap.causes) for gap in gaps)
        actions = sum(len(gap.actions) for gap in gaps)
        return ", ".join((plain(len(gaps), "gap"), plain(causes, "cause"), plain(actions, "action")))

    @property
    def has_meeting(self) -> bool:
        reading = self.analysis
        return bool(
            reading.purpose or reading.objectives or reading.agenda or reading.preparation or reading.leadership_actions
        )

    @property
    def purpose(self) -> tuple[Entry, ...]:
        return (*self.analysis.purpose, *self.analysis.objectives)

    @property
    def meeting_in_figures(self) -> str:
        tasks = len(self.analysis.preparation) + len(self.analysis.leadership_actions)
        return f"1 meeting in draft, {plain(tasks, 'task')}" if self.has_meeting else "no meeting"

    @property
    def meeting_lines(self) -> str:
        parts = [("purpose", self.purpose), ("agenda", self.analysis.agenda)]
        return listed([f"{name} from {span(entries)}" for name, entries in parts if entries])


def title_of(row: UnitRow) -> str:
    if not row.draft.name:
        return "Some gaps stand under no unit"
    return (
        f"“{row.draft.name}” is a theme, not a department" if row.draft.is_theme else f"“{row.draft.name}” has no owner"
    )


def missing_parts(gaps, actions) -> list[tuple[str, str]]:
    """Owners, dates, causes and actions that the report does not give."""
    lacking = sum(not action.owner for action in actions), sum(not action.due for action in actions)
    later = "Set at the follow-up meeting; no action is approved without"
    if lacking[0] == lacking[1] and lacking[0]:
        found = [(f"No owner and no date for {plain(lacking[0], 'action')}", later)]
    else:
        found = [
            (f"No {what} for {plain(number, 'action')}", later)
            for what, number in zip(("owner", "date"), lacking, strict=True)
            if number
        ]
    for what, number in (
        ("cause", sum(not gap.causes for gap in gaps)),
        ("action", sum(not gap.actions for gap in gaps)),
    ):
        if number:
            found.append((f"No {what} for {plain(number, 'gap')}", "Asked for before the analysis is issued"))
    return found


def span(entries: tuple[Entry, ...]) -> str:
    """The lines of the entries with those under them."""
    numbers = [number for entry in entries for number in lines_of(entry)]
    first, last = min(numbers), max(numbers)
    return f"line {first}" if first == last else f"lines {first} to {last}"


def lines_of(entry: Entry) -> list[int]:
    return [entry.line, *(number for point in entry.points for number in lines_of(point))]
