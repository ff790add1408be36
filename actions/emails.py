"""Mails of bundles and plans. Each is written in the transaction of its cause, once for a person and a cause."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.viewer import Viewer
from actions.models import ApprovalRequest, CorrectiveAction, PlanChange
from actions.snapshots import Content, differences
from notifications.mails import render_mail
from notifications.services import Recipient, put, ring


def mail_to(
    person: User, name: str, key: str, context: dict[str, Any], *, department_id: int | None, at: datetime
) -> None:
    """Put one mail of that name into the outbox, unless the person has left."""
    if not person.is_active:
        return
    mail = render_mail(name, {"person": person, **context})
    put(
        key=key,
        kind=name,
        to=Recipient(person.name, person.email, person.pk),
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        department_id=department_id,
        at=at,
    )


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
