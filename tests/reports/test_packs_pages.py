"""The pages: what is missing is named first, progress is shown, what changed is marked, and only readers of all open it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.models import RoleGrant
from actions.models import ApprovalItem, CorrectiveAction
from actions.services.roadblocks import raise_roadblock
from gaps.models import Gap, Kpi
from gaps.services.readings import give_reading
from meetings.models import Task
from notifications.models import Message
from reports.models import BriefingPack
from reports.services import ask_for_pack, build_waiting, building
from tests.factories import AnalysisFactory, MeetingFactory
from tests.reports.packing import AT, bytes_of, packed, told
from tests.story import decide, sign_all, week

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def story(cast):
    return told(cast)


@pytest.fixture
def mande(story, client_of):
    return client_of(story.cast.mande)


def page(client, name, thing, **headers):
    return client.get(reverse(name, args=[thing.pk]), **headers)


def as_part(target):
    return {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": target}


def test_what_is_missing_is_named_each_with_the_link_that_mends_it(story, mande):
    CorrectiveAction.objects.filter(pk=story.actions[2].pk).update(due_on=None, owner=None)
    Gap.objects.filter(pk=story.gaps[1].pk).update(state="issued")
    story.meeting.attendance.all().delete()
    text = page(mande, "pack_new", story.meeting).text
    for words, link in (
        ("are not invited yet.", reverse("meeting_edit", args=[story.meeting.pk])),
        ("has no response of leadership.", reverse("gap", args=[story.gaps[1].pk])),
        ("has no owner and no finish date.", f"{reverse('plan', args=[story.analysis.pk])}#row-{story.actions[2].pk}"),
        ("has no reading of this month", reverse("reading_new", args=[story.kpi.pk])),
        ("has no target.", reverse("kpi_edit", args=[Kpi.objects.get(name="First response").pk])),
        ("has no owner and no date.", reverse("task_edit", args=[Task.objects.get(title="Book the room").pk])),
    ):
        assert words in text
        assert f'href="{link}"' in text
    assert "Make it as it is" in text


def test_it_is_made_nevertheless_and_the_page_follows_the_build(story, mande):
    answer = mande.post(reverse("pack_new", args=[story.meeting.pk]))
    pack = BriefingPack.objects.get()
    assert answer["Location"] == reverse("pack", args=[pack.pk])
    building.claim(AT)
    BriefingPack.objects.update(step=3)
    text = page(mande, "pack", pack).text
    assert "Setting the pages" in text
    assert "step 3 of 4" in text
    assert "You may leave this page" in text
    part = page(mande, "pack", pack, **as_part("progress"))
    assert "<html" not in part.text
    assert 'value="3"' in part.text
    BriefingPack.objects.update(lease=None, lease_until=None)
    build_waiting(AT)
    assert page(mande, "pack", pack, **as_part("progress"))["HX-Redirect"] == reverse("pack", args=[pack.pk])
    text = page(mande, "pack", pack).text
    assert "Briefing pack, version 1" in text
    assert "Decide three plans" in text
    assert "All departments." in text


def test_a_failed_build_is_shown_with_its_sentence_and_a_way_on(story, mande, client_of, monkeypatch):
    pack = ask_for_pack(story.meeting, by=story.by("mande"), at=AT)
    with monkeypatch.context() as patched:
        patched.setattr(building, "set_pages", lambda *args: 1 / 0)
        build_waiting(AT)
    text = page(mande, "pack", pack).text
    assert "It could not be built." in text
    assert "Build it again" in text
    assert "The last build failed." in page(mande, "meeting_packs", story.meeting).text
    assert page(client_of(story.cast.leader), "pack", pack).status_code == 403
    assert page(mande, "pack_download", pack).status_code == 409
    assert page(mande, "pack_changes", pack).status_code == 409
    mande.post(reverse("pack_new", args=[story.meeting.pk]))
    build_waiting(AT)
    assert "version 1" in page(mande, "pack", pack).text


def test_the_file_is_a_download_that_no_browser_runs(story, client_of):
    pack = packed(story)
    answer = page(client_of(story.cast.leader), "pack_download", pack)
    assert b"".join(answer.streaming_content) == bytes_of(pack)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="briefing-pack-meeting-{story.meeting.pk}-v1.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_the_meeting_marks_what_changed_since_the_pack(story, client_of):
    pack = packed(story)
    leader = client_of(story.cast.leader)
    assert (
        f'hx-get="{reverse("meeting_packs", args=[story.meeting.pk])}"' in page(leader, "meeting", story.meeting).text
    )
    part = page(leader, "meeting_packs", story.meeting, **as_part("pack")).text
    assert "<html" not in part
    assert f'hx-get="{reverse("pack_changes", args=[pack.pk])}"' in part
    assert "Nothing changed since version 1" in page(leader, "pack_changes", pack, **as_part("since")).text
    item = ApprovalItem.objects.get(request=story.request, action=story.actions[1])
    decide(item, "approve", story.by("leader"), week(0, 13))
    sign_all(story.request, story.by("leader"), week(0, 13))
    CorrectiveAction.objects.filter(pk=story.actions[2].pk).update(due_on="2025-06-13")
    give_reading(story.kpi, on=date(2025, 4, 14), value=Decimal("12"), by=story.by("mande"), at=week(0, 13))
    raise_roadblock(
        story.actions[0], what="Line 3 is closed", put_to=story.cast.leader, by=story.by("sales_owner"), at=week(0, 13)
    )
    text = page(leader, "pack_changes", pack, **as_part("since")).text
    text = " ".join(text.split()).replace("\u00a0", " ")
    assert "was proposed." in text
    assert "finish Fri 30 May → Fri 13 Jun, 14 days later." in text
    assert "from 19.5 % to 12 %." in text
    assert "Line 3 is closed" in text
    assert "Approved" in text


def test_who_sees_the_meeting_but_not_all_of_it_reads_the_reason(story, client_of):
    pack = packed(story)
    owner = client_of(story.cast.sales_owner)
    for name in ("pack", "pack_download", "pack_changes"):
        answer = page(owner, name, pack)
        assert answer.status_code == 403
        assert "covers the whole organisation" in answer.text
    assert "covers the whole organisation" in page(owner, "meeting_packs", story.meeting).text
    assert "Second follow-up" not in owner.get(reverse("packs")).text
    assert page(client_of(story.cast.stranger), "pack", pack).status_code == 404


def only_sales(story):
    """Leave nothing in the analysis but what belongs to Sales."""
    elsewhere = AnalysisFactory()
    gap = story.gaps[1]
    Gap.objects.filter(pk=gap.pk).update(analysis=elsewhere)
    ApprovalItem.objects.filter(action__gap=gap).update(state="deferred", settled_at=AT)


def test_a_pack_of_one_department_is_open_to_its_people_who_take_part(story, client_of, cast):
    only_sales(story)
    Task.objects.create(title="Not of this meeting", analysis=story.analysis, created_at=AT)
    pack = packed(story)
    assert pack.department == cast.sales
    assert pack.data["scope"]["words"].startswith("Sales only.")
    assert [each["title"] for each in pack.data["tasks"]] == ["Book the room"]
    assert page(client_of(cast.sales_owner), "pack", pack).status_code == 200
    assert "Second follow-up" in client_of(cast.sales_owner).get(reverse("packs")).text
    assert page(client_of(cast.support_owner), "pack", pack).status_code == 404
    story.meeting.attendance.create(person=cast.support_owner)
    answer = page(client_of(cast.support_owner), "pack", pack)
    assert answer.status_code == 403
    assert "covers Sales" in answer.text
    RoleGrant.objects.filter(user=cast.leader).delete()
    assert page(client_of(cast.leader), "pack", pack).status_code == 403


def test_it_is_sent_once_to_those_who_may_open_it_with_a_link_and_no_file(story, mande, cast):
    pack = packed(story)
    for _ in range(2):
        mande.post(reverse("pack_send", args=[pack.pk]))
    found = Message.objects.filter(kind="pack")
    assert sorted(each.email for each in found) == sorted([cast.leader.email, cast.leader2.email])
    mail = found.get(email=cast.leader.email)
    assert mail.subject == "Briefing pack, version 1: Second follow-up"
    assert reverse("pack", args=[pack.pk]) in mail.text
    assert "Decide three plans" in mail.text
    assert "download" not in mail.text + mail.html
    text = page(mande, "pack", pack).text
    assert "Two people have it already." in text
    assert "Not sent to Thabo Nkosi, who may not see all of it." in text
    second = packed(story, at=week(0, 13))
    assert mande.post(reverse("pack_send", args=[pack.pk])).status_code == 409
    mande.post(reverse("pack_send", args=[second.pk]))
    assert Message.objects.filter(kind="pack").count() == 4


def test_a_sent_pack_of_one_department_reaches_its_head(story, mande, cast):
    only_sales(story)
    pack = packed(story)
    mande.post(reverse("pack_send", args=[pack.pk]))
    assert Message.objects.filter(kind="pack", email=cast.sales_owner.email).exists()


def test_a_meeting_of_a_draft_analysis_has_no_pack_yet(story, mande):
    draft = MeetingFactory(analysis=AnalysisFactory(state="draft"))
    text = page(mande, "pack_new", draft).text
    assert "still a draft" in text
    assert "Make the pack</button>" not in text
    assert mande.post(reverse("pack_new", args=[draft.pk])).status_code == 403
    assert not BriefingPack.objects.filter(meeting=draft).exists()


def test_the_list_is_a_file_too(story, client_of):
    pack = packed(story)
    answer = client_of(story.cast.leader).get(reverse("packs") + "?export=csv")
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
    assert text.splitlines()[0].lstrip("\ufeff").startswith("Meeting,Version,State")
    assert pack.digest in text


def test_the_list_shows_what_is_on_the_way_to_who_makes_packs_only(story, mande, client_of):
    packed(story)
    ask_for_pack(story.meeting, by=story.by("mande"), at=week(0, 13))
    assert "Waiting for the worker" in mande.get(reverse("packs")).text
    text = client_of(story.cast.leader).get(reverse("packs")).text
    assert "Waiting for the worker" not in text
    assert "Second follow-up, version 1" in text
    assert "Briefing packs" in text
