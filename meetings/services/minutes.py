"""Minutes: editing the draft, approving and freezing it, correcting it by a new version, and sending it out."""

from datetime import datetime

from django.db import transaction

from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.db import fit
from meetings.emails import send_minutes
from meetings.lifecycle import MEETING, MINUTES, OVER
from meetings.minutes import content_of, minutes_digest
from meetings.models import Meeting, Minutes
from meetings.permissions import can_approve_minutes, can_run
from meetings.searching import index_meetings
from meetings.services.planning import lock_meeting


def lock_minutes(meeting: Meeting) -> tuple[Meeting, Minutes]:
    """The meeting and its newest minutes, locked."""
    meeting = lock_meeting(meeting)
    if meeting.state not in OVER:
        raise Conflict(f"{meeting} is {meeting.get_state_display().lower()}; minutes begin when it ends.")
    newest = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).order_by("-version").first()
    if newest is None:
        raise Conflict(f"{meeting} has no minutes.")
    return meeting, newest


@transaction.atomic
def edit_minutes(meeting: Meeting, texts: dict[str, str], *, revision: int, by: Viewer, at: datetime) -> Minutes:
    """Set words of the draft in the place of those drafted. `revision` is that of the page, so that nobody is overwritten."""
    meeting, minutes = lock_minutes(meeting)
    require(can_run(by, meeting))
    MINUTES.check(minutes.state, "edit", "This version")
    if revision != minutes.revision:
        who = minutes.edited_by.name if minutes.edited_by else "Somebody"
        raise Unfit(
            f"{who} saved these minutes while you were writing. Your words are still here; look at the minutes,"
            " then save again to put yours in their place."
        )
    old = {key: minutes.texts.get(key, "") for key in texts if minutes.texts.get(key) != texts[key]}
    new = {key: texts[key] for key in old}
    if not new:
        return minutes
    minutes.texts = {**minutes.texts, **new}
    minutes.revision += 1
    minutes.edited_by = by.user
    fit(minutes)
    minutes.save(update_fields=["texts", "revision", "edited_by"])
    record("minutes.edited", minutes, actor=by.actor, at=at, old=old, new=new)
    return minutes


@transaction.atomic
def approve_minutes(meeting: Meeting, *, seen: str, by: Viewer, at: datetime) -> Minutes:
    """Freeze the draft as it was seen, with its digest, and send it out. What is unsigned says so in it.

    `seen` is the mark of the content on the page (`mark_of`).
    """
    meeting, minutes = lock_minutes(meeting)
    require(can_approve_minutes(by, meeting))
    MEETING.check(meeting.state, "approve_minutes", str(meeting))
    move = MINUTES.check(minutes.state, "approve", "This version")
    content = content_of(meeting, minutes.texts, at=at)
    if seen != mark_of(content):
        raise Conflict("The minutes changed since you opened them. Nothing was approved; read them again.")
    Minutes.objects.filter(meeting=meeting, state="approved").update(state=MINUTES.moves["supersede"].target)
    minutes.state, minutes.content = move.target, content
    minutes.approved_by, minutes.approved_at = by.user, at
    minutes.digest = minutes_digest(minutes)
    fit(minutes)
    minutes.save()
    meeting.state = MEETING.moves["approve_minutes"].target
    meeting.save(update_fields=["state"])
    index_meetings(meeting.pk, at=at)
    record(
        "minutes.approved",
        minutes,
        actor=by.actor,
        at=at,
        new={"version": minutes.version, "digest": minutes.digest},
        reason=minutes.reason,
    )
    send_minutes(meeting, minutes, by=by, at=at)
    return minutes


def mark_of(content: dict) -> str:
    """What a page carries to say which content it showed; the moment it was made at does not count."""
    from_page = {key: value for key, value in content.items() if key != "stood_at"}
    return minutes_digest(Minutes(content=from_page))


@transaction.atomic
def correct_minutes(meeting: Meeting, *, reason: str, by: Viewer, at: datetime) -> Minutes:
    """Begin the next version with the words of the last; the approved one stays as it is."""
    meeting, minutes = lock_minutes(meeting)
    require(can_run(by, meeting))
    MINUTES.check(minutes.state, "correct", "The newest version of the minutes")
    if not reason.strip():
        raise Unfit({"reason": ["Say what is corrected, and why."]})
    following = Minutes(
        meeting=meeting,
        version=minutes.version + 1,
        texts=minutes.texts,
        reason=reason.strip(),
        created_at=at,
    )
    fit(following)
    following.save()
    record(
        "minutes.corrected",
        following,
        actor=by.actor,
        at=at,
        new={"version": following.version},
        reason=following.reason,
    )
    return following
