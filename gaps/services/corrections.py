"""What a corrected version of the source changes in an analysis, whether it is issued or not.

The caller has asked whether the person may, and whether a signed plan stands on the wording.
"""

from datetime import datetime

from django.db import transaction

from accounts.viewer import Viewer
from audit.services import record
from common.access import Answer, Denied
from common.db import fit
from gaps.lifecycle import GAP
from gaps.models import Gap, GapAnalysis, GapMeasure
from gaps.permissions import can_prepare
from gaps.searching import index_gaps
from gaps.services.analyses import Figure
from search.services import moved, released

CORRECTED = ("draft", "issued", "in_follow_up")


def can_correct(viewer: Viewer, analysis: GapAnalysis) -> Answer:
    """Whether the person may take corrections of the source into the analysis, also when it is issued."""
    if analysis.state not in CORRECTED:
        return Denied(f"The analysis is {analysis.get_state_display().lower()}, so nothing of it is corrected.")
    return can_prepare(viewer)


def department_of(gap: Gap) -> int | None:
    """The department in whose history it stands; none while it is a draft."""
    return None if gap.state == "draft" else gap.department_id


@transaction.atomic
def put_figure(
    gap: Gap, measure: GapMeasure | None, figure: Figure | None, *, reason: str, by: Viewer, at: datetime
) -> None:
    """Set what a figure of the gap says; without `measure` it is a new one, without `figure` it goes."""
    old = {"figure": figure_words(measure)} if measure else {}
    if figure is None:
        assert measure is not None
        measure.delete()
    else:
        row = measure or GapMeasure(gap=gap, position=gap.measures.count())
        for name, value in vars(figure).items():
            setattr(row, name, value)
        fit(row)
        row.save()
        measure = row
    index_gaps(gap.pk, at=at)
    record(
        "gap.figure_corrected",
        gap,
        actor=by.actor,
        at=at,
        department_id=department_of(gap),
        old=old,
        new={"figure": figure_words(measure)} if figure else {},
        reason=reason,
    )


def figure_words(measure: GapMeasure) -> str:
    """A figure in a line: what it measures, and what is stated of it."""
    parts = (measure.stated_wording, measure.target_wording, measure.actual_wording)
    return ": ".join(part for part in (str(measure), ", ".join(part for part in parts if part)) if part)


@transaction.atomic
def issue_found_gap(gap: Gap, *, reason: str, by: Viewer, at: datetime) -> Gap:
    """A gap that came into an issued analysis waits for leadership's response at once, like the others."""
    gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    gap.state = GAP.check(gap.state, "issue", gap.code).target
    gap.save(update_fields=["state"])
    released(gap.analysis_id, at=at)
    moved("gap", gap.pk, state=gap.state, label=gap.get_state_display(), at=at)
    record(
        "gap.issued",
        gap,
        actor=by.actor,
        at=at,
        department_id=gap.department_id,
        old={"state": "draft"},
        new={"state": gap.state},
        reason=reason,
    )
    return gap
