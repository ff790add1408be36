"""Everything that a pack prints, as plain words and figures: what is frozen, and what its digest is over."""

from datetime import datetime
from typing import Any

from accounts.models import Department, Organisation
from actions.health import ENDED
from common.dates import days_away, organisation_zone, short_date, today
from meetings.models import AgendaItem, Meeting
from meetings.times import local, zone_words
from meetings.walk import groups
from reports.models import BriefingPack
from reports.packs.asks import decisions, needs
from reports.packs.findings import findings, indicator, indicators, plan
from reports.packs.missing import missing_in, printed
from reports.packs.rows import Rows, read_all
from reports.packs.since import changes
from reports.packs.standing import standing
from reports.packs.words import on, printable

SCHEMA = 1


def gather(meeting: Meeting, version: BriefingPack | None, *, at: datetime) -> tuple[dict[str, Any], Department | None]:
    """What the pack of the meeting says as things stand at the instant, and its scope. At most 26 statements.

    `version` is the meeting's last one, which it is compared with.
    """
    rows = read_all(meeting, at)
    own = Organisation.objects.get(id=1)
    unit = scope_of(rows)
    if unit:
        rows.narrow()
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
        "changes": changes(rows, now, version),
        "findings": findings(rows, kpis),
        "plan": planned,
        "kpis": [],
        "questions": questions(rows),
        "tasks": tasks(rows),
        "missing": printed(missing_in(rows)),
        "standing": now,
    }
    content = printable(content)
    content["kpis"] = [indicator(each, rows.day) for each in kpis]
    return content, unit


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
