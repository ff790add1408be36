"""The whole check: of an analysis before it is issued, and of plans before they are approved."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from actions.consistency.finding import Finding, Link, in_order
from actions.consistency.gaps import cause_findings, figure_findings, gap_findings
from actions.consistency.owners import owner_findings
from actions.consistency.plans import (
    plan_findings,
    proof_findings,
    with_checks,
)
from actions.models import ApprovalItem, CorrectiveAction
from evidence.querysets import with_proof_running_out
from gaps.models import Gap, GapAnalysis, GapMeasure


def gaps_to_check(rows: QuerySet, actions: QuerySet, day: date) -> QuerySet:
    """Gaps with all that the check reads of them and of their actions; the number of statements is that of the prefetches."""
    wanted = with_checks(actions, day).select_related("owner", "team").order_by("number")
    return with_proof_running_out(rows, day).prefetch_related(Prefetch("actions", wanted), "shared_causes")


def analysis_findings(analysis: GapAnalysis, day: date, gaps: Sequence[Any] | None = None) -> list[Finding]:
    """What is missing or odd in the analysis, what blocks first; the statements do not grow with it.

    `gaps` are those of the page, read by `gaps_to_check` with their findings; else they are read here.
    """
    if gaps is None:
        rows = Gap.objects.filter(analysis=analysis).with_findings()
        gaps = list(gaps_to_check(rows, CorrectiveAction.objects.all(), day).order_by("number"))
    gaps = [each for each in gaps if each.state != "withdrawn"]
    edit = reverse("analysis_edit", args=[analysis.pk])
    found = []
    if not analysis.date:
        detail = "Readers need to know when it was written."
        found.append(Finding("The analysis has no date", detail, edit, "Set the date", "blocks"))
    if not gaps:
        new = reverse("gap_new", args=[analysis.pk])
        detail = "An analysis has at least one gap."
        found.append(Finding("There is no finding yet", detail, new, "Add a gap", "blocks"))
    plans = [each for gap in gaps for each in gap.actions.all() if each.state not in ("cancelled", "rejected")]
    link = plan_link(analysis.pk)
    found += gap_findings(gaps)
    found += plan_findings(plans, day, link, for_approval=False)
    found += owner_findings(plans, day, link)
    found += proof_findings(gaps, day, lambda each: reverse("gap_evidence", args=[each[0].pk, each[0].proof_id]))
    found += proof_findings(plans, day, proof_link)
    found += cause_findings(gaps)
    found += figure_findings(gaps)
    return in_order(found)


def plan_link(analysis: int) -> Link:
    """The plan grid, at the row of the first of them."""
    grid = reverse("plan", args=[analysis])
    return lambda plans: f"{grid}#row-{plans[0].pk}"


def proof_link(plans: Sequence[Any]) -> str:
    return reverse("action_evidence", args=[plans[0].pk, plans[0].proof_id])


def submit_findings(analysis: GapAnalysis, plans: Sequence[Any], day: date) -> list[Finding]:
    """What stands against approving these plans, with their findings' causes and figures. Four statements.

    The plans were read `with_checks`.
    """
    plans = list(plans)
    if not plans:
        return []
    gaps = list(
        with_proof_running_out(Gap.objects.filter(pk__in={each.gap_id for each in plans}), day)
        .prefetch_related("causes", Prefetch("measures", GapMeasure.objects.select_related("kpi")))
        .order_by("number")
    )
    link = plan_link(analysis.pk)
    return in_order(
        [
            *plan_findings(plans, day, link, for_approval=True),
            *owner_findings(plans, day, link),
            *proof_findings(gaps, day, lambda each: reverse("gap_evidence", args=[each[0].pk, each[0].proof_id])),
            *proof_findings(plans, day, proof_link),
            *cause_findings(gaps),
            *figure_findings(gaps),
        ]
    )


def bundle_findings(items: Sequence[ApprovalItem], day: date) -> list[Finding]:
    """The same in short for who signs: of the plans that wait, each with the place on the page. Two statements."""
    waiting = {item.action_id: item.pk for item in items if item.state == "pending" and item.base_id is None}
    if not waiting:
        return []
    every = CorrectiveAction.objects.filter(pk__in=waiting).select_related("owner", "team").order_by("number")
    rows = list(with_checks(every, day))

    def link(plans: Sequence[Any]) -> str:
        return f"#item-{waiting[plans[0].pk]}"

    found = plan_findings(rows, day, link, for_approval=True)
    return in_order([*found, *owner_findings(rows, day, link), *proof_findings(rows, day, link)])
