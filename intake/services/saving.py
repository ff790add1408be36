"""Saving what was confirmed: one transaction through the services of the apps below."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Department, Organisation
from accounts.viewer import Viewer
from actions.services.plans import NewAction, add_actions
from audit.services import record
from common.access import Conflict, Unfit, require
from common.db import hang, many_rows
from gaps.models import Gap, GapAnalysis, Kpi, RootCause, SourceLine
from gaps.services.analyses import Figure, NewGap, Source, add_gaps, attach_source, create_analysis, imported_before
from gaps.services.kpi_book import KpiBook, NamedKpi
from gaps.services.kpis import edit_kpis
from intake.interpret import Analysis
from intake.interpret.drafts import LEFT_OVER, ActionDraft, Entry, GapDraft, LinkSuggestion, UnitDraft
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

BATCH = 250
Tell = Callable[[int, int], Any]
MEETING_TITLE = "Follow-up meeting"
NOTHING = "No gap is read from it, so there is nothing to save. Say what its columns are, or make gaps of its lines."
GONE = "The document of this import is gone; discard it and import the document again."


def nobody_asks(written: int, total: int) -> None:
    """Where nobody looks on while it is saved."""


class LeaseLost(Exception):
    """Another worker took the draft over, or somebody has it again; this one writes nothing."""


def save(
    draft: ImportDraft,
    choices: Choices,
    *,
    by: Viewer,
    at: datetime,
    tell: Tell = nobody_asks,
    lease: UUID | None = None,
) -> GapAnalysis:
    """Make the analysis that the draft describes, with all that hangs on it. Of two at once one wins.

    `tell` is called with how many gaps are written, of how many. A worker that holds the draft gives its `lease`.
    """
    require(can_save(by))
    try:
        content = draft.file.read() if draft.file else b""
    except FileNotFoundError:
        content = b""
    with many_rows(), transaction.atomic():
        # The organisation's row first, as everywhere: numbers and departments are made under it.
        Organisation.objects.select_for_update().get(id=1)
        draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if lease and (draft.state, draft.lease) != ("saving", lease):
            raise LeaseLost
        move = DRAFT.check(draft.state, "finish" if lease else "save", f"“{draft.file_name}”")
        before = imported_before(draft.sha256)
        if before:
            raise Conflict(f"This document was imported before, as “{before.title}”; nothing changed.")
        if not content:
            raise Unfit(GONE)
        reading = reading_of(draft)
        if not reading.gaps:
            raise Unfit({"": [NOTHING]})
        owners = owners_of(reading, choices, by=by, at=at)
        analysis = Saving(draft, reading, choices, content, by=by, at=at).write(owners, tell)
        draft.state, draft.analysis, draft.choices = move.target, analysis, choices.to_json()
        forget_file(draft)
        draft.error, draft.lease, draft.lease_until = "", None, None
        draft.save(update_fields=["state", "analysis", "choices", "file", "error", "lease", "lease_until"])
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

    def write(self, owners: dict[str, Department], tell: Tell) -> GapAnalysis:
        """Write everything below the analysis, and tell after each batch how many gaps are written."""
        kpis = KpiBook(owners.values())
        self.became.update({unit.key: owners[unit.key].name for unit in self.reading.units})
        drafts = [(unit, gap) for unit in self.reading.units for gap in unit.gaps]
        for start in range(0, len(drafts), BATCH):
            tell(start, len(drafts))
            self.write_gaps(drafts[start : start + BATCH], owners, kpis)
        tell(len(drafts), len(drafts))
        self.write_follow_up()
        self.name_lines()
        return self.analysis

    def line(self, number: int | None) -> SourceLine | None:
        return self.lines.get(number) if number else None

    def write_gaps(
        self, drafts: Sequence[tuple[UnitDraft, GapDraft]], owners: dict[str, Department], kpis: KpiBook
    ) -> None:
        """A batch of gaps with their figures, causes and actions."""
        figures = self.figures(drafts, owners, kpis)
        gaps = add_gaps(
            self.analysis,
            [
                NewGap(
                    department=owners[unit.key],
                    theme=cut(unit.name, 160),
                    statement=draft.statement,
                    severity=severity_of(draft.severity),
                    impact=impact_of(draft),
                    line=self.line(draft.line),
                    figures=figures[draft.key],
                    causes=[(cause.statement, self.line(cause.line)) for cause in draft.causes],
                )
                for unit, draft in drafts
            ],
            by=self.by,
            at=self.at,
        )
        hang(gaps, "causes", RootCause.objects.filter(gap__in=gaps), "gap_id")
        actions: list[tuple[ActionDraft, NewAction]] = []
        for (_, draft), gap in zip(drafts, gaps, strict=True):
            causes = dict(zip((cause.key for cause in draft.causes), gap.causes.all(), strict=True))
            self.became.update(dict.fromkeys((draft.key, *causes), gap.code))
            actions += [(each, self.action(each, gap, draft.links, causes)) for each in draft.actions]
        written = add_actions([action for _, action in actions], by=self.by, at=self.at)
        self.became.update({each.key: action.code for (each, _), action in zip(actions, written, strict=True)})

    def action(
        self, draft: ActionDraft, gap: Gap, links: Sequence[LinkSuggestion], causes: dict[str, RootCause]
    ) -> NewAction:
        answered = {link.cause: causes[link.cause] for link in links if link.action == draft.key}
        return NewAction(
            gap,
            title=cut(draft.title, 300),
            scope=draft.title if len(draft.title) > 300 else "",
            suggested_owner=cut(draft.owner or "", 160),
            suggested_due_on=date.fromisoformat(draft.due) if draft.due else None,
            success_measure=cut(draft.success_measure or "", 300),
            suggested_causes=answered.values(),
            line=self.line(draft.line),
        )

    def figures(
        self, drafts: Sequence[tuple[UnitDraft, GapDraft]], owners: dict[str, Department], kpis: KpiBook
    ) -> dict[str, list[Figure]]:
        """The figures of each gap by its key. Indicators are the department's, found by name or made.

        A new one goes the way that the report's wording tells.
        """
        rows = [(unit, draft, indicator, measure) for unit, draft in drafts for indicator, measure in measured(draft)]
        named = [(indicator, measure, owners[unit.key]) for unit, _, indicator, measure in rows if indicator]
        found = kpis.find_or_make(
            [
                NamedKpi(cut(indicator.name, 160), owner, unit_of(measure), self.line(indicator.line))
                for indicator, measure, owner in named
            ],
            at=self.at,
        )
        turned: dict[int, str] = {}
        edits: list[tuple[Kpi, dict[str, str]]] = []
        for (indicator, measure, _), kpi in zip(named, found, strict=True):
            line, direction = self.line(indicator.line), direction_of(measure)
            is_new = line is not None and kpi.line_id == line.pk
            if is_new and turned.get(kpi.pk, kpi.direction) != direction:
                turned[kpi.pk] = direction
                edits.append((kpi, {"direction": direction}))
        edit_kpis(edits, by=self.by, at=self.at)
        for kpi, values in edits:
            kpi.direction = values["direction"]
        following = iter(found)
        figures: dict[str, list[Figure]] = {draft.key: [] for _, draft in drafts}
        for _, draft, stated, measure in rows:
            name = stated.name if stated else draft.statement
            figures[draft.key].append(figure_from(name, measure, next(following) if stated else None))
        return figures

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
        # One row for each anyway, so it is written as an upsert: an UPDATE with thousands of cases takes many times as long.
        SourceLine.objects.bulk_create(
            named, batch_size=500, update_conflicts=True, unique_fields=["document", "number"], update_fields=["became"]
        )


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
