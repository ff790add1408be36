"""Building the agenda from the data, and changing it by hand. Building again adds what is new and doubles nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.dates import today
from common.db import fit
from meetings.agenda import HEADINGS, Topic, follow_up, short, topics
from meetings.lifecycle import AGENDA_ITEM, AHEAD
from meetings.models import AgendaItem, Meeting
from meetings.permissions import can_manage, can_run
from meetings.searching import index_meetings

RANK = {
    kind: number
    for number, kind in enumerate(
        ("finding", "decision", "roadblock", "late", "question", "task", "topic", "follow_up")
    )
}


@dataclass(frozen=True)
class Built:
    """What one building did."""

    added: int
    settled: int


@transaction.atomic
def build_agenda(meeting: Meeting, *, by: Viewer, at: datetime) -> Built:
    """Put on the agenda what the data say, below the report's own points, decisions first.

    What somebody took off stays off, what was made by hand stays as it is. A point whose matter is settled
    meanwhile goes. What earlier meetings left open comes with its origin.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    require(can_manage(by))
    return write_agenda(meeting, by=by, at=at)


def write_agenda(meeting: Meeting, *, by: Viewer, at: datetime) -> Built:
    """The same for a locked meeting, where somebody's act makes it necessary."""
    require_ahead(meeting)
    rows = list(AgendaItem.objects.filter(meeting=meeting))
    headings = [row for row in rows if row.kind == "heading"] or make_headings(meeting)
    before = earlier(meeting)
    have = {row.key: row for row in rows if row.key}
    wanted = [*topics(meeting, headings, today(at)), follow_up(headings)]
    last = headings[-1]
    wanted += [
        (by_title(headings, item), Topic(key, "topic", item.title, item.detail, item.minutes))
        for key, item in before.items()
        if is_left_open(key, item)
    ]
    added = 0
    for heading, topic in wanted:
        row = have.get(topic.key)
        origin = before.get(topic.key)
        if row is None:
            write_topic(meeting, last if topic.kind == "follow_up" else heading, topic, origin)
            added += 1
        elif row.state != "removed":
            refresh(row, topic, origin)
    keys = {topic.key for _, topic in wanted}
    gone = [row.pk for row in have.values() if row.key not in keys and row.state == "open"]
    AgendaItem.objects.filter(pk__in=gone).update(state="removed")
    arrange(meeting, first_time=meeting.agenda_built_at is None)
    meeting.agenda_built_at = at
    meeting.save(update_fields=["agenda_built_at"])
    index_meetings(meeting.pk, at=at)
    if added or gone:
        record("meeting.agenda_built", meeting, actor=by.actor, at=at, new={"added": added, "settled": len(gone)})
    return Built(added, len(gone))


def require_ahead(meeting: Meeting) -> None:
    """The agenda is made before the meeting."""
    if meeting.state not in AHEAD:
        raise Conflict(f"{meeting} is {meeting.get_state_display().lower()}, so its agenda stays as it is.")


def make_headings(meeting: Meeting) -> list[AgendaItem]:
    """The points of the meeting before; the usual five where there was none."""
    titles: list[tuple[str, str, int | None]] = [
        (row.title, row.detail, row.line_id)
        for row in AgendaItem.objects.filter(meeting__analysis=meeting.analysis_id, kind="heading")
        .exclude(meeting=meeting)
        .order_by("meeting__created_at", "meeting_id", "position")
    ]
    unique = list({title: (title, detail, line) for title, detail, line in titles}.values())
    found = []
    for position, (title, detail, line) in enumerate(unique or [(title, "", None) for title in HEADINGS]):
        row = AgendaItem(meeting=meeting, kind="heading", title=title, detail=detail, line_id=line, position=position)
        fit(row)
        row.save()
        found.append(row)
    return found


def earlier(meeting: Meeting) -> dict[str, AgendaItem]:
    """The last word of earlier meetings on each thing, by what it is about; cancelled meetings count too."""
    rows = (
        AgendaItem.objects.filter(meeting__in=Meeting.objects.before(meeting))
        .exclude(kind__in=["heading", "point", "follow_up"])
        .select_related("parent", "meeting")
    )
    ordered = sorted(rows, key=lambda row: (row.meeting.starts_at or row.meeting.created_at, row.meeting_id, row.pk))
    return {row.key or f"carried:{row.pk}": row for row in ordered}


def is_left_open(key: str, item: AgendaItem) -> bool:
    """Whether a point made by hand was left open; what the data say comes back by itself."""
    return key.startswith("carried:") and item.state in ("open", "deferred")


def by_title(headings: list[AgendaItem], item: AgendaItem) -> AgendaItem:
    """The heading of the same name as where it stood before, else the last."""
    title = item.parent.title if item.parent else ""
    return next((each for each in headings if each.title == title), headings[-1])


def write_topic(meeting: Meeting, heading: AgendaItem, topic: Topic, origin: AgendaItem | None) -> AgendaItem:
    row = AgendaItem(
        meeting=meeting,
        parent=heading,
        kind=topic.kind,
        key=topic.key,
        title=short(topic.title),
        detail=topic.detail,
        minutes=topic.minutes,
        position=end_of(meeting),
        carried_from=origin,
        **topic.links,
    )
    fit(row)
    row.save()
    return row


def refresh(row: AgendaItem, topic: Topic, origin: AgendaItem | None) -> None:
    """Wording and links as the data stand now."""
    new = {"title": short(topic.title), "detail": topic.detail, **topic.links}
    if origin and not row.carried_from_id:
        new["carried_from"] = origin
    if any(getattr(row, name) != value for name, value in new.items()):
        for name, value in new.items():
            setattr(row, name, value)
        row.save(update_fields=list(new))


def end_of(meeting: Meeting) -> int:
    found = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"]
    return 0 if found is None else found + 1


def arrange(meeting: Meeting, *, first_time: bool = False) -> None:
    """Number all points in the order in which they are read; at first, headings with decisions go to the front."""
    rows = list(AgendaItem.objects.filter(meeting=meeting))
    under: dict[int | None, list[AgendaItem]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    top = under.get(None, [])
    if first_time:
        top.sort(key=lambda row: front(row, under))
        for group in under.values():
            group.sort(key=lambda row: RANK.get(row.kind, -1))
    for group in under.values():
        group.sort(key=lambda row: row.kind == "follow_up")
    ordered: list[AgendaItem] = []
    for row in top:
        walk(row, under, ordered)
    changed = []
    for position, row in enumerate(ordered):
        if row.position != position:
            row.position = position
            changed.append(row)
    AgendaItem.objects.bulk_update(changed, ["position"])


def front(row: AgendaItem, under: dict[int | None, list[AgendaItem]]) -> int:
    """Nought for a heading with something to decide, and for one without anything built; the last point is last."""
    kinds = {each.kind for each in under.get(row.pk, [])}
    if "follow_up" in kinds:
        return 2
    return 0 if kinds & {"finding", "decision"} else 1


def walk(row: AgendaItem, under: dict[int | None, list[AgendaItem]], found: list[AgendaItem]) -> None:
    found.append(row)
    for each in under.get(row.pk, []):
        walk(each, under, found)


def renew_next(meeting: Meeting, *, by: Viewer, at: datetime) -> Meeting | None:
    """Let the next meeting of the analysis take up what this one left open; nothing where none is ahead yet."""
    following = Meeting.objects.next_of(meeting)
    if following is None:
        return None
    following = Meeting.objects.select_for_update(of=("self",)).get(pk=following.pk)
    write_agenda(following, by=by, at=at)
    return following


@transaction.atomic
def add_topic(
    meeting: Meeting,
    *,
    title: str,
    detail: str = "",
    minutes: int = 5,
    heading: AgendaItem | None = None,
    by: Viewer,
    at: datetime,
) -> AgendaItem:
    """Add a point by hand, also while in session."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    require(can_run(by, meeting))
    if meeting.state not in (*AHEAD, "in_session"):
        require_ahead(meeting)
    if not title.strip():
        raise Unfit({"title": ["Say what it is about."]})
    row = AgendaItem(
        meeting=meeting,
        parent=heading,
        kind="topic",
        title=short(title),
        detail=detail.strip(),
        minutes=minutes,
        position=end_of(meeting),
    )
    fit(row)
    row.save()
    arrange(meeting)
    index_meetings(meeting.pk, at=at)
    record("meeting.agenda_changed", meeting, actor=by.actor, at=at, new={"added": row.title})
    return row


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, by: Viewer, at: datetime) -> None:
    """Change places with the neighbour above or below, under the same heading."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    require(can_manage(by))
    require_ahead(meeting)
    beside = list(AgendaItem.objects.filter(meeting=meeting, parent=item.parent_id).exclude(state="removed"))
    place = next((number for number, row in enumerate(beside) if row.pk == item.pk), None)
    if place is None:
        raise Conflict("The point is not on the agenda any more.")
    other = place - 1 if up else place + 1
    if not 0 <= other < len(beside):
        return
    mine, theirs = beside[place], beside[other]
    mine.position, theirs.position = theirs.position, mine.position
    mine.save(update_fields=["position"])
    theirs.save(update_fields=["position"])
    arrange(meeting)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Viewer, at: datetime) -> None:
    """Take a point off, with those under it. Building again does not bring it back."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    require(can_manage(by))
    require_ahead(meeting)
    item = AgendaItem.objects.get(pk=item.pk)
    AGENDA_ITEM.check(item.state, "remove", f"“{item.title}”")
    rows = list(AgendaItem.objects.filter(meeting=meeting))
    under: dict[int | None, list[AgendaItem]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    gone: list[AgendaItem] = []
    walk(item, under, gone)
    AgendaItem.objects.filter(pk__in=[row.pk for row in gone]).update(state="removed")
    index_meetings(meeting.pk, at=at)
    record("meeting.agenda_changed", meeting, actor=by.actor, at=at, old={"removed": item.title})
