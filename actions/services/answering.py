"""Answering check-ins: one action or a whole page at once, changed until closing, entered for somebody, acknowledged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.viewer import Viewer
from actions.emails import tell_entered
from actions.facts import late_milestones, verdict
from actions.lifecycle import CHECK_IN
from actions.models import CheckIn, CheckInRequest, CheckInRound, CorrectiveAction, Milestone
from actions.models.check_in import HEALTHS
from actions.permissions import can_acknowledge, can_check_in, can_say_same
from actions.services.figures import report_reading
from actions.services.milestones import write_reached
from actions.services.roadblocks import raise_roadblock
from audit.services import changes, record
from common.access import Conflict, Unfit, require
from common.dates import short_date, today
from common.db import fit
from gaps.models import Kpi


@dataclass(frozen=True)
class Roadblock:
    """An obstacle that is raised with a check-in."""

    what: str
    put_to: User | None
    answer_by: date | None


@dataclass(frozen=True)
class Given:
    """One answer as given. `same` is "nothing new, all as last time"; dates of `forecasts` are by milestone."""

    same: bool = False
    health: str = ""
    happened: str = ""
    next_step: str = ""
    reached: frozenset[int] = frozenset()
    forecasts: Mapping[int, date] = field(default_factory=dict)
    finish_forecast: date | None = None
    roadblock: Roadblock | None = None


@dataclass(frozen=True)
class Told:
    """Who said it where somebody else writes it down, and how ("phone", "in person")."""

    by: User
    how: str


class RoundUnfit(Exception):
    """What does not fit on the page of a round: by request, and by indicator."""

    def __init__(self, requests: dict[int, Unfit], readings: dict[int, Unfit]):
        super().__init__("; ".join(str(each) for each in (*requests.values(), *readings.values())))
        self.requests, self.readings = requests, readings


@dataclass(frozen=True)
class Value:
    """A reading given with a check-in."""

    value: Decimal
    note: str = ""


@transaction.atomic
def send_round(
    round_: CheckInRound,
    answers: Mapping[int, Given],
    readings: Mapping[int, Value] | None = None,
    *,
    told: Told | None = None,
    by: Viewer,
    at: datetime,
) -> list[CheckIn]:
    """Write all answers of a page, by request, and all readings, by indicator; all of it or nothing.

    Raises `RoundUnfit` with what does not fit, for each of them.
    """
    unfit: dict[int, Unfit] = {}
    unfit_readings: dict[int, Unfit] = {}
    written = []
    for pk in sorted(answers):
        request = CheckInRequest.objects.get(pk=pk, round=round_)
        try:
            with transaction.atomic():
                written.append(check_in(request, answers[pk], told=told, by=by, at=at))
        except Unfit as error:
            unfit[pk] = error
    for pk, given in (readings or {}).items():
        try:
            with transaction.atomic():
                report_reading(Kpi.objects.get(pk=pk), on=today(at), value=given.value, note=given.note, by=by, at=at)
        except Unfit as error:
            unfit_readings[pk] = error
    if unfit or unfit_readings:
        raise RoundUnfit(unfit, unfit_readings)
    return written


def lock(request: CheckInRequest) -> CheckInRequest:
    """The request with what answering it looks at; the action's row is locked first, as every service does."""
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=request.action_id)
    CheckInRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    return CheckInRequest.objects.select_related("round__person").for_the_page().get(pk=request.pk)


@transaction.atomic
def check_in(request: CheckInRequest, given: Given, *, told: Told | None = None, by: Viewer, at: datetime) -> CheckIn:
    """Answer one request, or change the answer until it closes."""
    request = lock(request)
    answer = CheckIn.objects.filter(request=request).first()
    CHECK_IN.check(request.state, "amend" if answer else "answer", f"The check-in for {request.action.code}")
    require(can_check_in(by, request, at=at))
    if is_newer_asked(request):
        raise Conflict("The next check-in is asked for already, so this one is closed.")
    last = last_check_in(request)
    if given.same:
        require(can_say_same(request.action, last, late_milestones(request.action, today(at))))
        assert last is not None
        given = Given(same=True, health=last.health, next_step=last.next_step)
    else:
        check_given(request.action, given, today(at))
    reached = write_progress(request.action, given, by=by, at=at)
    rows = CorrectiveAction.objects.select_related("owner", "team", "department").prefetch_related("milestones")
    fresh = rows.with_facts(at).get(pk=request.action_id)
    says = verdict(fresh, at)
    if answer is None:
        answer = CheckIn(request=request, answered_by=by.user, answered_at=at)
        before = {}
    else:
        answer.amended_at = at
        before = kept(answer)
    answer.health, answer.computed, answer.computed_why = given.health, says.key, says.why
    answer.happened, answer.next_step = given.happened.strip(), given.next_step.strip()
    answer.is_same = given.same
    answer.reached = [*answer.reached, *reached]
    answer.told_by = told.by if told and told.by.pk != by.id else None
    answer.told_how = told.how if answer.told_by else ""  # type: ignore[union-attr]
    fit(answer)
    answer.save()
    request.state = "answered"
    request.save(update_fields=["state"])
    old, new = changes(before, kept(answer))
    record(
        "check_in.amended" if before else "check_in.given",
        request.action,
        actor=by.actor,
        at=at,
        department_id=request.action.department_id,
        old=old,
        new=new,
        reason=f"As told by {answer.told_by} ({answer.told_how})." if answer.told_by else "",
    )
    if given.roadblock and given.roadblock.what.strip():
        raise_roadblock(
            request.action,
            what=given.roadblock.what,
            put_to=given.roadblock.put_to,
            answer_by=given.roadblock.answer_by,
            by=by,
            at=at,
            checked=True,
        )
    if answer.told_by and not before:
        tell_entered(request, how=answer.told_how, by=by, at=at)
    return answer


def kept(answer: CheckIn) -> dict[str, object]:
    """What the history keeps of an answer."""
    return {
        "health": answer.get_health_display(),
        "happened": answer.happened,
        "next_step": answer.next_step,
        "reached": list(answer.reached),
    }


def is_newer_asked(request: CheckInRequest) -> bool:
    later = CheckInRequest.objects.filter(action=request.action_id, period_start__gt=request.period_start)
    return later.exists()


def last_check_in(request: CheckInRequest) -> CheckIn | None:
    """The newest answer about the action before this request."""
    return (
        CheckIn.objects.filter(request__action=request.action_id, request__period_start__lt=request.period_start)
        .order_by("-request__period_start")
        .first()
    )


def check_given(action: CorrectiveAction, given: Given, day: date) -> None:
    """Raise `Unfit` for what is missing: the health, and "when now?" for each late milestone."""
    errors: dict[str, list[str]] = {}
    if given.health not in dict(HEALTHS):
        errors["health"] = [f"Say how {action.code} is going."]
    for late in late_milestones(action, day):
        if late.pk in given.reached:
            continue
        when = given.forecasts.get(late.pk)
        if when is None:
            errors[f"when_{late.pk}"] = [f"Say when “{late.title}” is expected now, or tick it as reached."]
        elif when < day:
            errors[f"when_{late.pk}"] = [f"{short_date(when, day)} has passed; give a day from today on."]
    if given.finish_forecast and given.finish_forecast < day:
        errors["finish_forecast"] = [f"{short_date(given.finish_forecast, day)} has passed; give a day from today on."]
    block = given.roadblock
    if block and (block.what.strip() or block.put_to):
        if not block.what.strip():
            errors["roadblock"] = ["Say what is in the way."]
        if block.put_to is None:
            errors["put_to"] = ["Choose who can clear it."]
        if block.answer_by and block.answer_by < day:
            errors["answer_by"] = [f"{short_date(block.answer_by, day)} has passed; give a day from today on."]
    if errors:
        raise Unfit(errors)


def write_progress(action: CorrectiveAction, given: Given, *, by: Viewer, at: datetime) -> list[str]:
    """Mark milestones reached and write forecasts; returns the titles of those reached now. Promised dates stay."""
    day = today(at)
    titles = []
    rows = Milestone.objects.select_for_update(of=("self",)).filter(action=action, state__in=["planned", "in_progress"])
    for milestone in rows:
        milestone.action = action
        when = given.forecasts.get(milestone.pk)
        if milestone.pk in given.reached:
            titles.append(milestone.title)
            write_reached(milestone, on=day, proof_to_follow=True, by=by, at=at)
        elif when and when >= day and when != milestone.forecast_on:
            milestone.forecast_on = None if when == milestone.promised_on else when
            milestone.save(update_fields=["forecast_on"])
    if given.finish_forecast and given.finish_forecast != action.forecast_on:
        action.forecast_on = None if given.finish_forecast == action.due_on else given.finish_forecast
        action.save(update_fields=["forecast_on"])
    return titles


@transaction.atomic
def acknowledge(request: CheckInRequest, *, by: Viewer, at: datetime) -> CheckInRequest:
    """The reviewer has read the check-in. Nobody acknowledges their own."""
    request = lock(request)
    CHECK_IN.check(request.state, "acknowledge", f"The check-in for {request.action.code}")
    require(can_acknowledge(by, request))
    request.state, request.acknowledged_by, request.acknowledged_at = "acknowledged", by.user, at
    request.save(update_fields=["state", "acknowledged_by", "acknowledged_at"])
    record(
        "check_in.acknowledged",
        request.action,
        actor=by.actor,
        at=at,
        department_id=request.action.department_id,
        new={"state": "acknowledged"},
    )
    return request
