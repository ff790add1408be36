"""Forms of the tree of causes. They check shape; services decide."""

from typing import Any

from django import forms

from common.forms import HouseForm
from gaps.models.cause import CATEGORIES

TEXT = 2000


class WhyForm(HouseForm):
    """A cause, or the next why below one."""

    text = forms.CharField(
        label="Why is that?",
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why."},
    )
    category = forms.ChoiceField(choices=CATEGORIES, required=False)


class EditCauseForm(WhyForm):
    """Words and category of a cause. Words that were issued change with a reason; those that were signed stay."""

    reason = forms.CharField(
        required=False,
        max_length=300,
        label="Why the words change",
        help_text="Not needed for the category. The old words stay in the history.",
    )

    def __init__(self, *args: Any, issued: bool, signed: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Cause"
        if not issued or signed:
            del self.fields["reason"]
        if signed:
            self.fields["text"].widget.attrs["readonly"] = True
            self.fields["text"].help_text = "Signed plans hold these words, so they stay."
