"""The base of all forms: our class on every element, date fields that open a calendar, small text areas."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

BARE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


class HouseMixin:
    """What a form or a model form takes on to look like the others."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field.widget)

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
