"""Issuing an analysis: nothing may block it, its text is frozen, and leadership is asked."""

from datetime import datetime

from django.db import transaction

from accounts.viewer import Viewer
from actions.consistency.check import analysis_findings
from audit.services import record
from common.access import Conflict, Unfit, require
from common.dates import today
from gaps.lifecycle import ANALYSIS, GAP
from gaps.models import Gap, GapAnalysis
from gaps.permissions import can_prepare
from search.services import moved, released


@transaction.atomic
def issue_analysis(analysis: GapAnalysis, *, by: Viewer, at: datetime) -> GapAnalysis:
    """Issue a draft: its text is frozen, and leadership is asked for its response to every finding."""
    analysis = GapAnalysis.objects.select_for_update(of=("self",)).get(pk=analysis.pk)
    require(can_prepare(by))
    move = ANALYSIS.check(analysis.state, "issue", "The analysis")
    blocking = [finding.sentence for finding in analysis_findings(analysis, today(at)) if finding.blocks]
    if blocking:
        raise Unfit({"": [f"{sentence}." for sentence in blocking]})
    analysis.state, analysis.issued_by, analysis.issued_at = move.target, by.user, at
    analysis.save(update_fields=["state", "issued_by", "issued_at"])
    gaps = list(Gap.objects.select_for_update(of=("self",)).filter(analysis=analysis, state="draft").order_by("pk"))
    for gap in gaps:
        if "issue" not in [each.verb for each in GAP.from_state(gap.state)]:
            raise Conflict(f"{gap.code} cannot be issued.")
    Gap.objects.filter(pk__in=[gap.pk for gap in gaps]).update(state="issued")
    released(analysis.pk, at=at)
    moved("analysis", analysis.pk, state=analysis.state, label=ANALYSIS.labels[analysis.state], at=at)
    moved("gap", *[gap.pk for gap in gaps], state="issued", label=GAP.labels["issued"], at=at)
    record(
        "analysis.issued",
        analysis,
        actor=by.actor,
        at=at,
        old={"state": "draft"},
        new={"state": analysis.state, "gaps": [gap.code for gap in gaps]},
    )
    return analysis
