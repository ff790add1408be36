"""The digest to leadership: what waits for this reader first, then whether the gaps close, then what changed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse

from accounts import choices
from accounts.models import Organisation, User
from accounts.people import people_with
from accounts.rhythm import digest_rhythm, organisation
from accounts.viewer import Viewer, load_viewer
from actions.emails import mail_to
from actions.models import ApprovalItem, Blocker, CorrectiveAction
from actions.permissions import DECIDE
from audit.services import head
from common.cadence import Period, Rhythm, period_at
from common.dates import days_away, short_date, today
from common.numbers import figure
from common.once import once, one_request
from common.text import counted, listed
from gaps.models import GapAnalysis
from gaps.permissions import PREPARE, SEE
from meetings.followup import plans_in_force
from notifications.services import ring
from reports.changes import changes_since, open_roadblocks
from reports.gathering import questions_for, tasks_for
from reports.kpi_rows import kpi_rows
from reports.models import Digest
from reports.mywork import analyses_waiting, bundles_for
from reports.promises import Kept, first_week, may_compare, promises, request_counts

GRAVE = ("off", "worse", "differs", "silent")


def readers() -> list[User]:
    """Who gets the digest: whom the follow-up plan in force names, and whoever decides where an analysis has none yet."""
    plans = plans_in_force()
    named = {pk for plan in plans.values() for pk in plan["readers"]}
    followed = GapAnalysis.objects.exclude(state__in=["draft", "closed", "superseded"])
    leaders = [] if plans and not followed.exclude(pk__in=plans).exists() else people_with(DECIDE)
    ids = named | {each.pk for each in leaders}
    return list(User.objects.filter(pk__in=ids, is_active=True).select_related("department").order_by("name", "pk"))


def send_digests(at: datetime) -> int:
    """Write the digests whose period has begun; returns how many. Safe to run twice; missed periods are skipped."""
    if not GapAnalysis.objects.exclude(state="draft").exists():
        return 0
    own = organisation()
    due = []
    for person in readers():
        rhythm = digest_rhythm(own, person)
        period = period_at(rhythm, at) if rhythm else None
        if rhythm is not None and period is not None and person.joined_at < period.begins_at:
            due.append((person, rhythm, period))
    starts = {period.start for _, _, period in due}
    there = set(Digest.objects.filter(period_start__in=starts).values_list("person", "period_start")) if due else set()
    with one_request():
        return sum(
            write_digest(person, own, rhythm, period, at)
            for person, rhythm, period in due
            if (person.pk, period.start) not in there
        )


@transaction.atomic
def write_digest(person: User, own: Organisation, rhythm: Rhythm, period: Period, at: datetime) -> int:
    """Keep what the digest says and put its mail into the outbox, once."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    last = Digest.objects.filter(person=person).order_by("-made_at").first()
    if last is not None and last.period_start >= period.start:
        return 0
    since = last.made_at if last else period.begins_at - timedelta(days=rhythm.days)
    data = digest_data(load_viewer(person, channel="task"), since=since, at=at)
    made = Digest.objects.create(
        person=person,
        period_start=period.start,
        since=since,
        made_at=at,
        subject=subject_of(data),
        data=data,
        chain_head=head(),
    )
    mail_to(
        person,
        "digest",
        f"digest:{person.pk}:{period.start}",
        {
            "digest": made,
            "data": data,
            "subject_words": made.subject,
            "organisation": own.name,
            "rhythm": rhythm.words,
            "base": settings.BASE_URL,
            "here": settings.BASE_URL + reverse("digest", args=[made.pk]),
            "scorecard": settings.BASE_URL + reverse("scorecard"),
            "settings": settings.BASE_URL + reverse("profile"),
        },
        department_id=None,
        at=at,
    )
    ring()
    return 1


def digest_data(viewer: Viewer, *, since: datetime, at: datetime) -> dict[str, Any]:
    """What the digest says, as plain words and figures, with the reader's rights."""
    day = today(at)
    total = alike(viewer, f"kept {at}", lambda: kept_in_all(viewer, day, at))
    changed = alike(viewer, f"changed {since} {at}", lambda: changes_since(viewer, since, at))
    return {
        "day": short_date(day),
        "since": short_date(today(since), day),
        "waits": waits(viewer, day),
        "kpis": alike(viewer, f"kpis {day}", lambda: [row.line for row in kpi_rows(viewer, day)]),
        "plan": alike(viewer, f"plan {day}", lambda: plan_in_numbers(viewer, day)),
        "changed": [line.plain() for line in changed],
        "roadblocks": [roadblock_line(each, day) for each in open_roadblocks(viewer) if each.put_to_id != viewer.id],
        "kept": {
            "due": total.due,
            "on_time": total.on_time,
            "share": total.share,
            "slip": total.slip,
            "asked": total.asked,
            "answered": total.answered,
        },
    }


def alike(viewer: Viewer, what: str, work: Callable[[], Any]) -> Any:
    """What reads the same to all who see the whole organisation is worked out once for all digests of a run."""
    if not (may_compare(viewer) and (viewer.may(SEE) or viewer.may(PREPARE))):
        return work()
    return once(f"digest {what} {viewer.may(PREPARE)}", work)


def kept_in_all(viewer: Viewer, day: date, at: datetime) -> Kept:
    """How promises were kept, summed over the departments."""
    counts = request_counts(viewer, first_week(day), at)
    return promises(viewer, first_week(day), at, counts)[1]


def roadblock_line(block: Blocker, day: date) -> dict[str, str]:
    """An open roadblock that somebody else is asked to clear."""
    return {
        "title": block.what,
        "text": f"{block.action.code}, put to {block.put_to}, answer {days_away(block.answer_by, day)}.",
        "path": reverse("roadblock", args=[block.pk]),
    }


def waits(viewer: Viewer, day: date) -> list[dict[str, str]]:
    """What waits for this reader, the most binding first: bundles, roadblocks, findings, questions, to-dos."""
    found = []
    for bundle in bundles_for(viewer):
        once, yearly = cost_of(bundle.pk)
        money = f", {sum_words(once)} once" if once else ""
        money += f", {sum_words(yearly)} per year" if yearly else ""
        until = f"Decide by {short_date(bundle.due_on, day)}, {days_away(bundle.due_on, day)}." if bundle.due_on else ""
        title = f"{bundle}: {counted(bundle.pending_count, 'plan')}{money}"  # type: ignore[attr-defined]
        found.append(wait("bundle", title, until, reverse("approval", args=[bundle.pk]), "Read and decide"))
    blocks = Blocker.objects.filter(put_to=viewer.user, state="open").select_related("action").order_by("answer_by")
    for block in blocks[:10]:
        late = days_away(block.answer_by, day)
        title = (
            f"Roadblock, answer {late if 'late' in late else 'by ' + short_date(block.answer_by, day)}: {block.what}"
        )
        found.append(wait("roadblock", title, str(block.action), reverse("roadblock", args=[block.pk]), "Answer it"))
    for analysis in analyses_waiting(viewer)[:5]:
        title = f"Findings of “{analysis}” wait for your response"
        found.append(wait("finding", title, "", reverse("responses", args=[analysis.pk]), "Answer"))
    for question in questions_for(viewer)[:5]:
        title = f"{question.asked_by} asks: {question.question}"
        found.append(wait("question", title, "", reverse("question", args=[question.pk]), "Answer"))
    for task in tasks_for(viewer)[:5]:
        due = f"Due {short_date(task.due_on, day)}, {days_away(task.due_on, day)}." if task.due_on else ""
        found.append(wait("task", task.title, due, "/", "Open"))
    return found


def wait(kind: str, title: str, text: str, path: str, label: str) -> dict[str, str]:
    return {"kind": kind, "title": title, "text": text, "path": path, "label": label}


def cost_of(bundle: int) -> tuple[Decimal, Decimal]:
    """What the pending plans of a bundle cost, once and per year, as they were put."""
    once = yearly = Decimal(0)
    for values in ApprovalItem.objects.filter(request=bundle, state="pending").values_list(
        "snapshot__values", flat=True
    ):
        once += Decimal(values["cost_once"] or 0)
        yearly += Decimal(values["cost_yearly"] or 0)
    return once, yearly


def sum_words(value: Decimal) -> str:
    return f"{choices.currency()}\u00a0{figure(value)}"


def plan_in_numbers(viewer: Viewer, day: date) -> dict[str, int]:
    """How many actions are under way, done, late and held."""
    visible = CorrectiveAction.objects.visible_to(viewer)
    return visible.aggregate(
        under_way=Count("pk", filter=Q(state__in=["approved", "in_progress"])),
        waiting=Count("pk", filter=Q(state__in=["draft", "proposed", "returned"])),
        done=Count("pk", filter=Q(state__in=["implemented", "verified", "closed"])),
        held=Count("pk", filter=Q(state="on_hold")),
        late=Count("pk", filter=Q(state__in=["approved", "in_progress", "on_hold"], due_on__lt=day)),
    )


def subject_of(data: dict[str, Any]) -> str:
    """The news in one line: what waits, then the gravest change."""
    parts = []
    bundles = [each for each in data["waits"] if each["kind"] == "bundle"]
    others = len(data["waits"]) - len(bundles)
    if bundles:
        parts.append(counted(len(bundles), "bundle waits for you", "bundles wait for you"))
    if others:
        parts.append(counted(others, "thing waits for your answer", "things wait for your answer"))
    grave = [each for each in data["changed"] if each["kind"] in GRAVE]
    if grave:
        words = {
            "off": "is off track",
            "worse": "got worse",
            "differs": "claims more than its dates",
            "silent": "is silent",
        }
        first = grave[0]
        title = first["title"].rsplit(" (", 1)[0]
        parts.append(f"{title} {words[first['kind']]}" + (f", {len(grave) - 1} more" if len(grave) > 1 else ""))
    if not parts:
        parts.append("nothing waits for you, nothing went wrong")
    line = listed(parts, "and") if len(parts) < 2 else "; ".join(parts)
    return (line[0].upper() + line[1:])[:200]
