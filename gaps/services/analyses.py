"""Writing an analysis with its source, gaps, figures and causes while it is a draft.

What is written about a draft has no department in the history, so that only organisation-wide roles read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import Department
from accounts.numbering import next_numbers
from accounts.viewer import Viewer
from audit.services import changes, record, record_many
from common.access import Conflict, require
from common.db import fit, write_many
from gaps.models import Gap, GapAnalysis, GapMeasure, Kpi, RootCause, SourceDocument, SourceLine
from gaps.permissions import can_edit_analysis, can_prepare
from gaps.searching import index_analyses, index_gaps


@dataclass(frozen=True)
class Source:
    """The document an analysis is read from: its bytes and its lines (number, text, kind, role, became)."""

    content: bytes
    file_name: str
    format: str
    sha256: str
    lines: tuple[tuple[int, str, str, str, str], ...]


@dataclass(frozen=True)
class Figure:
    """One figure of a gap as the source states it; what is not said is None or empty."""

    name: str = ""
    kpi: Kpi | None = None
    comparator: str = ""
    comparator_kind: str = ""
    target: Decimal | None = None
    actual: Decimal | None = None
    target_wording: str = ""
    actual_wording: str = ""
    stated_value: Decimal | None = None
    stated_unit: str = ""
    stated_wording: str = ""


@dataclass(frozen=True)
class NewGap:
    """A gap to add: what is said of it, its figures, and its causes, each with the line that it stands on."""

    department: Department
    statement: str
    theme: str = ""
    severity: str = ""
    impact: str = ""
    line: SourceLine | None = None
    figures: Sequence[Figure] = ()
    causes: Sequence[tuple[str, SourceLine | None]] = ()


def imported_before(sha256: str) -> GapAnalysis | None:
    """The analysis that was read from the same bytes, if there is one."""
    source = SourceDocument.objects.select_related("analysis").filter(sha256=sha256).first()
    return source.analysis if source else None


@transaction.atomic
def create_analysis(
    *, title: str, date: date | None, prepared_by: str, summary: str = "", by: Viewer, at: datetime
) -> GapAnalysis:
    """Begin an analysis in draft."""
    require(can_prepare(by))
    analysis = GapAnalysis(
        title=title, date=date, prepared_by=prepared_by, summary=summary, created_by=by.user, created_at=at
    )
    fit(analysis)
    analysis.save()
    index_analyses(analysis.pk, at=at)
    record("analysis.created", analysis, actor=by.actor, at=at, new={"title": title, "date": date})
    return analysis


@transaction.atomic
def edit_analysis(
    analysis: GapAnalysis, *, reason: str = "", by: Viewer, at: datetime, checked: bool = False, **values
) -> GapAnalysis:
    """Change title, date, period, prepared by, summary or the signatures asked for, while it is a draft.

    Here and below, `checked` says that the caller has asked whether the person may, as a correction of an issued
    analysis does; it gives the reason too.
    """
    analysis = GapAnalysis.objects.select_for_update(of=("self",)).get(pk=analysis.pk)
    if not checked:
        require(can_edit_analysis(by, analysis))
    old, new = changes({name: getattr(analysis, name) for name in values}, values)
    for name, value in new.items():
        setattr(analysis, name, value)
    fit(analysis)
    if new:
        analysis.save()
        index_analyses(analysis.pk, at=at)
        record("analysis.edited", analysis, actor=by.actor, at=at, old=old, new=new, reason=reason)
    return analysis


@transaction.atomic
def attach_source(
    analysis: GapAnalysis, source: Source, *, by: Viewer, at: datetime, checked: bool = False
) -> dict[int, SourceLine]:
    """Keep the document and its lines; returns the lines by number. The same bytes are refused a second time.

    A second document of the analysis is its next version.
    """
    if not checked:
        require(can_edit_analysis(by, analysis))
    before = imported_before(source.sha256)
    if before:
        raise Conflict(f"This document was imported before, as “{before.title}”.")
    document = SourceDocument(
        analysis=analysis,
        version=analysis.sources.count() + 1,
        file_name=source.file_name,
        format=source.format,
        size=len(source.content),
        sha256=source.sha256,
        read_by=by.user,
        read_at=at,
    )
    document.file.save(f"{source.sha256[:16]}.{source.format}", ContentFile(source.content), save=False)
    document.save()
    lines = SourceLine.objects.bulk_create(
        SourceLine(document=document, number=number, text=text, kind=kind, role=role, became=became[:60])
        for number, text, kind, role, became in source.lines
    )
    record("source.attached", analysis, actor=by.actor, at=at, new={"file": source.file_name, "sha256": source.sha256})
    return {line.number: line for line in lines}


def add_gap(analysis: GapAnalysis, *, by: Viewer, at: datetime, checked: bool = False, **said: Any) -> Gap:
    """Add a gap with its figures and causes to a draft analysis; `said` as `NewGap` has it."""
    return add_gaps(analysis, [NewGap(**said)], by=by, at=at, checked=checked)[0]


@transaction.atomic
def add_gaps(
    analysis: GapAnalysis, new: Sequence[NewGap], *, by: Viewer, at: datetime, checked: bool = False
) -> list[Gap]:
    """Add gaps with their figures and causes to a draft analysis, in a few statements however many they are."""
    if not checked:
        require(can_edit_analysis(by, analysis))
    gaps = [
        Gap(
            number=number,
            analysis=analysis,
            department=each.department,
            theme=each.theme,
            statement=each.statement,
            severity=each.severity,
            impact=each.impact,
            line=each.line,
            created_at=at,
        )
        for number, each in zip(next_numbers(Gap, len(new)), new, strict=True)
    ]
    write_many(gaps)
    write_many(
        GapMeasure(gap=gap, position=position, **vars(figure))
        for gap, each in zip(gaps, new, strict=True)
        for position, figure in enumerate(each.figures)
    )
    write_many(
        RootCause(gap=gap, text=text, position=position, line=line)
        for gap, each in zip(gaps, new, strict=True)
        for position, (text, line) in enumerate(each.causes)
    )
    index_gaps(*(gap.pk for gap in gaps), at=at)
    record_many("gap.added", ((gap, {"new": {"statement": gap.statement}}) for gap in gaps), actor=by.actor, at=at)
    return gaps


@transaction.atomic
def edit_gap(gap: Gap, *, reason: str = "", by: Viewer, at: datetime, checked: bool = False, **values) -> Gap:
    """Change statement, department, severity or impact of a gap while its analysis is a draft."""
    gap = Gap.objects.select_for_update(of=("self",)).select_related("analysis").get(pk=gap.pk)
    if not checked:
        require(can_edit_analysis(by, gap.analysis))
    old, new = changes({name: getattr(gap, name) for name in values}, values)
    for name, value in new.items():
        setattr(gap, name, value)
    fit(gap)
    if new:
        gap.save()
        index_gaps(gap.pk, at=at)
        words = {name: str(value) for name, value in new.items()}
        record(
            "gap.edited",
            gap,
            actor=by.actor,
            at=at,
            department_id=None if gap.state == "draft" else gap.department_id,
            old={name: str(value) for name, value in old.items()},
            new=words,
            reason=reason,
        )
    return gap
