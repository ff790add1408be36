"""What the services keep for searching is what a rebuild from all rows would write."""

import pytest
from django.core.management import call_command

from actions.models import ApprovalItem
from actions.services.changes import ask_change
from actions.services.issue import issue_analysis
from actions.services.milestones import reach
from actions.services.plans import cancel_action, save_plan
from gaps.services.analyses import edit_analysis, edit_gap
from gaps.services.causes import add_cause
from meetings.services import Point, add_task, assign_task, end_task, plan_meeting, schedule_meeting
from saypro.searching import fill_search, rebuild
from search.models import SearchDocument, SearchReader
from search.services import remove
from tests.factories import NOW, ActionFactory, TeamFactory
from tests.story import begin, decide, later, sign_all

pytestmark = pytest.mark.django_db

COLUMNS = [each.name for each in SearchDocument._meta.concrete_fields if each.name not in ("id", "updated_at")]
READER = [each.name for each in SearchReader._meta.concrete_fields if each.name != "id"]


def kept():
    """Everything that is kept, in an order of its own."""
    return (
        sorted(map(repr, SearchDocument.objects.values_list(*COLUMNS))),
        sorted(map(repr, SearchReader.objects.values_list(*READER))),
    )


def prove():
    """What is kept now is what a rebuild writes, though the rebuild begins from nothing."""
    before = kept()
    SearchDocument.objects.all().delete()
    SearchReader.objects.all().delete()
    rebuild(at=NOW)
    assert before == kept()
    assert before[0]


def test_a_draft_is_kept_as_a_rebuild_writes_it(cast):
    story = begin(cast)
    by = cast.viewer("mande")
    prove()
    edit_analysis(story.analysis, title="Review of spring", summary="Leads fell.", by=by, at=NOW)
    edit_gap(story.gaps[0], statement="Fewer leads turn into orders", department=cast.support, by=by, at=NOW)
    add_cause(story.gaps[0], text="Nobody calls back", by=by, at=NOW)
    prove()


def test_the_whole_way_is_kept_as_a_rebuild_writes_it(cast):
    story = begin(cast)
    by = cast.viewer("mande")
    meeting = plan_meeting(
        story.analysis,
        title="Follow-up",
        purpose="Decide",
        agenda=[Point("Findings", points=(Point("Sales"),))],
        by=by,
        at=NOW,
    )
    task = add_task(story.analysis, title="Book the room", kind="preparation", meeting=meeting, by=by, at=NOW)
    prove()
    issue_analysis(story.analysis, by=by, at=NOW)
    prove()
    story.refresh()
    story.confirm().complete()
    save_plan(story.actions[3], {"owner": None, "team": TeamFactory(lead=cast.support_owner)}, by=by, at=NOW)
    prove()
    cancel_action(story.actions[2], reason="Not worth it", by=by, at=NOW)
    request = story.submit(actions=story.actions[:2])
    prove()
    first, second = ApprovalItem.objects.filter(request=request).order_by("position")
    decide(first, "change", story.by("leader"), overlay={"owner": cast.support_owner.pk})
    decide(second, "return", story.by("leader"), reason="Cost is missing")
    sign_all(request, story.by("leader"))
    prove()
    story.refresh()
    owner = story.by("support_owner")
    reach(story.actions[0].milestones.get(), on=NOW.date(), by=owner, at=NOW)
    ask_change(story.actions[0], {"owner": cast.sales_owner.pk}, reason="Moved", by=by, at=later(hours=1))
    prove()
    schedule_meeting(
        meeting, title="Quarterly", starts_at=later(days=9), place="Room 4", facilitator=cast.mande, by=by, at=NOW
    )
    assign_task(task, owner=cast.sales_owner, due_on=None, by=by, at=NOW)
    prove()
    end_task(task, "drop", reason="Done by phone", by=by, at=NOW)
    prove()


def test_the_command_fills_it_and_takes_away_what_is_gone(cast, capsys):
    ActionFactory(gap__department=cast.sales, state="draft")
    SearchDocument.objects.create(kind="gap", object_id=10**6, title="Gone", address="/", text="gone", updated_at=NOW)
    call_command("rebuild_search")
    assert "3 things can be found" in capsys.readouterr().out
    assert sorted(SearchDocument.objects.values_list("kind", flat=True)) == ["action", "analysis", "gap"]


def test_time_fills_an_empty_search_once(cast):
    ActionFactory(gap__department=cast.sales, state="draft")
    assert fill_search(NOW) == 3
    assert fill_search(NOW) == 0


def test_what_is_removed_is_found_no_more_and_opens_nothing(cast):
    story = begin(cast).ready()
    action = story.actions[0]
    assert SearchReader.objects.filter(by_kind="action", by_id=action.pk).exists()
    remove("action", action.pk)
    assert not SearchDocument.objects.filter(kind="action", object_id=action.pk).exists()
    assert not SearchReader.objects.filter(by_kind="action", by_id=action.pk).exists()


def test_what_is_written_twice_is_one_row(cast):
    begin(cast)
    count = SearchDocument.objects.count()
    rebuild(at=NOW)
    rebuild(at=NOW)
    assert SearchDocument.objects.count() == count
