"""Check-ins: one page for all that a person answers for, from the mail and from inside; the lists; who is silent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest, open_to_all
from accounts.people import people_with
from accounts.viewer import Viewer, load_viewer
from actions.check_in_page import RoundPage, answers_from, gather, readings_from, show_errors
from actions.check_in_statements import round_asked
from actions.exports import CHECK_IN_COLUMNS
from actions.filters import CheckInFilter
from actions.forms.check_in import AnswerForm, ToldForm
from actions.links import Expired, roadblock_of, round_of
from actions.models import CheckIn, CheckInRequest, CheckInRound, CorrectiveAction
from actions.models.check_in import HEALTHS
from actions.permissions import FOLLOW, PLAN, can_answer_roadblock, can_check_in
from actions.services.answering import RoundUnfit, Told, acknowledge, lock_asked, send_round
from actions.services.asking import turned_to
from actions.services.roadblocks import answer_roadblock
from common.access import Unfit, require
from common.dates import today
from common.exports import download
from common.http import add_errors, page_or_part, redirect_after
from common.lists import listing
from common.marks import HEALTH, HEALTH_WORDS
from common.text import counted
from gaps.permissions import SEE


def private(response: HttpResponse) -> HttpResponse:
    """A page behind a personal link: kept nowhere, and its address told to nobody."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def link_is_over(request: HttpRequest, expired: Expired) -> HttpResponse:
    """A link that is of no use says so, and offers the way in."""
    return private(render(request, "check_ins/link_over.html", {"why": expired.why}, status=410))


@open_to_all
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def check_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """The check-in from the mail. The link is the authority; no session is made, and whoever is signed in is ignored."""
    try:
        found = round_of(token)
    except Expired as expired:
        return link_is_over(request, expired)
    viewer = load_viewer(found.person, channel="link")
    return private(answer_page(request, found, viewer, reverse("check_in_link", args=[token]), by_link=True))


@require_http_methods(["GET", "POST"])
def check_in(request: ViewerRequest, pk: int) -> HttpResponse:
    """The same page from inside; M&E, head or deputy enter here what somebody told them."""
    found = round_asked(request.viewer, pk, only_one(request))
    if found is None:
        raise Http404
    return answer_page(request, found, request.viewer, reverse("check_in", args=[pk]), by_link=False)


def only_one(request: HttpRequest) -> int | None:
    """The action that `?action=` names: the page is about it alone. Who answers for hundreds asks for one at a time."""
    said = request.GET.get("action", "")
    return int(said) if said.isdecimal() and len(said) < 16 else None


def answer_page(
    request: HttpRequest, round_: CheckInRound, viewer: Viewer, here: str, *, by_link: bool
) -> HttpResponse:
    """Show the round, or take what was sent."""
    at = timezone.now()
    posted = request.method == "POST"
    only, every = only_one(request), here
    if only:
        here = f"{here}?action={only}"
    data = request.POST if posted else None
    told_form, unfit = None, None
    if data is not None:
        told_form, sent, for_another = take(round_, data, viewer, at, only)
        if isinstance(sent, int):
            return done(request, sent, round_, here, by_link=by_link, for_another=for_another)
        unfit = sent
    page = gather(round_, viewer, at=at, data=data, only=only)
    if data is not None:
        answers_from(page, data)
        if unfit is not None:
            show_errors(page, unfit)
    elif page.for_another:
        told_form = ToldForm(None)
    context = {
        "page": page,
        "told_form": told_form,
        "by_link": by_link,
        "here": here,
        "every": every if only else "",
        "healths": [(key, *HEALTH[HEALTH_WORDS[key]]) for key, _ in HEALTHS],
        "today": today(at),
        "now": at,
        "sent": "sent" in request.GET and not posted,
    }
    return page_or_part(request, "check_ins/round.html", context, status=422 if posted else 200)


@transaction.atomic
def take(
    round_: CheckInRound, data: Mapping[str, Any], viewer: Viewer, at: datetime, only: int | None
) -> tuple[ToldForm | None, int | RoundUnfit | None, bool]:
    """Take what was sent: how it was told, what became of it (see `send`), and whether it is said for another.

    A page about one action locks its rows before it reads them, so that they are read once.
    """
    locked = lock_asked(round_, only) if only else None
    page = gather(round_, viewer, at=at, data=data, said_only=True, only=only, locked=locked)
    if page.entries and not page.answerable:
        require(page.entries[0].may)
    if not page.for_another:
        return None, send(page, data, None, viewer, at, locked), False
    told_form = ToldForm(data)
    if not told_form.is_valid():
        return told_form, None, True
    told = Told(round_.person, told_form.cleaned_data["how"])
    return told_form, send(page, data, told, viewer, at, locked), True


def send(
    page: RoundPage,
    data: Mapping[str, Any],
    told: Told | None,
    viewer: Viewer,
    at: datetime,
    locked: CheckInRequest | None,
) -> int | RoundUnfit | None:
    """Hand everything to the service; returns how much it was, what did not fit, or None where a form has a mistake."""
    answers = answers_from(page, data)
    if answers is None:
        return None
    readings = readings_from(page)
    try:
        send_round(page.round, answers, readings, told=told, locked=locked, by=viewer, at=at)
    except RoundUnfit as unfit:
        return unfit
    return len(answers) + len(readings)


def done(
    request: HttpRequest, sent: int, round_: CheckInRound, here: str, *, by_link: bool, for_another: bool
) -> HttpResponse:
    """See other: the same page with what was said, or one's work."""
    if by_link:
        return redirect_after(request, f"{here}{'&' if '?' in here else '?'}sent=1")
    if for_another:
        messages.success(request, f"The check-in of {round_.person} is kept; they are told and may correct it.")
        return redirect_after(request, reverse("check_ins"))
    words = "Nothing was changed." if not sent else f"{counted(sent, 'answer is', 'answers are').capitalize()} sent."
    messages.success(request, f"{words} You can change them here until they close.")
    return redirect_after(request, here)


@require_GET
def check_ins(request: ViewerRequest) -> HttpResponse:
    """What is asked and what was answered, the newest first; one's own round stands on top."""
    viewer = request.viewer
    at = timezone.now()
    rows = (
        CheckInRequest.objects.visible_to(viewer)
        .marked_newest()
        .select_related("action__department", "action__owner", "action__team", "round__person", "check_in__answered_by")
        .prefetch_related("action__team__members")
    )
    found = listing(request, rows, CheckInFilter, default_sort="-period")
    if file := download(request, found.every, CHECK_IN_COLUMNS, "check-ins"):
        return file
    own = (
        CheckInRound.objects.of(viewer)
        .filter(requests__in=CheckInRequest.objects.can_be_answered())
        .distinct()
        .order_by("-period_start")
        .first()
    )
    context = {
        "list": found,
        "open_to_me": [row.pk for row in found.rows if row.is_newest and can_check_in(viewer, row, at=at)],
        "own": own,
        "now": at,
        "today": today(at),
        "sees_silent": viewer.may_somewhere(FOLLOW) or viewer.may(PLAN) or viewer.may(SEE),
    }
    return page_or_part(request, "check_ins/list.html", context, part="rows", status=found.status)


@require_GET
def silent(request: ViewerRequest) -> HttpResponse:
    """The actions that nobody has answered for twice in a row, with whom to call; made to be printed."""
    at = timezone.now()
    rows = list(
        CorrectiveAction.objects.visible_to(request.viewer)
        .silent(at)
        .with_last_check_in()
        .select_related(
            "department__head",
            "department__deputy",
            "owner",
            "team__lead",
            "sponsor",
            "gap__analysis__told_of_silence",
        )
        .order_by("department__name", "number")[:300]
    )
    mande = people_with(PLAN)
    found = [(row, turned_to(row, mande)) for row in rows]
    return page_or_part(request, "check_ins/silent.html", {"rows": found, "today": today(at), "now": at})


@require_POST
def check_in_acknowledge(request: ViewerRequest, pk: int) -> HttpResponse:
    """The reviewer has read it."""
    found = get_object_or_404(CheckInRequest.objects.visible_to(request.viewer), pk=pk)
    acknowledge(found, by=request.viewer, at=timezone.now())
    answer = CheckIn.objects.select_related("answered_by").get(request=found)
    messages.success(request, f"You have read the check-in of {answer.answered_by}.")
    return redirect_after(
        request, "/" if request.POST.get("next") == "/" else reverse("action", args=[found.action_id])
    )


@open_to_all
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def roadblock_link(request: HttpRequest, token: str) -> HttpResponse:
    """A leader answers a roadblock from the mail, and can do nothing else here."""
    try:
        found = roadblock_of(token)
    except Expired as expired:
        return link_is_over(request, expired)
    viewer = load_viewer(found.put_to, channel="link")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        require(can_answer_roadblock(viewer, found))
        try:
            answer_roadblock(found, answer=form.cleaned_data["answer"], by=viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            return private(redirect_after(request, request.path))
    context = {"blocker": found, "form": form, "today": today(timezone.now())}
    return private(render(request, "check_ins/roadblock_link.html", context, status=422 if form.errors else 200))
