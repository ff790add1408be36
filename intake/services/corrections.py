"""A corrected version of a document that was imported before: what differs, and taking of it what somebody chose.

Only what the new version says otherwise than the one before is offered, so that what was changed in the product since
stays. Nothing that is signed changes here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from accounts.models import Organisation
from accounts.viewer import Viewer
from audit.services import record
from common.access import Answer, Conflict, Unfit, require
from common.canonical import digest
from common.text import counted
from gaps.models import GapAnalysis, SourceDocument, SourceLine
from gaps.services.analyses import attach_source, imported_before
from gaps.services.corrections import CORRECTED, can_correct
from intake.interpret import Analysis
from intake.interpret.drafts import STRUCTURE
from intake.models import DRAFT, ImportDraft
from intake.permissions import can_save
from intake.services.differences import GONE, Change, Difference, difference
from intake.services.editing import lock_draft, reading_of
from intake.services.receiving import forget_file
from intake.services.saving import GONE as DOCUMENT_GONE
from intake.services.saving import source_of
from intake.services.standing import Standing
from intake.services.taking import Taking
from intake.services.verdicts import verdict

ALIKE = 0.5
SAMPLE = 200
SHORTEST = 25


@dataclass(frozen=True)
class Likely:
    """An analysis of which the document may be a corrected version, and the share of its lines that are the same."""

    analysis: GapAnalysis
    percent: int


@dataclass(frozen=True)
class Row:
    """One difference with what may be done about it. `since` is what the product says where it was changed there."""

    change: Change
    answer: Answer
    since: str = ""

    @property
    def is_suggested(self) -> bool:
        """Whether it is ticked to begin with: what is allowed, takes nothing away and overwrites nobody's change."""
        return bool(self.answer) and self.change.what != GONE and not self.since


@dataclass(frozen=True)
class Correction:
    """The differences between the version that the analysis stands on and the new one."""

    analysis: GapAnalysis
    document: SourceDocument
    rows: tuple[Row, ...]
    found: Difference
    standing: Standing

    @property
    def token(self) -> str:
        """Changes whenever a row or what may be done about it does."""
        return digest([[row.change.key, bool(row.answer), row.since] for row in self.rows])[:20]


def likely_original(draft: ImportDraft, reading: Analysis) -> Likely | None:
    """The analysis whose document shares half or more of the lines; of several the most alike."""
    texts = {role.text for role in reading.line_map if role.state != STRUCTURE and len(role.text) >= SHORTEST}
    sample = sorted(texts, key=len, reverse=True)[:SAMPLE]
    if not sample:
        return None
    best = (
        SourceLine.objects.filter(text__in=sample, document__analysis__state__in=CORRECTED)
        .order_by()
        .values("document__analysis")
        .annotate(shared=Count("text", distinct=True))
        .order_by("-shared", "-document__analysis")
        .first()
    )
    if best is None or best["shared"] < ALIKE * len(sample):
        return None
    analysis = GapAnalysis.objects.get(pk=best["document__analysis"])
    return Likely(analysis, round(100 * best["shared"] / len(sample)))


@transaction.atomic
def treat_as(draft: ImportDraft, analysis: GapAnalysis | None, *, by: Viewer, at: datetime) -> ImportDraft:
    """Say that the document is a corrected version of the analysis, or (None) a report of its own."""
    draft = lock_draft(draft)
    require(can_correct(by, analysis) if analysis else can_save(by))
    if draft.corrects_id == (analysis.pk if analysis else None):
        return draft
    draft.corrects = analysis
    draft.save(update_fields=["corrects"])
    record("import.treated", draft, actor=by.actor, at=at, new={"corrects": analysis.title if analysis else None})
    return draft


def version_before(analysis: GapAnalysis) -> tuple[SourceDocument, Analysis]:
    """The newest document of the analysis and what was read of it, with the corrections made in its review."""
    document = SourceDocument.objects.filter(analysis=analysis).order_by("-version").first()
    draft = ImportDraft.objects.filter(sha256=document.sha256, state="saved").first() if document else None
    if document is None or draft is None:
        raise Conflict(f"“{analysis.title}” was not read from a document, so there is nothing to compare with.")
    return document, reading_of(draft)


def correction_of(draft: ImportDraft, *, by: Viewer) -> Correction:
    """The differences of the draft against the version before. About ten statements, however many they are."""
    analysis = draft.corrects
    assert analysis is not None
    document, before = version_before(analysis)
    found = difference(before, reading_of(draft))
    standing = Standing(analysis, document, draft.choices)
    rows = tuple(
        Row(change, verdict(change, standing, by=by), standing.changed_since(change)) for change in found.changes
    )
    return Correction(analysis, document, rows, found, standing)


def take(draft: ImportDraft, keys: Iterable[str], *, token: str, by: Viewer, at: datetime) -> GapAnalysis:
    """Take the chosen differences into the analysis, all or none, and keep the document as its next version."""
    wanted = set(keys)
    try:
        content = draft.file.read() if draft.file else b""
    except FileNotFoundError:
        content = b""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(id=1)
        draft = lock_draft(draft)
        if draft.corrects_id is None:
            raise Conflict(f"“{draft.file_name}” is not a corrected version of anything.")
        analysis = GapAnalysis.objects.select_for_update(of=("self",)).get(pk=draft.corrects_id)
        draft.corrects = analysis
        require(can_save(by))
        require(can_correct(by, analysis))
        if imported_before(draft.sha256):
            raise Conflict("This document was imported before; nothing changed.")
        if not content:
            raise Unfit(DOCUMENT_GONE)
        correction = correction_of(draft, by=by)
        if token and token != correction.token:
            raise Conflict("Somebody changed the analysis or the document meanwhile. Look at the differences again.")
        chosen = [row for row in correction.rows if row.change.key in wanted]
        refused = next((row.answer.reason for row in chosen if not row.answer), None)
        if refused:
            raise Unfit(refused)
        write(draft, correction, [row.change for row in chosen], content, by=by, at=at)
    return analysis


def write(
    draft: ImportDraft, correction: Correction, chosen: Sequence[Change], content: bytes, *, by: Viewer, at: datetime
) -> None:
    """Keep the document, make the changes, and lead each line of it to what it is now."""
    analysis, reading = correction.analysis, reading_of(draft)
    lines = attach_source(analysis, source_of(draft, reading, content), by=by, at=at, checked=True)
    taking = Taking(
        analysis, correction.standing, lines, reason=f"Corrected version “{draft.file_name}”.", by=by, at=at
    )
    for change in chosen:
        taking.take(change)
    taking.follow(correction.found.same)
    taking.name_lines(reading)
    draft.state = DRAFT.check(draft.state, "save", f"“{draft.file_name}”").target
    draft.analysis = analysis
    forget_file(draft)
    draft.save()
    left = len(correction.rows) - len(chosen)
    record(
        "analysis.corrected",
        analysis,
        actor=by.actor,
        at=at,
        new={
            "file": draft.file_name,
            "taken": counted(len(chosen), "difference"),
            "left": counted(left, "difference"),
        },
    )
