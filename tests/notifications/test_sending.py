"""The outbox: each message once, whatever the mail server does."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from notifications import sending, services
from notifications.mails import render_mail
from notifications.models import Message
from notifications.sending import LinkGone, claim, claim_some, finish, send_waiting
from notifications.services import Recipient, put
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def mint(kind: str, what: str) -> str:
    if kind == "gone":
        raise LinkGone("The invitation was withdrawn.")
    return f"https://here.example/{kind}/{what}?a=1&b=2"


def message(key: str = "one", **values) -> Message:
    given = {
        "kind": "digest",
        "to": Recipient("Nomsa Dlamini", f"{key}@example.org", 1),
        "subject": f"News {key}",
        "text": "Read it: {link}\n",
        "html": '<a href="{link}">Read it</a>',
        "at": NOW,
        "link_kind": "check_in",
        "link_for": "7",
    }
    return put(key=key, **{**given, **values})


class Faulty:
    """A mail connection that fails as told, by address; "*" stands for every address."""

    def __init__(self, faults=None):
        self.faults, self.sent, self.opened = faults or {}, [], 0

    def open(self):
        self.opened += 1
        if fault := self.faults.get("open"):
            raise fault

    def close(self):
        pass

    def send_messages(self, mails):
        for mail in mails:
            address = mail.to[0].rsplit("<", 1)[-1].rstrip(">")
            fault = self.faults.get(address) or self.faults.get("*")
            if fault:
                raise fault
            self.sent.append(mail)
        return len(mails)


def test_put_is_once_per_key():
    first, second = message(), message(subject="Something else")
    assert first.pk == second.pk
    assert Message.objects.get().subject == "News one"


def test_put_survives_in_a_transaction_that_goes_on():
    with transaction.atomic():
        message()
        message()
        message("two")
    assert Message.objects.count() == 2


def test_headers_cannot_be_injected():
    row = message(subject="A\r\nBcc: x@example.org", to=Recipient("Eve\nX: y", "eve@example.org"))
    assert row.subject == "A Bcc: x@example.org"
    assert "\n" not in row.name
    mail = sending.build(row, mint, get_connection("django.core.mail.backends.locmem.EmailBackend")).message()
    assert mail["Bcc"] is None
    assert mail["X"] is None


@pytest.mark.parametrize("address", ["", "no address", "a@example.org\nBcc: b@example.org"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(Exception, match="email"):
        message(to=Recipient("Eve", address))


def test_the_link_is_minted_while_sending_and_never_stored():
    row, connection = message(), Faulty()
    assert send_waiting(mint=mint, connection=connection).sent == 1
    mail = connection.sent[0]
    assert "https://here.example/check_in/7?a=1&b=2" in mail.body
    assert "https://here.example/check_in/7?a=1&amp;b=2" in mail.alternatives[0][0]
    row.refresh_from_db()
    assert "here.example" not in f"{row.text}{row.html}{row.last_error}"
    assert (row.state, row.attempts) == ("sent", 1)


def test_the_message_id_is_fixed_by_the_key():
    row = message()
    assert row.message_id == services.message_id("one")
    connection = Faulty()
    send_waiting(mint=mint, connection=connection)
    assert connection.sent[0].extra_headers["Message-ID"] == row.message_id


def test_a_second_run_sends_nothing():
    message()
    connection = Faulty()
    send_waiting(mint=mint, connection=connection)
    send_waiting(mint=mint, connection=connection)
    assert len(connection.sent) == 1


def test_a_refused_address_ends_at_once_and_blocks_nobody():
    bad, good = message("bad"), message("good")
    refused = smtplib.SMTPRecipientsRefused({"bad@example.org": (550, b"no such user")})
    connection = Faulty({"bad@example.org": refused})
    run = send_waiting(mint=mint, connection=connection)
    assert (run.sent, run.failed) == (1, 1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == ("failed", "sent")
    assert "550 no such user" in bad.last_error


def test_a_busy_server_is_asked_again_later_and_longer_each_time():
    row = message()
    busy = Faulty({"*": smtplib.SMTPRecipientsRefused({"x": (450, b"later")})})
    now, waits = timezone.now(), []
    for _ in range(7):
        assert send_waiting(mint=mint, connection=busy, at=now).later == 1
        row.refresh_from_db()
        assert row.state == "queued"
        waits.append(row.next_try_at - now)
        assert send_waiting(mint=mint, connection=busy, at=now).later == 0
        now = row.next_try_at
    assert waits == sorted(waits)
    assert send_waiting(mint=mint, connection=busy, at=now).failed == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("failed", 8)
    assert send_waiting(mint=mint, connection=busy, at=now + timedelta(days=9)).failed == 0


def test_a_server_that_is_away_ends_the_run_after_three():
    for number in range(6):
        message(str(number))
    connection = Faulty({"open": ConnectionRefusedError("no")})
    run = send_waiting(mint=mint, connection=connection)
    assert (run.later, connection.opened) == (3, 3)
    assert Message.objects.filter(attempts=0, state="queued").count() == 3
    assert set(Message.objects.filter(attempts=1).values_list("last_error", flat=True)) == {
        "The mail server could not be reached."
    }


def test_a_message_whose_reason_is_gone_is_not_needed_any_more():
    row = message(link_kind="gone")
    assert send_waiting(mint=mint, connection=Faulty()).dropped == 1
    row.refresh_from_db()
    assert row.last_error == "The invitation was withdrawn."


def test_an_unknown_kind_of_link_fails_and_blocks_nobody():
    message("odd", link_kind="odd")
    message("good")
    run = send_waiting(mint=lambda kind, what: {"check_in": "https://x"}[kind], connection=Faulty())
    assert (run.sent, run.failed) == (1, 1)


def test_a_worker_that_died_is_followed_by_another_once_the_lease_ran_out():
    row = message()
    now = timezone.now()
    assert claim(now).pk == row.pk
    assert claim(now + timedelta(seconds=1)) is None
    assert sending.lease_for() >= timedelta(seconds=60)
    later = now + sending.lease_for() + timedelta(seconds=1)
    assert send_waiting(mint=mint, connection=Faulty(), at=later).sent == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sent", 2)


def test_who_lost_the_lease_changes_nothing():
    message()
    now = timezone.now()
    slow = claim(now)
    quick = claim(now + sending.lease_for() + timedelta(seconds=1))
    assert finish(quick, state="sent", sent_at=now)
    assert not finish(slow, state="queued")
    assert Message.objects.get().state == "sent"


def test_a_worker_that_dies_each_time_is_not_followed_for_ever():
    message()
    now = timezone.now()
    for _ in range(sending.TRIES):
        assert claim(now) is not None
        now += sending.lease_for() + timedelta(seconds=1)
    connection = Faulty()
    assert send_waiting(mint=mint, connection=connection, at=now).failed == 1
    assert connection.sent == []


def test_without_a_mail_server_messages_are_kept(settings):
    before = message("before")
    settings.EMAIL_URL = ""
    assert message().state == "kept"
    assert send_waiting(mint=mint).kept == 1
    before.refresh_from_db()
    assert before.state == "kept"


def test_no_transaction_is_open_while_sending(django_capture_on_commit_callbacks):
    message()
    depths = []

    class Watching(Faulty):
        def send_messages(self, mails):
            depths.append(len(transaction.get_connection().savepoint_ids))
            return super().send_messages(mails)

    outside = len(transaction.get_connection().savepoint_ids)
    send_waiting(mint=mint, connection=Watching())
    assert depths == [outside]


def test_a_broker_that_is_away_never_raises(monkeypatch, django_capture_on_commit_callbacks):
    def broken(*args, **kwargs):
        raise OSError("no broker")

    monkeypatch.setattr(services.current_app, "send_task", broken)
    with django_capture_on_commit_callbacks(execute=True) as calls:
        services.ring()
    assert len(calls) == 1


def test_a_real_server_gets_the_mail(free_port, settings):
    class Sink:
        envelopes = []

        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith("bad"):
                return "550 no such user"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            self.envelopes.append(envelope)
            return "250 OK"

    message("bad")
    row = message("good", to=Recipient("Zoë Ünal", "good@example.org"), subject="Neuigkeiten für Zoë")
    port = free_port()
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host="127.0.0.1",
            port=port,
            timeout=5,
            username="",
            password="",
        )
        run = send_waiting(mint=mint, connection=connection)
    finally:
        controller.stop()
    assert (run.sent, run.failed) == (1, 1)
    assert [envelope.rcpt_tos for envelope in Sink.envelopes] == [["good@example.org"]]
    assert row.message_id.encode() in Sink.envelopes[0].content


def test_mails_escape_only_the_html():
    class Thing:
        name = "R&D <b>"
        department = role = ""

    mail = render_mail(
        "invitation", {"invitation": Thing, "organisation": "A & B", "inviter": "Eve\nBcc: x", "days": 7}
    )
    assert mail.subject == "Eve Bcc: x invites you to the action tracker of A & B"
    assert "R&D <b>" in mail.text
    assert "R&amp;D &lt;b&gt;" in mail.html
    assert 'href="{link}"' in mail.html
    assert "{link}" in mail.text


def test_created_is_business_time():
    assert message(at=datetime(2025, 1, 1, tzinfo=UTC)).created_at.year == 2025


def test_what_was_tried_before_is_taken_alone():
    rows = [message(str(number)) for number in range(4)]
    Message.objects.filter(pk=rows[0].pk).update(attempts=1)
    now = timezone.now()
    assert [each.pk for each in claim_some(now, 25)] == [rows[0].pk]
    together = claim_some(now, 25)
    assert [each.pk for each in together] == [each.pk for each in rows[1:]]
    assert len({each.lease for each in together}) == 1
    later = now + sending.lease_for() + timedelta(seconds=1)
    assert [len(claim_some(later, 25)) for _ in range(5)] == [1, 1, 1, 1, 0]


def test_a_message_that_kills_its_worker_uses_up_nobody_elses_tries():
    first = message("deadly")
    others = [message(str(number)) for number in range(3)]

    class Deadly(Faulty):
        def send_messages(self, mails):
            if "deadly" in mails[0].to[0]:
                raise KeyboardInterrupt
            return super().send_messages(mails)

    now = timezone.now()
    for _ in range(sending.TRIES + 1):
        try:
            send_waiting(mint=mint, connection=Deadly(), at=now)
        except KeyboardInterrupt:
            now += sending.lease_for() + timedelta(seconds=1)
    first.refresh_from_db()
    assert first.state == "failed"
    assert {each.state for each in Message.objects.filter(pk__in=[each.pk for each in others])} == {"sent"}
    assert max(Message.objects.filter(state="sent").values_list("attempts", flat=True)) == 1


def test_no_send_begins_in_the_second_half_of_the_lease(monkeypatch):
    for number in range(3):
        message(str(number))
    clock = iter(range(0, 100_000, int(sending.lease_for().total_seconds())))
    monkeypatch.setattr(sending.time, "monotonic", lambda: next(clock))
    leases = []

    class Watching(Faulty):
        def send_messages(self, mails):
            leases.append(Message.objects.get(state="sending", email=mails[0].to[0].rsplit("<", 1)[-1].rstrip(">")))
            return super().send_messages(mails)

    assert send_waiting(mint=mint, connection=Watching()).sent == 3
    assert len({each.lease for each in leases}) == 3, "each was taken anew"
    assert {each.attempts for each in leases} == {1}, "what was given back had not been tried"


def test_statements_of_sending_many(django_assert_max_num_queries):
    for number in range(50):
        message(str(number))
    with django_assert_max_num_queries(50 + 16):
        assert send_waiting(mint=mint, connection=Faulty()).sent == 50
