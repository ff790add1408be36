"""Taking the chosen differences of a corrected version, through the services of the apps below."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.services.pending import refresh_pending_item
from actions.services.plans import add_action, cancel_action, save_plan
from actions.services.withdrawing import forget_suggestions, remove_gap, withdraw_gap
from gaps.models import Gap, GapAnalysis, SourceLine
from gaps.services.analyses import add_gap, edit_analysis, edit_gap
from gaps.services.causes import add_cause, edit_cause, remove_cause
from gaps.services.corrections import issue_found_gap, put_figure
from gaps.services.kpi_book import find_or_make_kpi
from intake.interpret import Analysis
from intake.interpret.drafts import LEFT_OVER, ActionDraft, CauseDraft, Entry, GapDraft
from intake.services.differences import GONE, NEW, Change, Draft, FigureDraft
from intake.services.figures import cut, figure_from, impact_of, measured, severity_of, title_and_detail, unit_of
from intake.services.standing import TASK_KIND, Standing
from meetings.services import add_task, end_task
from meetings.services.agenda import add_topic, remove_item


class Taking:
    """The chosen differences being written; `lines` are those of the new document by number."""

    def __init__(
        self,
        analysis: GapAnalysis,
        standing: Standing,
        lines: dict[int, SourceLine],
        *,
        reason: str,
        by: Viewer,
        at: datetime,
    ):
        self.analysis, self.standing, self.lines, self.reason = analysis, standing, lines, reason
        self.who: dict[str, Any] = {"by": by, "at": at}
        self.became: dict[str, str] = {}

    def take(self, change: Change) -> None:
        """Write one difference."""
        if change.kind in ("title", "date", "prepared_by", "summary"):
            self.take_header(change)
        elif change.kind in TASK_KIND:
            self.take_task(change)
        elif change.kind == "agenda":
            self.take_point(change)
        else:
            write = {"gap": self.take_gap, "cause": self.take_cause, "action": self.take_action}
            write.get(change.kind, self.take_figure)(change)

    def take_header(self, change: Change) -> None:
        text = change.words[0].after
        longest = {"title": 300, "prepared_by": 200}.get(change.kind)
        value: Any = date.fromisoformat(text) if change.kind == "date" else cut(text, longest) if longest else text
        edit_analysis(self.analysis, reason=self.reason, checked=True, **self.who, **{change.kind: value})

    def take_gap(self, change: Change) -> None:
        gap = self.standing.gap(change.old) if isinstance(change.old, GapDraft) else None
        if change.what == NEW:
            self.add_gap(change)
        elif change.what == GONE and gap and gap.state == "draft":
            remove_gap(gap, reason=self.reason, **self.who)
        elif change.what == GONE:
            withdraw_gap(gap, reason=self.reason, **self.who)  # type: ignore[arg-type]
        else:
            new = change.new
            assert isinstance(new, GapDraft)
            assert gap is not None
            said = {
                "Gap": ("statement", new.statement),
                "Severity": ("severity", severity_of(new.severity)),
                "Impact": ("impact", impact_of(new)),
            }
            values: dict[str, Any] = dict(said[words.label] for words in change.words)
            edit_gap(gap, reason=self.reason, checked=True, **self.who, **values)
            for action in self.standing.actions_of(gap):
                refresh_pending_item(action, **self.who)

    def add_gap(self, change: Change) -> None:
        """A new gap with its figures, causes and actions; in an issued analysis it waits for a response at once."""
        draft, unit = change.new, change.unit
        assert isinstance(draft, GapDraft)
        assert unit is not None
        department = self.standing.department_for(unit)
        assert department is not None
        gap = add_gap(
            self.analysis,
            department=department,
            theme=cut(unit.name, 160),
            statement=draft.statement,
            severity=severity_of(draft.severity),
            impact=impact_of(draft),
            line=self.lines.get(draft.line),
            figures=[
                figure_from(
                    indicator.name if indicator else draft.statement,
                    measure,
                    find_or_make_kpi(
                        cut(indicator.name, 160),
                        department,
                        unit=unit_of(measure),
                        line=self.lines.get(indicator.line),
                        at=self.who["at"],
                    )
                    if indicator
                    else None,
                )
                for indicator, measure in measured(draft)
            ],
            causes=[(cause.statement, self.lines.get(cause.line)) for cause in draft.causes],
            checked=True,
            **self.who,
        )
        self.became |= dict.fromkeys((draft.key, *(each.key for each in draft.causes)), gap.code)
        for each in draft.actions:
            self.add_action(gap, each)
        if self.analysis.state != "draft":
            issue_found_gap(gap, reason=self.reason, **self.who)

    def add_action(self, gap: Gap, draft: ActionDraft) -> None:
        action = add_action(
            gap,
            title=cut(draft.title, 300),
            suggested_owner=cut(draft.owner or "", 160),
            suggested_due_on=date.fromisoformat(draft.due) if draft.due else None,
            success_measure=cut(draft.success_measure or "", 300),
            line=self.lines.get(draft.line),
            checked=True,
            **self.who,
        )
        self.became[draft.key] = action.code

    def take_cause(self, change: Change) -> None:
        gap = self.standing.gap(change.gaps[0])
        assert gap is not None
        new = change.new
        if isinstance(new, CauseDraft) and change.what == NEW:
            line = self.lines.get(new.line)
            add_cause(gap, text=new.statement, line=line, **self.who)
            self.became[new.key] = gap.code
            return
        cause = self.standing.row("cause", change.old, gap)
        if isinstance(new, CauseDraft):
            edit_cause(cause, text=new.statement, category=cause.category, reason=self.reason, **self.who)
            for action in self.standing.actions_of(gap):
                refresh_pending_item(action, **self.who)
        else:
            forget_suggestions(cause)
            remove_cause(cause, reason=self.reason, **self.who)

    def take_action(self, change: Change) -> None:
        gap = self.standing.gap(change.gaps[0])
        assert gap is not None
        new = change.new
        if isinstance(new, ActionDraft) and change.what == NEW:
            self.add_action(gap, new)
            return
        action = self.standing.row("action", change.old, gap)
        if isinstance(new, ActionDraft):
            self.correct_action(action, new)
        else:
            cancel_action(action, reason=self.reason, **self.who)

    def correct_action(self, action: CorrectiveAction, new: ActionDraft) -> None:
        """Title, suggested owner and date; a date that somebody set meanwhile stays."""
        due = date.fromisoformat(new.due) if new.due else None
        follows = action.due_on == action.suggested_due_on
        action.suggested_owner, action.suggested_due_on = cut(new.owner or "", 160), due
        action.success_measure = cut(new.success_measure or "", 300)
        action.save(update_fields=["suggested_owner", "suggested_due_on", "success_measure"])
        values: dict[str, Any] = {"title": cut(new.title, 300)}
        if follows:
            values["due_on"] = due
        save_plan(action, values, **self.who)

    def take_figure(self, change: Change) -> None:
        gap = self.standing.gap(change.gaps[0])
        assert gap is not None
        old = self.standing.row("figure", change.old, gap) if change.old else None
        new = change.new
        figure = None
        if isinstance(new, FigureDraft):
            figure = figure_from(new.name, new.measure, old.kpi if old else None)
        put_figure(gap, old, figure, reason=self.reason, **self.who)

    def take_task(self, change: Change) -> None:
        new = change.new
        task = self.standing.row(change.kind, change.old) if change.old else None
        if task is not None:
            end_task(task, "drop", reason=self.reason, **self.who)
        if not isinstance(new, Entry):
            return
        title, detail = title_and_detail(new, with_points=True)
        add_task(
            self.analysis,
            title=title,
            detail=detail,
            kind=TASK_KIND[change.kind],
            meeting=task.meeting if task else self.standing.meeting,
            owner=task.owner if task else None,
            due_on=task.due_on if task else None,
            position=task.position if task else 0,
            line=self.lines.get(new.line),
            **self.who,
        )
        self.became[new.key] = title

    def take_point(self, change: Change) -> None:
        meeting, new = self.standing.meeting, change.new
        assert meeting is not None
        if isinstance(new, Entry):
            title, detail = title_and_detail(new, with_points=True)
            add_topic(meeting, title=title, detail=detail, **self.who)
            self.became[new.key] = meeting.title
        else:
            remove_item(self.standing.row("agenda", change.old), **self.who)

    def follow(self, same: Sequence[tuple[str, Draft, Draft]]) -> None:
        """Lead everything that both versions name to its line in the new document."""
        gaps: dict[str, Gap | None] = {}
        rows: dict[type, list[Any]] = {}
        for kind, before, now in same:
            if isinstance(before, GapDraft):
                gaps[now.key] = self.standing.gap(before)
            row = None if kind == "figure" else self.standing.row(kind, before)
            line = None if isinstance(now, FigureDraft) else self.lines.get(now.line)
            if row is None or line is None or row.pk is None:
                continue
            row.line = line
            rows.setdefault(type(row), []).append(row)
            self.became[now.key] = getattr(row, "code", "") or (row.gap.code if kind == "cause" else str(row))
        for model, changed in rows.items():
            model._default_manager.bulk_update(changed, ["line"], batch_size=500)  # type: ignore[attr-defined]

    def name_lines(self, reading: Analysis) -> None:
        """Write on each line of the new document what it is now."""
        named = []
        for role in reading.line_map:
            line = self.lines[role.line]
            dropped = role.role if role.state == LEFT_OVER and role.role.startswith("dropped") else ""
            became = cut(self.became.get(role.key or "", dropped), 60)
            if became:
                line.became = became
                named.append(line)
        SourceLine.objects.bulk_update(named, ["became"], batch_size=500)
