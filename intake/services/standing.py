"""What the drafts of the version before have become: gaps, figures, causes, actions, points and to-dos, found by their lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch

from accounts.models import Department
from actions.models import CorrectiveAction
from common.likeness import folded, likeness
from gaps.models import Gap, GapAnalysis, GapMeasure, RootCause, SourceDocument
from intake.interpret.drafts import ActionDraft, CauseDraft, Entry, GapDraft, UnitDraft
from intake.services.differences import Change, Draft, FigureDraft
from intake.services.figures import cut, impact_of, severity_of
from intake.services.owners import MAKE, Choices, name_to_make, suggested_owner
from meetings.models import AgendaItem, Meeting, Task

TASK_KIND = {"preparation": "preparation", "leadership_actions": "leadership"}


class Standing:
    """The analysis as it stands, with the way from a draft of its document to the row that it became. Ten statements."""

    def __init__(self, analysis: GapAnalysis, document: SourceDocument, choices: dict[str, Any]):
        self.analysis = analysis
        self.choices = Choices.from_json(choices)
        self.departments = list(Department.objects.filter(is_active=True).values_list("pk", "name"))
        gaps = (
            Gap.objects.filter(analysis=analysis)
            .select_related("line", "department", "analysis")
            .prefetch_related(
                Prefetch("causes", RootCause.objects.select_related("line")),
                Prefetch("measures", GapMeasure.objects.select_related("kpi")),
                Prefetch(
                    "actions",
                    CorrectiveAction.objects.select_related("line", "gap").prefetch_related("cause_links"),
                ),
            )
            .order_by("number")
        )
        self.gaps = list(gaps)
        self.document = document
        self.meeting = Meeting.objects.filter(analysis=analysis).order_by("pk").first()
        self.tasks = list(Task.objects.filter(analysis=analysis).select_related("line").order_by("pk"))
        self.points = list(
            AgendaItem.objects.filter(meeting__analysis=analysis, line__document=document).select_related(
                "line", "meeting"
            )
        )
        self.by_line = {
            "gap": self.lines_of(self.gaps),
            "cause": self.lines_of(cause for gap in self.gaps for cause in gap.causes.all()),
            "action": self.lines_of(action for gap in self.gaps for action in gap.actions.all()),
            "task": self.lines_of(self.tasks),
            "agenda": self.lines_of(self.points),
        }

    def lines_of(self, rows: Iterable[Any]) -> dict[int, list[Any]]:
        """The rows by the number of their line in the document of the version before."""
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            if row.line_id and row.line.document_id == self.document.pk:
                found[row.line.number].append(row)
        return found

    def gap(self, draft: GapDraft | None) -> Gap | None:
        return nearest(self.by_line["gap"].get(draft.line, []), draft.statement, statement) if draft else None

    def row(self, kind: str, draft: Draft | None, gap: Gap | None = None) -> Any:
        """The row that a draft of the version before became; None where it is not there any more."""
        if isinstance(draft, GapDraft):
            return self.gap(draft)
        if isinstance(draft, CauseDraft):
            rows = [each for each in self.by_line["cause"].get(draft.line, []) if not gap or each.gap_id == gap.pk]
            return nearest(rows, draft.statement, lambda each: each.text)
        if isinstance(draft, ActionDraft):
            rows = [each for each in self.by_line["action"].get(draft.line, []) if not gap or each.gap_id == gap.pk]
            return nearest(rows, draft.title, title)
        if isinstance(draft, FigureDraft):
            return self.measure(draft, gap)
        if isinstance(draft, Entry):
            name = "agenda" if kind == "agenda" else "task"
            return nearest(self.by_line[name].get(draft.line, []), draft.title, title)
        return None

    def measure(self, figure: FigureDraft, gap: Gap | None) -> GapMeasure | None:
        """The gap's figure of that name."""
        rows = list(gap.measures.all()) if gap else []
        exact = [each for each in rows if folded(str(each)) == folded(cut(figure.name, 160))]
        return exact[0] if exact else nearest(rows, figure.name, str) if len(rows) == 1 else None

    def department_for(self, unit: UnitDraft) -> Department | None:
        """Who owns a new gap of the unit: as its other gaps, else as chosen in the review, else of its name."""
        beside = next((each for each in self.gaps if folded(each.theme) == folded(unit.name)), None)
        if beside:
            return beside.department
        chosen = self.choices.owners.get(unit.key) or suggested_owner(unit, self.departments)
        if chosen == MAKE:
            known = [pk for pk, name in self.departments if folded(name) == folded(name_to_make(unit))]
            return Department.objects.filter(pk__in=known).first()
        return Department.objects.filter(pk=chosen, is_active=True).first() if chosen else None

    def actions_of(self, gap: Gap) -> Sequence[CorrectiveAction]:
        return list(gap.actions.all())

    def changed_since(self, change: Change) -> str:
        """What the product says now, where somebody changed it there after the version before was read."""
        if change.what != "changed" or change.old is None:
            return ""
        row = self.row(change.kind, change.old, self.gap(change.gaps[0]))
        if row is None:
            return ""
        before, now = said(change.old), shown(row)
        return now if folded(before) != folded(now) else ""


def statement(gap: Gap) -> str:
    return gap.statement


def title(row: Any) -> str:
    return str(row.title)


def nearest(rows: Sequence[Any], text: str, words: Callable[[Any], str]) -> Any:
    """The row of a line, of several the one whose words are most like the draft's."""
    return max(rows, key=lambda each: likeness(words(each), text), default=None)


def said(draft: Draft) -> str:
    """What a draft says, as the product keeps it."""
    if isinstance(draft, GapDraft):
        return " · ".join((draft.statement, severity_of(draft.severity), impact_of(draft)))
    if isinstance(draft, CauseDraft):
        return draft.statement
    if isinstance(draft, ActionDraft):
        return " · ".join((cut(draft.title, 300), cut(draft.owner or "", 160), draft.due or ""))
    if isinstance(draft, FigureDraft):
        variance = draft.measure.variance
        stated = cut(variance.wording, 300) if variance else ""
        return " · ".join((stated, cut(draft.measure.target or "", 80), cut(draft.measure.actual or "", 80)))
    return cut(draft.title, 300)


def shown(row: Any) -> str:
    """What a row says, in the same order."""
    if isinstance(row, Gap):
        return " · ".join((row.statement, row.severity, row.impact))
    if isinstance(row, RootCause):
        return row.text
    if isinstance(row, CorrectiveAction):
        due: date | None = row.suggested_due_on
        return " · ".join((row.title, row.suggested_owner, due.isoformat() if due else ""))
    if isinstance(row, GapMeasure):
        return " · ".join((row.stated_wording, row.target_wording, row.actual_wording))
    return title(row)
