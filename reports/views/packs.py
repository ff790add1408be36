"""Briefing packs: making one with what is missing named before, looking at one, and what changed since."""

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from common.access import Conflict, require
from common.dates import today
from common.exports import download
from common.http import page_or_part, redirect_after
from common.text import counted, listed
from evidence.serving import serve_file
from meetings.models import Meeting
from reports.exports import PACK_COLUMNS
from reports.lifecycle import FROZEN
from reports.models import BriefingPack
from reports.packs.differences import differences
from reports.packs.missing import grouped, missing
from reports.packs.rows import TooLarge, read_light
from reports.packs.standing import standing
from reports.permissions import can_make, can_open, can_pack
from reports.services import ask_for_pack, send_pack

SHOWN = 100


def find(request: ViewerRequest, pk: int, *, with_data: bool = False) -> BriefingPack:
    """The pack, if the viewer may open it; 403 with the reason where they see its meeting only, else 404."""
    rows = BriefingPack.objects.select_related("meeting__analysis", "department", "asked_by")
    if not with_data:
        rows = rows.defer("data")
    found = rows.visible_to(request.viewer).filter(pk=pk).first()
    if found is not None:
        return found
    hidden = get_object_or_404(rows, pk=pk)
    if not Meeting.objects.visible_to(request.viewer).filter(pk=hidden.meeting_id).exists():
        raise Http404
    require(can_open(request.viewer, hidden))
    raise Http404


def find_meeting(request: ViewerRequest, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.viewer).select_related("analysis", "facilitator")
    return get_object_or_404(rows, pk=pk)


@require_GET
def packs(request: ViewerRequest) -> HttpResponse:
    """Packs one may open, the newest first; those on the way or failed only for who makes them."""
    rows = BriefingPack.objects.visible_to(request.viewer).select_related("meeting", "department").defer("data")
    can = can_make(request.viewer)
    if not can:
        rows = rows.frozen()
    rows = rows.order_by("-asked_at", "-pk")
    if file := download(request, rows, PACK_COLUMNS, "packs"):
        return file
    ahead = Meeting.objects.visible_to(request.viewer).filter(
        Q(state="scheduled") | Q(state="draft"), ~Q(analysis__state="draft")
    )
    context = {
        "rows": list(rows[:SHOWN]),
        "can_make": can,
        "ahead": list(ahead.order_by("starts_at", "pk")[:5]) if can else [],
        "today": today(timezone.now()),
    }
    return page_or_part(request, "packs/list.html", context)


@require_GET
def pack(request: ViewerRequest, pk: int) -> HttpResponse:
    """One pack: how far its build is, or what is in it, its digest, and the other versions."""
    found = find(request, pk, with_data=True)
    viewer = request.viewer
    if found.state == "failed":
        require(can_make(viewer))
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == "progress" and found.state != "building":
        return redirect_after(request, reverse("pack", args=[pk]))
    context = {
        "pack": found,
        "data": found.data,
        "contents": contents(found.data) if found.is_frozen else [],
        "versions": list(BriefingPack.objects.of(found.meeting).frozen().defer("data")),
        "can_make": can_make(viewer),
        "can_pack": can_pack(viewer, found.meeting),
        "today": today(timezone.now()),
    }
    return page_or_part(request, "packs/detail.html", context, part="progress")


def contents(data: dict) -> list[tuple[str, str]]:
    """The parts of a pack, each with how much there is."""
    decisions = data["decisions"]
    actions = sum(len(unit["actions"]) for unit in data["plan"])
    findings = sum(len(unit["findings"]) for unit in data["findings"])
    changed = sum(len(part["lines"]) + part["more"] for part in data["changes"])
    asked = sum(not each["answer"] for each in data["questions"])
    return [
        ("Agenda", counted(sum(len(group["points"]) for group in data["agenda"]), "point")),
        ("Decisions needed", counted(sum(len(each) for each in decisions.values()), "decision")),
        ("What changed", counted(changed, "change")),
        ("Findings", counted(findings, "finding")),
        ("The plan", counted(actions, "action")),
        ("Indicators", counted(len(data["kpis"]), "indicator")),
        ("Open questions", counted(asked, "question")),
        ("To-dos", counted(len(data["tasks"]), "to-do")),
        (
            "Missing when it was made",
            counted(sum(len(each["lines"]) + each["more"] for each in data["missing"]), "thing"),
        ),
    ]


@require_GET
def pack_changes(request: ViewerRequest, pk: int) -> HttpResponse:
    """What differs between the frozen pack and now; a page, and a part of the meeting's and of the pack's."""
    found = find(request, pk, with_data=True)
    if not found.is_frozen:
        raise Conflict("The pack is not issued yet, so there is nothing to compare with.")
    at = timezone.now()
    context = {"pack": found, "today": today(at), "lines": [], "too_many": ""}
    try:
        rows = read_light(found.meeting, at)
    except TooLarge as error:
        context["too_many"] = str(error)
    else:
        if found.department_id:
            rows.narrow()
        context["lines"] = differences(found.data["standing"], standing(rows), today(at))
    return page_or_part(request, "packs/changes.html", context, part="since")


@require_GET
def pack_download(request: ViewerRequest, pk: int) -> FileResponse:
    """The PDF as a download."""
    found = find(request, pk)
    if not found.is_frozen:
        raise Conflict("The pack is not issued yet, so there is no file.")
    return serve_file(found.file, found.file_name, "application/pdf", f"pack {found.pk}")


@require_POST
def pack_send(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mail the people of the meeting who may open it that it is there."""
    sent = send_pack(find(request, pk), by=request.viewer, at=timezone.now())
    words = f"Sent to {counted(sent.now, 'person', 'people')}." if sent.now else "Nobody new to send it to."
    if sent.before:
        words += f" {counted(sent.before, 'person has', 'people have').capitalize()} it already."
    if sent.left_out:
        words += f" Not sent to {listed(sent.left_out)}, who may not see all of it."
    messages.success(request, words)
    return redirect_after(request, reverse("pack", args=[pk]))


@require_http_methods(["GET", "POST"])
def pack_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the pack would lack, each with the link that mends it; and the button that makes it nevertheless."""
    found = find_meeting(request, pk)
    require(can_make(request.viewer))
    at = timezone.now()
    if request.method == "POST":
        made = ask_for_pack(found, by=request.viewer, at=at)
        return redirect_after(request, reverse("pack", args=[made.pk]))
    lacks = missing(found, at)
    context = {
        "meeting": found,
        "groups": grouped(lacks),
        "number": len(lacks),
        "answer": can_pack(request.viewer, found),
        "last": BriefingPack.objects.of(found).defer("data").first(),
        "today": today(at),
    }
    return page_or_part(request, "packs/new.html", context)


@require_GET
def meeting_packs(request: ViewerRequest, pk: int) -> HttpResponse:
    """The packs of a meeting; a page, and a part of the meeting's."""
    found = find_meeting(request, pk)
    every = list(BriefingPack.objects.of(found).select_related("department").defer("data"))
    issued = [each for each in every if each.state in FROZEN]
    newest = issued[0] if issued else None
    can = can_make(request.viewer)
    context = {
        "meeting": found,
        "newest": newest,
        "older": issued[1:],
        "running": next((each for each in every if each.state in ("building", "failed")), None) if can else None,
        "may_open": can_open(request.viewer, newest) if newest else None,
        "can_make": can,
        "can_pack": can_pack(request.viewer, found),
        "today": today(timezone.now()),
    }
    return page_or_part(request, "packs/meeting.html", context, part="pack")
