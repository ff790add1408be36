"""The outbox on screen: who looks, what is shown of a personal link, and sending again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from accounts.services.invitations import invite, token_of
from audit.models import Entry
from notifications.filters import KINDS
from notifications.models import Message
from notifications.services import Recipient, put
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def message(key: str = "one", **values) -> Message:
    given = {
        "kind": "digest",
        "to": Recipient("Nomsa Dlamini", "leader@example.org", 1),
        "subject": f"News <{key}>",
        "text": "Read it: {link} <b>",
        "at": NOW,
        "link_kind": "check_in",
        "link_for": "7",
    }
    return put(key=key, **{**given, **values})


def failed(**values) -> Message:
    row = message(**values)
    Message.objects.filter(pk=row.pk).update(state="failed", attempts=8, last_error="550 no such user")
    return row


@pytest.mark.parametrize(
    ("name", "status"), [("admin", 200), ("mande", 200), ("leader", 403), ("stranger", 403), (None, 302)]
)
def test_who_may_look(cast, client_of, name, status):
    row = message()
    client = client_of(name and getattr(cast, name))
    assert client.get("/messages/").status_code == status
    assert client.get(f"/messages/{row.pk}/").status_code == status
    assert client.post(f"/messages/{row.pk}/").status_code == (403 if status == 200 else status)


def test_a_department_role_sees_its_departments_messages(cast, client_of):
    Role.objects.filter(slug="department-head").update(permissions=["notifications.see"])
    mine, other = message("mine", department_id=cast.sales.pk), message("other", department_id=cast.support.pk)
    client = client_of(cast.sales_owner)
    assert [row.pk for row, _ in client.get("/messages/").context["rows"]] == [mine.pk]
    assert client.get(f"/messages/{other.pk}/").status_code == 404
    assert client.post(f"/messages/{other.pk}/").status_code == 404


def test_a_message_shows_its_text_and_what_happened(cast, client_of):
    row = failed()
    page = client_of(cast.admin).get(f"/messages/{row.pk}/").content.decode()
    assert "Read it: [personal link] &lt;b&gt;" in page
    assert "550 no such user" in page
    assert "{link}" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=failed", 1),
        ("?status=queued", 1),
        ("?kind=digest", 2),
        ("?kind=invitation", 0),
        ("?q=leader@", 2),
        ("?q=%25", 0),
    ],
)
def test_filters(cast, client_of, query, found):
    message()
    failed(key="two")
    assert len(client_of(cast.admin).get(f"/messages/{query}").context["rows"]) == found


@pytest.mark.parametrize("query", ["?status=x", "?kind=x"])
def test_a_bad_filter_shows_nothing_rather_than_all(cast, client_of, query):
    message()
    page = client_of(cast.admin).get(f"/messages/{query}")
    assert (page.status_code, page.context["rows"]) == (422, [])


def test_sending_again(cast, client_of):
    row = failed()
    client = client_of(cast.admin)
    answer = client.post(f"/messages/{row.pk}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/messages/{row.pk}/")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 0)
    assert Entry.objects.get(verb="message.sent_again").actor_id == cast.admin.pk
    again = client.post(f"/messages/{row.pk}/")
    assert again.status_code == 403
    assert "Only a message that failed" in again.content.decode()


def invited(cast):
    return invite(email="new@example.org", name="New", department=None, role=None, by=cast.viewer("admin"), at=NOW)


def test_the_personal_link_is_shown_to_nobody(cast, client_of):
    invitation = invited(cast)
    row = Message.objects.get()
    page = client_of(cast.admin).get(f"/messages/{row.pk}/").content.decode()
    assert token_of(invitation) not in page
    assert "personal link" in page


@pytest.mark.parametrize(("demo", "debug", "shown"), [(True, True, True), (True, False, False), (False, True, False)])
def test_only_the_demo_shows_it(cast, client_of, settings, demo, debug, shown):
    settings.DEMO, settings.DEBUG = demo, debug
    invitation = invited(cast)
    page = client_of(cast.admin).get(f"/messages/{Message.objects.get().pk}/").content.decode()
    assert (token_of(invitation) in page) is shown


def test_the_list_costs_the_same_for_one_and_for_25(cast, client_of):
    client = client_of(cast.admin)

    def cost() -> int:
        client.get("/messages/")
        with CaptureQueriesContext(connection) as counted:
            client.get("/messages/")
        return len(counted)

    message()
    few = cost()
    for number in range(30):
        message(str(number))
    assert cost() == few <= 12


def test_every_mail_has_its_kind_in_the_filter(settings):
    folder = settings.BASE_DIR / "templates" / "emails"
    mails = {each.name for each in folder.iterdir() if each.is_dir()}
    assert mails == set(KINDS)
