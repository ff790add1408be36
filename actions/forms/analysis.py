"""Forms on analyses, findings, causes and questions. They check shape; services decide."""

from typing import Any

from django import forms

from actions.forms.fields import DepartmentField, FigureField, choose_from
from common.forms import HouseForm
from gaps.models.gap import COMPARATORS, OUTCOMES, SEVERITIES


class AnalysisForm(HouseForm):
    """The head of an analysis."""

    title = forms.CharField(max_length=300)
    date = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    period_start = forms.DateField(required=False, label="Period from", widget=forms.DateInput(attrs={"type": "date"}))
    period_end = forms.DateField(required=False, label="Period to", widget=forms.DateInput(attrs={"type": "date"}))
    prepared_by = forms.CharField(max_length=200, required=False)
    summary = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    signatures_needed = forms.IntegerField(
        min_value=1,
        max_value=5,
        initial=1,
        label="Signatures needed",
        help_text="How many leaders sign each plan of this analysis.",
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        start, end = found.get("period_start"), found.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", "The period ends before it begins.")
        return found


class GapForm(HouseForm):
    """One gap of a draft analysis."""

    statement = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    department = DepartmentField(required=True, label="Owned by")
    severity = forms.ChoiceField(choices=SEVERITIES, required=False)
    impact = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))


class MeasureForm(HouseForm):
    """The figures of a gap: which indicator, against what, from where to where."""

    kpi = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="KPI")
    comparator_kind = forms.ChoiceField(choices=COMPARATORS, required=False, label="Measured against")
    comparator = forms.CharField(
        required=False, max_length=120, label="In its own words", help_text="Such as the industry average of 2024."
    )
    baseline = FigureField(label="Baseline")
    target = FigureField(label="Target or comparator")
    actual = FigureField(label="Actual")
    reason = forms.CharField(
        required=False,
        max_length=300,
        label="Where the figures come from, or why they change",
        help_text="Needed once the analysis is issued. What the report stated stays as it is.",
    )

    def __init__(self, *args: Any, kpis: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "kpi", [("", "None"), *kpis])


class NewActionForm(HouseForm):
    """One more action for a gap of a draft analysis."""

    title = forms.CharField(label="What is to be done", max_length=300)


class ResponseForm(HouseForm):
    """Leadership's response to one gap."""

    outcome = forms.ChoiceField(choices=OUTCOMES, widget=forms.RadioSelect, initial="accepted")
    remark = forms.CharField(
        required=False,
        label="Remark or reason",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A reason is needed where the finding is accepted in part or rejected.",
    )


class AnswerForm(HouseForm):
    """An answer: to a dispute, or to a question."""

    answer = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(HouseForm):
    """A reason, where a step needs one."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
