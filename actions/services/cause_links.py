"""Which action answers which cause: linked, taken away, and what an import suggests confirmed or declined."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.viewer import Viewer
from actions.models import ActionCause, CorrectiveAction
from actions.permissions import can_edit_plan, can_plan
from actions.services.pending import refresh_pending_item
from audit.services import record
from common.access import Unfit, require
from gaps.models import Gap, RootCause


def causes_open_to(action: CorrectiveAction) -> Q:
    """The causes that an action may answer: those of its analysis, whichever gap they are at home in."""
    return Q(gap__analysis=action.gap.analysis_id)


@transaction.atomic
def change_links(
    action: CorrectiveAction,
    *,
    add: Iterable[int] = (),
    drop: Iterable[int] = (),
    by: Viewer,
    at: datetime,
    checked: bool = False,
) -> bool:
    """Add and take away links of a plan that is not signed; what is suggested besides stays so. `add` confirms.

    `checked` says that the caller has asked whether the person may, as putting causes together has.
    """
    CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    action = CorrectiveAction.objects.full_plans().get(pk=action.pk)
    require(can_plan(by) if checked else can_edit_plan(by, action))
    links = {link.cause_id: link for link in action.cause_links.all()}
    before = {pk for pk, link in links.items() if link.is_confirmed}
    gone = {pk for pk in drop if pk in links}
    new = [pk for pk in dict.fromkeys(add) if pk not in before and pk not in gone]
    known = dict(RootCause.objects.filter(causes_open_to(action), pk__in=new).values_list("pk", "text"))
    if set(known) != set(new):
        raise Unfit({"causes": ["Choose causes of this analysis."]})
    if not gone and not new:
        return False
    ActionCause.objects.filter(pk__in=[links[pk].pk for pk in gone]).delete()
    ActionCause.objects.filter(pk__in=[links[pk].pk for pk in new if pk in links]).update(is_confirmed=True)
    ActionCause.objects.bulk_create(
        ActionCause(action=action, cause_id=pk, is_confirmed=True) for pk in new if pk not in links
    )
    words = {pk: link.cause.text for pk, link in links.items()} | known
    record(
        "plan.causes_linked",
        action,
        actor=by.actor,
        at=at,
        department_id=None if action.gap.state == "draft" else action.department_id,
        old={"causes": [words[pk] for pk in sorted(before)], "declined": suggested_words(links, gone)},
        new={"causes": [words[pk] for pk in sorted((before - gone) | set(new))]},
    )
    refresh_pending_item(action, by=by, at=at)
    return True


def suggested_words(links: dict[int, ActionCause], gone: set[int]) -> list[str]:
    """The suggestions among the links that go, in words."""
    return [link.cause.text for pk, link in sorted(links.items()) if pk in gone and not link.is_confirmed]


@transaction.atomic
def settle_suggestions(gap: Gap, *, confirm: bool, by: Viewer, at: datetime) -> int:
    """Confirm or decline every suggested link between a cause of the gap and a plan one may edit; returns how many."""
    links = ActionCause.objects.filter(
        Q(cause__gap=gap) | Q(cause__gap_links__gap=gap) | Q(action__gap=gap), is_confirmed=False
    )
    suggested: dict[int, set[int]] = {}
    for action_id, cause_id in links.values_list("action_id", "cause_id"):
        suggested.setdefault(action_id, set()).add(cause_id)
    settled = 0
    for action in CorrectiveAction.objects.select_related("gap").filter(pk__in=suggested).order_by("number"):
        if not can_edit_plan(by, action):
            continue
        pks = sorted(suggested[action.pk])
        change_links(action, add=pks if confirm else (), drop=() if confirm else pks, by=by, at=at)
        settled += len(pks)
    return settled
