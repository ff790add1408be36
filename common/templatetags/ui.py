"""Tags and filters of every template; they are built in, so nothing is loaded. docs/interface.md lists them."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common import addresses, charts, fishbone, icons, list_filters, marks, qr, selects, show
from common.lists import address

register = template.Library()

register.filter("day", show.day)
register.filter("away", show.away)
register.filter("moment", show.moment)
register.filter("figure", show.figure)
register.filter("money", show.money)
register.filter("unit_figure", show.unit_figure)
register.filter("counted", show.counted)

register.filter("health_words", marks.health_words)
register.filter("late_words", show.late_words)

register.tag("url", addresses.url)
register.simple_tag(icons.svg, name="icon")
register.simple_tag(marks.pill, name="pill")
register.simple_tag(marks.state, name="state")
register.simple_tag(marks.expiry, name="expiry")
register.simple_tag(marks.health, name="health")
register.simple_tag(marks.pair, name="pair")
register.simple_tag(marks.heat_cell, name="heat_cell")
register.simple_tag(marks.who, name="who")
register.simple_tag(qr.qr, name="qr")
register.simple_tag(marks.nav, name="nav")
register.simple_tag(marks.nav_link, name="nav_link")


@register.simple_tag(takes_context=True)
def file_address(context: template.Context, kind: str) -> str:
    """The address of the list that is shown, with its filters, as a file."""
    return address(context["request"].GET, export=kind)


@register.simple_tag
def lines(rows: list, today: Any) -> SafeString:
    """Rows that draw themselves, which for 25 of them takes a tenth of what a template does."""
    return format_html_join("", "{}", ((each.drawn(today),) for each in rows))


@register.simple_tag(takes_context=True)
def filter_bar(context: template.Context, shown: Any, target: str, placeholder: str) -> SafeString:
    """The search field and the choices above a list."""
    return list_filters.bar(context["request"], shown, target, placeholder)


SHORT = 18
FEW = 4


@register.simple_block_tag
def wrap(content: str, element: str, css: str = "", label: str = "") -> SafeString | str:
    """The content inside the element; nothing at all where the content is blank."""
    if not content.strip():
        return ""
    name = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<{} class="{}"{}>{}</{}>', element, css, name, content, element)


@register.filter
def kind(field: BoundField) -> str:
    """How the field is drawn: hidden, tick, ticks, seg, file or input."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "tick"
    if isinstance(widget, CheckboxSelectMultiple):
        return "ticks"
    if isinstance(widget, RadioSelect):
        labels = [str(label) for _, label in widget.choices]
        return "seg" if len(labels) <= FEW and all(len(label) <= SHORT for label in labels) else "ticks"
    return "file" if isinstance(widget, FileInput) else "input"


@register.simple_tag
def control(field: BoundField, **attrs: Any) -> SafeString:
    """The field's own element with our class. An example goes into the help text, so placeholders are left out."""
    css = field.field.widget.attrs.get("class", "")
    if kind(field) in ("input", "file") and "input" not in css.split():
        attrs["class"] = f"{css} input".strip()
    if field.field.widget.attrs.get("placeholder"):
        attrs["placeholder"] = False
    return selects.select(field, attrs) if selects.is_plain(field) else field.as_widget(attrs=attrs)


@register.inclusion_tag("components/field.html", name="field")
def show_field(field: BoundField, label: str | None = None, hint: str | None = None) -> dict[str, Any]:
    """Label, hint, errors and the element of one field; a label or a hint given here replaces the field's own."""
    if label is not None:
        field.label = label
    if hint is not None:
        field.help_text = hint
    return {"field": field}


@register.inclusion_tag("components/chart_spark.html")
def spark(readings: list, target: Any = None, expected: list | None = None) -> dict[str, Any]:
    """A small line of readings against the target; the figures stand beside it in words."""
    return {"chart": charts.spark(readings, target, expected)}


@register.inclusion_tag("components/chart_trend.html")
def trend(
    readings: list,
    target: Any = None,
    start: Any = None,
    unit: str = "",
    sentence: str = "",
    title: str = "",
    marks: Any = (),
) -> dict[str, Any]:
    """The large chart of dated readings, drawn for a wide page and for a phone, with its table."""
    drawn = [charts.trend(readings, target, start, unit, marks=marks, **size) for size in charts.SIZES]  # type: ignore[arg-type]
    return {"charts": drawn, "sentence": sentence, "readings": readings, "unit": unit, "title": title}


@register.inclusion_tag("components/chart_track.html")
def track(first: Any, now: Any, span: tuple, today: Any, tone: str = "", is_done: bool = False) -> dict[str, Any]:
    """One milestone on a shared scale: hollow where it was first promised, filled where it is now."""
    return {"chart": charts.track(first, now, span, today), "tone": tone or "info", "is_filled": is_done or bool(tone)}


@register.inclusion_tag("components/fishbone.html", name="fishbone")
def show_fishbone(head: str, bones: Any, sentence: str = "") -> dict[str, Any]:
    """The causes as a fishbone, drawn for a wide page and for a phone; the list beside it holds every word."""
    return {"drawings": fishbone.fishbones(head, bones), "sentence": sentence}
