"""Proof of findings, questions and check-ins. That of actions and milestones stands in `milestones`."""

from datetime import datetime

from django.db import models, transaction

from accounts.viewer import Viewer
from actions.models import CheckIn, CorrectiveAction
from actions.permissions import can_prove_check_in, can_prove_gap, can_prove_question
from audit.services import record
from common.access import require
from evidence.models import Evidence
from gaps.models import Clarification, Gap


def write_down(thing: models.Model, evidence: Evidence, department_id: int, by: Viewer, at: datetime) -> None:
    """The entry in the history of what the proof belongs to."""
    new = {"evidence": evidence.title}
    record("evidence.added", thing, actor=by.actor, at=at, department_id=department_id, new=new)


@transaction.atomic
def prove_gap(gap: Gap, evidence: Evidence, *, by: Viewer, at: datetime) -> None:
    """Point the finding at a piece of evidence."""
    gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    require(can_prove_gap(by, gap))
    gap.evidence.add(evidence)
    write_down(gap, evidence, gap.department_id, by, at)


@transaction.atomic
def prove_question(question: Clarification, evidence: Evidence, *, by: Viewer, at: datetime) -> None:
    """Point the answer of a question, asked or expected, at a piece of evidence."""
    rows = Clarification.objects.select_for_update(of=("self",)).select_related("gap", "answerer")
    question = rows.get(pk=question.pk)
    require(can_prove_question(by, question))
    question.evidence.add(evidence)
    write_down(question, evidence, question.gap.department_id, by, at)


@transaction.atomic
def prove_check_in(answer: CheckIn, evidence: Evidence, *, by: Viewer, at: datetime) -> None:
    """Point a check-in at a piece of evidence; it proves its action too."""
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=answer.request.action_id)
    rows = CheckIn.objects.select_related("request__action__department", "request__action__owner")
    answer = rows.prefetch_related("request__action__team__members").get(pk=answer.pk)
    require(can_prove_check_in(by, answer))
    action = answer.request.action
    answer.evidence.add(evidence)
    action.evidence.add(evidence)
    write_down(action, evidence, action.department_id, by, at)
