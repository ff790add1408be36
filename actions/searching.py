"""What of actions can be found, and by whom. Called by whatever changes their wording, people or milestones."""

from datetime import datetime

from django.db.models import F
from django.urls import reverse

from accounts.models import User
from actions.models import ApprovalItem, CorrectiveAction, Milestone
from common.db import hang
from search.services import Found, Reader, put


def index_actions(*pks: int, at: datetime) -> None:
    """Write the actions as they stand, with milestones."""
    rows = list(CorrectiveAction.objects.filter(pk__in=pks).select_related("gap"))
    helpers = User.objects.filter(contributed_actions__in=pks).annotate(action_id=F("contributed_actions"))
    items = ApprovalItem.objects.filter(action__in=pks).select_related("request").prefetch_related("request__signers")
    hang(rows, "milestones", Milestone.objects.filter(action__in=pks), "action_id")
    hang(rows, "contributors", helpers, "action_id")
    hang(rows, "items", items, "action_id")
    put(*map(found_action, rows), at=at)


def found_action(action: CorrectiveAction) -> Found:
    """An action; whoever works on it or decides it finds its gap and its analysis too, as `personal` says."""
    milestones = [f"Milestone: {each.title}" for each in action.milestones.all() if each.state != "dropped"]
    return Found(
        kind="action",
        object_id=action.pk,
        title=action.title,
        address=reverse("action", args=[action.pk]),
        reference=action.code,
        sub=f"answers {action.gap.code}",
        body=[*action.scope.splitlines(), action.success_measure, action.suggested_owner, *milestones],
        state=action.state,
        state_label=action.get_state_display(),
        department_id=action.department_id,
        owner_id=action.owner_id,
        team_id=action.team_id,
        analysis_id=action.gap.analysis_id,
        is_draft=action.gap.state == "draft",
        readers=readers_of(action),
    )


def readers_of(action: CorrectiveAction) -> list[Reader]:
    """Owner, team, sponsor, reviewer, helpers and signers, for the action and for what it answers."""
    people = {action.owner_id, action.sponsor_id, action.reviewer_id} - {None}
    people |= {each.pk for each in action.contributors.all()}
    people |= {signer.pk for item in action.items.all() for signer in item.request.signers.all()}
    who = [("person", pk) for pk in sorted(pk for pk in people if pk)]
    if action.team_id:
        who.append(("team", action.team_id))
    what = [("action", action.pk), ("gap", action.gap_id), ("analysis", action.gap.analysis_id)]
    if action.kpi_id:
        what.append(("kpi", action.kpi_id))
    return [Reader(kind, pk, reader, reader_id) for kind, pk in what for reader, reader_id in who]
