"""Invitations: written, sent again, withdrawn, accepted. The link works once, until it expires."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Department, Invitation, Organisation, Role, RoleGrant, User
from accounts.permissions import can_manage
from accounts.services.people import make_person
from accounts.viewer import Viewer
from audit.services import Actor, record
from common.access import Conflict, Unfit, require
from common.db import fit
from notifications.mails import render_mail
from notifications.services import Recipient, put, ring

DAYS = 7


def token_of(invitation: Invitation) -> str:
    """The invitation's token. It follows from the row and the secret key, so it is minted anew and never stored."""
    seed = f"{invitation.pk}:{invitation.expires_at.timestamp():.6f}"
    return salted_hmac("accounts.invitation", seed, algorithm="sha256").hexdigest()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def status(invitation: Invitation, now: datetime) -> str:
    """Where it stands: open, accepted, withdrawn or expired."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "open" if invitation.expires_at > now else "expired"


def find(token: str) -> Invitation | None:
    """The invitation that the token belongs to, whatever its state."""
    return (
        Invitation.objects.select_related("department", "role", "invited_by")
        .filter(token_digest=digest_of(token))
        .first()
    )


def renew(invitation: Invitation) -> None:
    """A new term, and with it a new token; earlier links end. Links expire by the real clock."""
    invitation.expires_at = timezone.now() + timedelta(days=DAYS)
    invitation.token_digest = digest_of(token_of(invitation))


def send(invitation: Invitation, by: Viewer, at: datetime) -> None:
    """Put the mail into the outbox; a new term is a new mail."""
    organisation = Organisation.objects.filter(id=1).values_list("name", flat=True).first() or "SayPro"
    context = {"invitation": invitation, "organisation": organisation, "inviter": by.name, "days": DAYS}
    mail = render_mail("invitation", context)
    put(
        key=f"invitation:{invitation.pk}:{invitation.expires_at.timestamp():.6f}",
        kind="invitation",
        to=Recipient(invitation.name, invitation.email),
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        at=at,
        link_kind="invitation",
        link_for=str(invitation.pk),
    )
    ring()


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    job_title: str = "",
    department: Department | None,
    role: Role | None,
    by: Viewer,
    at: datetime,
) -> Invitation:
    """Invite somebody by mail. One open invitation for an address."""
    require(can_manage(by))
    email = email.strip().lower()
    Organisation.objects.select_for_update().get(id=1)
    if User.objects.filter(email__iexact=email).exists():
        raise Unfit({"email": ["Somebody has this address already."]})
    if Invitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None).exists():
        raise Unfit({"email": ["This address has an open invitation; send it again instead."]})
    if role and role.scope == "department" and department is None:
        raise Unfit({"department": [f"Choose a department for the role “{role.name}”."]})
    invitation = Invitation(
        email=email,
        name=name.strip(),
        job_title=job_title.strip(),
        department=department,
        role=role,
        token_digest=digest_of(secrets.token_hex(32)),
        invited_by=by.user,
        invited_at=at,
        expires_at=timezone.now(),
    )
    fit(invitation)
    invitation.save(force_insert=True)
    renew(invitation)
    invitation.save(update_fields=["expires_at", "token_digest"])
    send(invitation, by, at)
    new = {"email": email, "role": role.name if role else "", "department": department.name if department else ""}
    record("person.invited", invitation, actor=by.actor, at=at, new=new, label=invitation.name)
    return invitation


def lock_open(invitation: Invitation) -> Invitation:
    """The invitation's row, locked; `Conflict` if it was accepted or withdrawn."""
    found = (
        Invitation.objects.select_for_update(of=("self",)).select_related("department", "role").get(pk=invitation.pk)
    )
    if found.accepted_at:
        raise Conflict(f"{found.name} has accepted the invitation already.")
    if found.withdrawn_at:
        raise Conflict(f"The invitation of {found.name} was withdrawn. Invite them anew.")
    return found


@transaction.atomic
def resend(invitation: Invitation, *, by: Viewer, at: datetime) -> Invitation:
    """Send it again with a new link and a new term; the earlier link ends."""
    require(can_manage(by))
    invitation = lock_open(invitation)
    renew(invitation)
    invitation.save(update_fields=["expires_at", "token_digest"])
    send(invitation, by, at)
    record("invitation.sent_again", invitation, actor=by.actor, at=at, label=invitation.name)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Viewer, at: datetime) -> Invitation:
    """End an invitation; its link opens nothing any more."""
    require(can_manage(by))
    invitation = lock_open(invitation)
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", invitation, actor=by.actor, at=at, label=invitation.name)
    return invitation


@transaction.atomic
def accept_invitation(token: str, *, name: str, password: str, at: datetime) -> User:
    """Make the account that the invitation promises, with its department and role. Works once."""
    found = find(token)
    if found is None:
        raise Conflict("This invitation is not known. Ask for a new one.")
    invitation = lock_open(found)
    if status(invitation, timezone.now()) == "expired":
        raise Conflict("This invitation has expired. Ask for a new one.")
    person = make_person(
        email=invitation.email,
        name=name or invitation.name,
        job_title=invitation.job_title,
        department=invitation.department,
        password=password,
        at=at,
    )
    if invitation.role:
        where = invitation.department if invitation.role.scope == "department" else None
        RoleGrant.objects.create(user=person, role=invitation.role, department=where)
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    new = {"email": person.email, "role": invitation.role.name if invitation.role else ""}
    record("person.joined", person, actor=Actor(person.pk, person.name, "link"), at=at, new=new)
    return person
