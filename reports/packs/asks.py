"""What a pack asks of its reader: the short list on the cover, and the decisions in full."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from actions.snapshots import shown
from common.dates import days_away
from common.text import counted, cut, listed
from reports.packs.rows import Rows
from reports.packs.words import costs, money, on

NAMED = 3


def named(titles: Iterable[str]) -> str:
    """The first three titles, and how many more."""
    every = [cut(" ".join(each.split()).rstrip("."), 90) for each in titles]
    more = len(every) - NAMED
    words = "; ".join(every[:NAMED]) + (f"; and {counted(more, 'more', 'more')}" if more > 0 else "")
    return words if words.endswith(("…", "?", "!")) else f"{words}."


def needs(rows: Rows, currency: str) -> list[dict[str, str]]:
    """What is asked of the reader, the most binding first."""
    found = []
    fresh = [each for each in rows.items if each.base_id is None]
    moved = [each for each in rows.items if each.base_id is not None]
    if fresh:
        once = sum((Decimal(each.snapshot.values["cost_once"] or 0) for each in fresh), Decimal(0))
        yearly = sum((Decimal(each.snapshot.values["cost_yearly"] or 0) for each in fresh), Decimal(0))
        until = min((each.request.due_on for each in fresh if each.request.due_on), default=None)
        parts = [costs(once, yearly, currency), f"by {on(until, rows.day)}" if until else ""]
        found.append(need(f"Decide {counted(len(fresh), 'plan')}", ", ".join(each for each in parts if each)))
    if moved:
        words = named(f"{each.action.code} {each.action.title}" for each in moved)
        found.append(need(f"Decide {counted(len(moved), 'change')} of signed plans", words))
    waiting = [each for each in rows.gaps if each.state == "issued"]
    if waiting:
        found.append(need(f"Confirm or dispute {counted(len(waiting), 'finding')}", named(map(str, waiting))))
    disputed = [each for each in rows.gaps if each.state == "disputed"]
    if disputed:
        found.append(need(f"Settle {counted(len(disputed), 'disputed finding')}", named(map(str, disputed))))
    blocked = [each for each in rows.blockers if each.state == "open"]
    if blocked:
        found.append(need(f"Answer {counted(len(blocked), 'roadblock')}", named(each.what for each in blocked)))
    asked = [each for each in rows.questions if each.state == "open"]
    if asked:
        found.append(need(f"Answer {counted(len(asked), 'question')}", named(each.question for each in asked)))
    return found


def need(title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text}


def decisions(rows: Rows, currency: str) -> dict[str, Any]:
    """What leadership has to decide: plans, changes of signed plans, findings and roadblocks."""
    return {
        "plans": [
            {
                "code": each.action.code,
                "title": in_words(each, "title") or each.action.title,
                "unit": str(each.action.department),
                "owner": in_words(each, "owner") or "nobody yet",
                "finish": in_words(each, "due_on") or "no date yet",
                "once": money(Decimal(each.snapshot.values["cost_once"] or 0), currency),
                "yearly": money(Decimal(each.snapshot.values["cost_yearly"] or 0), currency),
                "changes": each.why if each.base_id else "",
                "bundle": str(each.request),
                "by": on(each.request.due_on, rows.day),
                "fingerprint": each.snapshot.digest[:16],
            }
            for each in rows.items
        ],
        "dates": [
            {
                "code": item.action.code,
                "title": item.action.title,
                "text": date_change(change, rows),
                "reason": change.reason,
                "by": change.asked_by.name,
            }
            for item, change in rows.changes
        ],
        "findings": [
            {
                "code": each.code,
                "statement": each.statement,
                "word": "Disputed" if each.state == "disputed" else "To confirm",
                "reason": dispute_of(each),
            }
            for each in rows.gaps
            if each.state in ("issued", "disputed")
        ],
        "roadblocks": [
            {
                "what": each.what,
                "code": each.action.code,
                "put_to": each.put_to.name,
                "by": each.raised_by.name,
                "until": f"{on(each.answer_by, rows.day)}, {days_away(each.answer_by, rows.day)}",
            }
            for each in rows.blockers
            if each.state == "open"
        ],
    }


def in_words(item: Any, field: str) -> str:
    """A field of the plan as the signer is shown it."""
    return shown(field, item.snapshot.values, item.snapshot.labels)


def dispute_of(gap: Any) -> str:
    said = next(iter(gap.responses.all()), None)
    return f"{said.responded_by}: “{said.remark}”" if said and gap.state == "disputed" and said.remark else ""


def date_change(change: Any, rows: Rows) -> str:
    """What is asked for, in words; a moved finish with both dates."""
    parts = []
    for name, words in (("due_on", "finish"), ("start_on", "start")):
        old, new = change.old.get(name), change.new.get(name)
        if name in change.new and old != new:
            parts.append(f"{words} {iso_words(old, rows)} → {iso_words(new, rows)}")
    others = [name for name in change.new if name not in ("due_on", "start_on")]
    if others:
        parts.append(listed([each.replace("_", " ") for each in others]))
    return "; ".join(parts)


def iso_words(text: str | None, rows: Rows) -> str:
    return on(datetime.fromisoformat(text).date(), rows.day) if text else "none"
