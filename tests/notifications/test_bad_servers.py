"""Mail servers that misbehave, over a real line: nothing lost, tries that end, copies only where nobody could know."""

from datetime import timedelta

import pytest
from django.core.mail import get_connection
from django.utils import timezone

from notifications.models import Message
from notifications.sending import TRIES, send_waiting
from notifications.services import Recipient, put
from tests.ops.mail_server import MailServer

pytestmark = pytest.mark.django_db


def put_some(number: int = 3) -> None:
    for each in range(number):
        put(
            key=f"m{each}",
            kind="reminder",
            to=Recipient("Somebody", f"m{each}@example.org", each),
            subject="News",
            text="News",
            at=timezone.now(),
        )


def send(server: MailServer, at=None):
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host="127.0.0.1",
        port=server.port,
        timeout=0.5,
        username="",
        password="",
    )
    return send_waiting(mint=lambda kind, what: "", connection=connection, at=at)


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


@pytest.mark.parametrize("mode", ["busy", "later", "hang", "drop-before"])
def test_what_was_not_taken_leaves_once_the_server_is_well(mode):
    put_some()
    now = timezone.now()
    with MailServer(mode) as server:
        send(server, now)
        assert states() == {"queued"}
        assert not server.taken
        assert all(row.last_error for row in Message.objects.filter(attempts=1))
        server.mode = "ok"
        send(server, now + timedelta(minutes=3))
        assert states() == {"sent"}
        assert sorted(server.taken.values()) == [1, 1, 1]


def test_a_line_cut_after_the_data_costs_one_copy_with_the_same_number():
    put_some()
    now = timezone.now()
    with MailServer("drop-after") as server:
        send(server, now)
        assert states() == {"queued"}
        first = dict(server.taken)
        server.mode = "ok"
        send(server, now + timedelta(minutes=3))
        assert states() == {"sent"}
        assert len(server.taken) == 3, "a copy carries the Message-ID of the first"
        assert all(count <= 1 + first.get(key, 0) for key, count in server.taken.items())


def test_a_refused_address_ends_at_once_and_says_why():
    put_some(1)
    with MailServer("refuse") as server:
        send(server)
        row = Message.objects.get()
        assert (row.state, server.tries) == ("failed", 1)
        assert "550" in row.last_error


def test_a_server_that_never_gets_well_is_asked_eight_times_with_growing_gaps():
    put_some(1)
    at = timezone.now()
    gaps = []
    with MailServer("later") as server:
        for _ in range(60):
            if states() == {"failed"}:
                break
            send(server, at)
            row = Message.objects.get()
            gaps.append(row.next_try_at - at)
            at = max(row.next_try_at, at + timedelta(seconds=1))
    assert server.tries == TRIES
    waits = gaps[: TRIES - 1]
    assert waits == sorted(waits)


def test_one_slow_address_does_not_lose_the_others():
    put_some(20)
    with MailServer("slow") as server:
        assert send(server).sent == 20
        assert set(server.taken.values()) == {1}
