"""Sending what waits: a lease that runs out before each send, and what came of it written down right after it.

Messages that were never tried are taken some at a time, under one lease. What was tried before is taken alone: a
message that kills its worker must not use up the tries of others.
"""

import logging
import re
import smtplib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.html import escape

from notifications.models import Message
from notifications.services import LINK_MARK, one_line

log = logging.getLogger("saypro.mail")

Mint = Callable[[str, str], str]

TRIES = 8
BACK_OFF_MINUTES = (1, 5, 15, 60, 180, 360, 720)
GIVE_UP_RUN_AFTER = 3
TOGETHER = 25


class LinkGone(Exception):
    """The personal link cannot be made any more: its person left, or the thing was withdrawn."""


@dataclass
class Run:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    dropped: int = 0
    kept: int = 0

    def count(self, outcome: str) -> None:
        self.sent += outcome == "sent"
        self.failed += outcome == "failed"
        self.dropped += outcome == "dropped"
        self.later += outcome in ("later", "unreachable")


def lease_for() -> timedelta:
    """How long a worker holds a row: ten times the mail time-out, since one mail is several exchanges."""
    return timedelta(seconds=10 * settings.EMAIL_TIMEOUT)


def send_waiting(
    *, mint: Mint, at: datetime | None = None, connection: BaseEmailBackend | None = None, limit: int = 500
) -> Run:
    """Send each message that is due, once. Safe to run twice and side by side.

    `mint` makes a personal link from its kind and what it is for, or raises `LinkGone`. `at` stands for the real
    clock in tests. A refused address ends for that message alone; three broken connections in a row end the run.
    """
    run = Run()
    now = at or timezone.now()
    if not settings.EMAIL_URL:
        run.kept = Message.objects.waiting(now).update(state="kept", lease=None, lease_until=None)
        return run
    if not Message.objects.waiting(now).exists():
        return run
    connection = connection or get_connection(timeout=settings.EMAIL_TIMEOUT)
    broken_in_a_row, tried, send_until = 0, 0, 0.0
    taken: list[Message] = []
    try:
        while tried < limit and broken_in_a_row < GIVE_UP_RUN_AFTER:
            if not taken or time.monotonic() > send_until:
                give_back(taken)
                send_until = time.monotonic() + lease_for().total_seconds() / 2
                taken = claim_some(at or timezone.now(), min(TOGETHER, limit - tried))
                if not taken:
                    break
            tried += 1
            outcome = attempt(taken.pop(0), mint, connection, at)
            broken_in_a_row = broken_in_a_row + 1 if outcome == "unreachable" else 0
            run.count(outcome)
    finally:
        close(connection)
        give_back(taken)
    return run


def claim(now: datetime) -> Message | None:
    """Take the next message alone."""
    return next(iter(claim_some(now, 1)), None)


def claim_some(now: datetime, number: int) -> list[Message]:
    """Take the next messages: a lease of one's own and one more attempt, committed before anything is sent.

    In the first half of the lease the next one of them may begin, so half a lease is always left for a send.
    """
    with transaction.atomic():
        found = list(Message.objects.waiting(now).select_for_update(of=("self",), skip_locked=True)[:number])
        if found and found[0].attempts:
            found = found[:1]
        found = [each for each in found if not each.attempts] or found
        lease, until = uuid.uuid4(), now + lease_for()
        rows = Message.objects.filter(pk__in=[each.pk for each in found])
        if found:
            rows.update(state="sending", lease=lease, lease_until=until, attempts=F("attempts") + 1)
    for message in found:
        message.state, message.lease, message.lease_until = "sending", lease, until
        message.attempts += 1
    return found


def give_back(messages: list[Message]) -> None:
    """Let others take what was taken and not tried, where the lease is still ours."""
    if messages:
        Message.objects.filter(pk__in=[each.pk for each in messages], lease=messages[0].lease).update(
            state="queued", lease=None, lease_until=None, attempts=F("attempts") - 1
        )
        messages.clear()


def attempt(message: Message, mint: Mint, connection: BaseEmailBackend, at: datetime | None) -> str:
    """Send one claimed message and write down what came of it: "sent", "later", "unreachable", "failed" or "dropped"."""
    if message.attempts > TRIES:
        finish(message, state="failed", last_error=message.last_error or "The worker stopped while sending, each time.")
        return "failed"
    try:
        mail = build(message, mint, connection)
        connection.open()
        connection.send_messages([mail])
    except LinkGone as gone:
        finish(message, state="dropped", last_error=in_words(gone))
        return "dropped"
    except Exception as error:  # noqa: BLE001 - one message must never keep the others from leaving
        close(connection)
        return put_off(message, error, at or timezone.now())
    finish(message, state="sent", sent_at=at or timezone.now(), last_error="")
    return "sent"


def finish(message: Message, **values: object) -> bool:
    """Write the outcome, only where the lease is still ours; a lease that was lost changes nothing."""
    return (
        Message.objects.filter(pk=message.pk, lease=message.lease).update(lease=None, lease_until=None, **values) == 1
    )


def put_off(message: Message, error: Exception, now: datetime) -> str:
    """Try again later, longer each time; end at once where trying again cannot help."""
    words = in_words(error)
    log.warning("mail %s try %s: %s", message.pk, message.attempts, type(error).__name__)
    if is_final(error) or message.attempts >= TRIES:
        finish(message, state="failed", last_error=words)
        return "failed"
    wait = timedelta(minutes=BACK_OFF_MINUTES[min(message.attempts, len(BACK_OFF_MINUTES)) - 1])
    finish(message, state="queued", next_try_at=now + wait, last_error=words)
    return "unreachable" if is_unreachable(error) else "later"


def is_unreachable(error: Exception) -> bool:
    """Whether the server itself is the trouble, so that the next message would fare no better."""
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPAuthenticationError):
        return True
    answered = smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused
    return isinstance(error, OSError) and not isinstance(error, answered)


def is_final(error: Exception) -> bool:
    """Whether trying again cannot help: the server's lasting no to this mail, or a mail that cannot be made."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError | LookupError)


def in_words(error: Exception) -> str:
    """The error as people read it on the message's page; never with a link."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {text(answer)}" for code, answer in error.recipients.values())
        return one_line(f"The mail server refused the address: {said}")[:500]
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "The mail server did not accept our sign-in; look at EMAIL_URL."
    if isinstance(error, smtplib.SMTPResponseException):
        return one_line(f"The mail server said {error.smtp_code} {text(error.smtp_error)}")[:500]
    if isinstance(error, LinkGone):
        return one_line(str(error)) or "The personal link cannot be made any more."
    if isinstance(error, OSError):
        return "The mail server could not be reached."
    return f"The mail could not be made ({type(error).__name__})."


def text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)


def build(message: Message, mint: Mint, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The mail as it leaves, with the personal link minted now."""
    link = mint(message.link_kind, message.link_for) if message.link_kind else ""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text.replace(LINK_MARK, link) if link else message.text,
        to=[formataddr((message.name, message.email))],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if message.html:
        mail.attach_alternative(message.html.replace(LINK_MARK, escape(link)) if link else message.html, "text/html")
    if message.calendar:
        mail.attach_alternative(message.calendar, f"text/calendar; method={calendar_method(message.calendar)}")
    return mail


def calendar_method(calendar: str) -> str:
    """What the iCalendar text asks for; the part's header has to say the same."""
    found = re.search(r"^METHOD:([A-Z]+)\s*$", calendar, re.MULTILINE)
    return found.group(1) if found else "PUBLISH"


def close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        log.info("the mail connection was gone already")
