"""The command makes the next version and writes it into a file; whatever stands in its way is one line."""

import io

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from gaps.models import GapAnalysis
from reports.models import BriefingPack
from reports.services import ask_for_pack, building
from tests.reports.packing import AT, bytes_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    return told(cast)


def run(meeting, output, kind="pdf") -> str:
    out = io.StringIO()
    call_command("briefing_pack", str(meeting), "--format", kind, "--output", str(output), stdout=out)
    return out.getvalue()


def test_it_issues_the_next_version_and_writes_the_file(story, tmp_path):
    said = run(story.meeting.pk, tmp_path / "pack.pdf")
    pack = BriefingPack.objects.get()
    assert (pack.state, pack.number, pack.asked_by) == ("issued", 1, None)
    assert (tmp_path / "pack.pdf").read_bytes() == bytes_of(pack)
    assert said.startswith(f"Version 1, {pack.pages} pages, digest {pack.digest}")
    assert Entry.objects.get(verb="pack.asked").channel == "command"
    run(story.meeting.pk, tmp_path / "pack.pdf")
    assert BriefingPack.objects.get(state="issued").number == 2


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_other_formats_are_not_there_yet(kind, story, tmp_path):
    with pytest.raises(CommandError, match=f"A pack as {kind.upper()} is not there yet"):
        run(story.meeting.pk, tmp_path / "pack", kind)
    assert not BriefingPack.objects.exists()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", ["0", "999999", "-1", "one", "9" * 40, "²"])
def test_a_meeting_that_is_not_there(number, story, tmp_path):
    with pytest.raises(CommandError, match="There is no meeting"):
        run(f" {number}".strip() if number != "-1" else "x-1", tmp_path / "pack.pdf")


def test_a_file_that_cannot_be_written_costs_no_number(story, tmp_path):
    for output in (tmp_path, tmp_path / "nowhere" / "pack.pdf"):
        with pytest.raises(CommandError, match="cannot be written"):
            run(story.meeting.pk, output)
    assert not BriefingPack.objects.exists()


def test_a_failed_build_and_one_that_a_worker_has(story, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(building, "set_pages", lambda *args: 1 / 0)
        with pytest.raises(CommandError, match="nobody foresaw"):
            run(story.meeting.pk, tmp_path / "pack.pdf")
    ask_for_pack(story.meeting, by=story.by("mande"), at=AT)
    building.claim(building.timezone.now())
    with pytest.raises(CommandError, match="A worker builds"):
        run(story.meeting.pk, tmp_path / "pack.pdf")


def test_a_draft_analysis_has_no_pack(story, tmp_path):
    GapAnalysis.objects.update(state="draft", issued_at=None, issued_by=None)
    with pytest.raises(CommandError, match="still a draft"):
        run(story.meeting.pk, tmp_path / "pack.pdf")
