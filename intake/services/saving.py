"""Saving what was confirmed: one transaction through the services of the apps below."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from accounts.models import Department, Organisation
from accounts.viewer import Viewer
from actions.models import CorrectiveAction
from actions.searching import index_actions
from actions.services.plans import add_action
from audit.services import record
from common.access import Conflict, Unfit, require
from gaps.models import GapAnalysis, Kpi, SourceLine
from gaps.services.analyses import (
    Source,
    add_gap,
    attach_source,
    create_analysis,
    find_or_make_kpi,
    imported_before,
)
from gaps.services.kpis import edit_kpi
from intake.interpret import Analysis
from intake.interpret.drafts import LEFT_OVER, Entry, GapDraft, IndicatorDraft, Measure, UnitDraft
from intake.models import DRAFT, ImportDraft
from intake.permissions import can_save
from intake.services.editing import reading_of
from intake.services.figures import (
    cut,
    direction_of,
    figure_from,
    impact_of,
    measured,
    severity_of,
    title_and_detail,
    unit_of,
)
from intake.services.owners import Choices, owners_of
from intake.services.receiving import forget_file
from meetings.services import Point, add_task, plan_meeting

MEETING_TITLE = "Follow-up meeting"
GONE = "The document of this import is gone; discard it and import the document again."


def save(draft: ImportDraft, choices: Choices, *, by: Viewer, at: datetime) -> GapAnalysis:
    """Make the analysis that the draft describes, with all that hangs on it. Of two at once one wins."""
    require(can_save(by))
    try:
        content = draft.file.read() if draft.file else b""
    except FileNotFoundError:
        content = b""
    with transaction.atomic():
        # The organisation's row first, as everywhere: numbers and departments are made under it.
        Organisation.objects.select_for_update().get(id=1)
        draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        move = DRAFT.check(draft.state, "save", f"“{draft.file_name}”")
        before = imported_before(draft.sha256)
        if before:
            raise Conflict(f"This document was imported before, as “{before.title}”; nothing changed.")
        if not content:
            raise Unfit(GONE)
        reading = reading_of(draft)
        owners = owners_of(reading, choices, by=by, at=at)
        analysis = Saving(draft, reading, choices, content, by=by, at=at).write(owners)
        draft.state, draft.analysis, draft.choices = move.target, analysis, choices.to_json()
        forget_file(draft)
        draft.save()
        record("analysis.imported", analysis, actor=by.actor, at=at, new={"file": draft.file_name})
    return analysis


class Saving:
    """One import being written: the analysis, its source lines by number, and what each draft became."""

    def __init__(
        self, draft: ImportDraft, reading: Analysis, choices: Choices, content: bytes, *, by: Viewer, at: datetime
    ):
        self.reading = reading
        self.by, self.at = by, at
        self.became: dict[str, str] = {}
        said = date.fromisoformat(reading.date) if reading.date else choices.dated
        title = reading.title or choices.title or Path(draft.file_name).stem
        self.analysis = create_analysis(
            title=cut(title, 300),
            date=said,
            prepared_by=cut(reading.prepared_by or "", 200),
            summary="\n".join(entry.full_text for entry in reading.summary),
            by=by,
            at=at,
        )
        self.lines = attach_source(self.analysis, source_of(draft, reading, content), by=by, at=at)

    def write(self, owners: dict[str, Department]) -> GapAnalysis:
        """Write everything below the analysis."""
        for unit in self.reading.units:
            self.became[unit.key] = owners[unit.key].name
            for gap in unit.gaps:
                self.write_gap(unit, gap, owners[unit.key])
        self.write_follow_up()
        self.name_lines()
        return self.analysis

    def line(self, number: int | None) -> SourceLine | None:
        return self.lines.get(number) if number else None

    def write_gap(self, unit: UnitDraft, draft: GapDraft, department: Department) -> None:
        """One gap with its figures, causes and actions."""
        figures = [
            figure_from(
                indicator.name if indicator else draft.statement,
                measure,
                self.kpi(indicator, measure, department) if indicator else None,
            )
            for indicator, measure in measured(draft)
        ]
        gap = add_gap(
            self.analysis,
            department=department,
            theme=cut(unit.name, 160),
            statement=draft.statement,
            severity=severity_of(draft.severity),
            impact=impact_of(draft),
            line=self.line(draft.line),
            figures=figures,
            causes=[(cause.statement, self.line(cause.line)) for cause in draft.causes],
            by=self.by,
            at=self.at,
        )
        self.became[draft.key] = gap.code
        causes = dict(zip((cause.key for cause in draft.causes), gap.causes.all(), strict=True))
        self.became.update(dict.fromkeys(causes, gap.code))
        for each in draft.actions:
            answered = {link.cause: causes[link.cause] for link in draft.links if link.action == each.key}
            action = add_action(
                gap,
                title=cut(each.title, 300),
                suggested_owner=cut(each.owner or "", 160),
                suggested_due_on=date.fromisoformat(each.due) if each.due else None,
                success_measure=cut(each.success_measure or "", 300),
                suggested_causes=answered.values(),
                line=self.line(each.line),
                by=self.by,
                at=self.at,
            )
            if len(each.title) > 300:
                CorrectiveAction.objects.filter(pk=action.pk).update(scope=each.title)
                index_actions(action.pk, at=self.at)
            self.became[each.key] = action.code

    def kpi(self, indicator: IndicatorDraft, measure: Measure, department: Department) -> Kpi:
        """The department's indicator of that name; a new one goes the way that the report's wording tells."""
        line = self.line(indicator.line)
        kpi = find_or_make_kpi(cut(indicator.name, 160), department, unit=unit_of(measure), line=line, at=self.at)
        is_new = line is not None and kpi.line_id == line.pk
        if is_new and kpi.direction != direction_of(measure):
            kpi = edit_kpi(kpi, direction=direction_of(measure), by=self.by, at=self.at)
        return kpi

    def write_follow_up(self) -> None:
        """One meeting in draft, undated, with purpose, agenda and preparation; and leadership's own to-dos."""
        reading = self.reading
        purpose = (*reading.purpose, *reading.objectives)
        if not (purpose or reading.agenda or reading.preparation or reading.leadership_actions):
            return
        meeting = plan_meeting(
            self.analysis,
            title=MEETING_TITLE,
            purpose="\n".join(entry.full_text for entry in purpose),
            agenda=[self.point(entry) for entry in reading.agenda],
            by=self.by,
            at=self.at,
        )
        for kind, entries in (("preparation", reading.preparation), ("leadership", reading.leadership_actions)):
            for position, entry in enumerate(entries):
                title, detail = title_and_detail(entry, with_points=True)
                add_task(
                    self.analysis,
                    title=title,
                    detail=detail,
                    kind=kind,
                    meeting=meeting,
                    position=position,
                    line=self.line(entry.line),
                    by=self.by,
                    at=self.at,
                )
                self.became.update(dict.fromkeys(keys_of(entry), title))
        for entry in (*purpose, *reading.agenda):
            self.became.update(dict.fromkeys(keys_of(entry), MEETING_TITLE))

    def point(self, entry: Entry) -> Point:
        """A point of the agenda with those under it."""
        title, detail = title_and_detail(entry)
        return Point(title, detail, self.line(entry.line), tuple(self.point(each) for each in entry.points))

    def name_lines(self) -> None:
        """Write on each source line what it became, by the number that it has now."""
        named = []
        for role in self.reading.line_map:
            line = self.lines[role.line]
            dropped = role.role if role.state == LEFT_OVER and role.role.startswith("dropped") else ""
            became = cut(self.became.get(role.key or "", dropped), 60)
            if became != line.became:
                line.became = became
                named.append(line)
        SourceLine.objects.bulk_update(named, ["became"], batch_size=500)


def source_of(draft: ImportDraft, reading: Analysis, content: bytes) -> Source:
    """The document with each of its lines, also those that nothing was made of."""
    kinds = draft.content.get("kinds", [])
    return Source(
        content=content,
        file_name=draft.file_name,
        format=draft.format,
        sha256=draft.sha256,
        lines=tuple(
            (
                role.line,
                role.text,
                kinds[role.line - 1] if role.line <= len(kinds) else "paragraph",
                "left_over" if role.state == LEFT_OVER else role.role[:20],
                "",
            )
            for role in reading.line_map
        ),
    )


def keys_of(entry: Entry) -> list[str]:
    """The keys of an entry and of all under it."""
    return [entry.key, *(key for point in entry.points for key in keys_of(point))]
