"""The digest to leadership: what waits for this reader first, then whether the gaps close, then what changed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.people import people_with
from accounts.rhythm import digest_rhythm, organisation
from accounts.viewer import Viewer, load_viewers
from actions.emails import new_mail
from actions.models import CorrectiveAction
from actions.permissions import DECIDE
from audit.services import head
from common.cadence import Period, Rhythm, period_at
from common.dates import days_away, short_date, today
from common.once import once, one_request
from common.text import counted, listed
from gaps.models import GapAnalysis
from gaps.permissions import PREPARE, SEE
from meetings.followup import plans_in_force
from notifications.mails import plain_text
from notifications.models import Message
from notifications.services import put_many, ring
from reports.changes import changes_since, open_roadblocks
from reports.digest_waits import waits
from reports.kpi_rows import kpi_rows
from reports.models import Digest
from reports.promises import first_week, may_compare, promises, request_counts

GRAVE = ("off", "worse", "differs", "silent")
BATCH = 500


class Due(NamedTuple):
    """Somebody whose period has begun."""

    person: User
    rhythm: Rhythm
    period: Period


class Figures(NamedTuple):
    """A part of the mail, rendered for text and for HTML."""

    text: str
    html: str


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
    periods: dict[Rhythm, Period | None] = {}
    for person in readers():
        rhythm = digest_rhythm(own, person)
        if rhythm is None:
            continue
        if rhythm not in periods:
            periods[rhythm] = period_at(rhythm, at)
        period = periods[rhythm]
        if period is not None and person.joined_at < period.begins_at:
            due.append(Due(person, rhythm, period))
    starts = {each.period.start for each in due}
    there = set(Digest.objects.filter(period_start__in=starts).values_list("person", "period_start")) if due else set()
    waiting = [each for each in due if (each.person.pk, each.period.start) not in there]
    with one_request():
        return sum(write_digests(waiting[begin : begin + BATCH], own, at) for begin in range(0, len(waiting), BATCH))


def write_digests(due: list[Due], own: Organisation, at: datetime) -> int:
    """Gather what the digests of a batch say, then keep it and put the mails into the outbox, each once."""
    last = last_digests(due)
    due = [each for each in due if is_new(each, last)]
    day = today(at)
    viewers = load_viewers([each.person for each in due], channel="task")
    waiting = waits(viewers, day)
    made = []
    for each, viewer in zip(due, viewers, strict=True):
        before = last.get(each.person.pk)
        since = before[0] if before else each.period.begins_at - timedelta(days=each.rhythm.days)
        data = digest_data(viewer, waiting[viewer.id], since=since, at=at)
        digest = Digest(
            person=each.person,
            period_start=each.period.start,
            since=since,
            made_at=at,
            subject=subject_of(data),
            data=data,
            chain_head=once(f"digest head {at}", head),
        )
        made.append((each, digest, alike(viewer, f"figures {since} {at}", partial(figures_of, data))))
    return keep(made, own, at)


@transaction.atomic
def keep(made: list[tuple[Due, Digest, Figures]], own: Organisation, at: datetime) -> int:
    """Write digests and mails; what somebody else wrote meanwhile is left as it is."""
    ids = [each.person.pk for each, _, _ in made]
    list(User.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
    last = last_digests([each for each, _, _ in made])
    made = [one for one in made if is_new(one[0], last)]
    Digest.objects.bulk_create([digest for _, digest, _ in made], batch_size=BATCH)
    put_many([mail_of(each, digest, figures, own, at) for each, digest, figures in made])
    if made:
        ring()
    return len(made)


def last_digests(due: list[Due]) -> dict[int, tuple[datetime, date]]:
    """When each person's newest digest was made, and the period it is of."""
    newest = Digest.objects.filter(person=OuterRef("pk")).order_by("-made_at")
    rows = User.objects.filter(pk__in=[each.person.pk for each in due]).annotate(
        made=Subquery(newest.values("made_at")[:1]), start=Subquery(newest.values("period_start")[:1])
    )
    return {pk: (made, start) for pk, made, start in rows.order_by().values_list("pk", "made", "start") if made}


def is_new(each: Due, last: dict[int, tuple[datetime, date]]) -> bool:
    found = last.get(each.person.pk)
    return found is None or found[1] < each.period.start


def figures_of(data: dict[str, Any]) -> Figures:
    """Indicators and changes in the words of the mail: most of it, and the same for many readers."""
    context = {"data": data, "base": settings.BASE_URL}
    text = plain_text("emails/digest/figures.txt", context)
    return Figures(text, render_to_string("emails/digest/figures.html", context))


def mail_of(each: Due, digest: Digest, figures: Figures, own: Organisation, at: datetime) -> Message:
    """The digest as a mail, not written yet."""
    context = {
        "digest": digest,
        "data": digest.data,
        "figures": figures,
        "subject_words": digest.subject,
        "organisation": own.name,
        "rhythm": each.rhythm.words,
        "base": settings.BASE_URL,
        "here": settings.BASE_URL + reverse("digest", args=[digest.pk]),
        "scorecard": settings.BASE_URL + reverse("scorecard"),
        "settings": settings.BASE_URL + reverse("profile"),
    }
    key = f"digest:{each.person.pk}:{each.period.start}"
    return new_mail(each.person, "digest", key, context, department_id=None, at=at)


def digest_data(viewer: Viewer, waiting: list[dict[str, str]], *, since: datetime, at: datetime) -> dict[str, Any]:
    """What the digest says, as plain words and figures, with the reader's rights; `waiting` is what waits for them."""
    day = today(at)
    blocks = alike(viewer, f"blocks {day}", lambda: roadblocks(viewer, day))
    return {
        "day": short_date(day),
        "since": short_date(today(since), day),
        "waits": waiting,
        "kpis": alike(viewer, f"kpis {day}", lambda: [row.line for row in kpi_rows(viewer, day)]),
        "plan": alike(viewer, f"plan {day}", lambda: plan_in_numbers(viewer, day)),
        "changed": alike(
            viewer, f"changed {since} {at}", lambda: [line.plain() for line in changes_since(viewer, since, at)]
        ),
        "roadblocks": [line for put_to, line in blocks if put_to != viewer.id],
        "kept": alike(viewer, f"kept {at}", lambda: kept_in_all(viewer, day, at)),
    }


def alike(viewer: Viewer, what: str, work: Callable[[], Any]) -> Any:
    """What reads the same to all who see the whole organisation is worked out once for all digests of a run."""
    if not (may_compare(viewer) and (viewer.may(SEE) or viewer.may(PREPARE))):
        return work()
    return once(f"digest {what} {viewer.may(PREPARE)}", work)


def kept_in_all(viewer: Viewer, day: date, at: datetime) -> dict[str, Any]:
    """How promises were kept, summed over the departments."""
    counts = request_counts(viewer, first_week(day), at)
    total = promises(viewer, first_week(day), at, counts)[1]
    return {name: getattr(total, name) for name in ("due", "on_time", "share", "slip", "asked", "answered")}


def roadblocks(viewer: Viewer, day: date) -> list[tuple[int, dict[str, str]]]:
    """Open roadblocks, each with who is asked to clear it."""
    return [
        (
            block.put_to_id,
            {
                "title": block.what,
                "text": f"{block.action.code}, put to {block.put_to}, answer {days_away(block.answer_by, day)}.",
                "path": reverse("roadblock", args=[block.pk]),
            },
        )
        for block in open_roadblocks(viewer)
    ]


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
