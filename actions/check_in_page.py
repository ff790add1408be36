"""What the page of a round shows and takes: for each action the last answer beside the new one, in a fixed number of
statements. The same page opens from the mail and from inside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.viewer import Viewer
from actions.check_in_statements import last_answer
from actions.facts import late_milestones, verdicts
from actions.forms.check_in import CheckInForm, ValueForm
from actions.health import Verdict
from actions.models import CheckIn, CheckInRequest, CheckInRound, Milestone
from actions.permissions import can_check_in, can_follow, can_say_same
from actions.services.answering import Given, RoundUnfit, Value
from actions.services.figures import readings_due
from common.access import Answer, Refused
from common.dates import today
from common.http import add_errors
from evidence.models import Evidence
from gaps.models import Kpi


@dataclass
class Entry:
    """One action on the page."""

    request: CheckInRequest
    form: CheckInForm
    last: CheckIn | None
    answer: CheckIn | None
    late: list[Milestone]
    reached: int
    milestones: int
    next_one: Milestone | None
    says: Verdict | None
    may_same: Answer
    may: Answer
    may_prove: Answer
    proofs: list[Evidence]

    @property
    def action(self) -> Any:
        return self.request.action

    @property
    def waits(self) -> bool:
        return self.answer is None and bool(self.may)

    @property
    def is_open(self) -> bool:
        """Whether the questions stand open: there is an error, or no shorter way is offered."""
        return bool(self.form.errors) or (self.waits and not self.may_same)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The open milestones with their two fields."""
        return [
            {
                "milestone": each,
                "reached": self.form[f"reached_{each.pk}"],
                "when": self.form[f"when_{each.pk}"],
                "late": each in self.late,
            }
            for each in self.form.milestones
        ]


@dataclass
class Figure:
    """One reading that is asked for."""

    kpi: Kpi
    form: ValueForm


@dataclass
class RoundPage:
    """The page: its entries, the readings asked for, and what is to be said on top."""

    round: CheckInRound
    entries: list[Entry]
    figures: list[Figure]
    for_another: bool
    only: int | None = None

    @property
    def waiting(self) -> list[Entry]:
        return [each for each in self.entries if each.waits]

    @property
    def answerable(self) -> list[Entry]:
        return [each for each in self.entries if each.may]

    @property
    def all_same(self) -> bool:
        """Whether one press answers everything that waits."""
        return len(self.waiting) > 1 and all(each.may_same for each in self.waiting)

    @property
    def closes_at(self) -> datetime | None:
        return max((each.request.closes_at for each in self.answerable), default=None)

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in self.entries) or any(each.form.errors for each in self.figures)


def gather(
    round_: CheckInRound,
    viewer: Viewer,
    *,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    said_only: bool = False,
    only: int | None = None,
    locked: CheckInRequest | None = None,
) -> RoundPage:
    """The page for who looks. Raises `Refused` with the reason where nothing on it is theirs to answer.

    With `said_only` it holds only the actions that `data` says something about, and not what is merely shown:
    somebody with fifty actions who answers for one waits for one. `only` is the one action the page is about,
    `locked` the request about it where that was read already.
    """
    requests = [locked] if locked else asked_for(round_, viewer, only)
    if said_only and data is not None:
        requests = [each for each in requests if is_said(each, data)]
    says = {} if said_only else verdicts([each.action for each in requests], at)
    last, proofs = last_answers(requests), {} if said_only else proof_of_answers(requests)
    entries = []
    for request in requests:
        entry = entry_of(request, viewer, last.get(request.action_id), says.get(request.action_id), data, at)
        if entry.answer:
            entry.proofs = proofs.get(entry.answer.pk, [])
        entries.append(entry)
    refusals = [each.may for each in entries if not each.may]
    if refusals and len(refusals) == len(entries) and not any(each.answer for each in entries):
        raise Refused(refusals[0].reason)
    figures = [
        Figure(kpi, ValueForm(data, prefix=f"k{kpi.pk}"))
        for kpi in (readings_due(viewer, at) if is_own(round_, viewer) and not only else [])
    ]
    return RoundPage(round_, entries, figures, for_another=not is_own(round_, viewer), only=only)


def asked_for(round_: CheckInRound, viewer: Viewer, only: int | None) -> list[CheckInRequest]:
    """What the round asks and the viewer may see, with all that the page shows."""
    asked = CheckInRequest.objects.filter(round=round_)
    requests = list(
        (asked.filter(action=only) if only else asked)
        .visible_to(viewer)
        .exclude(state__in=["excused", "skipped"])
        .newest()
        .for_the_page()
        .order_by("action__number")
    )
    for each in requests:
        each.round = round_
    return requests


def is_said(request: CheckInRequest, data: Mapping[str, Any]) -> bool:
    """Whether the post answers this request, or changes what its form showed. Compares texts; the form judges them."""
    answer, same = getattr(request, "check_in", None), data.get("same", "")
    if same == str(request.pk) or (answer is None and same in ("", "all")):
        return True
    open_ones = [each for each in request.action.milestones.all() if each.state in ("planned", "in_progress")]
    shown = {"health": "", "happened": "", "next_step": "", "roadblock": "", "put_to": "", "answer_by": ""}
    shown |= {name: value or "" for name, value in CheckInForm.initial_of(answer, open_ones).items()}
    pre = f"r{request.pk}-"
    return any(f"{pre}reached_{each.pk}" in data for each in open_ones) or any(
        plain(data.get(f"{pre}{name}", "")) != plain(str(value)) for name, value in shown.items()
    )


def plain(text: str) -> str:
    """The text as a form takes it: without blanks around it, whatever ends its lines."""
    return text.strip().replace("\r\n", "\n")


def is_own(round_: CheckInRound, viewer: Viewer) -> bool:
    return round_.person_id == viewer.id


def entry_of(
    request: CheckInRequest,
    viewer: Viewer,
    last: CheckIn | None,
    says: Verdict | None,
    data: Mapping[str, Any] | None,
    at: datetime,
) -> Entry:
    """One action with its form, filled from what was typed, or from what was answered."""
    action = request.action
    every = [each for each in action.milestones.all() if each.state != "dropped"]
    open_ones = [each for each in every if each.state in ("planned", "in_progress")]
    answer = getattr(request, "check_in", None)
    late = late_milestones(action, today(at))
    form = CheckInForm(
        data,
        prefix=f"r{request.pk}",
        milestones=open_ones,
        initial=CheckInForm.initial_of(answer, open_ones),
    )
    return Entry(
        request=request,
        form=form,
        last=last,
        answer=answer,
        late=late,
        reached=len(every) - len(open_ones),
        milestones=len(every),
        next_one=next((each for each in open_ones if each.promised_on), None),
        says=says,
        may_same=can_say_same(action, last, late),
        may=can_check_in(viewer, request, at=at),
        may_prove=can_follow(viewer, action),
        proofs=[],
    )


def proof_of_answers(requests: list[CheckInRequest]) -> dict[int, list[Evidence]]:
    """The evidence of the answers that are given, in two statements at most."""
    given = [each.check_in.pk for each in requests if hasattr(each, "check_in")]
    if not given:
        return {}
    links = dict(CheckIn.evidence.through.objects.filter(checkin__in=given).values_list("evidence", "checkin"))
    found: dict[int, list[Evidence]] = {}
    for each in Evidence.objects.with_newest().filter(pk__in=links) if links else ():
        found.setdefault(links[each.pk], []).append(each)
    return found


def last_answers(requests: list[CheckInRequest]) -> dict[int, CheckIn]:
    """The newest answer about each action from before these requests, in one statement."""
    if len(requests) < 2:
        return {each.action_id: found for each in requests if (found := last_answer(each))}
    starts = {each.action_id: each.period_start for each in requests}
    newest: dict[int, CheckIn] = {}
    rows = (
        CheckIn.objects.filter(request__action__in=starts, request__period_start__lt=max(starts.values()))
        .select_related("request")
        .order_by("-request__period_start")
    )
    for row in rows[: 30 * len(starts)]:
        if row.request.period_start < starts[row.request.action_id]:
            newest.setdefault(row.request.action_id, row)
    return newest


def answers_from(page: RoundPage, data: Mapping[str, Any]) -> dict[int, Given] | None:
    """What the page's forms say, by request; None where a form has a mistake in its shape.

    What was typed always counts. What is left as it was counts as last time where that is offered: for all of the
    page when it is sent, for one action when its own "nothing new" is pressed.
    """
    same = data.get("same", "")
    answers: dict[int, Given] = {}
    forms = [each.form for each in page.answerable] + [each.form for each in page.figures]
    if not all([form.is_valid() for form in forms]):
        return None
    for each in page.answerable:
        if each.form.has_changed():
            answers[each.request.pk] = each.form.given()
        elif each.answer is not None:
            continue
        elif same in ("all", str(each.request.pk)) or (not same and each.may_same):
            answers[each.request.pk] = Given(same=True)
        elif not same:
            answers[each.request.pk] = each.form.given()
    return answers


def readings_from(page: RoundPage) -> dict[int, Value]:
    """The readings that were typed, by indicator."""
    found = {each.kpi.pk: each.form.given() for each in page.figures if each.form.is_valid()}
    return {pk: value for pk, value in found.items() if value is not None}


def show_errors(page: RoundPage, unfit: RoundUnfit) -> None:
    """Put what the service refused at the fields it belongs to."""
    for each in page.entries:
        if error := unfit.requests.get(each.request.pk):
            add_errors(each.form, error)
    for figure in page.figures:
        if error := unfit.readings.get(figure.kpi.pk):
            add_errors(figure.form, error)
