"""Mails of bundles and plans. Each is written in the transaction of its cause, once for a person and a cause."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.viewer import Viewer
from actions.models import ApprovalRequest, Blocker, CheckInRequest, CheckInRound, CorrectiveAction, PlanChange
from actions.snapshots import Content, differences
from notifications.mails import render_mail
from notifications.models import Message
from notifications.services import Recipient, new_message, put, ring


def mail_to(person: User, name: str, key: str, context: dict[str, Any], **said: Any) -> None:
    """Put one mail of that name into the outbox, unless the person has left. It takes what `new_mail` takes."""
    if person.is_active:
        put(**mail_parts(person, name, key, context, **said))


def new_mail(person: User, name: str, key: str, context: dict[str, Any], **said: Any) -> Message:
    """The same mail, not written yet: whoever writes many writes them together."""
    return new_message(**mail_parts(person, name, key, context, **said))


def mail_parts(
    person: User,
    name: str,
    key: str,
    context: dict[str, Any],
    *,
    department_id: int | None,
    at: datetime,
    link_kind: str = "",
    link_for: str = "",
) -> dict[str, Any]:
    """What the outbox is told of a mail of that name. `link_kind` fills its {link} mark."""
    mail = render_mail(name, {"person": person, **context})
    return {
        "key": key,
        "kind": name,
        "to": Recipient(person.name, person.email, person.pk),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "department_id": department_id,
        "at": at,
        "link_kind": link_kind,
        "link_for": link_for,
    }


def tell_signers(request: ApprovalRequest, signers: list[User], plans: int, *, by: Viewer, at: datetime) -> None:
    """Ask each signer to decide."""
    address = settings.BASE_URL + reverse("approval", args=[request.pk])
    context = {"request": request, "plans": plans, "asked_by": by.name, "address": address}
    for signer in signers:
        mail_to(
            signer, "bundle_submitted", f"bundle_submitted:{request.pk}:{signer.pk}", context, department_id=None, at=at
        )
    ring()


def tell_sponsor(
    change: PlanChange, action: CorrectiveAction, before: Content, after: Content, *, by: Viewer, at: datetime
) -> None:
    """Tell the sponsor that a signed plan moved within its allowance; nobody is told what they did themselves."""
    if action.sponsor is None or action.sponsor_id == by.id:
        return
    context = {
        "action": action,
        "change": change,
        "lines": differences(before, after),
        "asked_by": by.name,
        "address": settings.BASE_URL + reverse("action", args=[action.pk]),
    }
    key = f"plan_changed:{change.pk}:{action.sponsor_id}"
    mail_to(action.sponsor, "plan_changed", key, context, department_id=action.department_id, at=at)
    ring()


def ask_by_mail(round_: CheckInRound, actions: list[CorrectiveAction], *, closes_at: datetime, at: datetime) -> None:
    """Ask one person for the check-ins of a period. The link is theirs alone and is made while the mail leaves.

    `closes_at` is in the time zone of the department, and so are the words.
    """
    closes = f"{closes_at:%a} {closes_at.day} {closes_at:%b} at {closes_at:%H:%M}"
    context = {"actions": actions, "closes": closes}
    key = f"check_in:{round_.person_id}:{round_.period_start}"
    mail_to(
        round_.person,
        "check_in",
        key,
        context,
        department_id=None,
        at=at,
        link_kind="check_in",
        link_for=str(round_.pk),
    )
    ring()


def tell_entered(request: CheckInRequest, *, how: str, by: Viewer, at: datetime) -> None:
    """Tell somebody that a check-in was written down for them, so that they can correct it."""
    person = request.round.person  # type: ignore[union-attr]
    context = {"action": request.action, "by": by.name, "how": how, "address": page("check_in", request.round_id)}
    key = f"check_in_entered:{request.pk}"
    mail_to(person, "check_in_entered", key, context, department_id=request.action.department_id, at=at)
    ring()


def ask_leader(blocker: Blocker, *, at: datetime, again: int = 0) -> None:
    """Put a roadblock to the leader who can clear it, with a link that opens the answer."""
    context = {"blocker": blocker, "action": blocker.action, "raised_by": blocker.raised_by.name}
    mail_to(
        blocker.put_to,
        "roadblock",
        f"roadblock:{blocker.pk}:{again}",
        context,
        department_id=blocker.action.department_id,
        at=at,
        link_kind="roadblock",
        link_for=str(blocker.pk),
    )
    ring()


def tell_answer(blocker: Blocker, *, by: Viewer, at: datetime) -> None:
    """Tell who raised the roadblock what the leader says."""
    if blocker.raised_by_id == by.id:
        return
    context = {"blocker": blocker, "action": blocker.action, "by": by.name, "address": page("roadblock", blocker.pk)}
    key = f"roadblock_answered:{blocker.pk}:{blocker.answered_at:%Y%m%d%H%M%S}"
    mail_to(blocker.raised_by, "roadblock_answered", key, context, department_id=blocker.action.department_id, at=at)
    ring()


def page(name: str, pk: int | None) -> str:
    """The full address of a page, for a mail."""
    return settings.BASE_URL + reverse(name, args=[pk])
