"""Completing plans before approval: owner, dates, milestone, causes answered, indicator and cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Department
from accounts.numbering import next_numbers
from accounts.viewer import Viewer
from actions.lifecycle import ACTION
from actions.models import DEFAULT_MILESTONE, ActionCause, CorrectiveAction, Milestone
from actions.permissions import can_edit_plan
from actions.querysets import WORKED_ON
from actions.searching import index_actions
from actions.services.open_requests import skip_open_requests
from actions.services.pending import refresh_pending_item
from audit.services import record, record_many
from common.access import Conflict, Unfit, require
from common.canonical import digest, plain
from common.dates import short_date
from common.db import fit, write_many
from gaps.models import Gap, GapAnalysis, RootCause, SourceLine
from gaps.permissions import can_edit_analysis
from search.services import moved

PLAN_FIELDS = (
    "title",
    "scope",
    "kind",
    "owner",
    "team",
    "sponsor",
    "reviewer",
    "start_on",
    "due_on",
    "cost_once",
    "cost_yearly",
    "kpi",
    "kpi_from",
    "kpi_to",
    "shows_after_weeks",
    "no_cause_reason",
)


@dataclass(frozen=True)
class NewAction:
    """An action to add to a gap: what is said of it, and the causes that it may answer."""

    gap: Gap
    title: str
    scope: str = ""
    department: Department | None = None
    suggested_owner: str = ""
    suggested_due_on: date | None = None
    success_measure: str = ""
    suggested_causes: Iterable[RootCause] = ()
    line: SourceLine | None = None


def add_action(gap: Gap, *, by: Viewer, at: datetime, checked: bool = False, **said: Any) -> CorrectiveAction:
    """Add an action to a gap of a draft analysis; `said` as `NewAction` has it."""
    return add_actions([NewAction(gap, **said)], by=by, at=at, checked=checked)[0]


@transaction.atomic
def add_actions(new: Sequence[NewAction], *, by: Viewer, at: datetime, checked: bool = False) -> list[CorrectiveAction]:
    """Add actions to gaps of a draft analysis, in a few statements however many they are.

    Links to causes are suggestions until somebody confirms them. `checked` says that the caller has asked whether the
    person may, as the correction of an issued analysis does.
    """
    for analysis in {each.gap.analysis_id: each.gap.analysis for each in new}.values():
        if not checked:
            require(can_edit_analysis(by, analysis))
    actions = [
        CorrectiveAction(
            number=number,
            gap=each.gap,
            department=each.department or each.gap.department,
            title=each.title,
            scope=each.scope,
            suggested_owner=each.suggested_owner,
            suggested_due_on=each.suggested_due_on,
            due_on=each.suggested_due_on,
            success_measure=each.success_measure,
            line=each.line,
            created_at=at,
        )
        for number, each in zip(next_numbers(CorrectiveAction, len(new)), new, strict=True)
    ]
    write_many(actions)
    ActionCause.objects.bulk_create(
        [
            ActionCause(action=action, cause=cause)
            for action, each in zip(actions, new, strict=True)
            for cause in each.suggested_causes
        ],
        batch_size=500,
    )
    index_actions(*(action.pk for action in actions), at=at)
    record_many("action.added", ((each, {"new": {"title": each.title}}) for each in actions), actor=by.actor, at=at)
    return actions


def plan_token(action: CorrectiveAction) -> str:
    """Changes whenever the plan does; a page carries it, so that a stale one never overwrites."""
    milestone = first_milestone(action)
    return digest(
        [
            {name: plain_value(getattr(action, name)) for name in PLAN_FIELDS},
            [milestone.title, milestone.promised_on] if milestone else None,
            sorted(link.cause_id for link in action.cause_links.all() if link.is_confirmed),
            action.state,
        ]
    )[:20]


def plain_value(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


def first_milestone(action: CorrectiveAction) -> Milestone | None:
    """The first milestone that is not dropped; the plan grid shows this one."""
    return next((each for each in action.milestones.all() if each.state != "dropped"), None)


@transaction.atomic
def save_plan(
    action: CorrectiveAction,
    values: dict[str, Any],
    *,
    milestone: str | None = None,
    milestone_on: date | None = None,
    causes: Iterable[int] | None = None,
    token: str = "",
    by: Viewer,
    at: datetime,
    checked: bool = False,
) -> CorrectiveAction:
    """Write a plan that is not approved yet. `values` holds any of PLAN_FIELDS; what is not named stays.

    `token` is the one the page was made with; where the plan moved on since, `Conflict` says so and nothing is
    written. Where the plan waits for a decision, its signers are asked anew, with the difference. `checked` says that
    the caller has asked whether the person may, as handing over has.
    """
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    action = CorrectiveAction.objects.full_plans().get(pk=action.pk)
    if not checked:
        require(can_edit_plan(by, action))
    if token and token != plan_token(action):
        raise Conflict(
            f"{action.code} was changed by somebody else since you opened it. Load it again; nothing was saved."
        )
    old_due = action.due_on
    old, new = set_fields(action, values)
    forget_answer_of_another_owner(action, new)
    check_effect(action)
    fit(action)
    action.save()
    shifted = save_first_milestone(action, milestone, milestone_on, old_due)
    linked = save_causes(action, causes)
    if new or shifted or linked:
        index_actions(action.pk, at=at)
        record(
            "plan.saved",
            action,
            actor=by.actor,
            at=at,
            department_id=None if action.gap.state == "draft" else action.department_id,
            old=old,
            new={**new, **shifted, **linked},
        )
        refresh_pending_item(action, by=by, at=at)
    return action


def set_fields(action: CorrectiveAction, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set fields, keys given as objects or as ids; returns what changed, old and new, people and indicators by name."""
    old, new = {}, {}
    for name, value in values.items():
        field: Any = action._meta.get_field(name.removesuffix("_id"))
        before = getattr(action, field.name)
        if plain(plain_value(before)) == plain(plain_value(value)):
            continue
        setattr(action, field.name if hasattr(value, "pk") else field.attname, value)
        after = getattr(action, field.name)
        old[field.name], new[field.name] = (str(each) if hasattr(each, "pk") else each for each in (before, after))
    return old, new


def forget_answer_of_another_owner(action: CorrectiveAction, new: dict[str, Any]) -> None:
    """A new owner has not accepted anything yet; a new date is put to the same owner anew."""
    if {"owner", "team", "due_on"} & set(new):
        action.owner_answer, action.owner_answer_reason, action.owner_answered_at = "", "", None


def check_effect(action: CorrectiveAction) -> None:
    """An effect names its indicator, and its two figures differ."""
    errors: dict[str, list[str]] = {}
    if action.kpi is None and (action.kpi_from is not None or action.kpi_to is not None):
        errors["kpi"] = ["Choose the indicator that the figures belong to."]
    if action.kpi_to is not None and action.kpi_to == action.kpi_from:
        errors["kpi_to"] = ["From and to are the same, so nothing would move."]
    if action.start_on and action.due_on and action.due_on < action.start_on:
        errors["due_on"] = [f"Before the start, {short_date(action.start_on, action.due_on)}."]
    for name in ("cost_once", "cost_yearly"):
        if (getattr(action, name) or 0) < 0:
            errors[name] = ["A cost is nought or more."]
    if action.owner_id and action.team_id:
        errors["owner"] = ["Name one owner: a person or a team."]
    if errors:
        raise Unfit(errors)


def save_first_milestone(
    action: CorrectiveAction, title: str | None, on: date | None, old_due: date | None
) -> dict[str, Any]:
    """Make or change the first milestone. Its date follows the finish until it has one of its own."""
    milestone = first_milestone(action)
    if milestone is None:
        if not title:
            return {}
        milestone = Milestone(action=action, title=title, promised_on=on or action.due_on)
    else:
        before = (milestone.title, milestone.promised_on)
        if title:
            milestone.title = title
        if on:
            milestone.promised_on = on
        elif milestone.promised_on in (None, old_due):
            milestone.promised_on = action.due_on
        if before == (milestone.title, milestone.promised_on):
            return {}
    if milestone.promised_on and action.due_on and milestone.promised_on > action.due_on:
        raise Unfit({"milestone_on": [f"After the finish, {short_date(action.due_on, milestone.promised_on)}."]})
    fit(milestone)
    milestone.save()
    return {"milestone": milestone.title, "milestone_on": milestone.promised_on}


def save_causes(action: CorrectiveAction, causes: Iterable[int] | None) -> dict[str, Any]:
    """Set which causes the action answers; the links are confirmed thereby."""
    if causes is None:
        return {}
    wanted = set(causes)
    now = {link.cause_id: link for link in action.cause_links.all()}
    if wanted == {pk for pk, link in now.items() if link.is_confirmed} and set(now) == wanted:
        return {}
    known = {cause.pk: cause for cause in RootCause.objects.filter(gap__analysis=action.gap.analysis_id, pk__in=wanted)}
    if set(known) != wanted:
        raise Unfit({"causes": ["Choose causes of this analysis."]})
    action.cause_links.all().delete()
    ActionCause.objects.bulk_create(ActionCause(action=action, cause_id=pk, is_confirmed=True) for pk in sorted(wanted))
    return {"causes": [known[pk].text for pk in sorted(wanted)]}


@transaction.atomic
def confirm_suggestions(analysis: GapAnalysis, *, by: Viewer, at: datetime) -> int:
    """Confirm every suggested link between action and cause in the plans one may edit; returns how many."""
    plans = list(
        CorrectiveAction.objects.select_for_update(of=("self",))
        .filter(gap__analysis=analysis, cause_links__is_confirmed=False)
        .order_by("pk")
    )
    confirmed = 0
    for action in CorrectiveAction.objects.full_plans().filter(pk__in={plan.pk for plan in plans}).order_by("number"):
        if not can_edit_plan(by, action):
            continue
        confirmed += sum(not link.is_confirmed for link in action.cause_links.all())
        save_plan(action, {}, causes=[link.cause_id for link in action.cause_links.all()], by=by, at=at)
    return confirmed


def ensure_milestone(action: CorrectiveAction) -> None:
    """Give a plan without one the default milestone: finished, with proof, on the finish date."""
    if first_milestone(action) is None:
        milestone = Milestone(action=action, title=DEFAULT_MILESTONE, promised_on=action.due_on)
        fit(milestone)
        milestone.save()


@transaction.atomic
def cancel_action(action: CorrectiveAction, *, reason: str, by: Viewer, at: datetime) -> CorrectiveAction:
    """Cancel an action that is not approved; afterwards it asks for nothing any more."""
    action = CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    require(can_edit_plan(by, action))
    return move_action(action, "cancel", reason=reason, by=by, at=at)


def move_action(
    action: CorrectiveAction, verb: str, *, reason: str = "", by: Viewer, at: datetime, **fields: Any
) -> CorrectiveAction:
    """Make one move of the lifecycle on a locked row, with its entry in the history."""
    from_state = action.state
    move = ACTION.check(from_state, verb, action.code)
    if move.reason_needed and not reason.strip():
        raise Unfit({"reason": [f"Give a reason: {move.label.lower()} {action.code}."]})
    action.state, action.state_reason = move.target, reason.strip()
    for name, value in fields.items():
        setattr(action, name, value)
    fit(action)
    action.save()
    if from_state in WORKED_ON and move.target not in WORKED_ON:
        skip_open_requests(action, f"{action.code} is {ACTION.labels[move.target].lower()}.", at=at)
    moved("action", action.pk, state=action.state, label=action.get_state_display(), at=at)
    record(
        f"action.{move.target}",
        action,
        actor=by.actor,
        at=at,
        department_id=action.department_id,
        old={"state": from_state},
        new={"state": move.target},
        reason=reason.strip(),
    )
    return action
