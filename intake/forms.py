"""Forms of the import. They check shape; services decide."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts import choices
from common.forms import HouseForm
from intake.interpret import Analysis
from intake.readers import READERS
from intake.services.owners import MAKE, Choices, field_name, name_to_make, suggested_owner, unit_words


class UploadForm(HouseForm):
    """The document to read. Whether it can be read is the service's to say."""

    file = forms.FileField(
        label="The report",
        allow_empty_file=True,
        error_messages={"required": "Choose a file.", "missing": "Choose a file."},
        widget=forms.FileInput(attrs={"accept": ",".join(READERS)}),
        help_text=f"One of {', '.join(READERS)}.",
    )


class ReviewForm(HouseForm):
    """For each unit who owns it; and title and date where the report has none.

    The page of a long document shows some units only; those that it does not send stay as they were chosen or suggested.
    """

    def __init__(self, analysis: Analysis, chosen: Choices, data: QueryDict | None = None, **kwargs: Any):
        if data is not None:
            data = data.copy()
        super().__init__(data, **kwargs)
        self.analysis = analysis
        departments = choices.departments()
        if analysis.title is None:
            self.fields["title"] = forms.CharField(max_length=300, required=False, initial=chosen.title)
        if analysis.date is None:
            self.fields["date"] = forms.DateField(
                required=False,
                label="Date of the report",
                initial=chosen.dated,
                widget=forms.DateInput(attrs={"type": "date", "class": "input"}),
            )
        for unit in analysis.units:
            made = "Make it a unit of its own" if unit.is_theme else f"Make the department “{name_to_make(unit)}”"
            suggestion = suggested_owner(unit, departments)
            known = [(str(pk), name) for pk, name in departments]
            # What exists already needs no second one of its name.
            is_known = any(name.casefold() == name_to_make(unit).casefold() for _, name in known)
            self.fields[field_name(unit)] = forms.ChoiceField(
                required=False,
                label=f"Owner of {unit_words(unit)}",
                choices=[("", "Choose a unit"), *([] if is_known else [(MAKE, made)]), *known],
                initial=(initial := chosen.owners.get(unit.key, suggestion)),
                error_messages={"invalid_choice": "Choose a unit of the list."},
                widget=forms.Select(attrs={"class": "input"}),
            )
            if data is not None:
                data.setdefault(field_name(unit), initial)

    def choices(self) -> Choices:
        """What was chosen, as far as it has the right shape."""
        given = self.cleaned_data
        return Choices(
            {unit.key: given.get(field_name(unit), "") for unit in self.analysis.units},
            given.get("title", ""),
            given.get("date"),
        )
