"""An invitation lets one person in, once, and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Invitation, Role, RoleGrant, User
from accounts.services.invitations import accept_invitation, find, invite, resend, status, token_of, withdraw
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from notifications.models import Message
from notifications.sending import LinkGone
from saypro.links import mint
from tests.factories import NOW

pytestmark = pytest.mark.django_db

PASSWORD = "a sentence of my own"


def ask(cast, by: str = "admin", **values) -> Invitation:
    given = {
        "email": "new@example.org",
        "name": "Sipho Zulu",
        "job_title": "Analyst",
        "department": cast.sales,
        "role": Role.objects.get(slug="department-member"),
    }
    return invite(**{**given, **values}, by=cast.viewer(by), at=NOW)


def test_the_mail_waits_without_its_link(cast):
    invitation = ask(cast)
    message = Message.objects.get()
    token = token_of(invitation)
    assert (message.email, message.link_kind, message.link_for) == ("new@example.org", "invitation", str(invitation.pk))
    assert token not in message.text + message.html + message.key
    assert "{link}" in message.text
    assert "Lindiwe Mokoena" in message.subject
    assert token not in str(Entry.objects.values_list("new", "old").get())


def test_the_token_is_not_stored(cast):
    invitation = ask(cast)
    assert token_of(invitation) not in str(Invitation.objects.values_list().get())
    assert find(token_of(invitation)) == invitation


def test_accepting_makes_the_person_with_department_and_role(cast):
    person = accept_invitation(token_of(ask(cast)), name="Sipho Zulu", password=PASSWORD, at=NOW)
    assert (person.department, person.job_title) == (cast.sales, "Analyst")
    assert RoleGrant.objects.get(user=person).department == cast.sales
    assert person.check_password(PASSWORD)
    entry = Entry.objects.get(verb="person.joined")
    assert (entry.channel, entry.actor_id) == ("link", person.pk)


def test_it_works_once(cast):
    token = token_of(ask(cast))
    accept_invitation(token, name="", password=PASSWORD, at=NOW)
    with pytest.raises(Conflict, match="accepted the invitation already"):
        accept_invitation(token, name="", password=PASSWORD, at=NOW)
    assert User.objects.filter(email="new@example.org").count() == 1


def test_it_expires_by_the_real_clock(cast):
    invitation = ask(cast)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    token = token_of(invitation)
    with pytest.raises(Conflict, match="expired"):
        accept_invitation(token, name="", password=PASSWORD, at=NOW)


def test_sending_again_ends_the_earlier_link(cast):
    invitation = ask(cast)
    old = token_of(invitation)
    invitation = resend(invitation, by=cast.viewer("admin"), at=NOW)
    assert token_of(invitation) != old
    assert find(old) is None
    assert Message.objects.count() == 2


def test_a_withdrawn_one_opens_nothing_and_is_not_sent(cast):
    invitation = withdraw(ask(cast), by=cast.viewer("admin"), at=NOW)
    assert status(invitation, timezone.now()) == "withdrawn"
    with pytest.raises(Conflict, match="withdrawn"):
        accept_invitation(token_of(invitation), name="", password=PASSWORD, at=NOW)
    with pytest.raises(LinkGone):
        mint("invitation", str(invitation.pk))
    with pytest.raises(Conflict):
        resend(invitation, by=cast.viewer("admin"), at=NOW)


def test_a_guessed_token_is_not_known(cast):
    ask(cast)
    with pytest.raises(Conflict, match="not known"):
        accept_invitation("0" * 64, name="", password=PASSWORD, at=NOW)


def test_one_open_invitation_for_an_address(cast):
    ask(cast)
    with pytest.raises(Unfit, match="send it again instead"):
        ask(cast, email="NEW@example.org")


def test_nobody_is_invited_twice_over(cast):
    with pytest.raises(Unfit, match="Somebody has this address"):
        ask(cast, email="Leader@example.org")


def test_a_department_role_asks_for_the_department(cast):
    with pytest.raises(Unfit, match="Choose a department"):
        ask(cast, department=None)


@pytest.mark.parametrize("name", ["leader", "mande", "sales_owner"])
def test_only_administrators_invite(cast, name):
    with pytest.raises(Refused):
        ask(cast, by=name)
    assert not Message.objects.exists()


def test_a_weak_password_leaves_the_invitation_open(cast):
    invitation = ask(cast)
    with pytest.raises(Unfit):
        accept_invitation(token_of(invitation), name="", password="short", at=NOW)
    assert status(Invitation.objects.get(), timezone.now()) == "open"
