"""Putting a message into the outbox, and ringing the bell once it is committed."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.services import record
from common.access import require
from common.db import fit
from notifications.models import Message
from notifications.permissions import Viewer, can_send_again

log = logging.getLogger("saypro.mail")

LINK_MARK = "{link}"
BATCH = 500


@dataclass(frozen=True)
class Recipient:
    """Whom a message goes to; `person_id` is None for somebody who has no account yet."""

    name: str
    email: str
    person_id: int | None = None


def one_line(text: str) -> str:
    """The text without line breaks and control characters, so that it can stand in a mail's header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def message_id(key: str) -> str:
    """The Message-ID that the key always gets, so that a second copy is known as one."""
    domain = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def new_message(
    *,
    key: str,
    kind: str,
    to: Recipient,
    subject: str,
    text: str,
    html: str = "",
    calendar: str = "",
    at: datetime,
    department_id: int | None = None,
    link_kind: str = "",
    link_for: str = "",
) -> Message:
    """A message that is checked and not written yet.

    `{link}` in text and html marks where the personal link goes; it is minted while sending and never stored.
    `calendar` is an iCalendar text with its METHOD. Where no mail server is set the message is kept, not sent.
    """
    message = Message(
        key=key,
        kind=kind,
        person_id=to.person_id,
        department_id=department_id,
        name=one_line(to.name)[:120],
        email=to.email.strip(),
        subject=one_line(subject)[:250],
        text=text,
        html=html,
        calendar=calendar or None,
        link_kind=link_kind,
        link_for=link_for,
        message_id=message_id(key),
        state="queued" if settings.EMAIL_URL else "kept",
        created_at=at,
        next_try_at=timezone.now(),
    )
    fit(message)
    return message


def put(**said: Any) -> Message:
    """The message of that key, written if it is new, in the caller's transaction. A second call changes nothing.

    It takes what `new_message` takes.
    """
    message = new_message(**said)
    values = {
        each.attname: getattr(message, each.attname) for each in Message._meta.concrete_fields if each.attname != "id"
    }
    found, _ = Message.objects.get_or_create(key=values.pop("key"), defaults=values)
    return found


def put_many(messages: Iterable[Message]) -> None:
    """Write those of the messages that are new, a batch in one statement, in the caller's transaction."""
    Message.objects.bulk_create(messages, batch_size=BATCH, ignore_conflicts=True)


@transaction.atomic
def send_again(message: Message, *, by: Viewer, at: datetime) -> Message:
    """A message that failed waits again, with all its tries and the same Message-ID."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    require(can_send_again(by, message.state, message.department_id))
    message.state = "queued" if settings.EMAIL_URL else "kept"
    message.attempts, message.next_try_at = 0, timezone.now()
    message.save(update_fields=["state", "attempts", "next_try_at"])
    record(
        "message.sent_again",
        message,
        actor=by.actor,
        at=at,
        department_id=message.department_id,
        old={"state": "failed", "error": message.last_error},
        new={"state": message.state},
    )
    ring()
    return message


def drop_waiting(person_id: int, why: str) -> int:
    """Drop what waits for the person, in the caller's transaction; returns how many. What is being sent leaves."""
    return Message.objects.filter(person_id=person_id, state="queued").update(state="dropped", last_error=why)


def hold_waiting() -> int:
    """Hold what waits, after a restore: it may have left after the backup was made. Returns how many."""
    waiting = Message.objects.filter(state__in=("queued", "sending"))
    return waiting.update(state="on_hold", lease=None, lease_until=None)


def release_held(*, drop: bool = False) -> int:
    """Let the held messages leave, each under the Message-ID it always had; or drop them. Returns how many."""
    held = Message.objects.filter(state="on_hold")
    if drop:
        return held.update(state="dropped", last_error="Dropped after a restore.")
    return held.update(state="queued" if settings.EMAIL_URL else "kept", attempts=0, next_try_at=timezone.now())


def ring() -> None:
    """Once the transaction is committed, tell the worker that something is due. The rows are the work, this is only the bell."""
    transaction.on_commit(knock, robust=True)


def knock() -> None:
    """Send the task; a broker that is away is logged and never in the way, since the schedule finds the rows."""
    if not settings.EMAIL_URL:
        return
    try:
        current_app.send_task("saypro.run_due", retry=False, ignore_result=True, expires=50)
    except Exception as error:  # noqa: BLE001 - whatever the broker's library raises
        log.warning("the bell did not ring: %s", type(error).__name__)
