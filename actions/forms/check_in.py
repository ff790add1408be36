"""Forms of check-ins, readings and roadblocks. They check shape; services decide."""

from datetime import date
from typing import Any

from django import forms

from accounts import choices
from accounts.models import User
from actions.forms.fields import DepartmentField, FigureField, choose_from
from actions.models import CheckIn, Milestone
from actions.models.check_in import HEALTHS
from actions.permissions import DECIDE
from actions.services.answering import Given, Roadblock, Value
from common.forms import HouseForm
from evidence.forms import ACCEPT
from gaps.models import Kpi

DATE = {"type": "date"}
TEXT = 2000
HOW = (("by phone", "By phone"), ("in person", "In person"), ("in a message", "In a message"))


def leaders() -> list[tuple[int, str]]:
    """Who can clear a roadblock, out of the cache."""
    return choices.people_who_may(DECIDE)


class CheckInForm(HouseForm):
    """The questions about one action: how it goes, what happened, milestones, what is next, what is in the way."""

    health = forms.ChoiceField(choices=HEALTHS, required=False, label="How is it going?", widget=forms.RadioSelect)
    happened = forms.CharField(
        required=False, max_length=TEXT, label="What happened?", widget=forms.Textarea(attrs={"rows": 2})
    )
    next_step = forms.CharField(
        required=False, max_length=TEXT, label="What is the next step?", widget=forms.Textarea(attrs={"rows": 2})
    )
    roadblock = forms.CharField(
        required=False, max_length=TEXT, label="What is it?", widget=forms.Textarea(attrs={"rows": 2})
    )
    put_to = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="Who can clear it?")
    answer_by = forms.DateField(required=False, label="Answer needed by", widget=forms.DateInput(attrs=DATE))

    def __init__(self, *args: Any, milestones: list[Milestone], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "put_to", [("", "Choose"), *leaders()])
        self.milestones = milestones
        for each in milestones:
            self.fields[f"reached_{each.pk}"] = forms.BooleanField(required=False, label=each.title)
            when = forms.DateField(
                required=False, label="When now?", widget=forms.DateInput(attrs={**DATE, "class": "input"})
            )
            when.widget.input_type, when.widget.format = "date", "%Y-%m-%d"
            when.error_messages["invalid"] = "Write a date, such as 2025-11-28."
            self.fields[f"when_{each.pk}"] = when

    @staticmethod
    def initial_of(answer: CheckIn | None, milestones: list[Milestone]) -> dict[str, Any]:
        """What the form shows: the answer where one is given already, and the forecasts."""
        initial: dict[str, Any] = {f"when_{each.pk}": each.forecast_on for each in milestones}
        if answer is not None:
            initial |= {"health": answer.health, "happened": answer.happened, "next_step": answer.next_step}
        return initial

    def given(self) -> Given:
        """The answer as the service takes it."""
        clean = self.cleaned_data
        forecasts: dict[int, date] = {
            each.pk: clean[f"when_{each.pk}"] for each in self.milestones if clean.get(f"when_{each.pk}")
        }
        block = None
        if clean["roadblock"].strip() or clean["put_to"]:
            leader = User.objects.filter(pk=clean["put_to"]).first() if clean["put_to"] else None
            block = Roadblock(clean["roadblock"], leader, clean["answer_by"])
        return Given(
            health=clean["health"],
            happened=clean["happened"],
            next_step=clean["next_step"],
            reached=frozenset(each.pk for each in self.milestones if clean.get(f"reached_{each.pk}")),
            forecasts=forecasts,
            roadblock=block,
        )


class ValueForm(HouseForm):
    """One reading that is asked for with the check-in."""

    value = FigureField(label="Value")
    note = forms.CharField(required=False, max_length=300, label="Remark")

    def given(self) -> Value | None:
        """The reading, or None where nothing was typed."""
        value = self.cleaned_data["value"]
        return None if value is None else Value(value, self.cleaned_data["note"])


class ToldForm(HouseForm):
    """How the owner told it, where somebody else writes it down."""

    how = forms.ChoiceField(choices=HOW, label="How did you hear it?")


class ReadingForm(HouseForm):
    """A reading on the indicator's own page."""

    date = forms.DateField(label="Day the value is of", widget=forms.DateInput(attrs=DATE))
    value = FigureField(label="Value", required=True)
    note = forms.CharField(required=False, max_length=300, label="Remark")
    source = forms.CharField(
        required=False,
        max_length=200,
        label="Source",
        help_text="Where the figure comes from, where it is not the indicator's own source.",
    )
    upload = forms.FileField(
        required=False,
        label="Proof, as a file",
        max_length=500,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    url = forms.CharField(
        required=False, max_length=500, label="Or as an address", widget=forms.TextInput(attrs={"inputmode": "url"})
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("upload") and found.get("url"):
            self.add_error("upload", "Give a file or an address, not both.")
        return found


class CorrectionForm(HouseForm):
    """Another value in the place of one."""

    value = FigureField(label="Value", required=True)
    note = forms.CharField(required=False, max_length=300, label="Remark")
    reason = forms.CharField(
        error_messages={"required": "Say why it is corrected."},
        max_length=300,
        label="Why is it corrected?",
        help_text="The old value stays beside the new one.",
    )


class KpiForm(HouseForm):
    """What an indicator is measured in, how often, by whom, and what it should reach."""

    name = forms.CharField(max_length=160)
    unit = forms.CharField(required=False, max_length=20, help_text="Such as % or days.")
    direction = forms.ChoiceField(choices=Kpi._meta.get_field("direction").choices)  # type: ignore[arg-type]
    frequency = forms.ChoiceField(choices=Kpi._meta.get_field("frequency").choices, label="Reading")  # type: ignore[arg-type]
    source = forms.CharField(
        required=False, max_length=200, help_text="Where its figures come from, such as the CRM report of each Monday."
    )
    baseline = FigureField(label="Baseline", help_text="The value that everything is judged from.")
    baseline_on = forms.DateField(required=False, label="Baseline is of", widget=forms.DateInput(attrs=DATE))
    target = FigureField(label="Target")
    target_on = forms.DateField(required=False, label="Target holds from", widget=forms.DateInput(attrs=DATE))
    tolerance = FigureField(
        label="Tolerance", help_text="How far from the target still counts as reached, in the unit."
    )
    data_owner = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label="Data owner", help_text="Asked once for each reading."
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "data_owner", [("", "Nobody yet"), *choices.people()])

    def clean_tolerance(self):
        tolerance = self.cleaned_data["tolerance"]
        if tolerance is not None and tolerance < 0:
            raise forms.ValidationError("A tolerance is nought or more.")
        return tolerance or 0


class NewKpiForm(KpiForm):
    """An indicator that is new in the register."""

    department = DepartmentField(empty="Organisation-wide")

    field_order = ("name", "department")


class RoadblockForm(HouseForm):
    """An obstacle put to a leader, on a page of its own."""

    what = forms.CharField(
        error_messages={"required": "Say what is in the way."},
        max_length=TEXT,
        label="What is in the way?",
        widget=forms.Textarea,
    )
    put_to = forms.TypedChoiceField(
        error_messages={"required": "Choose who can clear it."}, coerce=int, empty_value=None, label="Who can clear it?"
    )
    answer_by = forms.DateField(
        required=False,
        label="Answer needed by",
        widget=forms.DateInput(attrs=DATE),
        help_text="In three working days where you leave it empty.",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "put_to", [("", "Choose"), *leaders()])


class AnswerForm(HouseForm):
    """What a leader says about a roadblock."""

    answer = forms.CharField(
        error_messages={"required": "Say what happens about it, and by when."},
        max_length=TEXT,
        label="Your answer",
        widget=forms.Textarea,
        help_text="What happens about it, by whom, by when.",
    )


class CadenceForm(HouseForm):
    """How often the owner of one action is asked."""

    every = forms.ChoiceField(
        choices=(("", "As the department does"), ("1", "Every week"), ("2", "Every two weeks")),
        required=False,
        label="Check-ins",
        widget=forms.RadioSelect,
    )
