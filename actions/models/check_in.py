"""Check-ins: the question for a period, one mail and page for each person, the answer; and roadblocks."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from actions.lifecycle import BLOCKER, CHECK_IN
from actions.models.action import CorrectiveAction
from actions.querysets import BlockerQuerySet, CheckInRequestQuerySet, RoundQuerySet
from common.db import one_of, paired
from evidence.models import Evidence

HEALTHS = (("on_track", "On track"), ("at_risk", "At risk"), ("off_track", "Off track"))
COMPUTED = (*HEALTHS, ("unknown", "Unknown"))


class CheckInRound(models.Model):
    """What one person is asked for one period: one mail, one page for all their actions.

    `nonce` is part of the link in the mail; changing it revokes the link. The link ends at `link_until`.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="check_in_rounds")
    period_start = models.DateField()
    nonce = models.CharField(max_length=32)
    sent_at = models.DateTimeField()
    link_until = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-period_start", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "period_start"], name="round_once_per_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.period_start}"


class CheckInRequest(models.Model):
    """The question about one action for one period. Missed is derived: sent and closed."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="check_in_requests")
    round = models.ForeignKey(CheckInRound, null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    period_start = models.DateField()
    period_end = models.DateField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=CHECK_IN.choices, default="sent")
    state_reason = models.CharField(max_length=200, blank=True)
    acknowledged_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = CheckInRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-period_start", "action__number"]
        indexes = [
            models.Index(fields=["action", "-period_end"], name="request_of_action"),
            models.Index(fields=["closes_at", "id"], name="request_waiting", condition=Q(state="sent")),
            models.Index(fields=["period_start", "id"], name="request_period"),
            models.Index(fields=["round"], name="request_asked", condition=Q(state="sent")),
            models.Index(fields=["action"], name="request_unread", condition=Q(state="answered")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["action", "period_start"], name="request_once_per_period"),
            one_of("request_check_in_state_known", "state", list(CHECK_IN.labels)),
            paired("request_acknowledged_pair", ["acknowledged_by", "acknowledged_at"]),
            models.CheckConstraint(condition=Q(period_end__gte=models.F("period_start")), name="request_period_order"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "answered", "acknowledged"]) | Q(round__isnull=False),
                name="request_asked_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}, {self.period_start}"


class CheckIn(models.Model):
    """The dated answer to one request: how it goes, what moved, what is next.

    `health` is the owner's claim, `computed` what the dates said at that moment, with the rule in words.
    `told_by` is who said it where somebody else wrote it down.
    """

    request = models.OneToOneField(CheckInRequest, on_delete=models.PROTECT, related_name="check_in")
    health = models.CharField(max_length=9, choices=HEALTHS)
    computed = models.CharField(max_length=9, choices=COMPUTED)
    computed_why = models.CharField(max_length=300, blank=True)
    happened = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    is_same = models.BooleanField(default=False)
    reached = models.JSONField(default=list, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    amended_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told_how = models.CharField(max_length=60, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")

    class Meta:
        ordering = ["-answered_at", "-id"]
        constraints = [
            one_of("check_in_health_known", "health", [key for key, _ in HEALTHS]),
            one_of("check_in_computed_known", "computed", [key for key, _ in COMPUTED]),
            models.CheckConstraint(
                condition=Q(told_by__isnull=True) | ~Q(told_by=models.F("answered_by")),
                name="check_in_told_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_health_display()}"

    @property
    def differs(self) -> bool:
        return self.computed != "unknown" and self.health != self.computed


class Blocker(models.Model):
    """An obstacle put to a named leader with a time to answer. On screen: roadblock."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="blockers")
    what = models.TextField()
    put_to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="blockers")
    answer_by = models.DateField()
    state = models.CharField(max_length=9, choices=BLOCKER.choices, default="open")
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    nonce = models.CharField(max_length=32)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BlockerQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [models.Index(fields=["put_to", "answer_by"], name="blocker_open", condition=Q(state="open"))]
        constraints = [
            one_of("blocker_state_known", "state", list(BLOCKER.labels)),
            paired("blocker_answered_pair", ["answered_by", "answered_at"]),
            paired("blocker_ended_pair", ["ended_by", "ended_at"]),
            models.CheckConstraint(condition=~Q(what=""), name="blocker_says_what"),
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="blocker_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["resolved", "withdrawn"], ended_at__isnull=False)
                | (~Q(state__in=["resolved", "withdrawn"]) & Q(ended_at__isnull=True)),
                name="blocker_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.what
