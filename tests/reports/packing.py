"""A meeting worth a pack, and the pack built and read, for the tests of briefing packs."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pdfplumber

from actions.models import ApprovalItem
from actions.services.asking import ask_for_check_ins
from actions.services.roadblocks import raise_roadblock
from gaps.services.questions import ask
from gaps.services.readings import give_reading
from meetings.models import Meeting
from meetings.services import add_task, plan_meeting, schedule_meeting
from meetings.services.agenda import build_agenda
from reports.models import BriefingPack
from reports.services import ask_for_pack, build_one
from tests.factories import NOW
from tests.story import Story, begin, decide, later, sign_all, week

AT = week(0, 12)


def told(cast) -> Story:
    """One plan signed, three put to leadership, a roadblock, a question, readings, and a meeting with people and agenda."""
    story = begin(cast).ready()
    story.request = story.submit()
    first = ApprovalItem.objects.get(request=story.request, action=story.actions[0])
    decide(first, "approve", story.by("leader"))
    sign_all(story.request, story.by("leader"))
    kpi = story.gaps[0].measures.get().kpi
    kpi.target, kpi.target_on = Decimal(20), date(2025, 12, 31)
    kpi.save()
    for number in range(4):
        on = date(2025, 3, 3) + timedelta(weeks=number)
        give_reading(kpi, on=on, value=Decimal("16.5") + number, by=story.by("mande"), at=NOW)
    ask_for_check_ins(week(0))
    raise_roadblock(story.actions[0], what="No budget code", put_to=cast.leader, by=story.by("sales_owner"), at=week(0))
    ask(story.gaps[0], question="Which quarter is it?", answerer=cast.mande, by=story.by("leader"), at=NOW)
    story.kpi = kpi
    story.meeting = meeting_of(story)
    add_task(story.analysis, title="Book the room", meeting=story.meeting, by=story.by("mande"), at=NOW)
    return story


def meeting_of(story: Story, title: str = "Second follow-up", days: int = 14) -> Meeting:
    """A scheduled meeting of the analysis with two leaders, the owner in Sales, and its agenda."""
    by, cast = story.by("mande"), story.cast
    made = plan_meeting(story.analysis, title=title, by=by, at=NOW)
    people = {"facilitator": cast.mande, "attending": [cast.leader, cast.leader2, cast.sales_owner]}
    schedule_meeting(made, title=title, starts_at=later(days=days), place="Board room", by=by, at=NOW, **people)
    build_agenda(made, by=by, at=NOW)
    return made


def packed(story: Story, meeting: Meeting | None = None, at=AT) -> BriefingPack:
    """The next pack of the meeting, asked for by M&E and built at once."""
    asked = ask_for_pack(meeting or story.meeting, by=story.by("mande"), at=at)
    made = build_one(asked, at=at)
    assert made is not None
    assert made.state == "issued", made.error
    return made


def bytes_of(pack: BriefingPack) -> bytes:
    with pack.file.open("rb") as file:
        return file.read()


def pages_of(pack: BriefingPack) -> list[str]:
    """The text of each page."""
    with pdfplumber.open(io.BytesIO(bytes_of(pack))) as pdf:
        return [page.extract_text() for page in pdf.pages]


def text_of(pack: BriefingPack) -> str:
    """The whole text on one line, so that a break in the middle of a sentence does not matter."""
    return " ".join(" ".join(pages_of(pack)).split())
