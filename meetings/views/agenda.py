"""The agenda before the meeting: built from the data, ordered and completed by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from common.access import require
from common.http import page_or_part, redirect_after
from common.text import counted
from meetings.forms.meeting import TopicForm
from meetings.models import AgendaItem, Meeting
from meetings.permissions import can_manage
from meetings.services.agenda import add_topic, build_agenda, move_item, remove_item, require_ahead
from meetings.views.meetings import find
from meetings.walk import groups, walked


@require_http_methods(["GET", "POST"])
def agenda(request: ViewerRequest, pk: int) -> HttpResponse:
    """The points with the ways to change them, and the form for one more."""
    found = find(request, pk)
    require(can_manage(request.viewer))
    require_ahead(found)
    rows = list(found.agenda.select_related("carried_from__meeting", "line"))
    headings = [(row.pk, row.title) for row in rows if row.kind == "heading" and row.state != "removed"]
    form = TopicForm(request.POST or None, headings=headings)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        heading = next((row for row in rows if row.pk == given["heading"]), None)
        made = add_topic(
            found,
            title=given["title"],
            detail=given["detail"],
            minutes=given["minutes"],
            heading=heading,
            by=request.viewer,
            at=timezone.now(),
        )
        messages.success(request, f"“{made.title}” is on the agenda.")
        return redirect_after(request, reverse("agenda", args=[pk]))
    items = walked(rows)
    context = {
        "meeting": found,
        "groups": groups(rows),
        "planned": sum(item.minutes for item in items),
        "form": form,
    }
    status = 422 if form.is_bound and form.errors else 200
    return page_or_part(request, "meetings/agenda.html", context, status=status)


@require_POST
def agenda_build(request: ViewerRequest, pk: int) -> HttpResponse:
    """Build it from the data, or bring it up to date."""
    found = find(request, pk)
    built = build_agenda(found, by=request.viewer, at=timezone.now())
    words = f"{counted(built.added, 'point').capitalize()} added"
    if built.settled:
        words += f", {counted(built.settled, 'point')} taken off because the matter is settled"
    messages.success(request, f"{words}.")
    return redirect_after(request, reverse("agenda", args=[pk]))


def find_item(found: Meeting, item: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.exclude(state="removed"), pk=item, meeting=found)


@require_POST
def agenda_move(request: ViewerRequest, pk: int, item: int) -> HttpResponse:
    """One place up or down."""
    found = find(request, pk)
    move_item(find_item(found, item), up=request.POST.get("to") != "down", by=request.viewer, at=timezone.now())
    return redirect_after(request, reverse("agenda", args=[pk]) + f"#item-{item}")


@require_POST
def agenda_remove(request: ViewerRequest, pk: int, item: int) -> HttpResponse:
    """Take a point off."""
    found = find(request, pk)
    row = find_item(found, item)
    remove_item(row, by=request.viewer, at=timezone.now())
    messages.success(request, f"“{row.title}” is off the agenda, and building it again does not bring it back.")
    return redirect_after(request, reverse("agenda", args=[pk]))
