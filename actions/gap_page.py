"""What the page of a gap shows besides the finding itself: its proof, the questions asked and those expected."""

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from accounts.viewer import Viewer
from actions.permissions import can_prove_question
from evidence.models import Evidence
from evidence.querysets import EvidenceQuerySet
from gaps.models import Clarification, Gap
from gaps.permissions import can_answer_question, can_edit_expected, can_withdraw_question

OF_GAP, OF_QUESTION = Gap.evidence.through, Clarification.evidence.through


def questions_beside(viewer: Viewer) -> QuerySet[Clarification]:
    """The questions of a gap that this reader sees, with their people."""
    return Clarification.objects.of_seen_gaps(viewer).select_related("answerer", "asked_by", "answered_by")


def proof_of(gap: Gap) -> EvidenceQuerySet:
    """The proof of a gap (`of_gap`) and of its questions (`question_id`), in one statement."""
    of_gap = OF_GAP.objects.filter(evidence=OuterRef("pk"), gap=gap)
    of_question = OF_QUESTION.objects.filter(evidence=OuterRef("pk"), clarification__gap=gap)
    return (
        Evidence.objects.with_newest()
        .annotate(
            of_gap=ExpressionWrapper(Q(Exists(of_gap)), output_field=BooleanField()),
            question_id=Subquery(of_question.values("clarification")[:1]),
        )
        .filter(
            Q(pk__in=OF_GAP.objects.filter(gap=gap).values("evidence"))
            | Q(pk__in=OF_QUESTION.objects.filter(clarification__gap=gap).values("evidence"))
        )
    )


def proof_of_gap(gap: Gap, viewer: Viewer) -> dict[str, Any]:
    """`proofs` of the gap; `questions` asked and those `expected`, each with its proof and what the reader may do."""
    every: list[Any] = list(proof_of(gap))
    rows = []
    for row in gap.clarifications.all():
        row.proofs = [each for each in every if each.question_id == row.pk]  # type: ignore[attr-defined]
        row.may_answer = can_answer_question(viewer, row)  # type: ignore[attr-defined]
        row.may_withdraw = can_withdraw_question(viewer, row)  # type: ignore[attr-defined]
        row.may_edit = can_edit_expected(viewer, row)  # type: ignore[attr-defined]
        row.may_prove = can_prove_question(viewer, row)  # type: ignore[attr-defined]
        rows.append(row)
    return {
        "proofs": [each for each in every if each.of_gap],
        "questions": [row for row in rows if row.kind == "asked"],
        "expected": [row for row in reversed(rows) if row.kind == "expected" and row.state != "withdrawn"],
    }
