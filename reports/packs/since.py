"""What changed before a pack: since the one of an earlier meeting, and since the version before."""

from datetime import datetime
from typing import Any

from common.dates import today
from meetings.models import Meeting
from reports.changes import Line, changes_since
from reports.models import BriefingPack
from reports.packs.differences import differences
from reports.packs.rows import Rows, reader
from reports.packs.words import on

CHANGED = 60


def changes(rows: Rows, now: dict[str, Any], version: BriefingPack | None) -> list[dict[str, Any]]:
    """What changed: since the pack of an earlier meeting or that meeting itself, and since the version before."""
    packs = BriefingPack.objects.frozen().order_by("-issued_at").select_related("meeting")
    earlier = packs.filter(meeting__analysis=rows.meeting.analysis_id).exclude(meeting=rows.meeting).first()
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
