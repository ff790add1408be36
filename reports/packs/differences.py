"""What changed between two standings (`reports.packs.standing`): plain functions on plain values."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from actions.models.check_in import COMPUTED
from common.dates import short_date
from common.text import counted, cut
from gaps.progress import direction_of_change
from reports.changes import Line

Values = dict[str, Any]
HEALTH = dict(COMPUTED)
GRAVE = {"on_track": 0, "unknown": 1, "at_risk": 2, "off_track": 3}
DECIDED = {
    "approved": ("ok", "check", "Approved"),
    "returned": ("warn", "reply", "Returned"),
    "rejected": ("idle", "x", "Rejected"),
    "proposed": ("info", "sign", "Put to leadership"),
    "in_progress": ("info", "s-progress", "Work began"),
    "implemented": ("ok", "s-implemented", "Implemented"),
    "verified": ("ok", "s-verified", "Verified"),
    "closed": ("ok", "s-closed", "Closed"),
    "on_hold": ("warn", "pause", "On hold"),
    "cancelled": ("idle", "x", "Cancelled"),
}
ANSWERED = {
    "confirmed": ("ok", "check", "Confirmed"),
    "disputed": ("warn", "differs", "Disputed"),
    "issued": ("info", "gap", "Put again"),
    "in_treatment": ("info", "s-progress", "In treatment"),
    "treated": ("ok", "s-implemented", "Treated"),
    "closed": ("ok", "s-closed", "Closed"),
}


def differences(before: Values, now: Values, day: date) -> list[Line]:
    """What is new in `now`, decisions first; `day` is the one that dates are written for."""
    return [
        *decided(before, now),
        *gaps(before, now),
        *actions(before, now, day),
        *figures(before, now),
        *roadblocks(before, now),
        *questions(before, now),
    ]


def both(before: Values, now: Values, kind: str) -> Iterator[tuple[str, Values | None, Values]]:
    """Each thing of the kind as it was, None where it is new, and as it is."""
    old = before.get(kind, {})
    for key, value in now.get(kind, {}).items():
        yield key, old.get(key), value


def decided(before: Values, now: Values) -> Iterator[Line]:
    for _, old, new in both(before, now, "decided"):
        if old is None:
            path = reverse("meeting", args=[new["meeting_id"]])
            yield Line("decided", "ok", "check", "Decided", cut(new["name"], 200), f"in “{new['meeting']}”.", path)


def gaps(before: Values, now: Values) -> Iterator[Line]:
    for key, old, new in both(before, now, "gaps"):
        path = reverse("gap", args=[key])
        if old is None:
            yield Line("new", "info", "gap", "New", new["name"], "is a new finding.", path)
        elif old["state"] != new["state"]:
            tone, icon, word = ANSWERED.get(new["state"], ("idle", "gap", new["words"]))
            yield Line("state", tone, icon, word, new["name"], f"was {old['words'].lower()}.", path)
    for key, old in before.get("gaps", {}).items():
        if key not in now.get("gaps", {}):
            yield Line(
                "gone", "idle", "x", "Withdrawn", old["name"], "is no finding any more.", reverse("gap", args=[key])
            )


def actions(before: Values, now: Values, day: date) -> Iterator[Line]:
    """Decisions and states first, then dates, owners and health."""
    states: list[Line] = []
    rest: list[Line] = []
    for key, old, new in both(before, now, "actions"):
        path, title = reverse("action", args=[key]), f"{new['name']} ({new['code']})"
        if old is None:
            states.append(Line("new", "info", "plus", "New", title, "is a new action.", path))
            continue
        if old["state"] != new["state"]:
            tone, icon, word = DECIDED.get(new["state"], ("idle", "list", new["words"]))
            states.append(Line("state", tone, icon, word, title, f"was {old['words'].lower()}.", path))
        rest += changed(old, new, title, path, day)
    yield from states
    yield from rest


def changed(old: Values, new: Values, title: str, path: str, day: date) -> Iterator[Line]:
    """Date, owner, health, claim and milestones of one action."""
    if old["due"] != new["due"]:
        yield Line("moved", "warn", "calendar", "Date moved", title, moved_words(old["due"], new["due"], day), path)
    if old["owner"] != new["owner"]:
        text = f"from {old['owner'] or 'nobody'} to {new['owner'] or 'nobody'}."
        yield Line("owner", "idle", "people", "Owner changed", title, text, path)
    if old["computed"] != new["computed"]:
        worse = GRAVE[new["computed"]] > GRAVE[old["computed"]]
        tone = {"off_track": "bad", "at_risk": "warn", "unknown": "idle"}.get(new["computed"], "ok")
        icon = {"off_track": "off", "at_risk": "risk", "unknown": "unknown"}.get(new["computed"], "on")
        text = f"was {HEALTH[old['computed']].lower()}. {new['why'] if worse else ''}".strip()
        yield Line("health", tone, icon, HEALTH[new["computed"]], title, text, path)
    if old["claimed"] != new["claimed"] and new["claimed"]:
        was = f"before {HEALTH[old['claimed']].lower()}" if old["claimed"] else "first check-in"
        text = f"the owner says {HEALTH[new['claimed']].lower()} ({was})."
        yield Line("claim", "idle", "clock", "Check-in", title, text, path)
    if new["reached"] > old["reached"]:
        text = f"{counted(new['reached'] - old['reached'], 'milestone')} reached."
        yield Line("reached", "ok", "stone-done", "Reached", title, text, path)


def moved_words(old: str, new: str, day: date) -> str:
    """As in "finish Fri 30 May → Fri 13 Jun, 14 days later"."""
    if not old or not new:
        return f"finish {short_date(date.fromisoformat(new), day)}." if new else "has no finish date any more."
    first, last = date.fromisoformat(old), date.fromisoformat(new)
    way = "later" if last > first else "earlier"
    days = counted(abs((last - first).days), "day")
    return f"finish {short_date(first, day)} → {short_date(last, day)}, {days} {way}."


def figures(before: Values, now: Values) -> Iterator[Line]:
    for key, old, new in both(before, now, "kpis"):
        if not new["number"] or (old and (old["number"], old["on"]) == (new["number"], new["on"])):
            continue
        path = reverse("kpi", args=[key])
        if old is None or not old["number"]:
            yield Line("reading", "idle", "chart", "First reading", new["name"], f"{new['value']}.", path)
            continue
        way = direction_of_change(Decimal(old["number"]), Decimal(new["number"]), new["direction"])
        rose = Decimal(new["number"]) > Decimal(old["number"])
        tone = {"better": "ok", "worse": "bad"}.get(way, "idle")
        icon = "same" if old["number"] == new["number"] else "up" if rose else "fall"
        word = {"better": "Better", "worse": "Worse"}.get(way, "New reading")
        yield Line(way or "reading", tone, icon, word, new["name"], f"from {old['value']} to {new['value']}.", path)


def roadblocks(before: Values, now: Values) -> Iterator[Line]:
    for key, old, new in both(before, now, "roadblocks"):
        path, title = reverse("roadblock", args=[key]), f"{cut(new['name'], 200)} ({new['action']})"
        if old is None and new["state"] == "open":
            yield Line("roadblock", "warn", "block", "New roadblock", title, f"put to {new['put_to']}.", path)
        elif old and old["state"] != new["state"]:
            tone = "warn" if new["state"] == "open" else "ok"
            text = f"was {old['words'].lower()}."
            if new["state"] == "answered":
                text = f"{new['put_to']}: “{cut(new['answer'], 200)}”"
            yield Line("roadblock", tone, "block", f"Roadblock {new['words'].lower()}", title, text, path)


def questions(before: Values, now: Values) -> Iterator[Line]:
    for key, old, new in both(before, now, "questions"):
        path, title = reverse("question", args=[key]), cut(new["name"], 200)
        if old is None and new["state"] == "open":
            yield Line("question", "idle", "note", "New question", title, f"to {new['to']}.", path)
        elif old and old["state"] != new["state"] and new["state"] == "answered":
            yield Line("question", "ok", "reply", "Answered", title, f"“{cut(new['answer'], 200)}”", path)
