"""Two people record at the same moment: nothing is lost, and no decision is written twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from actions.models import ApprovalItem
from common.access import Conflict
from meetings.models import AgendaItem, MeetingOutcome
from meetings.services.plan_decisions import record_plan_decision
from meetings.services.session import end_meeting, record_outcome
from tests.conftest import make_cast
from tests.meetings.conftest import WHEN, make_room

pytestmark = [
    pytest.mark.usefixtures("beginning_data"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def together(*works) -> list[str]:
    """Do all of it at the same moment; returns "done" or the name of what was raised, in order."""
    gate = Barrier(len(works))

    def one(work) -> str:
        gate.wait()
        try:
            work()
        except Conflict as conflict:
            return type(conflict).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.fixture
def room():
    return make_room(make_cast()).start()


def test_one_of_two_decisions_is_written(room):
    digest = room.plan().snapshot.digest
    item, by = room.items("decision")[0], room.mande

    def decide():
        record_plan_decision(item, choice="approve", digest_seen=digest, by=by, at=WHEN)

    assert sorted(together(decide, decide)) == ["Conflict", "done"]
    assert MeetingOutcome.objects.filter(kind="decision", state="recorded").count() == 1
    assert ApprovalItem.objects.filter(state="pending").count() == 4


def test_notes_of_two_are_both_kept(room):
    item, by = room.items("decision")[0], room.mande
    works = [lambda text=text: record_outcome(item, kind="note", text=text, by=by, at=WHEN) for text in "abcd"]
    assert together(*works) == ["done"] * 4
    assert sorted(MeetingOutcome.objects.values_list("text", flat=True)) == list("abcd")


def test_two_who_end_it_end_it_once(room):
    by = room.mande
    assert sorted(together(*[lambda: end_meeting(room.meeting, by=by, at=WHEN)] * 2)) == ["Conflict", "done"]
    assert room.reload().minutes.count() == 1
    assert AgendaItem.objects.filter(meeting=room.meeting, kind="decision").count() == 4
