"""A choice out of many, drawn at once: Django asks a template for each option, which for two hundred people costs most of a page."""

from html import escape
from typing import Any

from django.forms import BoundField, Select
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def is_plain(field: BoundField) -> bool:
    """Whether it is a choice of one: those that `select` draws."""
    return type(field.field.widget) is Select


def select(field: BoundField, attrs: dict[str, Any]) -> SafeString:
    """The element as `BoundField.as_widget` gives it, but for blank lines. Choices in groups are left to that."""
    widget = field.field.widget
    inside = options(widget.choices, widget.format_value(field.value()))
    if inside is None:
        return field.as_widget(attrs=attrs)
    attrs = field.build_widget_attrs(attrs, widget)
    if field.auto_id and "id" not in widget.attrs:
        attrs.setdefault("id", field.auto_id)
    shown = flatatt(widget.build_attrs(widget.attrs, attrs))
    return format_html('<select name="{}"{}>{}</select>', field.html_name, shown, mark_safe(inside))


def options(choices: Any, chosen: list[str]) -> str | None:
    """The options, escaped; the first of those that are chosen is selected. None where there are groups."""
    lines, wanted = [], set(chosen)
    for value, label in choices:
        if isinstance(label, list | tuple):
            return None
        key = "" if value is None else str(value)
        mark = ""
        if key in wanted:
            mark, wanted = " selected", set()
        lines.append(f'<option value="{escape(key)}"{mark}>{escape(str(label))}</option>')
    return "".join(lines)
