"""Is the analysis fit to be issued? What is missing is named, each with a link that mends it; then it is issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.viewer import Viewer
from actions.models import ActionCause, CorrectiveAction
from audit.services import record
from common.access import Conflict, Unfit, require
from common.text import counted, listed
from gaps.lifecycle import ANALYSIS, GAP
from gaps.models import Gap, GapAnalysis, GapMeasure
from gaps.permissions import can_prepare
from search.services import moved, released


@dataclass(frozen=True)
class Finding:
    """One thing that is missing: the sentence, what it means, and the page that mends it. `blocks`: before issuing."""

    sentence: str
    detail: str
    address: str
    mend: str
    blocks: bool = False


def consistency(analysis: GapAnalysis) -> list[Finding]:
    """What is missing or odd in the analysis, what blocks first. Six statements, however large it is."""
    page = reverse("analysis", args=[analysis.pk])
    edit, plan = reverse("analysis_edit", args=[analysis.pk]), reverse("plan", args=[analysis.pk])
    gaps = list(
        Gap.objects.filter(analysis=analysis)
        .exclude(state="withdrawn")
        .select_related("department")
        .annotate(cause_count=Count("causes", distinct=True), action_count=Count("actions", distinct=True))
        .order_by("number")
    )
    found = []
    if not analysis.date:
        found.append(
            Finding("The analysis has no date", "Readers need to know when it was written.", edit, "Set the date", True)
        )
    if not gaps:
        found.append(Finding("There is no finding yet", "An analysis has at least one gap.", page, "Add a gap", True))
    found += gap_findings(gaps)
    found += figure_findings(analysis)
    found += action_findings(analysis, plan)
    return sorted(found, key=lambda finding: not finding.blocks)


def gap_findings(gaps: Sequence[Any]) -> list[Finding]:
    """Gaps without a cause or an action, and units that nobody answers for."""
    found = []
    for gap in gaps:
        address = reverse("gap", args=[gap.pk])
        if not gap.cause_count:
            found.append(Finding(f"{gap.code} has no root cause", gap.statement, address, "Add a cause", True))
        if not gap.action_count:
            found.append(Finding(f"{gap.code} has no action", gap.statement, address, "Add an action"))
    headless = {gap.department for gap in gaps if gap.department.head_id is None}
    for department in sorted(headless, key=lambda each: each.name):
        found.append(
            Finding(
                f"{department.name} has no head",
                "Nobody is told when its actions go quiet.",
                reverse("department", args=[department.pk]),
                "Name a head",
            )
        )
    return found


def figure_findings(analysis: GapAnalysis) -> list[Finding]:
    """Measures without any figure; they are asked for before the effect is checked, not now."""
    measures = GapMeasure.objects.filter(gap__analysis=analysis).exclude(gap__state="withdrawn")
    missing = [
        each
        for each in measures.select_related("kpi", "gap").order_by("gap__number", "position")
        if not each.is_quantified
    ]
    if not missing:
        return []
    return [
        Finding(
            f"{counted(len(missing), 'figure is', 'figures are').capitalize()} missing",
            f"{listed([str(each) for each in missing])}; asked for before the effect is checked.",
            reverse("gap", args=[missing[0].gap_id]),
            "Give the figures",
        )
    ]


def action_findings(analysis: GapAnalysis, plan: str) -> list[Finding]:
    """Actions without owner, date, cause or indicator: the follow-up meeting sets them."""
    link = ActionCause.objects.filter(action=OuterRef("pk"))
    counts = (
        CorrectiveAction.objects.filter(gap__analysis=analysis)
        .exclude(state__in=["cancelled", "rejected"])
        .annotate(
            has_cause=Exists(link.filter(is_confirmed=True)),
        )
        .aggregate(
            no_owner=Count("pk", filter=Q(owner=None, team=None)),
            no_date=Count("pk", filter=Q(due_on=None)),
            no_cause=Count("pk", filter=Q(has_cause=False, no_cause_reason="")),
            no_kpi=Count("pk", filter=Q(kpi=None)),
        )
    )
    found = []
    if counts["no_owner"] or counts["no_date"]:
        found.append(
            Finding(
                f"No owner for {counted(counts['no_owner'], 'action')}, no date for {counted(counts['no_date'], 'action')}",
                "Set in the plan grid or at the follow-up meeting; no action is approved without.",
                plan,
                "Complete the plans",
            )
        )
    if counts["no_cause"]:
        suggested = ActionCause.objects.filter(action__gap__analysis=analysis, is_confirmed=False).count()
        detail = (
            f"{counted(suggested, 'link is', 'links are')} suggested, to confirm any time.".capitalize()
            if suggested
            else ""
        )
        found.append(
            Finding(
                f"{counted(counts['no_cause'], 'action answers', 'actions answer').capitalize()} no confirmed cause",
                detail or "Say which cause each one answers.",
                plan,
                "Link the causes",
            )
        )
    if counts["no_kpi"]:
        found.append(
            Finding(
                f"{counted(counts['no_kpi'], 'action names', 'actions name').capitalize()} no indicator",
                "Without one nobody can say whether it helped.",
                plan,
                "Choose indicators",
            )
        )
    return found


@transaction.atomic
def issue_analysis(analysis: GapAnalysis, *, by: Viewer, at: datetime) -> GapAnalysis:
    """Issue a draft: its text is frozen, and leadership is asked for its response to every finding."""
    analysis = GapAnalysis.objects.select_for_update(of=("self",)).get(pk=analysis.pk)
    require(can_prepare(by))
    move = ANALYSIS.check(analysis.state, "issue", "The analysis")
    blocking = [finding.sentence for finding in consistency(analysis) if finding.blocks]
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
