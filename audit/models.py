"""The history: who did what to which object, when, with what change. Labels and ids only, no keys to what it describes."""

from django.db import models

from audit.querysets import EntryQuerySet
from common.db import one_of

CHANNELS = (
    ("page", "Page"),
    ("api", "API"),
    ("link", "Mail link"),
    ("command", "Command"),
    ("task", "Schedule"),
)


class Entry(models.Model):
    """One thing done. Written in the transaction of its cause; never changed (a trigger refuses it).

    `happened_at` is business time, `recorded_at` the real clock. `department_id` is null for what only
    organisation-wide roles may see. `digest` is SHA-256 over all other columns.
    """

    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    object_label = models.CharField(max_length=300)
    department_id = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    old = models.JSONField(default=dict, blank=True)
    new = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_id", "-id"], name="audit_object"),
            models.Index(fields=["department_id", "-id"], name="audit_department"),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
        ]
        constraints = [one_of("audit_channel_known", "channel", [key for key, _ in CHANNELS])]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.verb} {self.object_label}"


class Seal(models.Model):
    """One link of the chain over the entries; insert-only too. `hash` is SHA-256 over all the rest and the entry's digest."""

    position = models.PositiveBigIntegerField(unique=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"


class Chain(models.Model):
    """The one row that whoever seals locks, so that two never seal at once."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_chain")]

    def __str__(self) -> str:
        return "the chain"
