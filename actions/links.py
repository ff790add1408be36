"""Personal links in mails: each opens one form, for one person, until a moment; only its POST changes anything.

A token names the thing, the person and the thing's nonce, and carries the end of its life; it is signed, made while
the mail leaves and never stored. Changing the nonce revokes it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from actions.models import Blocker, CheckInRound
from notifications.sending import LinkGone

SALT = "saypro.link"
ROADBLOCK_DAYS = 60


@dataclass(frozen=True)
class Expired(Exception):
    """The link was right once."""

    why: str


def make_token(kind: str, pk: int, person_id: int, nonce: str, until: datetime) -> str:
    return signing.dumps([kind, pk, person_id, nonce[:16], int(until.timestamp())], salt=SALT, compress=False)


def read_token(token: str, kind: str) -> tuple[int, int, str]:
    """Which row, whose, and the nonce it was made with. Raises `Expired` with a sentence where it is of no use."""
    try:
        found = signing.loads(token, salt=SALT)
        made_for, pk, person_id, nonce, until = found
    except (signing.BadSignature, ValueError, TypeError):
        raise Expired("This link is not complete. Open it from the mail again.") from None
    if made_for != kind:
        raise Expired("This link is for something else. Open it from the mail again.")
    if timezone.now().timestamp() >= until:
        raise Expired("This link has run out.")
    return int(pk), int(person_id), str(nonce)


def round_of(token: str) -> CheckInRound:
    """The round that a check-in link opens; whoever is signed in, the link's person acts."""
    pk, person_id, nonce = read_token(token, "check_in")
    found = CheckInRound.objects.select_related("person__department").filter(pk=pk, person=person_id).first()
    if found is None or found.nonce[:16] != nonce:
        raise Expired("This link was replaced by a newer one.")
    if not found.person.is_active:
        raise Expired("The account that this link belongs to is switched off.")
    return found


def roadblock_of(token: str) -> Blocker:
    """The roadblock that a leader's link opens."""
    pk, person_id, nonce = read_token(token, "roadblock")
    found = Blocker.objects.select_related("put_to", "raised_by", "action").filter(pk=pk, put_to=person_id).first()
    if found is None or found.nonce[:16] != nonce:
        raise Expired("This link was replaced by a newer one.")
    if not found.put_to.is_active:
        raise Expired("The account that this link belongs to is switched off.")
    return found


def check_in_link(round_id: str) -> str:
    """The address of a round's page, as long as something in it waits for an answer."""
    found = CheckInRound.objects.select_related("person").filter(pk=round_id, person__is_active=True).first()
    if found is None:
        raise LinkGone("The account was switched off meanwhile.")
    if not found.requests.can_be_answered().exists():
        raise LinkGone("It was answered, or is not asked for any more.")
    token = make_token("check_in", found.pk, found.person_id, found.nonce, found.link_until)
    return settings.BASE_URL + reverse("check_in_link", args=[token])


def roadblock_link(blocker_id: str) -> str:
    """The address at which the leader answers a roadblock, while it is open."""
    found = Blocker.objects.filter(pk=blocker_id, put_to__is_active=True, state="open").first()
    if found is None:
        raise LinkGone("It was answered or withdrawn meanwhile.")
    until = timezone.now() + timedelta(days=ROADBLOCK_DAYS)
    token = make_token("roadblock", found.pk, found.put_to_id, found.nonce, until)
    return settings.BASE_URL + reverse("roadblock_link", args=[token])


MINTS = {"check_in": check_in_link, "roadblock": roadblock_link}
