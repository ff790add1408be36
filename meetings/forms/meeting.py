"""Forms of a meeting before it begins: date and people, its cancellation, a point of the agenda."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings

from accounts import choices
from actions.forms.fields import PersonField, choose_from
from common.forms import HouseForm
from meetings.models import Meeting
from meetings.times import NoSuchHour, instant, local, zones


class PeopleField(forms.TypedMultipleChoiceField):
    """Several people, by id, out of the cache."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            choices=choices.people, coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
        )


class ScheduleForm(HouseForm):
    """When, where and with whom. The hour is what the clock says at the place."""

    title = forms.CharField(max_length=200)
    day = forms.DateField(required=False, label="Date", widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(
        required=False,
        label="Begins at",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Write an hour, such as 14:00."},
    )
    length = forms.IntegerField(
        label="Length in minutes",
        min_value=5,
        max_value=720,
        error_messages={
            "min_value": "A meeting takes at least five minutes.",
            "max_value": "A meeting takes at most twelve hours.",
        },
    )
    time_zone = forms.ChoiceField(
        choices=zones, label="Clock of", help_text="The place whose clock shows this hour, also after daylight saving."
    )
    place = forms.CharField(max_length=200, required=False, help_text="A room, or the address of the call.")
    facilitator = PersonField(empty="Nobody yet", help_text="Leads the meeting and records what comes of it.")
    attending = PeopleField(label="Takes part")
    informed = PeopleField(label="Is informed only", help_text="They get the invitation to read, and the minutes.")
    reason = forms.CharField(
        required=False,
        label="Why it changes",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everybody invited reads it. Needed where date, hour, length, place or title change.",
    )

    def __init__(self, *args: Any, meeting: Meeting, suggested: Callable[[Meeting], list[int]], **kwargs: Any):
        start = local(meeting.starts_at, meeting.zone) if meeting.starts_at else None
        rows = list(meeting.attendance.all())
        kwargs.setdefault(
            "initial",
            {
                "title": meeting.title,
                "day": start.date() if start else None,
                "hour": start.time() if start else None,
                "length": meeting.length,
                "time_zone": meeting.time_zone or settings.TIME_ZONE,
                "place": meeting.place,
                "facilitator": meeting.facilitator_id,
                "attending": [row.person_id for row in rows if row.kind == "attends"] if rows else suggested(meeting),
                "informed": [row.person_id for row in rows if row.kind == "informed"],
            },
        )
        super().__init__(*args, **kwargs)
        if meeting.state == "draft":
            del self.fields["reason"]
        here = settings.TIME_ZONE
        if here not in dict(zones()):
            choose_from(self, "time_zone", [(here, here), *zones()])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, hour, zone = given.get("day"), given.get("hour"), given.get("time_zone")
        given["starts_at"] = None
        if day and not hour and "hour" not in self.errors:
            self.add_error("hour", "Say at which hour it begins.")
        elif hour and not day and "day" not in self.errors:
            self.add_error("day", "Say on which day.")
        elif day and hour and zone:
            given["starts_at"] = self.instant_of(datetime.combine(day, hour), zone)
        both = set(given.get("attending") or []) & set(given.get("informed") or [])
        if both:
            names = ", ".join(name for pk, name in choices.people() if pk in both)
            self.add_error("informed", f"{names} takes part already; tick one of the two.")
        return given

    def instant_of(self, wall: datetime, zone: str) -> datetime | None:
        """The instant of the hour on the wall; an hour that the clocks skip is an error at the field."""
        try:
            return instant(wall.date(), wall.time(), zone_of(zone))
        except NoSuchHour:
            self.add_error("hour", "The clocks go forward over this hour on that day. Choose another.")
        except (OverflowError, ValueError):
            self.add_error("day", "Write a date of our time, such as 2025-11-28.")
        return None


def zone_of(name: str):
    return Meeting(time_zone=name).zone


class NewMeetingForm(HouseForm):
    """What a meeting is called, and which analysis it follows."""

    analysis = forms.TypedChoiceField(coerce=int)
    title = forms.CharField(max_length=200, initial="Follow-up meeting")

    def __init__(self, *args: Any, analyses: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "analysis", analyses)


class ReasonForm(HouseForm):
    """Why."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str = "Why", help_text: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text


class TopicForm(HouseForm):
    """A point made by hand, and where it stands."""

    title = forms.CharField(max_length=300, label="What it is about")
    detail = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), label="What the room should know"
    )
    minutes = forms.IntegerField(min_value=1, max_value=240, initial=5)
    heading = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Under")

    def __init__(self, *args: Any, headings: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "heading", [("", "A point of its own"), *headings])
