"""The outbox: every message is a row, written with its cause and sent once."""

from django.db import models

from common.db import one_of
from notifications.querysets import MessageQuerySet

STATES = (
    ("queued", "Queued"),
    ("sending", "Sending"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("kept", "Kept"),
    ("on_hold", "Held after a restore"),
    ("dropped", "Not needed"),
)


class Message(models.Model):
    """One mail to one person. `key` (who, what, period) is unique: the same message is never written twice.

    `html` and `text` hold the mark {link} where a personal link belongs; the link itself is never stored.
    `calendar` is an iCalendar text that goes along, so that calendars take it up. A worker takes a row under a lease
    that runs out. `kept` is the end state where no mail server is set, `dropped` where the reason was gone before it
    left: nobody is reminded of what is done. `on_hold` waits, after a restore, until somebody releases or drops it.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    person_id = models.BigIntegerField(null=True, blank=True)
    department_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(null=True, blank=True)  # noqa: DJ001 - most messages carry none
    link_kind = models.CharField(max_length=40, blank=True)
    link_for = models.CharField(max_length=100, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=STATES, default="queued")
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="message_waiting", condition=models.Q(state__in=["queued", "sending"])
            ),
            models.Index(fields=["person_id", "-created_at"], name="message_person"),
        ]
        constraints = [
            one_of("message_state_known", "state", [key for key, _ in STATES]),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="message_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.name}"


class Mention(models.Model):
    """A reminder's part: one thing in one stage, of which one person was told. The key is unique, so it is told once."""

    key = models.CharField(max_length=200, unique=True)
    person_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
