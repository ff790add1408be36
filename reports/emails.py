"""Mails of the reading side that people ask for. Each is written in the transaction of its cause, once for a person."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.viewer import Viewer
from actions.emails import mail_to
from reports.models import BriefingPack


def mail_key(pack: BriefingPack, person: User) -> str:
    """One mail for a person and a version."""
    return f"pack:{pack.pk}:{person.pk}"


def tell_pack(pack: BriefingPack, person: User, *, by: Viewer, at: datetime) -> None:
    """Say that the pack is there and what it asks for. The file stays behind the sign-in."""
    mail_to(
        person,
        "pack",
        mail_key(pack, person),
        {
            "pack": pack,
            "meeting": pack.meeting,
            "needs": pack.data["needs"],
            "by": by.name,
            "address": settings.BASE_URL + reverse("pack", args=[pack.pk]),
        },
        department_id=pack.department_id,
        at=at,
    )
