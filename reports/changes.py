"""What changed since an instant: what went off track, claims that differ, the silent, what was reached, moved or ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.viewer import Viewer
from actions.facts import verdict
from actions.health import LONG_LATE_DAYS
from actions.kpi_page import figure_of
from actions.models import Blocker, CheckIn, CorrectiveAction, Milestone, PlanChange
from actions.querysets import ActionQuerySet, kpis_visible_to
from audit.models import Entry
from common.dates import short_date, today
from common.text import counted
from gaps.models import GapMeasure, KpiReading
from gaps.progress import direction_of_change
from gaps.querysets import KpiQuerySet

SHOWN = 6


@dataclass(frozen=True)
class Line:
    """One thing that changed: the word for it, the sentence, and where it stands. Plain words, so that it can be kept."""

    kind: str
    tone: str
    icon: str
    word: str
    title: str
    text: str
    path: str

    def plain(self) -> dict[str, str]:
        return self.__dict__.copy()


def changes_since(viewer: Viewer, since: datetime, at: datetime, *, analysis: int | None = None) -> list[Line]:
    """What changed, the gravest first; a fixed number of statements, with a line on what is left out of each kind.

    With an analysis only what belongs to it.
    """
    day = today(at)
    actions, kpis = CorrectiveAction.objects.visible_to(viewer), kpis_visible_to(viewer)
    if analysis is not None:
        actions = actions.filter(gap__analysis=analysis)
        kpis = kpis.filter(Exists(GapMeasure.objects.filter(kpi=OuterRef("pk"), gap__analysis=analysis)))
    return [
        *troubled(actions, at, day),
        *silent(actions, at),
        *differing(actions, since),
        *readings(kpis, since, day),
        *moved(actions, since, day),
        *reached(actions, since),
        *ended(actions, since),
    ]


def capped(lines: list[Line], more: int, words: str, path: str) -> list[Line]:
    """The lines, and one that counts the rest."""
    if more <= 0:
        return lines
    return [*lines, Line("more", "idle", "more", "", f"and {counted(more, words)} more", "", path)]


def at_action(action: CorrectiveAction) -> str:
    return reverse("action", args=[action.pk])


def troubled(actions: ActionQuerySet, at: datetime, day: date) -> list[Line]:
    """What is off track by its dates, the latest first."""
    open_ones = Milestone.objects.open().filter(action=OuterRef("pk"))
    long_late = open_ones.filter(promised_on__lt=day - timedelta(days=LONG_LATE_DAYS))
    rows = (
        actions.worked_on()
        .filter(Q(due_on__lt=day) | Exists(long_late))
        .with_facts(at)
        .select_related("owner", "team")
        .prefetch_related("milestones")
        .order_by("sort_due", "pk")
    )
    found = list(rows[: SHOWN + 40])
    lines = [
        Line("off", "bad", "off", "Off track", f"{each.title} ({each.code})", verdict(each, at).why, at_action(each))
        for each in found[:SHOWN]
    ]
    return capped(lines, len(found) - SHOWN, "action", f"{reverse('actions')}?due=overdue")


def silent(actions: ActionQuerySet, at: datetime) -> list[Line]:
    """Actions that nobody has answered for twice in a row."""
    found = list(actions.silent(at).order_by("-misses", "number")[: SHOWN + 40])
    lines = [
        Line(
            "silent",
            "idle",
            "unknown",
            "No check-in",
            f"{each.title} ({each.code})",
            f"for {counted(each.misses, 'period')}.",
            at_action(each),
        )
        for each in found[:SHOWN]
    ]
    return capped(lines, len(found) - SHOWN, "silent action", reverse("silent"))


def differing(actions: ActionQuerySet, since: datetime) -> list[Line]:
    """Claims that the dates do not bear out."""
    better = Q(health="on_track", computed__in=["at_risk", "off_track"]) | Q(health="at_risk", computed="off_track")
    found = list(
        CheckIn.objects.filter(better, answered_at__gte=since)
        .filter(request__action__in=actions.worked_on())
        .select_related("request__action", "answered_by")
        .order_by("-answered_at")[: SHOWN + 40]
    )
    newest = {each.request.action_id: each for each in reversed(found)}
    lines = [
        Line(
            "differs",
            "warn",
            "differs",
            "Claim differs",
            f"{each.request.action.title} ({each.request.action.code})",
            f"{each.answered_by} says {each.get_health_display().lower()}, the dates say {each.get_computed_display().lower()}.",
            at_action(each.request.action),
        )
        for each in newest.values()
    ]
    return lines[:SHOWN]


def readings(kpis: KpiQuerySet, since: datetime, day: date) -> list[Line]:
    """Indicators that got better or worse, each against its last value before. One statement."""
    earlier = KpiReading.objects.filter(
        kpi=OuterRef("kpi"), is_current=True, recorded_at__lt=since, date__lt=OuterRef("date")
    ).order_by("-date", "-recorded_at")
    fresh = (
        KpiReading.objects.filter(kpi__in=kpis, is_current=True, recorded_at__gte=since)
        .select_related("kpi")
        .annotate(before=Subquery(earlier.values("value")[:1]))
        .order_by("kpi__name", "date", "recorded_at")[:200]
    )
    newest: dict[int, Any] = {each.kpi_id: each for each in fresh}
    lines = []
    for key, now in newest.items():
        word = direction_of_change(now.before, now.value, now.kpi.direction)
        if word not in ("better", "worse"):
            continue
        text = f"from {figure_of(now.before, now.kpi.unit)} to {figure_of(now.value, now.kpi.unit)}."
        tone, icon = "ok" if word == "better" else "bad", "up" if now.value > now.before else "fall"
        lines.append(Line(word, tone, icon, word.capitalize(), now.kpi.name, text, reverse("kpi", args=[key])))
    lines.sort(key=lambda line: line.kind != "worse")
    return lines[: 2 * SHOWN]


def moved(actions: ActionQuerySet, since: datetime, day: date) -> list[Line]:
    """Signed plans that changed inside their allowance, or wait for a signature on the difference."""
    found = PlanChange.objects.filter(
        asked_at__gte=since,
        state__in=["applied", "requested", "approved"],
        action__in=actions,
    ).select_related("action", "asked_by")
    words = {"applied": "Moved", "requested": "Change asked", "approved": "Change signed"}
    lines = []
    for each in found.order_by("-asked_at")[:SHOWN]:
        finish = each.new.get("due_on")
        text = f"finish {short_date(date.fromisoformat(finish), day)}; " if finish else ""
        lines.append(
            Line(
                "moved",
                "warn" if each.state == "requested" else "idle",
                "calendar",
                words[each.state],
                f"{each.action.title} ({each.action.code})",
                f"{text}“{each.reason}”",
                at_action(each.action),
            )
        )
    return lines


def reached(actions: ActionQuerySet, since: datetime) -> list[Line]:
    """How many milestones were reached, in one line."""
    number = Milestone.objects.filter(reached_on__gte=today(since), action__in=actions).count()
    if not number:
        return []
    title = f"{counted(number, 'milestone')} reached".capitalize()
    return [Line("reached", "ok", "check", "Reached", title, "", reverse("actions"))]


def ended(actions: ActionQuerySet, since: datetime) -> list[Line]:
    """Actions that were marked implemented, verified or closed. One statement."""
    verbs = {"action.implemented": "Implemented", "action.verified": "Verified", "action.closed": "Closed"}
    entries = Entry.objects.filter(
        object_kind="actions.correctiveaction", object_id=OuterRef("pk"), verb__in=verbs, happened_at__gte=since
    ).order_by("-pk")
    rows: Any = (
        actions.filter(Exists(entries), state__in=["implemented", "verified", "closed"])
        .annotate(verb=Subquery(entries.values("verb")[:1]), actor=Subquery(entries.values("actor_label")[:1]))
        .order_by("number")
    )
    return [
        Line(
            "ended",
            "ok",
            "s-verified",
            verbs[each.verb],
            f"{each.title} ({each.code})",
            f"by {each.actor}.",
            at_action(each),
        )
        for each in rows[:SHOWN]
    ]


def open_roadblocks(viewer: Viewer, limit: int = SHOWN) -> list[Blocker]:
    """Roadblocks without an answer, the most pressing first."""
    return list(
        Blocker.objects.visible_to(viewer)
        .filter(state="open")
        .select_related("action", "put_to")
        .order_by("answer_by", "pk")[:limit]
    )
