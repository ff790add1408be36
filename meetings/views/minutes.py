"""Minutes: the page, editing, approving, correcting; and the follow-up plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from accounts.models import User
from accounts.people import people_with
from actions.permissions import DECIDE
from common.access import Conflict, Unfit, require
from common.dates import today
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.text import counted
from meetings.followup import days_of, lines_of, proposal
from meetings.forms.meeting import ReasonForm
from meetings.forms.session import FollowUpForm, MinutesForm
from meetings.lifecycle import MINUTES, OVER
from meetings.minutes import content_of
from meetings.models import Meeting, Minutes
from meetings.permissions import can_approve_minutes, can_run
from meetings.services.followup import agree_follow_up
from meetings.services.minutes import approve_minutes, correct_minutes, edit_minutes, mark_of
from meetings.views.meetings import find


def find_over(request: ViewerRequest, pk: int) -> Meeting:
    found = find(request, pk)
    if found.state not in OVER:
        raise Conflict(f"{found} is {found.get_state_display().lower()}; minutes begin when it ends.")
    return found


@require_GET
def minutes(request: ViewerRequest, pk: int) -> HttpResponse:
    """The newest version, or the one asked for: a draft as it stands now, an approved one as it was frozen."""
    found, viewer = find_over(request, pk), request.viewer
    versions = list(Minutes.objects.filter(meeting=found).select_related("approved_by"))
    wanted = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.version) == wanted), versions[0])
    is_newest = shown == versions[0]
    content = shown.content if shown.digest else content_of(found, shown.texts, at=timezone.now())
    unsigned = sum(not each["is_signed"] for point in content["points"] for each in point["decisions"])
    verbs = {move.verb for move in MINUTES.from_state(shown.state)} if is_newest else set()
    context = {
        "meeting": found,
        "minutes": shown,
        "versions": versions,
        "content": content,
        "unsigned": unsigned,
        "seen": "" if shown.digest else mark_of(content),
        "verbs": verbs,
        "can_run": can_run(viewer, found),
        "can_approve": can_approve_minutes(viewer, found),
        "today": today(timezone.now()),
    }
    return page_or_part(request, "meetings/minutes.html", context)


@require_http_methods(["GET", "POST"])
def minutes_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """The words of the draft, point by point."""
    found = find_over(request, pk)
    require(can_run(request.viewer, found))
    newest = get_object_or_404(Minutes.objects.filter(meeting=found).order_by("-version")[:1])
    MINUTES.check(newest.state, "edit", "The newest version of the minutes")
    content = content_of(found, newest.texts, at=timezone.now())
    initial = {"revision": newest.revision, "opening": content["opening"], "closing": content["closing"]}
    form = MinutesForm(request.POST or None, points=content["points"], initial=initial)
    back = reverse("minutes", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            edit_minutes(
                found,
                form.texts(),
                revision=form.cleaned_data["revision"],
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as unfit:
            add_errors(form, unfit)
            fresh = request.POST.copy()
            fresh["revision"] = str(newest.revision)
            form.data = fresh
        else:
            messages.success(request, "The minutes are saved.")
            return redirect_after(request, back)
    lead = "Decisions and tasks are printed below each point by themselves; here you edit the words around them."
    return form_page(request, form, "Edit the minutes", "Save the minutes", back, lead=lead)


@require_POST
def minutes_approve(request: ViewerRequest, pk: int) -> HttpResponse:
    """Freeze what was seen, and send it out."""
    found = find_over(request, pk)
    saved = approve_minutes(found, seen=request.POST.get("seen", ""), by=request.viewer, at=timezone.now())
    messages.success(request, f"Version {saved.version} is approved and on its way to everybody concerned.")
    return redirect_after(request, reverse("minutes", args=[pk]))


@require_http_methods(["GET", "POST"])
def minutes_correct(request: ViewerRequest, pk: int) -> HttpResponse:
    """Begin the next version, with a reason."""
    found = find_over(request, pk)
    require(can_run(request.viewer, found))
    newest = get_object_or_404(Minutes.objects.filter(meeting=found).order_by("-version")[:1])
    MINUTES.check(newest.state, "correct", "The newest version of the minutes")
    form = ReasonForm(request.POST or None, label="What is corrected, and why", help_text="Printed in the new version.")
    back = reverse("minutes", args=[pk])
    if request.method == "POST" and form.is_valid():
        made = correct_minutes(found, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        messages.success(request, f"Version {made.version} is a draft; edit it, then have it approved.")
        return redirect_after(request, reverse("minutes_edit", args=[pk]))
    lead = f"Version {newest.version} stays as it was approved; the correction is version {newest.version + 1}."
    return form_page(request, form, "Correct the minutes", "Begin the correction", back, lead=lead)


@require_http_methods(["GET", "POST"])
def follow_up(request: ViewerRequest, pk: int) -> HttpResponse:
    """The last point of the agenda: the plan as proposed or as agreed, changed and agreed in place."""
    found = find(request, pk)
    require(can_run(request.viewer, found))
    if found.state not in ("in_session", *OVER):
        raise Conflict(f"{found} is {found.get_state_display().lower()}; the plan is agreed in the meeting.")
    day = today(timezone.now())
    what = proposal(found, [each.pk for each in people_with(DECIDE)], day)
    form = FollowUpForm(request.POST or None, initial=FollowUpForm.proposed(what, found.follow_up))
    back = reverse("session" if found.state == "in_session" else "meeting", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            made = agree(request, found, dict(form.cleaned_data), day)
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            planned = (
                f" {counted(len(made), 'meeting is', 'meetings are').capitalize()} planned as drafts." if made else ""
            )
            messages.success(request, f"The follow-up plan is agreed.{planned}")
            return redirect_after(request, back)
    return form_page(
        request,
        form,
        "How we follow up",
        "Agree the plan",
        back,
        lead="Proposed from the meeting and its people. Change what the room wants otherwise.",
        template="meetings/follow_up.html",
        extra={
            "meeting": found,
            "lines": lines_of(found.follow_up),
            "next_days": days_of(
                found, day, every_weeks=what.meeting_weeks, weekday=what.meeting_day, count=what.count
            ),
        },
    )


def agree(request: ViewerRequest, found: Meeting, given: dict, day) -> list[Meeting]:
    """Hand what was typed to the service, with people for ids and the days of the cadence."""
    ids = {given["reviewer"], given["escalate_to"], *given["readers"]} - {None}
    people = {person.pk: person for person in User.objects.filter(pk__in=ids, is_active=True)}
    for name in ("reviewer", "escalate_to"):
        given[name] = people.get(given[name])
    given["readers"] = [people[each] for each in given["readers"] if each in people]
    given["dates"] = days_of(
        found, day, every_weeks=given["meeting_weeks"], weekday=given["meeting_day"], count=given.pop("count")
    )
    return agree_follow_up(found, **given, by=request.viewer, at=timezone.now())
