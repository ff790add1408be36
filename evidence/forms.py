"""The form for proof: a file or an address. It checks shape; the services look into the file."""

from typing import Any

from django import forms

from common.forms import HouseForm
from evidence.checking import KINDS

ACCEPT = ",".join(f".{extension}" for extension in KINDS)


class EvidenceForm(HouseForm):
    """One file or one address."""

    upload = forms.FileField(
        required=False,
        label="File",
        max_length=500,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text="PDF, picture, text, Word, Excel, PowerPoint or OpenDocument, without macros.",
    )
    url = forms.CharField(
        required=False, label="Or address", max_length=500, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    title = forms.CharField(
        required=False, max_length=200, label="What it shows", help_text="Left empty, the file's name is used."
    )
    source = forms.CharField(required=False, max_length=200, label="Where it comes from")
    expires_on = forms.DateField(required=False, label="Holds until", widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.errors:
            return found
        if bool(found.get("upload")) == bool(found.get("url")):
            both = bool(found.get("upload"))
            self.add_error(
                "upload", "Give a file or an address, not both." if both else "Choose a file or give an address."
            )
        return found


class VersionForm(HouseForm):
    """The next version of a file or of an address, and until when it holds now."""

    upload = forms.FileField(
        label="New file",
        max_length=500,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text="Earlier versions stay, with who added them and when.",
    )
    url = forms.CharField(label="New address", max_length=500, widget=forms.TextInput(attrs={"inputmode": "url"}))
    expires_on = forms.DateField(required=False, label="Holds until", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, kind: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["url" if kind == "file" else "upload"]


class WithdrawForm(HouseForm):
    """Why proof is withdrawn."""

    reason = forms.CharField(
        max_length=300, label="Why is it withdrawn?", help_text="It stays readable, and proves nothing any more."
    )
