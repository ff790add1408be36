"""The password that makes a signature: throttled first, then checked. Nothing of it is kept."""

import logging

from django.http import HttpRequest

from accounts.models import User
from accounts.throttling import knock, wait_sentence
from common.access import ALLOWED, Answer, Denied

log = logging.getLogger("saypro.sign_in")


def check_password_for_signing(request: HttpRequest, user: User, password: str) -> Answer:
    """Whether the password is the user's own. Wrong tries count against re-authentication; a right one does not."""
    tried = knock(request, "reauthenticate", user=user)
    if tried is None:
        log.warning("signing: too many tries user=%s", user.pk)
        return Denied(f"Too many tries. Nothing was signed. {wait_sentence('reauthenticate')}")
    if not user.is_active or not user.check_password(password):
        log.warning("signing: wrong password user=%s", user.pk)
        return Denied("This is not your password. Nothing was signed.")
    tried.rollback()
    return ALLOWED
