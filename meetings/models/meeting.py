"""The meeting and who takes part."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString

from accounts.models import User, validate_time_zone
from common.db import one_of, paired
from gaps.models import GapAnalysis
from meetings import times
from meetings.lifecycle import MEETING
from meetings.querysets import MeetingQuerySet

ATTENDANCE_KINDS = (("attends", "Takes part"), ("informed", "Is informed only"))


class Meeting(models.Model):
    """A follow-up meeting. An import makes one in draft, undated.

    `starts_at` is an instant, `time_zone` the zone of the place (empty: the organisation's). `calendar_uid` and
    `sequence` are what calendars know the invitation by. `current` is the point that the room is at. `follow_up` is
    the plan agreed at the end, in ids and words (`meetings.followup`). `follows` is the meeting that asked for it.
    """

    title = models.CharField(max_length=200)
    analysis = models.ForeignKey(GapAnalysis, on_delete=models.PROTECT, related_name="meetings")
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    purpose = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=60, blank=True, validators=[validate_time_zone])
    length = models.PositiveSmallIntegerField(default=90)
    place = models.CharField(max_length=200, blank=True)
    facilitator = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    people = models.ManyToManyField(User, through="Attendance", related_name="meetings")
    state = models.CharField(max_length=16, choices=MEETING.choices, default="draft")
    state_reason = models.TextField(blank=True)
    calendar_uid = models.CharField(max_length=120, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    agenda_built_at = models.DateTimeField(null=True, blank=True)
    current = models.ForeignKey("AgendaItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    follow_up = models.JSONField(default=dict, blank=True)
    follow_up_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follow_up_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            one_of("meeting_state_known", "state", list(MEETING.labels)),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(starts_at__isnull=False),
                name="meeting_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(length__gte=5, length__lte=720),
                name="meeting_length_sane",
                violation_error_message="A meeting takes between five minutes and twelve hours.",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_session") | Q(started_at__isnull=False), name="meeting_in_session_has_start"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "minutes_approved"]) | Q(ended_at__isnull=False),
                name="meeting_held_has_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(state_reason=""), name="meeting_cancelled_has_reason"
            ),
            paired("meeting_follow_up_pair", ["follow_up_by", "follow_up_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.length) if self.starts_at else None

    @property
    def when(self) -> SafeString | str:
        """Date and hour as they are at the place."""
        return times.shown(self.starts_at, self.zone)

    @property
    def when_words(self) -> str:
        """The same for a mail or a text."""
        return times.words(self.starts_at, self.zone)


class Attendance(models.Model):
    """One person of one meeting. `was_present` is empty until somebody notes it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ATTENDANCE_KINDS, default="attends")
    was_present = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            one_of("attendance_kind_known", "kind", [key for key, _ in ATTENDANCE_KINDS]),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"
