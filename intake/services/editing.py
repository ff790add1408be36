"""Correcting what was read, before anything is saved: several people may work on it, and each change can be taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.db import fit
from common.text import cut
from gaps.permissions import can_prepare
from intake.edits import EditRefused, apply, replay
from intake.interpret import Analysis, from_dict
from intake.models import DRAFT, ImportDraft, ImportEdit


def reading_of(draft: ImportDraft) -> Analysis:
    """What was read with every change that stands. One statement."""
    edits = ImportEdit.objects.filter(draft=draft, undone_at=None).order_by("number")
    return replay(from_dict(draft.content), edits.values_list("number", "operation"))


def lock_draft(draft: ImportDraft) -> ImportDraft:
    found = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    DRAFT.check(found.state, "save", f"“{found.file_name}”")
    return found


@transaction.atomic
def change_draft(
    draft: ImportDraft,
    operations: Sequence[dict[str, Any]],
    *,
    words: str,
    seen: int,
    by: Viewer,
    at: datetime,
) -> Analysis:
    """Apply the operations, all or none; returns the reading as it is then.

    `seen` is the number of the last change on the page: where somebody else touched the same drafts since, nothing is
    written and `Conflict` says who. Raises `Unfit` where an operation does not fit.
    """
    require(can_prepare(by))
    draft = lock_draft(draft)
    reading = reading_of(draft)
    last = ImportEdit.objects.filter(draft=draft).order_by("-number").first()
    number = last.number if last else 0
    touches = sorted({str(each[name]) for each in operations for name in ("key", "into", "line") if name in each})
    since = ImportEdit.objects.filter(draft=draft, number__gt=seen).exclude(by=by.user).select_related("by")
    other = next((each for each in since if set(each.touches) & set(touches)), None)
    if other is not None:
        raise Conflict(f"{other.by} changed it meanwhile: {other.words}. Nothing was overwritten; look at it again.")
    for operation in operations:
        number += 1
        try:
            reading = apply(reading, operation, number)
        except EditRefused as refused:
            raise Unfit(str(refused)) from refused
        edit = ImportEdit(
            draft=draft, number=number, operation=operation, touches=touches, words=cut(words, 300), by=by.user, at=at
        )
        fit(edit)
        edit.save()
    record("import.edited", draft, actor=by.actor, at=at, new={"change": cut(words, 300)})
    return reading


@transaction.atomic
def undo_last(draft: ImportDraft, *, seen: int, by: Viewer, at: datetime) -> ImportEdit:
    """Take the last change back, with all operations that were made in the same step."""
    require(can_prepare(by))
    draft = lock_draft(draft)
    standing = ImportEdit.objects.filter(draft=draft, undone_at=None).select_related("by").order_by("-number")
    last = standing.first()
    if last is None:
        raise Conflict("Nothing is changed, so there is nothing to take back.")
    if last.number != seen:
        raise Conflict(f"The last change is another one now: {last.words}, by {last.by}. Look at the page again.")
    standing.filter(at=last.at, by=last.by, words=last.words).update(undone_by=by.user, undone_at=at)
    record("import.undone", draft, actor=by.actor, at=at, old={"change": last.words})
    return last
