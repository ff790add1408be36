"""Every way in: sign-in, reset, change, signing, invitations, the first start. All throttled, none tells who exists."""

import logging
import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.first_admin import mint_code
from accounts.models import User
from accounts.services.invitations import invite, token_of, withdraw
from accounts.signing import check_password_for_signing
from accounts.throttles import RATE_LIMITS
from audit.models import Entry
from notifications.models import Message
from notifications.sending import LinkGone
from saypro.links import mint
from tests.factories import NOW

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
NEW = "a sentence of my own"


@pytest.fixture
def throttled(settings):
    settings.ACCOUNT_RATE_LIMITS = RATE_LIMITS


def sign_in(client: Client, email: str, password: str, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_signing_in_and_out(cast, client_of, password, caplog):
    caplog.set_level(logging.INFO, "saypro.sign_in")
    client = Client()
    assert client.get(LOGIN).status_code == 200
    answer = sign_in(client, "Leader@Example.org", password)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert f"signed in user={cast.leader.pk}" in caplog.text
    assert client.get("/people/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/people/").status_code == 302


def test_wrong_and_unknown_look_the_same_and_are_logged_without_secrets(cast, caplog):
    answers = [sign_in(Client(), email, "my secret") for email in ("leader@example.org", "nobody@example.org")]
    texts = [
        re.sub(r"(leader|nobody)@example.org|value=\"[^\"]*\"|[A-Za-z0-9]{64}", "", each.content.decode())
        for each in answers
    ]
    assert texts[0] == texts[1]
    assert f"sign-in failed user={cast.leader.pk}" in caplog.text
    assert "my secret" not in caplog.text
    assert "nobody@" not in caplog.text


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http://testserver/people/"],
)
def test_next_is_local_only(cast, password, target):
    answer = sign_in(Client(), "leader@example.org", password, next=target)
    assert answer["Location"] == "/"


def test_next_leads_on(cast, password):
    assert sign_in(Client(), "leader@example.org", password, next="/people/?q=a")["Location"] == "/people/?q=a"


def test_who_is_switched_off_stays_out(cast, password):
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)
    client = Client()
    sign_in(client, "leader@example.org", password)
    assert client.get("/people/").status_code == 302


def test_guessing_is_slowed_down(cast, password, throttled):
    for _ in range(5):
        sign_in(Client(), "leader@example.org", "wrong")
    client = Client()
    sign_in(client, "leader@example.org", password)
    assert client.get("/people/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/password/set/",
        "/accounts/confirm-email/",
        "/accounts/login/code/",
    ],
)
def test_allauths_other_addresses_are_shut(cast, client_of, address):
    assert client_of(cast.leader).get(address).status_code == 404


def test_a_reset_leaves_through_the_outbox_without_its_link(cast):
    answer = Client().post("/accounts/password/reset/", {"email": "LEADER@example.org"})
    assert answer.status_code == 302
    message = Message.objects.get()
    assert (message.email, message.link_kind, message.link_for) == (
        "leader@example.org",
        "password_reset",
        str(cast.leader.pk),
    )
    assert "{link}" in message.text
    assert "/key/" not in message.text + message.html


def test_nobody_is_mailed_who_has_no_account(cast):
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    for email in ("nobody@example.org", "stranger@example.org"):
        known = Client().post("/accounts/password/reset/", {"email": email})
        assert known.status_code == 302
    assert not Message.objects.exists()


def test_the_reset_link_sets_a_password_once(cast, password):
    client, other = Client(), Client()
    other.force_login(cast.leader)
    cast.leader.refresh_from_db()
    address = mint("password_reset", str(cast.leader.pk)).removeprefix("http://localhost:8000")
    form = client.get(address)
    assert form.status_code == 302
    assert "set-password" in form["Location"]
    answer = client.post(form["Location"], {"password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert other.get("/people/").status_code == 302
    person = User.objects.get(pk=cast.leader.pk)
    assert person.check_password(NEW)
    assert Entry.objects.filter(verb="person.password_changed", object_id=person.pk).count() == 1
    assert Client().get(address).status_code == 200
    assert User.objects.get(pk=cast.leader.pk).check_password(NEW)


def test_no_reset_link_for_who_is_switched_off(cast):
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)
    with pytest.raises(LinkGone):
        mint("password_reset", str(cast.leader.pk))


def test_changing_the_password(cast, client_of, password):
    EmailAddress.objects.create(user=cast.leader, email=cast.leader.email, verified=True, primary=True)
    client, other = client_of(cast.leader), client_of(cast.leader)
    sent = {"oldpassword": password, "password1": NEW, "password2": NEW}
    assert client.get("/accounts/password/change/").status_code == 200
    answer = client.post("/accounts/password/change/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/profile/")
    assert client.get("/accounts/profile/").status_code == 200
    assert other.get("/accounts/profile/").status_code == 302
    entry = Entry.objects.get(verb="person.password_changed")
    assert NEW not in str(Entry.objects.filter(pk=entry.pk).values_list().get())


def test_changing_the_password_is_throttled(cast, client_of, password, throttled):
    client = client_of(cast.leader)
    for _ in range(5):
        client.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    answer = client.post("/accounts/password/change/", {"oldpassword": password, "password1": NEW, "password2": NEW})
    assert answer.status_code == 429
    assert User.objects.get(pk=cast.leader.pk).check_password(password)


def test_asking_for_the_password_again(cast, client_of, password, throttled):
    client, address = client_of(cast.leader), "/accounts/reauthenticate/?next=/people/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"password": "wrong"}).status_code == 200
    answer = client.post(address, {"password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/people/")
    for _ in range(5):
        last = client.post(address, {"password": "wrong"})
    assert last.status_code == 429


def request_of(rf, user):
    request = rf.post("/approvals/1/sign/")
    request.user = user
    return request


def test_signing_asks_for_ones_own_password(cast, rf, password, throttled):
    request = request_of(rf, cast.leader)
    assert check_password_for_signing(request, cast.leader, password)
    answer = check_password_for_signing(request, cast.leader, "wrong")
    assert not answer
    assert answer.reason == "This is not your password. Nothing was signed."


def test_signing_is_throttled_and_says_when_to_try_again(cast, rf, password, throttled):
    request = request_of(rf, cast.leader)
    for _ in range(20):
        assert check_password_for_signing(request, cast.leader, password)
    for _ in range(5):
        check_password_for_signing(request, cast.leader, "wrong")
    answer = check_password_for_signing(request, cast.leader, password)
    assert answer.reason == "Too many tries. Nothing was signed. Try again in five minutes."


def test_who_is_switched_off_signs_nothing(cast, rf, password):
    cast.leader.is_active = False
    assert not check_password_for_signing(request_of(rf, cast.leader), cast.leader, password)


def invited(cast):
    return invite(
        email="new@example.org", name="Sipho Zulu", department=cast.sales, role=None, by=cast.viewer("admin"), at=NOW
    )


def test_an_invitation_leads_in(cast, client_of):
    invitation = invited(cast)
    address, client = f"/invitations/{token_of(invitation)}/", Client()
    page = client.get(address)
    assert page.status_code == 200
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert "Lindiwe Mokoena" in page.content.decode()
    weak = client.post(address, {"name": "Sipho Zulu", "password": "short"})
    assert weak.status_code == 422
    assert "short" not in weak.content.decode().replace("too short", "").replace("short,", "")
    answer = client.post(address, {"name": "Sipho Z", "password": NEW})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert client.get("/accounts/profile/").status_code == 200
    used = Client().get(address)
    assert used.status_code == 410
    assert "Sign in" in used.content.decode()
    assert "new@example.org" not in used.content.decode()


def test_invitations_that_lead_nowhere(cast):
    assert Client().get("/invitations/guessed/").status_code == 404
    invitation = withdraw(invited(cast), by=cast.viewer("admin"), at=timezone.now())
    page = Client().post(f"/invitations/{token_of(invitation)}/", {"name": "X", "password": NEW})
    assert page.status_code == 410
    assert "withdrawn" in page.content.decode()


def test_inviting_on_the_page(cast, client_of):
    client = client_of(cast.admin)
    assert client.get("/people/invite/").status_code == 200
    sent = {"email": "new@example.org", "name": "Sipho Zulu", "department": cast.sales.pk}
    assert client.post("/people/invite/", sent).status_code == 303
    again = client.post("/people/invite/", sent)
    assert again.status_code == 422
    assert "send it again instead" in again.content.decode()
    page = client.get("/people/").content.decode()
    assert "Sipho Zulu" in page
    pk = client.get("/people/").context["invitations"][0][0].pk
    assert client.post(f"/people/invitations/{pk}/resend/").status_code == 303
    assert client.post(f"/people/invitations/{pk}/withdraw/").status_code == 303
    assert client.post(f"/people/invitations/{pk}/withdraw/").status_code == 409
    assert client_of(cast.leader).post(f"/people/invitations/{pk}/resend/").status_code == 403


def setup_form(**values) -> dict:
    return {
        "code": "x",
        "organisation": "SayPro",
        "name": "First",
        "email": "first@example.org",
        "password": NEW,
        "signers": "several",
        **values,
    }


def test_the_first_start(db, settings, tmp_path, throttled):
    settings.DATA_DIR = tmp_path
    code = mint_code()
    client = Client()
    assert client.get("/setup/").status_code == 200
    wrong = client.post("/setup/", setup_form())
    assert wrong.status_code == 422
    assert "not the code" in wrong.content.decode()
    answer = client.post("/setup/", setup_form(code=code))
    assert (answer.status_code, answer["Location"]) == (303, "/people/")
    assert client.get("/people/").status_code == 200
    assert Client().get("/setup/").status_code == 404


def test_guessing_the_code_is_throttled(db, settings, tmp_path, throttled):
    settings.DATA_DIR = tmp_path
    for _ in range(5):
        Client().post("/setup/", setup_form())
    assert Client().post("/setup/", setup_form()).status_code == 429
