"""The form that takes a filled-in plan grid."""

from django import forms

from common.forms import HouseForm


class TableForm(HouseForm):
    """One XLSX file."""

    file = forms.FileField(
        label="Filled-in table",
        help_text="The table that “Out as XLSX” gives, filled in. You see the differences before anything is saved.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise forms.ValidationError("The table is larger than 5 MB.")
        return file


class ReadingsForm(HouseForm):
    """A table with readings. What it holds is looked at by what reads it."""

    file = forms.FileField(
        label="Filled-in table",
        max_length=500,
        help_text="XLSX or CSV, up to 5 MB. You see line by line what it would do before anything is saved.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
