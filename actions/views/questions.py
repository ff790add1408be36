"""Questions on findings: asking, answering, taking back; and the likely ones that M&E answers beforehand."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import ViewerRequest
from accounts.models import User
from actions.forms.analysis import AnswerForm, ReasonForm
from actions.forms.questions import ExpectedForm, QuestionForm
from actions.views.gaps import find
from common.access import Unfit, require
from common.dates import add_working_days, today
from common.http import add_errors, form_page, redirect_after
from gaps.models import Clarification, Gap
from gaps.permissions import can_answer_question, can_edit_expected, can_prepare, can_withdraw_question
from gaps.services.questions import answer_question, ask, edit_expected, expect, withdraw_question

WORKING_DAYS = 5


def first_deadline(at: datetime) -> dict[str, object]:
    """What the form proposes: five working days."""
    return {"due_on": add_working_days(today(at), WORKING_DAYS)}


def find_question(request: ViewerRequest, pk: int) -> Clarification:
    """The question, if the viewer may see it; else 404."""
    rows = Clarification.objects.visible_to(request.viewer).select_related("gap", "asked_by", "answerer")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def question_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """A question on a finding to somebody, to answer by a date."""
    found, at = find(request, pk), timezone.now()
    form = QuestionForm(request.POST or None, gap=found, initial=first_deadline(at))
    back = reverse("gap", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answerer = get_object_or_404(User, pk=given["answerer"], is_active=True)
        try:
            ask(
                found,
                question=given["question"],
                answerer=answerer,
                about=form.about_words(),
                due_on=given["due_on"],
                by=request.viewer,
                at=at,
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"{answerer} is asked.")
            return redirect_after(request, back)
    return form_page(request, form, f"Ask about {found.code}", "Ask the question", back, lead=found.statement)


@require_http_methods(["GET", "POST"])
def question(request: ViewerRequest, pk: int) -> HttpResponse:
    """Answer a question."""
    row = find_question(request, pk)
    if request.method == "GET":
        require(can_answer_question(request.viewer, row))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_question(row, answer=form.cleaned_data["answer"], by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, f"The answer for {row.asked_by} stands beside the finding.")
            return redirect_after(request, reverse("my_work"))
    lead = f"{row.asked_by} asks about {row.about or row.gap.code}."
    return form_page(request, form, row.question, "Send the answer", reverse("gap", args=[row.gap_id]), lead=lead)


@require_http_methods(["GET", "POST"])
def question_withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a question back, with the reason."""
    row = find_question(request, pk)
    require(can_withdraw_question(request.viewer, row))
    form = ReasonForm(request.POST or None)
    back = reverse("gap", args=[row.gap_id])
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_question(row, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, "The question is withdrawn.")
            return redirect_after(request, back)
    return form_page(request, form, "Withdraw the question", "Withdraw it", back, lead=row.question)


@require_http_methods(["GET", "POST"])
def expected_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """A question that leadership is likely to ask, with its answer."""
    found = find(request, pk)
    require(can_prepare(request.viewer))
    form = ExpectedForm(request.POST or None, gap=found)
    words = "Leadership reads the question and your answer here and in the briefing pack."
    return expected_page(request, found, form, partial(expect, found), f"Expect a question about {found.code}", words)


@require_http_methods(["GET", "POST"])
def expected_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mend an expected question or its answer."""
    row = find_question(request, pk)
    require(can_edit_expected(request.viewer, row))
    start = {"question": row.question, "answer": row.answer}
    form = ExpectedForm(request.POST or None, gap=row.gap, about=row.about, initial=start)
    title = f"Expected question about {row.gap.code}"
    return expected_page(request, row.gap, form, partial(edit_expected, row), title, "Question and answer are saved.")


def expected_page(
    request: ViewerRequest, gap: Gap, form: ExpectedForm, write: Callable[..., Clarification], title: str, words: str
) -> HttpResponse:
    """The form with question and answer, new or not; `write` is the service that keeps them."""
    back = reverse("gap", args=[gap.pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        about = form.about_words()
        try:
            row = write(
                question=given["question"], answer=given["answer"], about=about, by=request.viewer, at=timezone.now()
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            messages.success(request, words)
            return redirect_after(request, f"{back}#q-{row.pk}")
    return form_page(request, form, title, "Save question and answer", back, lead=gap.statement)
