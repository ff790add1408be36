"""The search page: what it finds, in which order, for whom, and how it takes whatever is typed."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.directory import called, named
from actions.models import CorrectiveAction
from actions.querysets import analyses_visible_to, gaps_visible_to
from actions.services.plans import add_action, save_plan
from gaps.services.analyses import add_gap, edit_gap
from meetings.models import Meeting, Task
from meetings.services import add_task, plan_meeting, schedule_meeting
from saypro.searching import rebuild
from search.folding import searchable, words_of
from search.models import SearchDocument
from tests.factories import NOW, ActionFactory, GapFactory, TeamFactory, UserFactory
from tests.story import begin, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    """An issued analysis whose plans are complete, a meeting and a to-do."""
    story = begin(cast).ready()
    by = cast.viewer("mande")
    story.meeting = plan_meeting(story.analysis, title="Follow-up of spring", by=by, at=NOW)
    story.task = add_task(story.analysis, title="Book the large room", meeting=story.meeting, by=by, at=NOW)
    return story


@pytest.fixture
def ask(cast, client_of):
    """Search as somebody of the cast; answers with the response."""

    def search(who, query, **more):
        person = getattr(cast, who) if isinstance(who, str) else who
        return client_of(person).get(reverse("search"), {"q": query, **more})

    return search


def titles(response):
    assert response.status_code == 200
    return [hit.title for hit in response.context["hits"]]


def test_every_word_has_to_match(story, ask):
    assert titles(ask("leader", "criteria write")) == [
        "Write down the criteria (Customer Support)",
        "Write down the criteria (Sales)",
    ]
    assert titles(ask("leader", "criteria aardvark")) == []


def test_a_part_of_a_word_finds_it_whatever_its_case(story, ask):
    assert titles(ask("leader", "RITERI sale")) == ["Write down the criteria (Sales)"]


def test_a_cause_a_figure_and_a_milestone_are_found_with_the_line_that_holds_them(story, ask):
    for query, line in (
        ("leads qualified", "Root cause: Leads are not qualified"),
        ("below target", ""),
        ("first step", "Milestone: First step shown"),
    ):
        response = ask("sales_owner", query)
        assert response.context["hits"], query
        assert line in response.context["hits"][0].line


def test_a_reference_stands_first_and_means_no_other_number(story, ask, cast):
    by = cast.viewer("mande")
    story.analysis.state = "draft"
    action = story.actions[0]
    CorrectiveAction.objects.filter(pk=story.actions[1].pk).update(number=action.number * 10)
    rebuild(at=NOW)
    for query in (action.code, action.code.lower(), f"a-{action.number}"):
        assert titles(ask("leader", query))[0] == action.title
        assert story.actions[1].title not in titles(ask("leader", query)), query
    gap = story.gaps[1]
    found = titles(ask("leader", f"G-{gap.number}"))
    assert found[0] == gap.statement
    assert set(found[1:]) == {each.title for each in story.actions if each.gap_id == gap.pk}
    save_plan(story.actions[2], {"scope": f"Goes with {action.code}."}, by=by, at=NOW)
    assert titles(ask("leader", action.code)) == [action.title, story.actions[2].title]


def test_the_title_counts_more_than_the_text(story, ask, cast):
    save_plan(story.actions[3], {"scope": "The criteria are the first step."}, by=cast.viewer("mande"), at=NOW)
    assert titles(ask("leader", "criteria"))[-1] == story.actions[3].title


def test_accents_and_case_make_no_difference(cast, ask):
    by = cast.viewer("mande")
    story = begin(cast)
    edit_gap(story.gaps[0], statement="CAFÉ Ærø straße ﬁnance naïveté", by=by, at=NOW)
    for query in ("café", "cafe", "CAFE\u0301", "aero", "STRASSE", "finance", "naivete"):
        assert titles(ask("mande", query)) == ["CAFÉ Ærø straße ﬁnance naïveté"], query


def test_short_words_are_found_too_and_one_letter_is_too_short(story, ask, cast):
    save_plan(story.actions[0], {"scope": "Qx by hand"}, by=cast.viewer("mande"), at=NOW)
    assert titles(ask("leader", "qx")) == [story.actions[0].title]
    assert titles(ask("leader", "qx by")) == [story.actions[0].title]
    assert "too short" in ask("leader", "q").content.decode()
    assert "What are you looking for" in ask("leader", "  ").content.decode()
    assert "Nothing holds all these words" in ask("leader", "aardvark").content.decode()


def test_owner_and_department_are_words_of_what_is_theirs_and_follow_a_new_name(story, ask, cast):
    mine = {each.title for each in story.actions if each.owner_id == cast.sales_owner.pk}
    assert mine <= set(titles(ask("leader", "thabo")))
    cast.sales_owner.name = "Tábó Müller"
    cast.sales_owner.save()
    cache.clear()
    assert titles(ask("leader", "thabo")) == []
    response = ask("leader", "tabo muller")
    assert set(titles(response)) == mine
    assert "Tábó Müller" in response.context["hits"][0].sub


def test_people_departments_and_teams_are_found_by_who_may_see_them(story, ask, cast):
    TeamFactory(name="Sales champions", lead=cast.sales_owner)
    others = ask("leader", "sales").context["others"]
    assert [each.name for each in others.departments] == ["Sales"]
    assert [each.name for each in others.teams] == ["Sales champions"]
    assert [each.name for each in ask("leader", "ayesha customer").context["others"].people] == ["Ayesha Patel"]
    assert not ask("stranger", "ayesha").context["others"]
    assert not ask("stranger", "sales").context["others"]


def test_the_kind_narrows_and_a_foreign_kind_is_an_error(story, ask):
    assert ask("leader", "A-1").context["hits"][0].kind == "Action A-01"
    assert {hit.kind[:3] for hit in ask("leader", "the", kind="action").context["hits"]} == {"Act"}
    response = ask("leader", "the", kind="secret")
    assert response.status_code == 422
    assert not response.context["hits"]


def test_pages_go_on(story, ask, cast):
    for number in range(500, 530):
        ActionFactory(number=number, title=f"Lantern {number}", gap=story.gaps[0], state="draft")
    rebuild(at=NOW)
    first, second = ask("leader", "lantern"), ask("leader", "lantern", page="2")
    assert (len(titles(first)), len(titles(second))) == (25, 5)
    assert not set(titles(first)) & set(titles(second))
    assert first.context["list"].total == 30


def test_htmx_gets_the_results_only_and_everybody_the_page(story, cast, client_of):
    client = client_of(cast.leader)
    page = client.get(reverse("search"), {"q": "criteria"}).content.decode()
    part = client.get(reverse("search"), {"q": "criteria"}, headers={"HX-Request": "true", "HX-Target": "found"})
    assert "<html" in page
    assert "delay:150ms" in page
    assert "<html" not in part.content.decode()
    assert "Write down the criteria" in part.content.decode()


HOSTILE = (
    "'", '"', "\\", "%", "%%", "__", "*", "**", "[", "[]", "[abc]", "?*?", "a*c", "'; DROP TABLE search_searchdocument; --",
    '" OR 1=1', "NEAR(", "col:text", "AND OR NOT", "\u202e\u202dabc", "\u200b\u200b\u200b", "😀😀", "e\u0301" * 50,
    "a;", "a-0;", "A-99999999999",
    "G-" + "9" * 100, "﷽" * 11, "ß" * 100, "٣٤", "\t\n", "<script>alert(1)</script>", " ".join("abcdefghijklmnopqrstuvwxyz"), "人事",
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_is_text(query, story, ask, cast):
    for who in ("leader", "sales_owner", "stranger"):
        response = ask(who, query)
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
    assert SearchDocument.objects.exists()


@pytest.mark.parametrize(
    "piece", ["100%", "a_b_c", "x*y*z", "[draft]", "who?", 'say "so"', "it's", "😀😀😀", "back\\slash", "^~{}"]
)
def test_signs_are_found_as_they_are_and_stand_for_nothing_else(piece, story, ask, cast):
    by = cast.viewer("mande")
    save_plan(story.actions[0], {"scope": f"Look: {piece} here"}, by=by, at=NOW)
    save_plan(story.actions[1], {"scope": "100 aXbXc xAyAz d whoo say so its back/slash"}, by=by, at=NOW)
    assert titles(ask("leader", piece)) == [story.actions[0].title]


@pytest.mark.parametrize("query", ["a" * 10_000, "word " * 2_000, "\x00", "abc\x00def"])
def test_what_is_too_long_or_no_text_is_an_error_at_the_field(query, story, ask):
    response = ask("leader", query)
    assert response.status_code == 422
    assert 'id="id_q_error"' in response.content.decode()
    assert not response.context["hits"]


def test_marks_that_nobody_sees_do_not_hide_a_word(story, ask, cast):
    save_plan(story.actions[0], {"scope": "mag\u200bnet \u202eolleh"}, by=cast.viewer("mande"), at=NOW)
    assert titles(ask("leader", "magnet")) == [story.actions[0].title]
    assert titles(ask("leader", "ma\u202dgnet ol\u200fleh")) == [story.actions[0].title]


VISIBLE = {
    "analysis": analyses_visible_to,
    "gap": gaps_visible_to,
    "action": CorrectiveAction.objects.visible_to,
    "meeting": Meeting.objects.visible_to,
    "task": Task.objects.visible_to,
}


def prove_same_sight(viewer):
    """What may be found is what may be seen, kind by kind."""
    found = SearchDocument.objects.visible_to(viewer)
    for kind, visible in VISIBLE.items():
        ids = set(found.filter(kind=kind).values_list("object_id", flat=True))
        assert ids == set(visible(viewer).values_list("pk", flat=True)), (viewer.name, kind)


def test_each_person_may_find_exactly_what_they_may_see(story, cast):
    by = cast.viewer("mande")
    loner, helper, reviewer = UserFactory(), UserFactory(), UserFactory()
    team = TeamFactory(lead=loner)
    team.members.add(loner)
    save_plan(story.actions[1], {"owner": None, "team": team, "sponsor": reviewer}, by=by, at=NOW)
    story.actions[2].contributors.add(helper)
    story.submit(actions=story.actions[:1])
    schedule_meeting(story.meeting, title="M", starts_at=later(days=3), facilitator=cast.stranger, by=by, at=NOW)
    add_task(story.analysis, title="Call", owner=cast.stranger, by=by, at=NOW)
    draft = begin(cast)
    plan_meeting(draft.analysis, title="Secret", by=by, at=NOW)
    rebuild(at=NOW)
    cast.loner, cast.helper, cast.reviewer = loner, helper, reviewer
    for name in ("leader", "sales_owner", "support_owner", "mande", "admin", "stranger", "loner", "helper", "reviewer"):
        prove_same_sight(cast.viewer(name))
    team.members.remove(loner)
    prove_same_sight(cast.viewer("loner"))


def test_a_foreign_owner_finds_nothing_foreign_and_counts_none(story, ask):
    response = ask("support_owner", "criteria")
    assert titles(response) == ["Write down the criteria (Customer Support)"]
    assert response.context["list"].total == 1
    assert "1 results" in response.content.decode() or "1 result" in response.content.decode()
    nothing = ask("stranger", "criteria")
    assert titles(nothing) == []
    assert "riteria (" not in nothing.content.decode()
    assert titles(ask("support_owner", story.actions[0].code)) == []


def test_a_draft_is_found_by_who_prepares_it_only_until_it_is_issued(cast, ask):
    story = begin(cast)
    by = cast.viewer("mande")
    gap = add_gap(
        story.analysis, department=cast.sales, statement="Zebra crossing", by=by, at=NOW, causes=[("x", None)]
    )
    add_action(gap, title="Zebra paint", by=by, at=NOW)
    task = add_task(story.analysis, title="Zebra to-do", owner=cast.sales_owner, by=by, at=NOW)
    assert len(titles(ask("mande", "zebra"))) == 3
    for who in ("leader", "sales_owner", "admin", "stranger"):
        assert titles(ask(who, "zebra")) == []
    story.issue()
    assert set(titles(ask("sales_owner", "zebra"))) == {"Zebra crossing", "Zebra paint", task.title}
    assert len(titles(ask("leader", "zebra"))) == 3
    assert titles(ask("stranger", "zebra")) == []


def test_a_to_do_leads_its_owner_where_they_may_go(story, ask, cast, client_of):
    task = add_task(
        story.analysis, title="Quokka", meeting=story.meeting, owner=cast.sales_owner, by=cast.viewer("mande"), at=NOW
    )
    for who in ("sales_owner", "leader", "mande"):
        (hit,) = ask(who, "quokka").context["hits"]
        assert client_of(getattr(cast, who)).get(hit.address).status_code == 200, who
    assert task.meeting_id


def test_every_address_that_is_found_opens(story, ask, cast, client_of):
    for who in ("leader", "mande", "sales_owner"):
        client = client_of(getattr(cast, who))
        for hit in ask(who, "the").context["hits"] + ask(who, "review").context["hits"]:
            assert client.get(hit.address).status_code == 200, hit


def test_the_index_of_trigrams_is_what_answers(story):
    """On SQLite the plan names the virtual table with an index; PostgreSQL has one that it may use."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'search_document_trigrams'")
            assert cursor.fetchone()[0] == 1
        else:
            cursor.execute("EXPLAIN QUERY PLAN SELECT rowid FROM search_trigrams WHERE text GLOB '*riteri*'")
            assert "VIRTUAL TABLE INDEX 0:G" in str(cursor.fetchall())


def test_words_are_folded_once_and_parts_of_others_left_out():
    assert words_of("Café CAFE caf caféteria") == ["cafeteria"]
    assert searchable("See A-007, g-3 and LA-4 or a-4x") == "see a-7;, g-3; and la-4 or a-4x"


def test_names_of_two_letters_stand_alone(cast):
    bo = UserFactory(name="Bo Li", email="b@example.org")
    UserFactory(name="Bob Lin", email="c@example.org")
    cache.clear()
    assert named("bo").people == (bo.pk,)
    assert called(["bo", "li"]).people == (bo.pk,)


def test_many_actions_are_kept_in_as_many_statements_as_one(cast):
    def cost() -> int:
        rebuild(at=NOW)  # whoever may find it is written already
        with CaptureQueriesContext(connection) as seen:
            rebuild(at=NOW)
        return len(seen.captured_queries)

    gap = GapFactory(department=cast.sales)
    ActionFactory(number=899, gap=gap, state="draft")
    before = cost()
    for number in range(900, 940):  # SQLite takes some fifty rows at once
        ActionFactory(number=number, gap=gap, state="draft")
    assert cost() == before
