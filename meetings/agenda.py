"""What belongs on an agenda, read from the data. Plain values; `services.agenda` writes them.

One source is one line in `SOURCES`. A further one (health that the dates contradict) is a function that
takes the meeting and the day and yields `Topic`s, and its line.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.text import Truncator

from actions.models import ApprovalItem, Blocker, CorrectiveAction, Milestone
from common.dates import days_away, short_date
from gaps.models import Clarification, Gap
from meetings.models import AgendaItem, Meeting, Task
from meetings.times import local


@dataclass(frozen=True)
class Topic:
    """One thing to talk about. `key` says what it is about; the same key never stands twice on an agenda."""

    key: str
    kind: str
    title: str
    detail: str = ""
    minutes: int = 5
    links: dict[str, Any] = field(default_factory=dict)


def findings(meeting: Meeting, day: date) -> Iterator[Topic]:
    """Findings that leadership has not answered, and those it disputes."""
    rows = Gap.objects.filter(analysis=meeting.analysis_id, state__in=["issued", "disputed"]).select_related(
        "department"
    )
    for gap in rows.order_by("number"):
        word = "Disputed" if gap.state == "disputed" else "Confirm"
        yield Topic(f"gap:{gap.pk}", "finding", f"{word}: {gap}", gap.department.name, 10, {"gap": gap})


def decisions(meeting: Meeting, day: date) -> Iterator[Topic]:
    """Plans put to leadership that wait for a decision, the most pressing first."""
    rows = (
        ApprovalItem.objects.filter(state="pending", request__state="submitted", request__analysis=meeting.analysis_id)
        .select_related("action__department", "request")
        .order_by(F("request__due_on").asc(nulls_last=True), "request__number", "position", "pk")
    )
    for item in rows:
        due = f", decide by {short_date(item.request.due_on, day)}" if item.request.due_on else ""
        yield Topic(
            f"decide:{item.action_id}",
            "decision",
            f"Decide: {item.action}",
            f"{item.action.department}{due}",
            10 if item.base_id is None else 5,
            {"approval_item": item, "action": item.action},
        )


def late_actions(meeting: Meeting, day: date) -> Iterator[Topic]:
    """Running actions whose finish or a milestone lies in the past, the longest late first."""
    late: dict[int, tuple[date, CorrectiveAction, list[str]]] = {}
    overdue = CorrectiveAction.objects.overdue(day).filter(gap__analysis=meeting.analysis_id)
    for action in overdue.order_by("sort_due", "pk"):
        assert action.due_on
        late[action.pk] = (action.due_on, action, [f"finish {days_away(action.due_on, day)}"])
    milestones = (
        Milestone.objects.open()
        .filter(promised_on__lt=day, action__gap__analysis=meeting.analysis_id)
        .filter(action__state__in=("approved", "in_progress"))
        .select_related("action")
        .order_by("promised_on", "pk")
    )
    for milestone in milestones:
        assert milestone.promised_on
        since, action, words = late.setdefault(milestone.action_id, (milestone.promised_on, milestone.action, []))
        words.append(f"“{milestone.title}” {days_away(milestone.promised_on, day)}")
        late[milestone.action_id] = (min(since, milestone.promised_on), action, words)
    for _, action, words in sorted(late.values(), key=lambda each: (each[0], each[1].pk)):
        yield Topic(f"late:{action.pk}", "late", f"Late: {action}", "; ".join(words), 5, {"action": action})


def roadblocks(meeting: Meeting, day: date) -> Iterator[Topic]:
    """What stands in the way of an action and has no answer, the most pressing first."""
    rows = Blocker.objects.filter(state="open", action__gap__analysis=meeting.analysis_id).select_related(
        "action", "put_to", "raised_by"
    )
    for block in rows.order_by("answer_by", "pk"):
        yield Topic(
            f"roadblock:{block.pk}",
            "roadblock",
            f"Roadblock: {block.what}",
            f"{block.action} · put to {block.put_to} by {block.raised_by}, answer {days_away(block.answer_by, day)}",
            5,
            {"action": block.action},
        )


def questions(meeting: Meeting, day: date) -> Iterator[Topic]:
    """Questions on findings and plans that nobody has answered."""
    rows = Clarification.objects.filter(gap__analysis=meeting.analysis_id, state="open").select_related(
        "answerer", "gap"
    )
    for question in rows.order_by("asked_at", "pk"):
        title = f"Question: {question.question}"
        about = question.about or str(question.gap)
        yield Topic(
            f"question:{question.pk}",
            "question",
            title,
            f"{about} · for {question.answerer}",
            5,
            {"question": question},
        )


def late_tasks(meeting: Meeting, day: date) -> Iterator[Topic]:
    """To-dos of earlier meetings that are due by this one and not done."""
    until = local(meeting.starts_at, meeting.zone).date() if meeting.starts_at else day
    over = Q(meeting__state__in=["held", "minutes_approved"])
    rows = (
        Task.objects.filter(over, analysis=meeting.analysis_id, state="open", due_on__lte=max(until, day))
        .exclude(meeting=meeting.pk)
        .exclude(kind="preparation")
        .select_related("owner")
    )
    for task in rows.order_by("sort_due", "pk"):
        due = (
            f"due {days_away(task.due_on, day) if task.due_on < day else short_date(task.due_on, day)}"
            if task.due_on
            else "no date yet"
        )
        yield Topic(
            f"task:{task.pk}", "task", f"To-do: {task}", f"{task.owner or 'nobody yet'}, {due}", 2, {"task": task}
        )


Source = Callable[[Meeting, date], Iterable[Topic]]

# What needs a decision comes first. Each source with the words by which it finds its heading in the report's agenda,
# and the place it takes (counted from 0, from the end where negative) where no heading has such a word.
SOURCES: tuple[tuple[Source, tuple[str, ...], int], ...] = (
    (findings, ("finding", "gap", "result", "analysis", "situation"), 0),
    (decisions, ("decid", "decision", "approv", "measure", "corrective", "action"), 1),
    (roadblocks, ("owner", "responsib", "accountab", "assign", "roadblock"), 2),
    (late_actions, ("date", "timeline", "milestone", "checkpoint", "deadline", "schedule"), 3),
    (questions, ("owner", "responsib", "accountab", "assign", "question"), 2),
    (late_tasks, ("owner", "responsib", "accountab", "assign"), 2),
)
# The five points of a meeting whose report names none.
HEADINGS = (
    "The findings",
    "Decisions on plans",
    "Owners and open questions",
    "Dates and milestones",
    "How we follow up",
)


def heading_for(headings: list[AgendaItem], words: tuple[str, ...], place: int) -> AgendaItem:
    """The heading that speaks of one of the words, else the one at that place."""
    taken = [each for word in words for each in headings if re.search(rf"\b{word}", each.title.lower())]
    if taken:
        return taken[0]
    return headings[max(-len(headings), min(place, len(headings) - 1))]


def topics(meeting: Meeting, headings: list[AgendaItem], day: date) -> Iterator[tuple[AgendaItem, Topic]]:
    """Everything that the data put on the agenda, each with the heading it belongs under."""
    for source, words, place in SOURCES:
        heading = heading_for(headings, words, place)
        for topic in source(meeting, day):
            yield heading, topic


def follow_up(headings: list[AgendaItem]) -> tuple[AgendaItem, Topic]:
    """The last point of every meeting: who checks in when, and when we meet again."""
    topic = Topic(
        "follow_up", "follow_up", "Agree how we follow up", "Who checks in when, who reads, the next meetings"
    )
    return headings[-1], topic


def short(text: str) -> str:
    """A title that fits its field."""
    return Truncator(" ".join(text.split())).chars(300)
