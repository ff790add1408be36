"""Keeping the snapshot of a pending item true to the plan, so that one approves what one saw."""

from datetime import datetime
from typing import Any

from accounts.viewer import Viewer
from actions.models import ApprovalItem, CorrectiveAction, Snapshot
from actions.snapshots import VERSION, Content, content


def keep_snapshot(action: CorrectiveAction, what: Content, *, by: Viewer | None, at: datetime) -> Snapshot:
    """The row of this exact content; made when there is none yet."""
    found, _ = Snapshot.objects.get_or_create(
        action=action,
        digest=what.digest,
        defaults={
            "version": VERSION,
            "values": what.values,
            "labels": what.labels,
            "made_by": by.user if by else None,
            "made_at": at,
        },
    )
    return found


def refresh_pending_item(action: CorrectiveAction, *, by: Viewer, at: datetime) -> None:
    """Put the plan as it stands now to the signers of its pending item. Earlier signatures do not count for it."""
    item = ApprovalItem.objects.select_for_update(of=("self",)).filter(action=action, state="pending").first()
    if item is None:
        return
    fresh = CorrectiveAction.objects.full_plans().get(pk=action.pk)
    overlay: dict[str, Any] = item.overlay
    item.snapshot = keep_snapshot(action, content(fresh, overlay), by=by, at=at)
    item.save(update_fields=["snapshot"])
