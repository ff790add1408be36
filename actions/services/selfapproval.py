"""The way out where separation of duties leaves nobody: an administrator allows self-approval, never silently."""

from datetime import datetime

from django.db import transaction

from accounts.permissions import ADMIN_PEOPLE
from accounts.viewer import Viewer
from audit.services import record
from common.access import ALLOWED, Answer, Denied, Unfit, require
from gaps.models import GapAnalysis


def can_allow_self_approval(viewer: Viewer, analysis: GapAnalysis) -> Answer:
    if not viewer.may(ADMIN_PEOPLE):
        return Denied("An administrator allows self-approval.")
    if analysis.self_approval_reason:
        return Denied("Self-approval is allowed for this analysis already.")
    return ALLOWED


@transaction.atomic
def allow_self_approval(analysis: GapAnalysis, *, reason: str, by: Viewer, at: datetime) -> GapAnalysis:
    """Let people sign what they own or proposed in this analysis; the reason is printed beside each such signature."""
    analysis = GapAnalysis.objects.select_for_update(of=("self",)).get(pk=analysis.pk)
    require(can_allow_self_approval(by, analysis))
    if not reason.strip():
        raise Unfit({"reason": ["Give the reason; it is printed beside each such signature."]})
    analysis.self_approval_reason, analysis.self_approval_by = reason.strip(), by.user
    analysis.save(update_fields=["self_approval_reason", "self_approval_by"])
    record("analysis.self_approval_allowed", analysis, actor=by.actor, at=at, reason=reason.strip())
    return analysis
