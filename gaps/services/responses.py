"""Leadership's response to findings, and M&E's answer to a dispute."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.db import fit
from gaps.lifecycle import GAP
from gaps.models import Gap, GapAnalysis, ManagementResponse, RootCause
from gaps.permissions import can_answer_dispute, can_respond
from search.services import moved


@dataclass(frozen=True)
class Response:
    """What leadership says to one gap: accepted, partly or rejected, with a remark (a reason for the latter two).

    `disputed_causes` maps the ids of single causes to why they are doubted.
    """

    outcome: str
    remark: str = ""
    disputed_causes: dict[int, str] | None = None


@transaction.atomic
def respond(gap: Gap, response: Response, *, by: Viewer, at: datetime) -> ManagementResponse:
    """Record the response; recording it is the move: accepted and partly confirm the gap, rejected disputes it."""
    gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    verb = "dispute" if response.outcome == "rejected" else "confirm"
    if gap.state != "draft":
        GAP.check(gap.state, verb, gap.code)
    require(can_respond(by, gap))
    if response.outcome != "accepted" and not response.remark.strip():
        raise Unfit({"remark": [f"Give a reason for {gap.code}."]})
    row = ManagementResponse(
        gap=gap, outcome=response.outcome, remark=response.remark.strip(), responded_by=by.user, responded_at=at
    )
    fit(row)
    row.save()
    for cause_id, reason in (response.disputed_causes or {}).items():
        dispute_cause(gap, cause_id, reason)
    old, gap.state = gap.state, GAP.moves[verb].target
    gap.save(update_fields=["state"])
    moved("gap", gap.pk, state=gap.state, label=gap.get_state_display(), at=at)
    record(
        f"gap.{gap.state}",
        gap,
        actor=by.actor,
        at=at,
        department_id=gap.department_id,
        old={"state": old},
        new={"state": gap.state, "outcome": response.outcome},
        reason=row.remark,
    )
    return row


def dispute_cause(gap: Gap, cause_id: int, reason: str) -> None:
    """Mark a single cause as doubted, inside the response's transaction."""
    if not reason.strip():
        raise Unfit({"": ["Say why the cause is doubted."]})
    changed = RootCause.objects.filter(pk=cause_id, gap=gap).update(disputed_reason=reason.strip())
    if not changed:
        raise Unfit({"": ["The cause belongs to another gap."]})


@transaction.atomic
def respond_to_all(
    analysis: GapAnalysis, answers: dict[int, Response], *, by: Viewer, at: datetime
) -> list[ManagementResponse]:
    """Record responses to several gaps of one analysis, all or none. Errors are keyed `remark-<gap id>`."""
    gaps = {gap.pk: gap for gap in Gap.objects.select_for_update(of=("self",)).filter(analysis=analysis).order_by("pk")}
    missing = {
        f"remark-{pk}": [f"Give a reason for {gaps[pk].code}."]
        for pk, answer in answers.items()
        if pk in gaps and answer.outcome != "accepted" and not answer.remark.strip()
    }
    if missing:
        raise Unfit(missing)
    if not answers:
        raise Unfit("No finding waits for a response.")
    if set(answers) - set(gaps):
        raise Conflict("One of the findings is not part of this analysis.")
    return [respond(gaps[pk], answer, by=by, at=at) for pk, answer in sorted(answers.items())]


@transaction.atomic
def answer_dispute(gap: Gap, *, answer: str, by: Viewer, at: datetime) -> ManagementResponse:
    """M&E answers the dispute; the gap stands as issued again and waits for leadership's response."""
    gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    GAP.check(gap.state, "answer_dispute", gap.code)
    require(can_answer_dispute(by, gap))
    if not answer.strip():
        raise Unfit({"answer": ["Write the answer that leadership will read."]})
    response = gap.responses.filter(outcome="rejected", answered_at=None).latest("responded_at")
    response.answer, response.answered_by, response.answered_at = answer.strip(), by.user, at
    fit(response)
    response.save()
    gap.state = "issued"
    gap.save(update_fields=["state"])
    moved("gap", gap.pk, state=gap.state, label=gap.get_state_display(), at=at)
    record(
        "gap.dispute_answered",
        gap,
        actor=by.actor,
        at=at,
        department_id=gap.department_id,
        old={"state": "disputed"},
        new={"state": "issued"},
        reason=response.answer,
    )
    return response
