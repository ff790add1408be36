"""Forms in session: what came of a point, a decision on a plan, and the follow-up plan."""

from typing import Any

from django import forms

from actions.forms.approval import DecisionForm
from actions.forms.fields import PersonField
from actions.models import ApprovalItem
from common.cadence import EVERY, WEEKDAYS
from common.forms import HouseForm
from meetings.followup import CADENCES, Proposal
from meetings.forms.meeting import PeopleField
from meetings.models import MeetingOutcome
from meetings.models.outcome import OUTCOME_KINDS

DATE = {"type": "date"}


class OutcomeForm(HouseForm):
    """A note, a decision in words, or a task with owner and date."""

    kind = forms.ChoiceField(choices=OUTCOME_KINDS)
    text = forms.CharField(label="What came of it", max_length=4000, widget=forms.Textarea(attrs={"rows": 1}))
    owner = PersonField(empty="Who does it", label="Who does it")
    due_on = forms.DateField(required=False, label="By", widget=forms.DateInput(attrs=DATE))


class PlanDecisionForm(DecisionForm):
    """What the room decides on one plan, with owner, date, cost and scope in place; a condition becomes a task."""

    earlier = forms.IntegerField(required=False, widget=forms.HiddenInput)
    task = forms.CharField(required=False, max_length=300, label="A condition becomes a task")
    task_owner = PersonField(empty="Who does it", label="Who does it")
    task_due = forms.DateField(required=False, label="By", widget=forms.DateInput(attrs=DATE))

    @classmethod
    def in_room(
        cls, item: ApprovalItem, data: Any = None, recorded: MeetingOutcome | None = None
    ) -> "PlanDecisionForm":
        """The form of one plan, with what the room recorded before."""
        form = cls.for_item(item, data, recorded)
        form.initial["earlier"] = recorded.pk if recorded else None
        return form  # type: ignore[return-value]

    def overlay(self) -> dict[str, Any]:
        """Lines of the scope end as they were kept, whatever the browser sends."""
        found = super().overlay()
        return {**found, "scope": found["scope"].replace("\r\n", "\n")}


class FollowUpForm(HouseForm):
    """Who checks in when, who reads, and when we meet again."""

    check_in_weeks = forms.TypedChoiceField(choices=EVERY, coerce=int, label="Owners are asked")
    check_in_day = forms.TypedChoiceField(
        choices=WEEKDAYS, coerce=int, label="On", help_text="They have two working days to answer."
    )
    reviewer = PersonField(empty="Nobody yet", label="Reads the check-ins")
    escalate_to = PersonField(empty="Nobody", label="Told when nobody answers")
    readers = PeopleField(label="Who gets the digest")
    meeting_weeks = forms.TypedChoiceField(choices=CADENCES, coerce=int, label="We meet")
    meeting_day = forms.TypedChoiceField(choices=WEEKDAYS, coerce=int, label="On")
    hour = forms.TimeField(
        label="At",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Write an hour, such as 14:00.", "required": "Say at which hour."},
    )
    count = forms.IntegerField(min_value=0, max_value=26, label="How many")
    plan_meetings = forms.BooleanField(required=False, label="Make these meetings as drafts, with their dates")

    @classmethod
    def proposed(cls, what: Proposal, plan: dict[str, Any]) -> dict[str, Any]:
        """What the form shows: the plan agreed before, else the proposal."""
        if plan:
            found = {key: plan[key] for key in cls.base_fields if key in plan}
            return {**found, "count": len(plan["dates"]), "plan_meetings": False}
        return {**what.__dict__, "plan_meetings": True}


class MinutesForm(HouseForm):
    """The words of the minutes: one field for each point, with opening and closing words around them."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    opening = forms.CharField(
        required=False, label="Opening words", max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, points: list[dict[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for each in points:
            field = forms.CharField(
                required=False, label=each["title"], max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
            )
            field.widget.attrs["class"] = "input"
            self.fields[f"p{each['id']}"] = field
            self.initial.setdefault(f"p{each['id']}", each["text"])
        closing = forms.CharField(
            required=False, label="Closing words", max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
        )
        closing.widget.attrs["class"] = "input"
        self.fields["closing"] = closing

    def texts(self) -> dict[str, str]:
        """Only those words that differ from what was shown, by what they stand for."""
        found = {}
        for name in self.changed_data:
            if name == "revision":
                continue
            key = name.removeprefix("p") if name[1:].isdecimal() else name
            found[key] = self.cleaned_data[name].replace("\r\n", "\n")
        return found
