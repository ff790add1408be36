"""The pack as a document: what stands in it, that it is tagged, and that no text breaks it."""

import io
import re

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pdfminer.pdftypes import resolve1

from actions.models import CorrectiveAction
from common.canonical import digest
from gaps.models import Gap
from meetings.services.session import end_meeting, start_meeting
from reports.packs.setting import set_pages
from reports.services import ask_for_pack, build_one
from reports.services.building import issue_of
from tests.factories import ActionFactory, MilestoneFactory
from tests.reports.packing import AT, bytes_of, meeting_of, packed, pages_of, text_of, told
from tests.story import later, week

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    return told(cast)


def catalogue(pack):
    with pdfplumber.open(io.BytesIO(bytes_of(pack))) as pdf:
        return dict(pdf.doc.catalog), dict(pdf.metadata), pdf.doc


def test_it_says_what_the_meeting_needs(story):
    pack = packed(story)
    pages = pages_of(pack)
    cover, text = " ".join(pages[0].split()), text_of(pack)
    assert "Second follow-up" in cover
    assert "Thursday 24 April 2025, 14:00 to 15:30" in cover
    assert "Board room" in cover
    assert "Nomsa Dlamini, Peter Adams, Thabo Nkosi" in cover
    assert "Decide three plans: R 300 000 once, by Fri 25 Apr" in cover
    assert "Answer one roadblock: No budget code." in cover
    assert "Answer one question: Which quarter is it?" in cover
    assert "All departments." in cover
    for heading in (
        "At a glance",
        "Agenda",
        "Decisions needed",
        "What changed",
        "Findings",
        "The plan",
        "Indicators",
        "Questions and to-dos",
        "About this pack",
    ):
        assert text.count(heading) >= 2, heading  # in the contents, and where it stands
    for each in ("Lead conversion is 15 % below target", "Leads are not qualified", "Accepted by Nomsa Dlamini"):
        assert each in text
    assert "Now 19.5 % (Mon 24 Mar) · at the start 16.5 % (Mon 3 Mar)" in text.replace("\u00a0", " ")
    assert "Thabo Nkosi" in text
    assert "Fri 30 May" in text
    assert "no check-in" in text
    assert "Book the room has no owner and no date." in text
    assert pack.digest[:8] in text
    assert pack.chain_head[:8] in text
    assert f"Page 2 of {pack.pages}" in pages[1]
    assert len(pages) == pack.pages


def test_it_is_tagged_titled_and_has_bookmarks(story):
    pack = packed(story)
    root, about, doc = catalogue(pack)
    assert pack.standard == "PDF/UA-1"
    assert resolve1(root["MarkInfo"])["Marked"] is True
    assert "StructTreeRoot" in root
    assert root["Lang"].decode().startswith("en")
    assert about["Title"] == "Briefing pack: Second follow-up"
    titles = [title for level, title, *_ in doc.get_outlines() if level == 1]
    assert titles[0] == "1 At a glance"
    assert "6 The plan" in titles
    assert b"pdfuaid" in bytes_of(pack)


def test_every_font_is_inside(story):
    with pdfplumber.open(io.BytesIO(bytes_of(packed(story)))) as pdf:
        fonts = {}
        for page in pdf.pages:
            for name, font in resolve1(resolve1(page.page_obj.resources)["Font"]).items():
                fonts[name] = resolve1(font)
    assert fonts
    for font in fonts.values():
        inner = resolve1(resolve1(font["DescendantFonts"])[0])
        described = resolve1(inner["FontDescriptor"])
        assert {"FontFile2", "FontFile3", "FontFile"} & set(described)
        assert "FiraGO" in described["FontName"].name


def test_the_chart_says_its_sentence_and_shows_the_target(story):
    pack = packed(story)
    assert "Target" in text_of(pack)
    chart = next(each for each in pack.data["kpis"] if each["name"] == "Lead conversion")
    assert (
        chart["sentence"]
        == "Lead conversion: from 16.5\u00a0% on Mon 3 Mar to 19.5\u00a0% on Mon 24 Mar, target 20\u00a0%."
    )
    assert chart["sentence"].split(":")[0].encode("utf-16-be") in bytes_of(pack) or b"/Alt" in bytes_of(pack)


def test_the_same_data_give_the_same_bytes_and_the_digest_is_over_them(story):
    first = packed(story)
    assert first.digest == digest(first.data)
    file, sha = bytes_of(first), first.sha256
    again = build_again(first)
    assert again == (file, sha)


def build_again(pack):
    """Set the frozen data once more."""
    document = set_pages(pack.data, issue_of(pack, "", pack.issued_at))
    return document.content, document.sha256


BAD = {
    "markup": "<b>bold</b> & <script>alert(1)</script>",
    "typesetting": '#panic("x") *b* _i_ $x^2$ @ref <label> \\LaTeX `raw` #eval("1") = heading',
    "template": "{{ secret }} {% include 'x' %}",
    "formula": "=cmd|' /C calc'!A0",
    "right to left": "تقرير الأداء וגם עברית",
    "controls": "a\u202eb\u2066c\ufeffd",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_text_stands_there_as_text(name, story):
    Gap.objects.filter(pk=story.gaps[0].pk).update(statement=BAD[name])
    pack = packed(story)
    assert pack.standard == "PDF/UA-1"
    if name in ("right to left", "controls"):
        return
    squeezed = re.sub(r"[\s\u200b]+", "", text_of(pack))
    assert re.sub(r"\s+", "", BAD[name]) in squeezed


def test_a_character_without_a_glyph_costs_the_standard_but_not_the_pack(story, caplog):
    Gap.objects.filter(pk=story.gaps[0].pk).update(statement="On track 😀 目標")
    pack = packed(story)
    assert pack.standard == ""
    assert "without PDF/UA-1" in caplog.text
    root, _, _ = catalogue(pack)
    assert "StructTreeRoot" in root
    assert "On track" in text_of(pack)


def test_half_characters_and_controls_never_reach_the_page(story):
    story.meeting.purpose = "Go\x07od\x1b[31m\ttext\x9b and more"
    story.meeting.save()
    pack = packed(story)
    assert "Go od [31m text and more" in text_of(pack)
    assert pack.data["meeting"]["purpose"] == ["Go od [31m text  and more"]


def test_three_hundred_rows_break_well_and_every_page_has_its_head(story):
    for number in range(100, 400):
        action = ActionFactory(
            number=number,
            gap=story.gaps[0],
            owner=story.cast.sales_owner,
            state="approved",
            title=f"Step {number}",
        )
        MilestoneFactory(action=action)
    every = pages_of(packed(story))
    pages = [page for page in every if len(re.findall(r"^A-\d{3} Step", page, re.MULTILINE)) > 3]
    assert len(pages) > 5
    for page in pages:
        assert "Owner says" in page
    found = re.findall(r"^A-(\d{3}) Step", "\n".join(pages), re.MULTILINE)
    assert list(map(int, found)) == list(range(100, 400))


def test_a_very_long_title_and_a_very_long_word_stay_on_the_page(story):
    CorrectiveAction.objects.filter(pk=story.actions[2].pk).update(title=("Ask everybody who was there " * 12)[:300])
    CorrectiveAction.objects.filter(pk=story.actions[3].pk).update(title="https://example.org/" + "a" * 270)
    Gap.objects.filter(pk=story.gaps[1].pk).update(statement="Long " * 2000)
    story.meeting.title = "A meeting with a very long name " * 6
    story.meeting.save()
    pack = packed(story)
    with pdfplumber.open(io.BytesIO(bytes_of(pack))) as pdf:
        for page in pdf.pages:
            for char in page.chars:
                assert char["x1"] <= page.width, char["text"]
    assert text_of(pack).count("Long") >= 2000


def test_statements_do_not_grow_with_the_rows(story):
    few = statements(story)
    for number in range(100, 140):
        action = ActionFactory(number=number, gap=story.gaps[0], owner=story.cast.sales_owner, state="approved")
        MilestoneFactory(action=action)
    assert statements(story) <= few + 1  # the version before is compared with, where there is one
    assert statements(story) <= 39


def statements(story) -> int:
    """What building costs, from the claim to the issue, without the progress said on the row."""
    asked = ask_for_pack(story.meeting, by=story.by("mande"), at=AT)
    with CaptureQueriesContext(connection) as seen:
        assert build_one(asked, at=AT).state == "issued"
    progress = 'SET "step" ='
    return sum(
        not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN")) and progress not in each["sql"]
        for each in seen.captured_queries
    )


def test_the_next_version_says_what_it_replaces_and_what_moved(story):
    packed(story)
    CorrectiveAction.objects.filter(pk=story.actions[2].pk).update(due_on="2025-06-13")
    second = packed(story, at=week(0, 15))
    text = text_of(second)
    assert "Replaces version 1 of Mon 14 Apr 2025." in text
    assert "Since version 1 of Mon 14 Apr" in text
    assert "finish Fri 30 May → Fri 13 Jun, 14 days later." in text


def test_the_pack_of_the_next_meeting_compares_with_that_of_the_last(story):
    packed(story)
    start_meeting(story.meeting, by=story.by("mande"), at=later(days=14))
    end_meeting(story.meeting, by=story.by("mande"), at=later(days=14, hours=1))
    CorrectiveAction.objects.filter(pk=story.actions[2].pk).update(owner=story.cast.leader)
    third = packed(story, meeting_of(story, "Third follow-up", days=28), at=later(days=20))
    text = text_of(third)
    assert third.number == 1
    assert "Since the pack of “Second follow-up”, Mon 14 Apr" in text
    assert "from Thabo Nkosi to Nomsa Dlamini." in text or "from Ayesha Patel to Nomsa Dlamini." in text


def test_without_an_earlier_pack_it_tells_since_the_analysis_was_issued(story):
    assert "Since the analysis was issued, Thu 10 Apr" in text_of(packed(story))
