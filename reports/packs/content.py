"""Everything that a pack prints, as plain words and figures: what is frozen, and what its digest is over."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import Department, Organisation
from actions.health import ENDED
from actions.snapshots import shown
from common.canonical import plain
from common.dates import days_away, organisation_zone, short_date, today
from common.text import counted, cut, listed
from meetings.models import AgendaItem, Meeting
from meetings.times import local, zone_words
from meetings.walk import groups
from reports.changes import Line, changes_since
from reports.models import BriefingPack
from reports.packs.differences import differences
from reports.packs.findings import findings, indicator, indicators, plan
from reports.packs.missing import missing
from reports.packs.rows import Rows, read_all, reader
from reports.packs.standing import standing
from reports.packs.words import costs, money, on, printable

SCHEMA = 1
NAMED = 3
CHANGED = 60


def gather(meeting: Meeting, *, at: datetime) -> tuple[dict[str, Any], Department | None]:
    """What the pack of the meeting says as things stand at the instant, and its scope. At most 36 statements."""
    rows = read_all(meeting, at)
    own = Organisation.objects.get(id=1)
    unit = scope_of(rows)
    now = standing(rows)
    kpis = indicators(rows)
    planned = plan(rows, own.currency)
    asked = needs(rows, own.currency)
    content = {
        "schema": SCHEMA,
        "organisation": own.name,
        "as_of": short_date(rows.day),
        "scope": {"department": unit.pk if unit else None, "words": scope_words(unit, own)},
        "meeting": about(rows),
        "needs": asked,
        "glance": glance(rows, kpis),
        "agenda": agenda(rows.agenda),
        "decisions": decisions(rows, own.currency),
        "changes": changes(rows, now),
        "findings": findings(rows, kpis),
        "plan": planned,
        "kpis": [indicator(each, rows.day) for each in kpis],
        "questions": questions(rows),
        "tasks": tasks(rows),
        "missing": [each.plain() for each in missing(meeting, at)],
        "standing": now,
    }
    return printable(plain(content)), unit


def scope_of(rows: Rows) -> Department | None:
    """The one department that everything in the pack belongs to; None where there are several, or none is named."""
    units = {each.department_id for each in (*rows.gaps, *rows.actions, *rows.kpis)}
    if len(units) != 1 or None in units:
        return None
    return next(each.department for each in (*rows.gaps, *rows.actions, *rows.kpis))


def scope_words(unit: Department | None, own: Organisation) -> str:
    if unit:
        return f"{unit} only. For the people of the meeting who look into {unit}, and who read all of {own}."
    return f"All departments. For those who read all of {own}."


def about(rows: Rows) -> dict[str, Any]:
    """The meeting as it stands on the cover."""
    meeting = rows.meeting
    when = "no date yet"
    if meeting.starts_at and meeting.ends_at:
        begins, ends = local(meeting.starts_at, meeting.zone), local(meeting.ends_at, meeting.zone)
        zone = "" if meeting.zone.key == organisation_zone().key else f" ({zone_words(meeting.zone)})"
        when = f"{begins:%A} {begins.day} {begins:%B %Y}, {begins:%H:%M} to {ends:%H:%M}{zone}"
    return {
        "title": meeting.title,
        "analysis": meeting.analysis.title,
        "analysis_on": short_date(meeting.analysis.date) if meeting.analysis.date else "",
        "when": when,
        "place": meeting.place or "not set yet",
        "facilitator": str(meeting.facilitator or "not named yet"),
        "purpose": [line.strip() for line in meeting.purpose.splitlines() if line.strip()],
        "attending": [row.person.name for row in rows.attendance if row.kind == "attends"],
        "informed": [row.person.name for row in rows.attendance if row.kind == "informed"],
    }


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


def glance(rows: Rows, kpis: list[Any]) -> dict[str, Any]:
    """The figures on one page, and what stands in the way."""
    states = [each.state for each in rows.actions if each.state not in ("rejected", "cancelled")]
    running = [each for each in rows.actions if each.state in ("approved", "in_progress", "on_hold")]
    late = [each for each in running if each.due_on and each.due_on < rows.day]
    due, on_time = 0, 0
    for action in rows.actions:
        for stone in action.milestones.all():
            promised = stone.first_promised_on
            if promised and promised < rows.day and action.state not in ("draft", "proposed", "returned", "rejected"):
                due += 1
                on_time += bool(stone.reached_on and stone.reached_on <= promised)
    figures = [
        ["Findings open", str(sum(each.state != "closed" for each in rows.gaps))],
        ["Actions", str(len(states))],
        ["Waiting for a decision", str(len(rows.items))],
        ["Finished", str(sum(each in ENDED for each in states))],
        ["Overdue", str(len(late))],
    ]
    if due:
        figures.append(["Milestones on time", f"{on_time} of {due}"])
    in_the_way = [
        {
            "title": f"{each.what}",
            "text": f"{each.action.code}, put to {each.put_to}, answer {days_away(each.answer_by, rows.day)}.",
        }
        for each in rows.blockers
        if each.state == "open"
    ]
    return {"figures": figures, "in_the_way": in_the_way[:8], "more_in_the_way": max(0, len(in_the_way) - 8)}


def agenda(items: list[AgendaItem]) -> list[dict[str, Any]]:
    """The agenda by its headings, with the minutes set aside for each."""
    found = []
    for group in groups(items):
        points = [
            {
                "kind": item.get_kind_display(),
                "title": item.title,
                "detail": item.detail,
                "minutes": item.minutes,
                "carried": item.carried_from.meeting.title if item.carried_from else "",
            }
            for item in group.items
        ]
        found.append(
            {
                "title": group.heading.title if group.heading else "",
                "detail": group.heading.detail if group.heading else "",
                "says": [point.title + (f": {point.detail}" if point.detail else "") for point, _ in group.says],
                "points": points,
            }
        )
    return found


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
                "code": each.action.code,
                "title": each.action.title,
                "text": date_change(each, rows),
                "reason": each.reason,
                "by": each.asked_by.name,
            }
            for each in rows.changes
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


def changes(rows: Rows, now: dict[str, Any]) -> list[dict[str, Any]]:
    """What changed: since the pack of an earlier meeting or that meeting itself, and since the version before."""
    packs = BriefingPack.objects.frozen().order_by("-issued_at").select_related("meeting")
    earlier = packs.filter(meeting__analysis=rows.meeting.analysis_id).exclude(meeting=rows.meeting).first()
    version = packs.filter(meeting=rows.meeting).first()
    found = []
    if version and version.issued_at:
        title = f"Since version {version.number} of {on(today(version.issued_at), rows.day)}"
        found.append(part(title, differences(version.data["standing"], now, rows.day)))
    if earlier and earlier.issued_at:
        title = f"Since the pack of “{earlier.meeting}”, {on(today(earlier.issued_at), rows.day)}"
        found.append(part(title, differences(earlier.data["standing"], now, rows.day)))
    else:
        since, words = beginning(rows)
        if since:
            lines = changes_since(reader(), since, rows.at, analysis=rows.meeting.analysis_id)
            found.append(part(f"Since {words}, {on(today(since), rows.day)}", lines))
    return found


def beginning(rows: Rows) -> tuple[datetime | None, str]:
    """Where there is no earlier pack: the last meeting held, else the day on which the analysis was issued."""
    held = Meeting.objects.before(rows.meeting).filter(ended_at__isnull=False).exclude(state="cancelled").last()
    if held:
        return held.ended_at, f"“{held}”"
    return rows.meeting.analysis.issued_at, "the analysis was issued"


def part(title: str, lines: list[Line]) -> dict[str, Any]:
    """The lines of one comparison, and how many are left out."""
    kept = [{"tone": each.tone, "word": each.word, "title": each.title, "text": each.text} for each in lines[:CHANGED]]
    return {"title": title, "lines": kept, "more": max(0, len(lines) - CHANGED)}


def questions(rows: Rows) -> list[dict[str, str]]:
    """Open questions first, then those answered."""
    every = sorted(rows.questions, key=lambda each: each.state != "open")
    return [
        {
            "question": each.question,
            "about": each.about or str(each.gap),
            "asked": f"{each.asked_by} asks {each.answerer}",
            "due": on(each.due_on, rows.day),
            "answer": each.answer if each.state == "answered" else "",
            "answered": f"{each.answered_by}, {on(today(each.answered_at), rows.day)}" if each.answered_at else "",
        }
        for each in every
    ]


def tasks(rows: Rows) -> list[dict[str, str]]:
    """To-dos that are not done."""
    return [
        {
            "title": each.title,
            "kind": each.get_kind_display(),
            "owner": str(each.owner or "nobody yet"),
            "due": on(each.due_on, rows.day) or "no date yet",
            "late": days_away(each.due_on, rows.day) if each.due_on and each.due_on < rows.day else "",
        }
        for each in rows.tasks
    ]
