"""How allauth behaves here: nobody signs up by themselves, its mails leave through the outbox, and sign-ins are logged."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from audit.services import Actor, record
from notifications.mails import render_mail
from notifications.services import Recipient, put, ring

log = logging.getLogger("saypro.sign_in")

# allauth's name of a mail -> our kind, and the kind of its personal link.
MAILS = {
    "account/email/password_reset_key": ("password_reset", "password_reset"),
    "account/email/password_reset": ("password_changed", ""),
    "account/email/password_changed": ("password_changed", ""),
}


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up: accounts come from invitations."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This address and this password do not belong together. Type both once more.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, or set a new password by mail.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this site, written without a host."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox, its link to be minted while sending. Nobody is mailed who has no account."""
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if template_prefix not in MAILS or person is None:
            return
        kind, link_kind = MAILS[template_prefix]
        now = timezone.now()
        mail = render_mail(kind, {"person": person, "at": now})
        with transaction.atomic():
            put(
                key=f"{kind}:{person.pk}:{now.timestamp():.6f}",
                kind=kind,
                to=Recipient(person.name, person.email, person.pk),
                subject=mail.subject,
                text=mail.text,
                html=mail.html,
                at=now,
                link_kind=link_kind,
                link_for=str(person.pk) if link_kind else "",
            )
            ring()

    def set_password(self, user: User, password: str) -> None:
        """Change the password, in the history too; Django ends all other sessions."""
        with transaction.atomic():
            user.set_password(password)
            user.save(update_fields=["password"])
            record("person.password_changed", user, actor=Actor(user.pk, user.name, "page"), at=timezone.now())

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether the password is the user's, counted like a sign-in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        log.info("signed in user=%s ip=%s", user.pk, self.get_client_ip(request))

    def logout(self, request: HttpRequest) -> None:
        log.info("signed out user=%s", request.user.pk)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a failed sign-in by the person's number; what was typed may hold a password and is never logged."""
        person = User.objects.filter(email__iexact=credentials.get("email", "")).values_list("pk", flat=True).first()
        log.warning("sign-in failed user=%s ip=%s", person or "unknown", self.get_client_ip(request))
