"""Forms of a plan before approval, and of a change afterwards."""

from typing import Any

from django import forms

from actions.forms.fields import FigureField, OwnerField, PersonField, SumField, choose_from, owner_choice, owner_values
from actions.models import CorrectiveAction
from actions.models.action import KINDS
from common.forms import HouseForm
from gaps.models import Kpi

DATE = {"type": "date"}


class PlanForm(HouseForm):
    """One plan: the row of the grid and the page of its own use the same fields.

    `kpis` and `causes` are what may be chosen: indicators and causes of the analysis.
    """

    owner = OwnerField(empty="Nobody yet")
    start_on = forms.DateField(required=False, label="Start", widget=forms.DateInput(attrs=DATE))
    due_on = forms.DateField(required=False, label="Finish", widget=forms.DateInput(attrs=DATE))
    milestone = forms.CharField(required=False, max_length=200, label="First milestone")
    milestone_on = forms.DateField(required=False, label="Milestone by", widget=forms.DateInput(attrs=DATE))
    causes = forms.TypedMultipleChoiceField(
        required=False, coerce=int, label="Answers the cause", widget=forms.CheckboxSelectMultiple
    )
    kpi = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="KPI")
    kpi_from = FigureField(label="From")
    kpi_to = FigureField(label="To")
    cost_once = SumField(label="Cost once")
    cost_yearly = SumField(label="Cost per year")
    sponsor = PersonField(empty="None")
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kpis: list[Kpi], causes: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "kpi", [("", "None"), *((kpi.pk, kpi.name) for kpi in kpis)])
        choose_from(self, "causes", causes)

    @classmethod
    def initial_of(cls, action: CorrectiveAction, token: str) -> dict[str, Any]:
        """What the form shows for the action as it stands."""
        milestone = next((each for each in action.milestones.all() if each.state != "dropped"), None)
        return {
            "owner": owner_choice(action.owner_id, action.team_id),
            "start_on": action.start_on,
            "due_on": action.due_on,
            "milestone": milestone.title if milestone else "",
            "milestone_on": milestone.promised_on if milestone else None,
            "causes": [link.cause_id for link in action.cause_links.all()],
            "kpi": action.kpi_id,
            "kpi_from": action.kpi_from,
            "kpi_to": action.kpi_to,
            "cost_once": action.cost_once,
            "cost_yearly": action.cost_yearly,
            "sponsor": action.sponsor_id,
            "token": token,
        }

    def plan_values(self) -> dict[str, Any]:
        """What `save_plan` takes as values: only the fields that were part of the form as sent."""
        given = self.cleaned_data
        values: dict[str, Any] = {
            name: given[name]
            for name in ("start_on", "due_on", "kpi_from", "kpi_to", "cost_once", "cost_yearly")
            if name in self.fields
        }
        values.update(owner_values(given["owner"]))
        values["sponsor_id"] = given["sponsor"]
        values["kpi_id"] = given["kpi"]
        return values


class WordingForm(HouseForm):
    """Title, scope and kind of an action that is not approved yet."""

    title = forms.CharField(max_length=300)
    scope = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(choices=KINDS)
    shows_after_weeks = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=104,
        label="Its KPI shows it after how many weeks",
        help_text="Counted from when the action is done. Left empty: at once. It is part of what is signed.",
    )
    no_cause_reason = forms.CharField(
        required=False,
        max_length=300,
        label="Why it answers no cause",
        help_text="Only where no root cause is linked.",
    )


class ChangeForm(HouseForm):
    """A change of a signed plan."""

    due_on = forms.DateField(label="Finish by", widget=forms.DateInput(attrs=DATE))
    owner = OwnerField(required=True, empty="Choose")
    cost_once = SumField(label="Cost once")
    cost_yearly = SumField(label="Cost per year")
    scope = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the plan and read by whoever signs.",
    )

    def overlay(self) -> dict[str, Any]:
        """The values asked for, as `ask_change` takes them."""
        given = self.cleaned_data
        ids = owner_values(given["owner"])
        return {
            "due_on": given["due_on"],
            "owner": ids["owner_id"],
            "team": ids["team_id"],
            "cost_once": given["cost_once"],
            "cost_yearly": given["cost_yearly"],
            "scope": given["scope"],
        }


class AssignmentForm(HouseForm):
    """The owner's answer."""

    answer = forms.ChoiceField(
        choices=[("accept", "Accept"), ("contest", "Contest")], widget=forms.RadioSelect, initial="accept"
    )
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Where you contest it: what is wrong with the person, the date or the scope.",
    )


class MilestoneForm(HouseForm):
    """One more milestone."""

    title = forms.CharField(label="What will be reached", max_length=200)
    promised_on = forms.DateField(label="By", widget=forms.DateInput(attrs=DATE))


class ReachForm(HouseForm):
    """When a milestone was reached."""

    reached_on = forms.DateField(label="Reached on", widget=forms.DateInput(attrs=DATE))
    proof_to_follow = forms.BooleanField(required=False, label="Proof to follow")
