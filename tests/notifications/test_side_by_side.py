"""Two workers at once: each message leaves once. Needs a database that locks rows, so PostgreSQL."""

import threading
import time

import pytest
from django.db import connection, connections

from notifications.models import Message
from notifications.sending import send_waiting
from notifications.services import Recipient, put
from tests.factories import NOW

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory is one connection")


@pytest.fixture(autouse=True)
def really_committed(django_db_setup, django_db_blocker):
    """Rows that other connections see. They are taken out again; a flush would take the roles too."""
    with django_db_blocker.unblock():
        yield
        Message.objects.all().delete()
        connection.close()


class Slow:
    """A mail server that takes its time."""

    def __init__(self):
        self.sent: list[str] = []

    def open(self):
        pass

    def close(self):
        pass

    def send_messages(self, mails):
        time.sleep(0.01)
        self.sent += [mail.to[0] for mail in mails]


def test_two_workers_share_the_work_and_send_nothing_twice():
    for number in range(20):
        put(
            key=str(number),
            kind="digest",
            to=Recipient("N", f"{number}@example.org"),
            subject="News",
            text="News",
            at=NOW,
        )
    server = Slow()

    def work() -> None:
        try:
            send_waiting(mint=lambda kind, what: "", connection=server)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(server.sent) == len(set(server.sent)) == 20
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_the_same_key_written_by_two_at_once_is_one_message():
    barrier = threading.Barrier(4)
    found: list[int] = []

    def write() -> None:
        barrier.wait()
        try:
            row = put(
                key="same", kind="digest", to=Recipient("N", "n@example.org"), subject="News", text="News", at=NOW
            )
            found.append(row.pk)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(found) == 4
    assert len(set(found)) == 1
