"""The history: the page with its filters, and the part that any page can load about one thing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from audit.exports import ENTRY_COLUMNS
from audit.filters import EntryFilter
from audit.models import Entry
from audit.permissions import can_see_history
from audit.words import line
from common.access import require
from common.exports import download
from common.http import page_or_part

PER_PAGE = 50
PER_PART = 20


def key(text: str) -> int | None:
    """The number in the address, if it is one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


@require_GET
def history(request: HttpRequest, departments: Callable[[], list[tuple[int, str]]]) -> HttpResponse:
    """What happened, the newest first. Late pages go on by the number of the last entry shown."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require(can_see_history(viewer))
    rows = Entry.objects.visible_to(viewer).select_related("seal").order_by("-pk")
    found = EntryFilter(request.GET, queryset=rows, request=request, departments=departments)
    fits = found.is_valid()
    kept = found.qs if fits else rows.none()
    if file := download(request, kept if fits else None, ENTRY_COLUMNS, "history"):
        return file
    after = key(request.GET.get("after", ""))
    if after is not None:
        kept = kept.filter(pk__lt=after)
    window = list(kept[: PER_PAGE + 1])
    shown = window[:PER_PAGE]
    onward = request.GET.copy()
    if len(window) > PER_PAGE:
        onward["after"] = str(shown[-1].pk)
    context = {
        "lines": [line(entry) for entry in shown],
        "form": found.form,
        "next_address": f"?{onward.urlencode()}" if len(window) > PER_PAGE else "",
        "is_later": after is not None,
        "is_filtered": any(value for name, value in request.GET.items() if name not in ("after", "export")),
    }
    return page_or_part(request, "audit/list.html", context, part="rows", status=200 if fits else 422)


@require_GET
def history_of(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The part "what happened" of one thing, loaded in place; as a page of its own without htmx."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require(can_see_history(viewer))
    rows = Entry.objects.visible_to(viewer).about(kind, pk).select_related("seal")
    after = key(request.GET.get("after", ""))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    window = list(rows[: PER_PART + 1])
    shown = window[:PER_PART]
    context = {
        "lines": [line(entry) for entry in shown],
        "next_address": f"?after={shown[-1].pk}" if len(window) > PER_PART else "",
        "is_later": after is not None,
    }
    template = "audit/_history.html" if getattr(request, "htmx", False) else "audit/history.html"
    return page_or_part(request, template, context)
