"""Check-ins that are asked for and no longer needed: a held, ended or handed-over action is not asked about."""

from datetime import datetime

from actions.models import CheckInRequest, CorrectiveAction


def skip_open_requests(action: CorrectiveAction, reason: str, *, at: datetime) -> int:
    """Skip what is asked about the action, not answered and not closed yet; returns how many. A missed one stays missed."""
    waiting = CheckInRequest.objects.filter(action=action, state="sent", closes_at__gt=at)
    return waiting.update(state="skipped", state_reason=reason[:200])
