"""The outbox on screen: what was sent to whom, what failed and why, and sending it again."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from common.access import require
from common.exports import download
from common.http import page_or_part, redirect_after
from common.lists import listing
from notifications.exports import MESSAGE_COLUMNS
from notifications.filters import MessageFilter, kind_words
from notifications.models import Message
from notifications.permissions import can_see_messages, can_send_again
from notifications.sending import LinkGone
from notifications.services import LINK_MARK, send_again

Mint = Callable[[str, str], str]


@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """The list of messages, the newest first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require(can_see_messages(viewer))
    rows = Message.objects.visible_to(viewer).defer("text", "html", "calendar")
    found = listing(request, rows, MessageFilter, default_sort="-created")
    if file := download(request, found.every, MESSAGE_COLUMNS, "messages"):
        return file
    context = {"list": found, "rows": [(row, kind_words(row.kind)) for row in found.rows]}
    return page_or_part(request, "messages/list.html", context, part="rows", status=found.status)


@require_http_methods(["GET", "POST"])
def message(request: HttpRequest, pk: int, mint: Mint) -> HttpResponse:
    """One message: its text, what happened to it, and "Send again" where it failed."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require(can_see_messages(viewer))
    found = get_object_or_404(Message.objects.visible_to(viewer), pk=pk)
    if request.method == "POST":
        send_again(found, by=viewer, at=timezone.now())
        toasts.success(request, f"“{found.subject}” to {found.name} waits to be sent again.")
        return redirect_after(request, reverse("message", args=[pk]))
    context = {
        "message": found,
        "kind": kind_words(found.kind),
        "text": found.text.replace(LINK_MARK, "[personal link]"),
        "live_link": live_link(found, mint),
        "can_send_again": can_send_again(viewer, found.state, found.department_id),
    }
    return page_or_part(request, "messages/detail.html", context)


def live_link(found: Message, mint: Mint) -> str:
    """The personal link itself, only in the demo on this machine; elsewhere nobody reads another's link."""
    if not (settings.DEMO and settings.DEBUG and found.link_kind):
        return ""
    try:
        return mint(found.link_kind, found.link_for)
    except (LinkGone, LookupError):
        return ""
