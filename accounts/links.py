"""Personal links of this app, made while a mail leaves and never stored."""

from collections.abc import Callable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import Invitation, User
from accounts.services.invitations import token_of
from notifications.sending import LinkGone


def invitation_link(invitation_id: str) -> str:
    """The address at which the invitation is accepted."""
    invitation = Invitation.objects.filter(pk=invitation_id, accepted_at=None, withdrawn_at=None).first()
    if invitation is None:
        raise LinkGone("The invitation was withdrawn or accepted meanwhile.")
    return settings.BASE_URL + reverse("invitation", args=[token_of(invitation)])


def password_reset_link(person_id: str) -> str:
    """The address at which the person sets a new password, once."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise LinkGone("The account was switched off meanwhile.")
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)


MINTS: dict[str, Callable[[str], str]] = {
    "invitation": invitation_link,
    "password_reset": password_reset_link,
}
