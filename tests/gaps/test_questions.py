"""Questions on findings: deadline, reminder, withdrawal; and those that M&E expects and answers beforehand."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.access import Conflict, Refused, Unfit
from gaps.models import Clarification
from gaps.services.questions import answer_question, ask, edit_expected, expect, withdraw_question
from meetings.agenda import questions as on_the_agenda
from meetings.services import plan_meeting
from reports.reminders import questions as reminders
from tests.factories import NOW
from tests.story import begin

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 10)


@pytest.fixture
def story(cast):
    with time_machine.travel(NOW, tick=False):
        yield begin(cast).issue()


def test_a_question_about_one_cause_has_an_answerer_and_a_deadline(story, cast, client_of):
    gap, client = story.gaps[0], client_of(cast.leader)
    address = reverse("question_new", args=[gap.pk])
    form = client.get(address).content.decode()
    assert 'value="2025-04-17"' in form  # five working days are proposed
    cause = gap.causes.first()
    assert f'value="c{cause.pk}"' in form
    given = {"question": "Since when?", "answerer": cast.sales_owner.pk, "about": f"c{cause.pk}"}
    assert client.post(address, given).status_code == 422
    assert client.post(address, {**given, "due_on": "2025-04-09"}).status_code == 422
    assert client.post(address, {**given, "due_on": "2025-04-12"}).status_code == 303
    row = Clarification.objects.get()
    assert (row.about, row.due_on) == ("Cause: Leads are not qualified", date(2025, 4, 12))
    work = client_of(cast.sales_owner).get("/").content.decode()
    assert "Since when?" in work
    assert "Cause: Leads are not qualified" in work
    [item] = reminders(DAY, date(2025, 4, 13))
    assert (item.person, item.late) == (cast.sales_owner, False)
    [item] = reminders(date(2025, 4, 13), date(2025, 4, 16))
    assert item.late
    meeting = plan_meeting(story.analysis, title="Follow-up", by=story.by("mande"), at=NOW)
    assert [topic.title for topic in on_the_agenda(meeting, DAY)] == ["Question: Since when?"]


def test_a_question_is_withdrawn_by_who_asked_with_a_reason(story, cast, client_of):
    row = ask(story.gaps[0], question="Why?", answerer=cast.sales_owner, due_on=DAY, by=story.by("leader"), at=NOW)
    with pytest.raises(Refused):
        withdraw_question(row, reason="Not me", by=story.by("leader2"), at=NOW)
    with pytest.raises(Unfit):
        withdraw_question(row, reason=" ", by=story.by("leader"), at=NOW)
    answer = client_of(cast.leader).post(reverse("question_withdraw", args=[row.pk]), {"reason": "Answered by phone"})
    assert answer.status_code == 303
    assert list(reminders(DAY, DAY)) == []
    assert "Why?" not in client_of(cast.sales_owner).get("/").content.decode()
    assert (
        "withdrawn: Answered by phone" in client_of(cast.leader).get(reverse("gap", args=[row.gap_id])).content.decode()
    )
    with pytest.raises(Conflict):
        answer_question(row, answer="Because", by=story.by("sales_owner"), at=NOW)


def test_an_answered_question_is_not_withdrawn(story, cast):
    row = ask(story.gaps[0], question="Why?", answerer=cast.sales_owner, by=story.by("leader"), at=NOW)
    answer_question(row, answer="Because", by=story.by("sales_owner"), at=NOW)
    with pytest.raises(Conflict):
        withdraw_question(row, reason="Late", by=story.by("leader"), at=NOW)


def test_expected_questions_are_for_leadership_with_answer_and_evidence(story, cast, client_of):
    gap, client = story.gaps[0], client_of(cast.mande)
    given = {"question": "Is it the season?", "answer": "No: it fell in all four quarters.", "about": ""}
    assert client.post(reverse("expected_new", args=[gap.pk]), {**given, "answer": ""}).status_code == 422
    assert client.post(reverse("expected_new", args=[gap.pk]), given).status_code == 303
    row = Clarification.objects.get()
    assert (row.state, row.answerer) == ("answered", None)
    link = {"url": "https://example.org/quarters", "title": "Quarterly figures"}
    assert client.post(reverse("question_evidence_new", args=[row.pk]), link).status_code == 303
    for reader, sees in ((cast.leader, True), (cast.mande, True), (cast.sales_owner, False)):
        page = client_of(reader).get(reverse("gap", args=[gap.pk])).content.decode()
        assert ("Is it the season?" in page) is sees
        assert ("Likely questions" in page) is sees
        assert ("Quarterly figures" in page) is sees
    meeting = plan_meeting(story.analysis, title="Follow-up", by=story.by("mande"), at=NOW)
    assert list(on_the_agenda(meeting, DAY)) == []


def test_expected_questions_are_mended_and_withdrawn_by_mande_only(story):
    row = expect(story.gaps[0], question="Why?", answer="So.", by=story.by("mande"), at=NOW)
    with pytest.raises(Refused):
        edit_expected(row, question="Why now?", answer="So.", by=story.by("leader"), at=NOW)
    assert edit_expected(row, question="Why now?", answer="So.", by=story.by("mande"), at=NOW).question == "Why now?"
    with pytest.raises(Refused):
        withdraw_question(row, reason="No", by=story.by("leader"), at=NOW)
    assert withdraw_question(row, reason="Nobody asks", by=story.by("mande"), at=NOW).state == "withdrawn"
    with pytest.raises(Conflict):
        withdraw_question(row, reason="Again", by=story.by("mande"), at=NOW)


def test_the_database_refuses_a_question_to_nobody(story, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Clarification.objects.create(gap=story.gaps[0], question="Who?", asked_by=cast.mande, asked_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clarification.objects.create(
            gap=story.gaps[0], kind="expected", question="Who?", asked_by=cast.mande, asked_at=NOW
        )
