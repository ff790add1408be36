"""The statements that every answer to a check-in runs, written once: building them cost more than running them."""

from functools import lru_cache

from django.db.models import BigIntegerField, DateField, Exists, prefetch_related_objects

from accounts.models import User
from accounts.viewer import Viewer
from actions.models import CheckIn, CheckInRequest, CheckInRound, CorrectiveAction
from common.compiled import SOMEBODY, Compiled, CompiledModels, Slot, compiled, compiled_models
from gaps.permissions import SEE

ROUND, ACTION = Slot("round", BigIntegerField()), Slot("action", BigIntegerField())
DAY = Slot("day", DateField())


def round_asked(viewer: Viewer, pk: int, only: int | None) -> CheckInRound | None:
    """The round, with whose it is, if it asks about an action that the viewer sees; `only` names the one it is about."""
    departments = tuple(viewer.departments_with(SEE))
    statement = asking(viewer.everywhere, departments, viewer.teams, one=only is not None)
    found: CheckInRound | None = statement.first(viewer.id, round=pk, action=only)
    return found


@lru_cache(maxsize=512)
def asking(
    everywhere: frozenset[str], departments: tuple[int, ...], teams: tuple[int, ...], *, one: bool
) -> CompiledModels:
    """The statement for everybody with these roles, departments and teams."""
    viewer = Viewer(User(pk=SOMEBODY), everywhere, {pk: frozenset([SEE]) for pk in departments}, teams)
    asked = CheckInRequest.objects.visible_to(viewer).filter(round=ROUND)
    if one:
        asked = asked.filter(action=ACTION)
    return compiled_models(CheckInRound.objects.filter(Exists(asked), pk=ROUND).select_related("person"))


def lock_action(pk: int) -> bool:
    """Lock the action's row, inside the caller's transaction; False where there is none."""
    return bool(locking_action().rows(pk))


@lru_cache(maxsize=1)
def locking_action() -> Compiled:
    return compiled(
        CorrectiveAction.objects.select_for_update(of=("self",)).filter(pk=SOMEBODY).order_by().values_list("pk")
    )


def lock_request(round_id: int, action: int) -> CheckInRequest | None:
    """The round's request about the action with all that answering looks at, locked as it is read."""
    found: CheckInRequest | None = locking_request().first(action, round=round_id)
    if found is not None:
        prefetch_related_objects([found], "action__milestones")
        if found.action.team_id:
            prefetch_related_objects([found], "action__team__members")
    return found


@lru_cache(maxsize=1)
def locking_request() -> CompiledModels:
    rows = CheckInRequest.objects.select_for_update(of=("self",)).for_the_page().marked_newest()
    return compiled_models(rows.filter(round=ROUND, action=SOMEBODY).order_by("pk"))


def last_answer(request: CheckInRequest) -> CheckIn | None:
    """The newest answer about the action from before the request."""
    found: CheckIn | None = answers_before().first(request.action_id, day=request.period_start)
    return found


@lru_cache(maxsize=1)
def answers_before() -> CompiledModels:
    rows = CheckIn.objects.filter(request__action=SOMEBODY, request__period_start__lt=DAY).select_related("request")
    return compiled_models(rows.order_by("-request__period_start")[:1])
