"""Forms of to-dos."""

from django import forms

from accounts import choices
from common.forms import HouseForm


def people() -> list[tuple[object, str]]:
    return [("", "Nobody yet"), *choices.people()]


class TaskForm(HouseForm):
    """Who does it, and by when."""

    owner = forms.TypedChoiceField(choices=people, coerce=int, empty_value=None, required=False)
    due_on = forms.DateField(required=False, label="Due", widget=forms.DateInput(attrs={"type": "date"}))


class EndForm(HouseForm):
    """Why a to-do is dropped."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
