"""Questions on findings: asked of somebody by a date, answered or withdrawn; and those that M&E expects, with the answer."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.viewer import Viewer
from audit.services import changes, record
from common.access import Conflict, Unfit, require
from common.dates import today
from common.db import fit
from gaps.lifecycle import CLARIFICATION
from gaps.models import Clarification, Gap
from gaps.permissions import can_answer_question, can_edit_expected, can_prepare, can_withdraw_question


@transaction.atomic
def ask(
    gap: Gap, *, question: str, answerer: User, about: str = "", due_on: date | None = None, by: Viewer, at: datetime
) -> Clarification:
    """Put a question on a finding, or on one cause or figure of it (`about`), to somebody, to answer by a date."""
    if not question.strip():
        raise Unfit({"question": ["Write the question."]})
    if due_on and due_on < today(at):
        raise Unfit({"due_on": ["The deadline lies in the past."]})
    row = Clarification(
        gap=gap, question=question.strip(), answerer=answerer, about=about, due_on=due_on, asked_by=by.user, asked_at=at
    )
    fit(row)
    row.save()
    new = {"to": answerer.name, "about": about or gap.code, "due_on": due_on}
    note("question.asked", row, by, at, new=new)
    return row


def lock(question: Clarification) -> Clarification:
    rows = Clarification.objects.select_for_update(of=("self",)).select_related("answerer", "asked_by", "gap")
    return rows.get(pk=question.pk)


@transaction.atomic
def answer_question(question: Clarification, *, answer: str, by: Viewer, at: datetime) -> Clarification:
    """Answer a question, once."""
    question = lock(question)
    CLARIFICATION.check(question.state, "answer", "The question")
    require(can_answer_question(by, question))
    if not answer.strip():
        raise Unfit({"answer": ["Write the answer."]})
    question.answer, question.answered_by, question.answered_at = answer.strip(), by.user, at
    question.state = "answered"
    fit(question)
    question.save()
    note("question.answered", question, by, at, new={"answer": question.answer})
    return question


@transaction.atomic
def withdraw_question(question: Clarification, *, reason: str, by: Viewer, at: datetime) -> Clarification:
    """Take a question back: nobody has to answer it any more. An expected one is shown to nobody any more."""
    question = lock(question)
    if question.kind == "asked":
        CLARIFICATION.check(question.state, "withdraw", "The question")
    elif question.state == "withdrawn":
        raise Conflict("The question is withdrawn already.")
    require(can_withdraw_question(by, question))
    if not reason.strip():
        raise Unfit({"reason": ["Say why it is withdrawn."]})
    old, question.state = question.state, "withdrawn"
    question.withdrawn_by, question.withdrawn_at, question.withdrawn_reason = by.user, at, reason.strip()
    fit(question)
    question.save()
    note("question.withdrawn", question, by, at, old={"state": old}, new={"state": "withdrawn"}, reason=reason.strip())
    return question


@transaction.atomic
def expect(gap: Gap, *, question: str, answer: str, about: str = "", by: Viewer, at: datetime) -> Clarification:
    """Write down a question that leadership is likely to ask, with its answer; leadership reads both on the finding."""
    require(can_prepare(by))
    row = Clarification(
        gap=gap,
        kind="expected",
        state="answered",
        about=about,
        asked_by=by.user,
        asked_at=at,
        answered_by=by.user,
        answered_at=at,
    )
    write_expected(row, question, answer)
    note("question.expected", row, by, at, new={"about": about or gap.code, "answer": row.answer})
    return row


@transaction.atomic
def edit_expected(
    row: Clarification, *, question: str, answer: str, about: str = "", by: Viewer, at: datetime
) -> Clarification:
    """Mend an expected question or its answer; the history keeps what stood before."""
    row = lock(row)
    require(can_edit_expected(by, row))
    names = ("question", "answer", "about")
    before = {name: getattr(row, name) for name in names}
    row.about, row.answered_by, row.answered_at = about, by.user, at
    write_expected(row, question, answer)
    old, new = changes(before, {name: getattr(row, name) for name in names})
    note("question.expected_changed", row, by, at, old=old, new=new)
    return row


def write_expected(row: Clarification, question: str, answer: str) -> None:
    missing = {
        name: [sentence]
        for name, value, sentence in (
            ("question", question, "Write the question."),
            ("answer", answer, "Write the answer that leadership will read."),
        )
        if not value.strip()
    }
    if missing:
        raise Unfit(missing)
    row.question, row.answer = question.strip(), answer.strip()
    fit(row)
    row.save()


def note(verb: str, row: Clarification, by: Viewer, at: datetime, *, old=None, new=None, reason: str = "") -> None:
    """The entry in the history."""
    record(
        verb,
        row,
        actor=by.actor,
        at=at,
        department_id=row.gap.department_id,
        old=old or {},
        new=new or {},
        reason=reason,
        label=row.question,
    )
