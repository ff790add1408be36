"""The base of all forms: our class on every element, date fields that open a calendar, small text areas."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

FRAMEWORK_SENTENCES = (
    "",
    "This field is required.",
    "Enter a valid date.",
    "Enter a valid date/time.",
    "Enter a valid email address.",
)
BARE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


class HouseMixin:
    """What a form or a model form takes on to look like the others."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field.widget)
            speak(field)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class HouseForm(HouseMixin, forms.Form):
    """A form of this product."""


class HouseModelForm(HouseMixin, forms.ModelForm):
    """A model form of this product."""


def dress(widget: forms.Widget) -> None:
    """Give the element our class and the kind of input that suits it."""
    if isinstance(widget, BARE):
        return
    css = widget.attrs.get("class", "").split()
    widget.attrs["class"] = " ".join([*css, *([] if "input" in css else ["input"])])
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
        widget.attrs.pop("type", None)
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
        widget.attrs.pop("type", None)
    elif isinstance(widget, forms.Textarea):
        if widget.attrs.get("rows") in (None, "10"):
            widget.attrs["rows"] = "3"
        widget.attrs.pop("cols", None)


def speak(field: forms.Field) -> None:
    """Say what is wrong in words a person can act on, where the field keeps the framework's sentence."""
    chosen = isinstance(field, forms.ChoiceField)
    words = {"required": "Choose one." if chosen else "Fill this in."}
    if isinstance(field, forms.DateField | forms.DateTimeField):
        words["invalid"] = "Write a date, such as 2025-11-28."
    if isinstance(field, forms.FileField):
        words["required"] = "Choose a file."
    if isinstance(field, forms.EmailField):
        words["invalid"] = "Write an e-mail address, such as name@example.org."
    for code, sentence in words.items():
        if str(field.error_messages.get(code, "")) in FRAMEWORK_SENTENCES:
            field.error_messages[code] = sentence
