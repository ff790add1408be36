"""The tree of causes: asked on, moved, shared, put together and linked, on its page and by the services."""

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from actions.cause_page import cause_board
from actions.models import ActionCause, ApprovalItem
from actions.services.cause_links import change_links, settle_suggestions
from actions.services.causes import edit_cause, merge_cause, remove_cause
from actions.services.plans import cancel_action
from actions.snapshots import content
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from gaps.causes import DEEPEST, grow, walk
from gaps.models import GapCause, RootCause
from gaps.services.causes import add_cause, move_cause, share_cause, shift_cause, unshare_cause
from tests.factories import NOW
from tests.story import begin, decide, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(cast):
    return begin(cast)


@pytest.fixture
def tree(story):
    """Leads are not qualified > No criteria > Nobody was asked; beside it: Follow-up is slow."""
    first, second = story.gaps[0].causes.all()
    by = story.by("mande")
    why = add_cause(story.gaps[0], text="No criteria", category="process", parent=first, by=by, at=NOW)
    deep = add_cause(story.gaps[0], text="Nobody was asked", parent=why, by=by, at=NOW)
    return first, why, deep, second


def shape(gap):
    """The tree as depth and text."""
    return [(each.depth, each.cause.text) for each in walk(grow(RootCause.objects.filter(gap=gap)))]


def test_whys_hang_below_what_they_explain_and_take_its_category(story, tree):
    assert shape(story.gaps[0]) == [
        (1, "Leads are not qualified"),
        (2, "No criteria"),
        (3, "Nobody was asked"),
        (1, "Follow-up is slow"),
    ]
    assert [each.category for each in walk(grow(story.gaps[0].causes.all()))] == ["", "process", "process", ""]


def test_a_cause_moves_with_all_below_it(story, tree):
    _, why, _, second = tree
    move_cause(why, under=second.pk, by=story.by("mande"), at=NOW)
    assert shape(story.gaps[0])[1:] == [(1, "Follow-up is slow"), (2, "No criteria"), (3, "Nobody was asked")]
    move_cause(why, under=None, by=story.by("mande"), at=NOW)
    assert [depth for depth, _ in shape(story.gaps[0])] == [1, 1, 1, 2]
    assert Entry.objects.filter(verb="cause.moved").count() == 2


def test_a_cause_does_not_explain_itself(story, tree):
    first, why, deep, _ = tree
    for under in (first, why, deep):
        with pytest.raises(Unfit, match="cannot explain itself"):
            move_cause(first, under=under.pk, by=story.by("mande"), at=NOW)


def test_the_database_refuses_a_loop_and_another_gaps_tree(story, tree):
    first, _, deep, _ = tree
    other = story.gaps[1].causes.first()
    for parent in (deep, other):
        with pytest.raises((IntegrityError, Exception), match="tree|loop"), transaction.atomic():
            RootCause.objects.filter(pk=first.pk).update(parent=parent)
    with pytest.raises(IntegrityError if connection.vendor == "sqlite" else Exception), transaction.atomic():
        RootCause.objects.create(gap=story.gaps[0], text="Elsewhere", parent=other)
    first.refresh_from_db()
    assert first.parent_id is None


def test_a_tree_has_an_end(story):
    cause, by = story.gaps[0].causes.first(), story.by("mande")
    for level in range(2, DEEPEST + 1):
        cause = add_cause(story.gaps[0], text=f"Why {level}", parent=cause, by=by, at=NOW)
    with pytest.raises(Unfit, match="levels deep"):
        add_cause(story.gaps[0], text="One more", parent=cause, by=by, at=NOW)
    branch = add_cause(story.gaps[0], text="Root", by=by, at=NOW)
    add_cause(story.gaps[0], text="Below", parent=branch, by=by, at=NOW)
    with pytest.raises(Unfit, match="deeper than"):
        move_cause(branch, under=cause.parent_id, by=by, at=NOW)


def test_places_are_changed_among_those_that_hang_together(story, tree):
    first, _, _, second = tree
    shift_cause(second, up=True, by=story.by("mande"), at=NOW)
    assert [text for depth, text in shape(story.gaps[0]) if depth == 1] == [second.text, first.text]
    shift_cause(second, up=True, by=story.by("mande"), at=NOW)
    shift_cause(second, up=False, by=story.by("mande"), at=NOW)
    assert [text for depth, text in shape(story.gaps[0]) if depth == 1] == [first.text, second.text]


def test_two_causes_put_together_keep_what_hung_on_both(story, tree):
    first, why, deep, second = tree
    by = story.by("mande")
    share_cause(first, story.gaps[1], by=by, at=NOW)
    change_links(story.actions[0], add=[first.pk], by=by, at=NOW)
    merge_cause(first, into=second.pk, by=by, at=NOW)
    assert shape(story.gaps[0]) == [(1, second.text), (2, why.text), (3, deep.text)]
    assert GapCause.objects.get().cause == second
    assert ActionCause.objects.get(action=story.actions[0]).cause == second
    with pytest.raises(Unfit, match="does not hang below"):
        merge_cause(second, into=deep.pk, by=by, at=NOW)


def test_only_a_cause_on_which_nothing_hangs_is_taken_away(story, tree):
    first, _, deep, second = tree
    by = story.by("mande")
    ActionCause.objects.filter(cause=first).delete()
    with pytest.raises(Conflict, match="Whys hang below"):
        remove_cause(first, by=by, at=NOW)
    share_cause(deep, story.gaps[1], by=by, at=NOW)
    with pytest.raises(Conflict, match="has this cause too"):
        remove_cause(deep, by=by, at=NOW)
    change_links(story.actions[0], add=[second.pk], by=by, at=NOW)
    with pytest.raises(Conflict, match="A-01 answers it"):
        remove_cause(second, by=by, at=NOW)
    change_links(story.actions[0], drop=[second.pk], by=by, at=NOW)
    remove_cause(second, by=by, at=NOW)
    assert Entry.objects.get(verb="cause.removed").old == {"cause": "Follow-up is slow"}


def test_a_cause_is_shared_within_its_analysis(story, cast, tree):
    first, *_ = tree
    by = story.by("mande")
    link = share_cause(first, story.gaps[1], by=by, at=NOW)
    assert share_cause(first, story.gaps[1], by=by, at=NOW) == link
    with pytest.raises(Unfit, match="already"):
        share_cause(first, story.gaps[0], by=by, at=NOW)
    with pytest.raises(Unfit, match="same analysis"):
        share_cause(first, begin(cast).gaps[0], by=by, at=NOW)
    page = cause_board(story.gaps[1], by)
    assert [node.cause.pk for node in page.guests] == [first.pk]
    unshare_cause(link, by=by, at=NOW)
    assert not GapCause.objects.exists()


def test_an_action_answers_causes_of_several_gaps(story):
    by = story.by("mande")
    here, there = story.gaps[0].causes.first(), story.gaps[1].causes.first()
    change_links(story.actions[0], add=[here.pk, there.pk], by=by, at=NOW)
    assert set(
        ActionCause.objects.filter(action=story.actions[0], is_confirmed=True).values_list("cause", flat=True)
    ) == {
        here.pk,
        there.pk,
    }
    assert [link.action.code for link in cause_board(story.gaps[1], by).tree[0].links][0] == "A-01"


def test_suggestions_count_once_they_are_confirmed(story):
    by, gap = story.by("mande"), story.gaps[0]
    page = cause_board(gap, by)
    assert (page.suggested, page.unanswered) == (2, 2)
    assert {each.code for each in page.without_cause} == {"A-01", "A-02"}
    assert settle_suggestions(gap, confirm=True, by=by, at=NOW) == 2
    page = cause_board(gap, by)
    assert (page.suggested, page.unanswered, page.without_cause) == (0, 1, [])
    other = story.gaps[1]
    assert settle_suggestions(other, confirm=False, by=by, at=NOW) == 2
    assert not ActionCause.objects.filter(cause__gap=other).exists()


def test_linking_one_leaves_other_suggestions_as_they_are(story):
    action, second = story.actions[0], story.gaps[0].causes.last()
    change_links(action, add=[second.pk], by=story.by("mande"), at=NOW)
    assert sorted(action.cause_links.values_list("is_confirmed", flat=True)) == [False, True]


def test_an_answer_further_up_answers_what_hangs_below(story, tree):
    first, _, _, second = tree
    by = story.by("mande")
    change_links(story.actions[0], add=[first.pk, second.pk], by=by, at=NOW)
    assert cause_board(story.gaps[0], by).unanswered == 0
    cancel_action(story.actions[0], reason="No money", by=by, at=NOW)
    assert cause_board(story.gaps[0], by).unanswered == 2


def signed(story):
    request = story.ready().submit(actions=story.actions[:1])
    (item,) = ApprovalItem.objects.filter(request=request)
    decide(item, "approve", story.by("leader"))
    sign_all(request, story.by("leader"))
    story.refresh()
    return ApprovalItem.objects.get(pk=item.pk)


def test_words_that_are_signed_stay(story):
    item = signed(story)
    cause, by = story.gaps[0].causes.first(), story.by("mande")
    second = story.gaps[0].causes.last()
    for attempt in (
        lambda: edit_cause(cause, text="Others", category="", reason="Better", by=by, at=NOW),
        lambda: merge_cause(cause, into=second.pk, by=by, at=NOW),
        lambda: remove_cause(cause, reason="Wrong", by=by, at=NOW),
    ):
        with pytest.raises(Conflict, match="A-01"):
            attempt()
    assert edit_cause(cause, text=cause.text, category="people", by=by, at=NOW)
    why = add_cause(story.gaps[0], text="No criteria", parent=cause, by=by, at=NOW)
    move_cause(cause, under=second.pk, by=by, at=NOW)
    share_cause(why, story.gaps[1], by=by, at=NOW)
    story.refresh()
    assert content(story.actions[0]).values == item.snapshot.values
    with pytest.raises(Refused):
        change_links(story.actions[0], add=[why.pk], by=by, at=NOW)


def test_a_plan_that_waits_is_put_anew_with_the_new_words(story):
    story.ready()
    request = story.submit(actions=story.actions[:1])
    before = ApprovalItem.objects.get(request=request).snapshot
    cause = story.gaps[0].causes.first()
    edit_cause(cause, text="Nobody qualifies leads", category="", reason="Clearer", by=story.by("mande"), at=NOW)
    after = ApprovalItem.objects.get(request=request).snapshot
    assert before.digest != after.digest
    assert after.values["causes"][0]["text"] == "Nobody qualifies leads"


def test_words_that_were_issued_change_with_a_reason(story):
    story.issue()
    cause, by = story.gaps[0].causes.first(), story.by("mande")
    with pytest.raises(Unfit, match="issued"):
        edit_cause(cause, text="Others", category="", by=by, at=NOW)
    edit_cause(cause, text="Others", category="", reason="The interviews say so", by=by, at=NOW)
    entry = Entry.objects.get(verb="cause.edited")
    assert (entry.old["cause"], entry.reason) == ("Leads are not qualified", "The interviews say so")
    with pytest.raises(Unfit, match="issued"):
        remove_cause(story.gaps[0].causes.last(), by=by, at=NOW)


@pytest.fixture
def page(story, client_of, cast):
    """What M&E posts to a cause, or to the page of the first gap."""
    story.issue()
    client = client_of(cast.mande)

    def post(do, found=None, **data):
        address = reverse("cause", args=[found.pk]) if found else reverse("causes", args=[story.gaps[0].pk])
        return client.post(address, {"do": do, **data})

    return post


def test_everything_is_done_on_the_page(page, story):
    first, second = story.gaps[0].causes.all()
    assert page("add", **{"new-text": "The CRM is slow", "new-category": "technology"}).status_code == 303
    third = story.gaps[0].causes.get(text="The CRM is slow")
    assert page("why", first, **{f"why-{first.pk}-text": "No criteria"}).status_code == 303
    why = first.children.get()
    assert page("move", third, under=second.pk).status_code == 303
    assert page("up", second).status_code == 303
    assert page("down", second).status_code == 303
    edited = {f"edit-{why.pk}-text": "No written criteria", f"edit-{why.pk}-reason": "Precise"}
    assert page("edit", why, **edited).status_code == 303
    assert page("share", why, gap=story.gaps[1].pk).status_code == 303
    assert page("unshare", why, gap=story.gaps[1].pk).status_code == 303
    assert page("link", why, action=story.actions[0].pk).status_code == 303
    assert page("unlink", why, action=story.actions[0].pk).status_code == 303
    assert page("merge", third, into=second.pk).status_code == 303
    assert page("confirm").status_code == 303
    assert page("remove", why, reason="Said twice").status_code == 303
    assert page("share", cause=story.gaps[1].causes.first().pk).status_code == 303
    assert shape(story.gaps[0]) == [(1, "Leads are not qualified"), (1, "Follow-up is slow")]
    assert story.gaps[0].shared_causes.count() == 1


def test_what_was_typed_stays_beside_the_error(page, story):
    cause = story.gaps[0].causes.first()
    answer = page("edit", cause, **{f"edit-{cause.pk}-text": "Others"})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "say why the words change" in words
    assert ">\nOthers</textarea>" in words
    assert page("why", cause, **{f"why-{cause.pk}-text": " "}).status_code == 422
    assert page("add", **{"new-text": ""}).status_code == 422
    assert page("move", cause, under=cause.pk).status_code == 422
    assert page("remove", cause, reason="").status_code in (409, 422)


@pytest.mark.parametrize("do", ["", "explode", "edit; drop"])
def test_what_is_not_done_with_a_cause_is_not_found(page, story, do):
    assert page(do, story.gaps[0].causes.first()).status_code == 404


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, ""])
def test_ids_that_are_none_change_nothing(page, story, value):
    cause = story.gaps[0].causes.first()
    assert page("share", cause, gap=value).status_code == 404
    assert page("link", cause, action=value).status_code == 404
    assert page("merge", cause, into=value).status_code == 409
    assert story.gaps[0].causes.count() == 2


def test_who_only_reads_sees_tree_and_fishbone_and_no_form(story, tree, client_of, cast):
    story.issue()
    words = client_of(cast.sales_owner).get(reverse("causes", args=[story.gaps[0].pk])).content.decode()
    assert "Nobody was asked" in words
    assert "Process" in words
    assert 'name="do"' not in words
    assert "The M&amp;E team keeps the causes" in words


def test_lists_find_what_the_causes_lack(story, client_of, cast):
    story.issue()
    client, by = client_of(cast.leader), story.by("mande")
    assert "No gap fits" in client.get("/gaps/?cause=none").content.decode()
    both = client.get("/gaps/?cause=open").content.decode()
    assert all(gap.statement in both for gap in story.gaps)
    for cause in story.gaps[0].causes.all():
        change_links(story.actions[0], add=[cause.pk], by=by, at=NOW)
    found = client.get("/gaps/?cause=open").content.decode()
    assert story.gaps[0].statement not in found
    assert story.gaps[1].statement in found
    actions = client.get("/actions/?cause=none").content.decode()
    assert story.actions[0].title not in actions
    assert story.actions[1].title in actions


def test_the_grid_keeps_a_cause_of_another_gap(story, client_of, cast):
    story.issue()
    by, there = story.by("mande"), story.gaps[1].causes.first()
    change_links(story.actions[0], add=[there.pk], by=by, at=NOW)
    words = client_of(cast.mande).get(reverse("plan", args=[story.analysis.pk])).content.decode()
    assert f'name="r{story.actions[0].pk}-causes" value="{there.pk}"' in words
