"""Forms of meetings and to-dos."""

from django import forms

from accounts import choices
from common.forms import HouseForm


def people() -> list[tuple[object, str]]:
    return [("", "Nobody yet"), *choices.people()]


class MeetingForm(HouseForm):
    """Date, place and facilitator. The time is the organisation's."""

    title = forms.CharField(max_length=200)
    starts_at = forms.DateTimeField(
        required=False,
        label="Date and time",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(max_length=200, required=False)
    facilitator = forms.TypedChoiceField(choices=people, coerce=int, empty_value=None, required=False)


class TaskForm(HouseForm):
    """Who does it, and by when."""

    owner = forms.TypedChoiceField(choices=people, coerce=int, empty_value=None, required=False)
    due_on = forms.DateField(required=False, label="Due", widget=forms.DateInput(attrs={"type": "date"}))


class EndForm(HouseForm):
    """Why a to-do is dropped."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
