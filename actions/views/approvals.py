"""Bundles: the list, deciding item by item, asking a question, and signing all in one step."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from accounts.models import User
from accounts.people import people_with
from accounts.signing import check_password_for_signing
from actions.bundle_page import bundle_page, signing_page
from actions.consistency.check import submit_findings
from actions.consistency.finding import in_short
from actions.consistency.plans import with_checks
from actions.exports import BUNDLE_COLUMNS
from actions.forms.analysis import ReasonForm
from actions.forms.approval import DecisionForm, SignForm, SubmitForm
from actions.forms.questions import QuestionForm
from actions.models import ApprovalItem, ApprovalRequest, CorrectiveAction, DecisionDraft
from actions.permissions import DECIDE, can_submit, can_withdraw
from actions.querysets import analyses_visible_to
from actions.services.bundles import submit_bundle, withdraw_bundle
from actions.services.decisions import ask_about, clear_decision, save_decision
from actions.services.signing import sign
from common.access import Conflict, Refused, Unfit, require
from common.dates import add_working_days, today
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after
from common.text import counted


def find(request: ViewerRequest, pk: int) -> ApprovalRequest:
    """The bundle, if the viewer may see it; else 404."""
    rows = ApprovalRequest.objects.visible_to(request.viewer).select_related("analysis", "submitted_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
def approvals(request: ViewerRequest) -> HttpResponse:
    """Bundles: what waits for the viewer first, then the others."""
    viewer = request.viewer
    found = (
        ApprovalRequest.objects.visible_to(viewer)
        .select_related("analysis", "submitted_by")
        .prefetch_related("signers")
        .annotate(
            item_count=Count("items", distinct=True),
            pending_count=Count("items", distinct=True, filter=Q(items__state="pending")),
            mine_count=Count("items__signatures", distinct=True, filter=Q(items__signatures__signer=viewer.user)),
        )
        .order_by("-number")
    )
    if file := download(request, found, BUNDLE_COLUMNS, "approvals"):
        return file
    rows = list(found[:100])
    waiting = [row for row in rows if row.state == "submitted" and viewer.user in row.signers.all()]
    return page_or_part(
        request,
        "approvals/list.html",
        {
            "waiting": waiting,
            "others": [row for row in rows if row not in waiting],
            "today": today(timezone.now()),
            "can_submit": can_submit(viewer),
        },
    )


@require_http_methods(["GET", "POST"])
def submit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Choose plans and signers, and submit them as one bundle."""
    analysis = get_object_or_404(analyses_visible_to(request.viewer), pk=pk)
    require(can_submit(request.viewer))
    day = today(timezone.now())
    rows = CorrectiveAction.objects.filter(gap__analysis=analysis, state__in=["draft", "returned"])
    plans = list(with_checks(rows, day).select_related("gap", "owner", "team", "department").order_by("number"))
    ready = [plan for plan in plans if plan.gap.state in ("confirmed", "in_treatment")]
    leaders = people_with(DECIDE)
    findings = submit_findings(analysis, ready, day)
    form = SubmitForm(
        request.POST or None,
        plans=[(plan.pk, f"{plan.code} {plan.title}") for plan in ready],
        leaders=leaders,
        initial={"actions": [plan.pk for plan in ready], "signers": [each.pk for each in leaders]},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = submit_bundle(
                analysis,
                [plan for plan in ready if plan.pk in given["actions"]],
                signers=[leader for leader in leaders if leader.pk in given["signers"]],
                due_on=given["due_on"],
                note=given["note"],
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"{made} is submitted with {counted(len(given['actions']), 'plan')}.")
            return redirect_after(request, reverse("approval", args=[made.pk]))
    return form_page(
        request,
        form,
        "Submit plans for approval",
        f"Submit {counted(len(ready), 'plan')}",
        reverse("plan", args=[pk]),
        template="approvals/submit.html",
        extra={
            "analysis": analysis,
            "ready": ready,
            "held": [plan for plan in plans if plan not in ready],
            "findings": findings,
            "short": in_short(findings),
        },
    )


@require_http_methods(["GET", "POST"])
def approval(request: ViewerRequest, pk: int) -> HttpResponse:
    """Decide item by item. Posting keeps what is marked as a draft; nothing is signed here."""
    found = find(request, pk)
    page = bundle_page(
        found, request.viewer, data=request.POST if request.method == "POST" else None, at=timezone.now()
    )
    if request.method == "POST":
        saved = save_marked(request, page)
        if saved and "sign" in request.POST:
            if DecisionDraft.objects.filter(item__request=found, signer=request.viewer.user).exists():
                return redirect_after(request, reverse("sign", args=[pk]))
            messages.error(request, "Nothing is marked yet. Decide on at least one plan, then sign.")
            return redirect_after(request, reverse("approval", args=[pk]))
        if saved:
            messages.success(request, "Kept as a draft. Nothing is signed yet.")
            return redirect_after(request, reverse("approval", args=[pk]))
    return page_or_part(
        request, "approvals/detail.html", {"page": page}, status=422 if request.method == "POST" else 200
    )


def save_marked(request: ViewerRequest, page) -> bool:
    """Keep every valid choice as a draft; errors go to their item's form. True when there was none."""
    at, clean = timezone.now(), True
    for entry in page.mine:
        form: DecisionForm = entry.form
        if not form.is_valid():
            clean = False
            continue
        if not form.cleaned_data["choice"]:
            clear_decision(entry.item, by=request.viewer)
            continue
        clean = save_one(request, entry.item, form, at) and clean
    return clean


def save_one(request: ViewerRequest, item: ApprovalItem, form: DecisionForm, at) -> bool:
    """Keep one choice; False, with the reason at the form, when it does not fit."""
    given = form.cleaned_data
    try:
        save_decision(
            item,
            choice=given["choice"],
            digest_seen=given["digest"],
            reason=given["reason"],
            overlay=form.overlay(),
            by=request.viewer,
            at=at,
        )
    except Unfit as unfit:
        add_errors(form, unfit)
        return False
    except (Conflict, Refused) as refusal:
        form.add_error("choice", refusal.reason)
        return False
    return True


@require_POST
def approval_item(request: ViewerRequest, pk: int, item: int) -> HttpResponse:
    """Keep one item's choice while the page stays open; answers with the dock."""
    found = find(request, pk)
    row = get_object_or_404(ApprovalItem.objects.select_related("snapshot"), pk=item, request=found)
    form = DecisionForm.for_item(row, request.POST)
    if form.is_valid() and form.cleaned_data["choice"]:
        save_one(request, row, form, timezone.now())
    page = bundle_page(found, request.viewer, at=timezone.now())
    return render(request, "approvals/detail.html#dock", {"page": page})


@require_http_methods(["GET", "POST"])
def item_ask(request: ViewerRequest, pk: int, item: int) -> HttpResponse:
    """Ask a question about one plan; it stays pending meanwhile."""
    found = find(request, pk)
    row = get_object_or_404(ApprovalItem.objects.select_related("action__owner"), pk=item, request=found)
    at = timezone.now()
    start = {"answerer": found.submitted_by_id, "due_on": found.due_on or add_working_days(today(at), 5)}
    form = QuestionForm(request.POST or None, gap=None, initial=start)
    back = reverse("approval", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answerer = get_object_or_404(User, pk=given["answerer"], is_active=True)
        try:
            ask_about(
                row, question=given["question"], answerer=answerer, due_on=given["due_on"], by=request.viewer, at=at
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"{answerer} is asked about {row.action.code}. The plan waits for your decision.")
            return redirect_after(request, back)
    return form_page(request, form, f"Ask about {row.action.code}", "Ask the question", back, lead=row.action.title)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_page(request: ViewerRequest, pk: int) -> HttpResponse:
    """List what is marked, and take digests and password in one POST. A signing POST is never replayed."""
    found = find(request, pk)
    at = timezone.now()
    page = signing_page([found], request.viewer, at=at)
    if not page.entries:
        signed = ApprovalItem.objects.filter(request=found, signatures__signer=request.viewer.user).exists()
        words = (
            "Your decisions are signed already." if signed else "Nothing is marked yet, so there is nothing to sign."
        )
        messages.info(request, words)
        return redirect_after(request, reverse("approval", args=[pk]))
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = check_password_for_signing(request, request.viewer.user, form.cleaned_data["password"])
        if not answer:
            form.add_error("password", answer.reason)
        else:
            return write(request, found, form, page)
    status = 422 if form.is_bound and form.errors else 200
    return page_or_part(request, "approvals/sign.html", {"page": page, "form": form, "request_": found}, status=status)


def write(request: ViewerRequest, found: ApprovalRequest, form: SignForm, page) -> HttpResponse:
    """Sign with the digests of the page, and go where the next decision waits."""
    try:
        signed = sign(found, form.digests(), by=request.viewer, at=timezone.now())
    except Unfit as unfit:
        for sentence in [each for sentences in unfit.errors.values() for each in sentences]:
            form.add_error(None, sentence)
        return page_or_part(request, "approvals/sign.html", {"page": page, "form": form, "request_": found}, status=422)
    words = counted(len(signed.signatures), "decision")
    settled = f" {counted(len(signed.settled), 'plan is', 'plans are').capitalize()} settled." if signed.settled else ""
    messages.success(request, f"{words.capitalize()} signed.{settled}")
    return redirect_after(request, reverse("approval", args=[found.pk]))


@require_http_methods(["GET", "POST"])
def withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a bundle back."""
    found = find(request, pk)
    require(can_withdraw(request.viewer, found))
    form = ReasonForm(request.POST or None)
    back = reverse("approval", args=[pk])
    if request.method == "POST" and form.is_valid():
        withdraw_bundle(found, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        messages.success(request, f"{found} is taken back; its open plans are drafts again.")
        return redirect_after(request, back)
    lead = "What is decided stays decided; plans that still wait go back to draft."
    return form_page(request, form, f"Take back {found}", "Take the bundle back", back, lead=lead)
