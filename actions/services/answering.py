"""Answering check-ins: one action or a whole page at once, changed until closing, entered for somebody, acknowledged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.viewer import Viewer
from actions.check_in_statements import lock_action, lock_request
from actions.emails import tell_entered
from actions.facts import late_milestones, verdicts
from actions.lifecycle import CHECK_IN
from actions.models import CheckIn, CheckInRequest, CheckInRound, CorrectiveAction, Milestone
from actions.models.check_in import HEALTHS
from actions.permissions import can_acknowledge, can_check_in, can_say_same
from actions.querysets import CheckInRequestQuerySet
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

    @property
    def moves(self) -> bool:
        """Whether it changes milestones or the finish."""
        return bool(self.reached or self.forecasts or self.finish_forecast)


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
    locked: CheckInRequest | None = None,
    by: Viewer,
    at: datetime,
) -> list[CheckIn]:
    """Write all answers of a page, by request, and all readings, by indicator; all of it or nothing.

    `locked` is a request that the caller has locked in this transaction already. Raises `RoundUnfit` with what does not
    fit, for each of them.
    """
    unfit: dict[int, Unfit] = {}
    unfit_readings: dict[int, Unfit] = {}
    written = []
    for pk in sorted(answers):
        try:
            with transaction.atomic():
                request = locked if locked is not None and locked.pk == pk else lock(pk, round_)
                written.append(answer_locked(request, answers[pk], told=told, by=by, at=at))
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


def lock(pk: int, round_: CheckInRound | None = None) -> CheckInRequest:
    """The request with what answering it looks at; the action's row is locked first, as every service does."""
    CorrectiveAction.objects.select_for_update(of=("self",)).only("pk").get(check_in_requests=pk)
    rows = locking().select_related("round__person")
    return rows.get(pk=pk, round=round_) if round_ else rows.get(pk=pk)


def lock_asked(round_: CheckInRound, action: int) -> CheckInRequest | None:
    """What the round asks about the action, locked in the same way; None where it asks nothing any more."""
    if not lock_action(action):
        return None
    found = lock_request(round_.pk, action)
    if found is None or found.state in ("excused", "skipped") or not found.is_newest:  # type: ignore[attr-defined]
        return None
    found.round = round_
    return found


def locking() -> CheckInRequestQuerySet:
    """Requests with all that answering looks at, locked as they are read."""
    return CheckInRequest.objects.select_for_update(of=("self",)).for_the_page().marked_newest()


@transaction.atomic
def check_in(request: CheckInRequest, given: Given, *, told: Told | None = None, by: Viewer, at: datetime) -> CheckIn:
    """Answer one request, or change the answer until it closes."""
    return answer_locked(lock(request.pk), given, told=told, by=by, at=at)


def answer_locked(request: CheckInRequest, given: Given, *, told: Told | None, by: Viewer, at: datetime) -> CheckIn:
    """The same for a request whose rows are locked."""
    answer: CheckIn | None = getattr(request, "check_in", None)
    CHECK_IN.check(request.state, "amend" if answer else "answer", f"The check-in for {request.action.code}")
    require(can_check_in(by, request, at=at))
    if not request.is_newest:  # type: ignore[attr-defined]
        raise Conflict("The next check-in is asked for already, so this one is closed.")
    if given.same:
        last = last_check_in(request)
        require(can_say_same(request.action, last, late_milestones(request.action, today(at))))
        assert last is not None
        given = Given(same=True, health=last.health, next_step=last.next_step)
    else:
        check_given(request.action, given, today(at))
    action, reached = request.action, []
    if given.moves:
        reached = write_progress(action, given, by=by, at=at)
        action = CorrectiveAction.objects.prefetch_related("milestones").get(pk=action.pk)
    says = verdicts([action], at)[action.pk]
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
    how = told.how if told and told.by.pk != by.id else ""
    # Who changes the owner's own answer for them does not make it a told one; the history says who did and how.
    is_told = bool(told and how and told.by.pk != answer.answered_by_id)
    answer.told_by, answer.told_how = (told.by, how) if told and is_told else (None, "")
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
        reason=f"As told by {told.by} ({how})." if told and how else "",
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
    if how and not before:
        tell_entered(request, how=how, by=by, at=at)
    return answer


def kept(answer: CheckIn) -> dict[str, object]:
    """What the history keeps of an answer."""
    return {
        "health": answer.get_health_display(),
        "happened": answer.happened,
        "next_step": answer.next_step,
        "reached": list(answer.reached),
    }


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
    request = lock(request.pk)
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
