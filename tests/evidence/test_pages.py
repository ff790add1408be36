"""The pages of proof: versions, expiry, withdrawal, and that a file is only reached through what it proves."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.viewer import load_viewer
from actions.models import CheckIn, CheckInRequest, CheckInRound
from actions.services.answering import Given, check_in
from actions.services.asking import ask_for_check_ins
from actions.services.milestones import implement, reach
from audit.models import Entry
from common.access import Conflict, Unfit
from evidence.models import Evidence
from evidence.services import add_link, add_version, withdraw
from tests.factories import NOW
from tests.story import begin, week

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    with time_machine.travel(NOW, tick=False):
        yield begin(cast).ready()


def text(name: str, content: bytes = b"as agreed") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def page(client, name: str, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_finding_gets_a_file_a_new_version_and_keeps_both(story, cast, client_of):
    gap, client = story.gaps[0], client_of(cast.sales_owner)
    given = {"upload": text("survey.txt"), "title": "Survey", "source": "Sales tool", "expires_on": "2025-04-09"}
    assert client.post(reverse("gap_evidence_new", args=[gap.pk]), given).status_code == 303
    proof = gap.evidence.get()
    assert "Expired Wed 9 Apr" in page(client, "gap", gap.pk)
    assert "Evidence expired Wed 9 Apr" in page(client, "gaps")
    assert "Survey" in page(client_of(cast.leader), "gap", gap.pk)
    again = {"upload": text("survey.txt", b"asked again"), "expires_on": "2025-12-31"}
    address = reverse("gap_evidence_version", args=[gap.pk, proof.pk])
    assert client.post(address, again).status_code == 303
    assert client.post(address, {"upload": text("survey.txt", b"asked again")}).status_code == 409
    shown = page(client, "gap_evidence", gap.pk, proof.pk)
    assert "Version 2 · Thabo Nkosi" in shown
    assert "Version 1 · Thabo Nkosi" in shown
    assert "Sales tool" in shown
    assert "xpired" not in page(client, "gap", gap.pk)
    for number, content in ((1, b"as agreed"), (2, b"asked again")):
        answer = client.get(reverse("gap_evidence_file", args=[gap.pk, proof.pk, number]))
        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
    entry = Entry.objects.get(verb="evidence.version_added")
    assert (entry.old, entry.new["expires_on"]) == ({"expires_on": "2025-04-09"}, "2025-12-31")


def test_a_file_is_reached_through_its_own_object_only(story, cast, client_of):
    gap, other = story.gaps
    client = client_of(cast.mande)
    client.post(reverse("gap_evidence_new", args=[gap.pk]), {"upload": text("proof.txt")})
    proof = gap.evidence.get()
    assert client.get(reverse("gap_evidence_file", args=[other.pk, proof.pk, 1])).status_code == 404
    assert client.get(reverse("gap_evidence_file", args=[gap.pk, proof.pk, 2])).status_code == 404
    assert client.get(reverse("gap_evidence", args=[other.pk, proof.pk])).status_code == 404
    for stranger in (cast.stranger, cast.support_owner):
        address = reverse("gap_evidence_file", args=[gap.pk, proof.pk, 1])
        assert client_of(stranger).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("proof.pdf", b"<html><script>alert(1)</script>"), ("proof.svg", b"<svg/>"), ("a.txt", b"")]
)
def test_what_a_file_is_not_is_refused_on_every_page(name, content, story, cast, client_of):
    gap, client = story.gaps[0], client_of(cast.mande)
    answer = client.post(reverse("gap_evidence_new", args=[gap.pk]), {"upload": text(name, content)})
    assert answer.status_code == 422
    client.post(reverse("gap_evidence_new", args=[gap.pk]), {"upload": text("proof.txt")})
    proof = gap.evidence.get()
    answer = client.post(reverse("gap_evidence_version", args=[gap.pk, proof.pk]), {"upload": text(name, content)})
    assert answer.status_code == 422
    assert proof.versions.count() == 1


def test_withdrawn_proof_stays_readable_and_proves_nothing(story, cast, client_of):
    gap, client = story.gaps[0], client_of(cast.mande)
    client.post(reverse("gap_evidence_new", args=[gap.pk]), {"url": "https://example.org/figures", "title": "Figures"})
    proof = gap.evidence.get()
    address = reverse("gap_evidence_withdraw", args=[gap.pk, proof.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Of another year"}).status_code == 303
    assert "withdrawn: Of another year" in page(client, "gap", gap.pk)
    assert client.post(address, {"reason": "Twice"}).status_code == 409
    assert client.get(reverse("gap_evidence_version", args=[gap.pk, proof.pk])).status_code == 409
    with pytest.raises(Conflict):
        add_version(proof, url="https://example.org/new", by=story.by("mande"), at=NOW)
    assert Evidence.objects.count() == 1


def test_a_check_in_is_proved_on_its_signed_in_page_and_seen_on_the_action(cast, client_of):
    story = begin(cast).signed()
    with time_machine.travel(week(0), tick=False):
        ask_for_check_ins(week(0))
        round_ = CheckInRound.objects.get(person=cast.sales_owner)
        asked = CheckInRequest.objects.get(action=story.actions[0])
        client = client_of(cast.sales_owner)
        assert "Add evidence<" not in page(client, "check_in", round_.pk)
        answer = check_in(
            asked, Given(health="on_track", happened="Criteria agreed"), by=story.by("sales_owner"), at=week(0)
        )
        add = reverse("check_in_evidence_new", args=[answer.pk])
        assert add in page(client, "check_in", round_.pk)
        assert client.post(add, {"upload": text("criteria.txt")}).status_code == 303
        assert "criteria.txt" in page(client, "check_in", round_.pk)
        assert page(client, "action", story.actions[0].pk).count(">criteria.txt</a>") == 2  # the check-in, the rail
        assert CheckIn.objects.get().evidence.get() == story.actions[0].evidence.get()
        # Not by the link of the mail: it opens no session, and it may not upload.
        assert client_of(None).post(add, {"upload": text("criteria.txt")}).status_code == 302


def test_withdrawn_proof_does_not_make_an_action_implemented(cast):
    story = begin(cast).signed()
    action, by = story.actions[0], story.by("sales_owner")
    for milestone in action.milestones.all():
        reach(milestone, on=date(2025, 4, 10), by=by, at=NOW)
    proof = add_link(title="Shown", url="https://example.org/", department_id=None, by=by, at=NOW)
    action.evidence.add(proof)
    withdraw(proof, reason="Wrong one", by=by, at=NOW)
    with pytest.raises(Unfit, match="no evidence yet"):
        implement(action, by=load_viewer(cast.sales_owner), at=NOW)
