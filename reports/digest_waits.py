"""What waits for the readers of a digest: for all of them together, so that a batch costs what one reader did."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts import choices
from accounts.viewer import Viewer
from actions.models import ApprovalItem, ApprovalRequest, Blocker
from common.dates import days_away, short_date
from common.db import how_many
from common.numbers import figure
from common.text import counted
from gaps.permissions import PREPARE, SEE
from reports.gathering import LIMIT, open_questions, open_tasks
from reports.mywork import analyses_waiting, undecided_by

Line = dict[str, str]
Lines = dict[int, list[Line]]


def waits(viewers: Sequence[Viewer], day: date) -> Lines:
    """What waits for each reader, the most binding first: bundles, roadblocks, findings, questions, to-dos.

    Six statements, and one more for each set of roles that sees other analyses.
    """
    ids = [each.id for each in viewers]
    found: Lines = defaultdict(list)
    findings = finding_lines(viewers)
    before = [bundle_lines(ids, day), roadblock_lines(ids, day)]
    after = [question_lines(ids), task_lines(ids, day)]
    for viewer in viewers:
        for part in before:
            found[viewer.id] += part[viewer.id]
        found[viewer.id] += findings[viewer.id]
        for part in after:
            found[viewer.id] += part[viewer.id]
    return found


def wait(kind: str, title: str, text: str, path: str, label: str) -> Line:
    return {"kind": kind, "title": title, "text": text, "path": path, "label": label}


def by_person(rows: Iterable[Any], field: str, limit: int) -> dict[int, list[Any]]:
    """The first rows of each person, in the order they come in."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if len(mine := found[getattr(row, field)]) < limit:
            mine.append(row)
    return found


def bundle_lines(ids: list[int], day: date) -> Lines:
    """Submitted bundles with a plan that the person may still decide, the most pressing first."""
    signers: Any = ApprovalRequest.signers.through._default_manager
    pending = ApprovalItem.objects.filter(request=OuterRef("approvalrequest"), state="pending")
    rows = (
        signers.filter(user__in=ids, approvalrequest__state="submitted")
        .filter(Exists(undecided_by(OuterRef("user"), OuterRef("approvalrequest"))))
        .select_related("approvalrequest__analysis")
        .annotate(pending_count=how_many(pending))
        .order_by("approvalrequest__due_on", "approvalrequest__number")
    )
    mine = by_person(rows, "user_id", LIMIT)
    bundles = {each.approvalrequest_id: each for rows in mine.values() for each in rows}
    costs = costs_of(bundles)
    lines = {pk: bundle_line(row.approvalrequest, row.pending_count, costs[pk], day) for pk, row in bundles.items()}
    return defaultdict(list, {who: [lines[each.approvalrequest_id] for each in rows] for who, rows in mine.items()})


def bundle_line(bundle: ApprovalRequest, pending: int, cost: tuple[Decimal, Decimal], day: date) -> Line:
    once, yearly = cost
    money = f", {sum_words(once)} once" if once else ""
    money += f", {sum_words(yearly)} per year" if yearly else ""
    until = f"Decide by {short_date(bundle.due_on, day)}, {days_away(bundle.due_on, day)}." if bundle.due_on else ""
    title = f"{bundle}: {counted(pending, 'plan')}{money}"
    return wait("bundle", title, until, reverse("approval", args=[bundle.pk]), "Read and decide")


def costs_of(bundles: Iterable[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """What the pending plans of each bundle cost, once and per year, as they were put."""
    found: dict[int, tuple[Decimal, Decimal]] = {pk: (Decimal(0), Decimal(0)) for pk in bundles}
    if found:
        pending = ApprovalItem.objects.filter(request__in=found, state="pending")
        for pk, once, yearly in pending.values_list(
            "request_id", "snapshot__values__cost_once", "snapshot__values__cost_yearly"
        ):
            sums = found[pk]
            found[pk] = sums[0] + Decimal(once or 0), sums[1] + Decimal(yearly or 0)
    return found


def sum_words(value: Decimal) -> str:
    return f"{choices.currency()}\u00a0{figure(value)}"


def roadblock_lines(ids: list[int], day: date) -> Lines:
    """Roadblocks put to the person."""
    rows = Blocker.objects.filter(put_to__in=ids, state="open").select_related("action").order_by("answer_by", "pk")
    found: Lines = defaultdict(list)
    for who, blocks in by_person(rows, "put_to_id", 10).items():
        for block in blocks:
            late = days_away(block.answer_by, day)
            until = late if "late" in late else "by " + short_date(block.answer_by, day)
            title = f"Roadblock, answer {until}: {block.what}"
            path = reverse("roadblock", args=[block.pk])
            found[who].append(wait("roadblock", title, str(block.action), path, "Answer it"))
    return found


def finding_lines(viewers: Sequence[Viewer]) -> Lines:
    """Analyses with a finding that waits for a response. Whose roles are alike sees the same ones."""
    seen: dict[Hashable, list[Line]] = {}
    found: Lines = {}
    for viewer in viewers:
        key = viewer.may(PREPARE), viewer.may(SEE), tuple(viewer.departments_with(SEE))
        if key not in seen:
            seen[key] = [
                wait(
                    "finding",
                    f"Findings of “{analysis}” wait for your response",
                    "",
                    reverse("responses", args=[analysis.pk]),
                    "Answer",
                )
                for analysis in analyses_waiting(viewer)[:5]
            ]
        found[viewer.id] = seen[key]
    return found


def question_lines(ids: list[int]) -> Lines:
    """Questions that were put to the person."""
    found: Lines = defaultdict(list)
    for who, questions in by_person(open_questions().filter(answerer__in=ids), "answerer_id", 5).items():
        for each in questions:
            title = f"{each.asked_by} asks: {each.question}"
            found[who].append(wait("question", title, "", reverse("question", args=[each.pk]), "Answer"))
    return found


def task_lines(ids: list[int], day: date) -> Lines:
    """The person's to-dos."""
    found: Lines = defaultdict(list)
    for who, tasks in by_person(open_tasks().filter(owner__in=ids), "owner_id", 5).items():
        for each in tasks:
            due = f"Due {short_date(each.due_on, day)}, {days_away(each.due_on, day)}." if each.due_on else ""
            found[who].append(wait("task", each.title, due, "/", "Open"))
    return found
