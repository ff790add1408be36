"""The consistency check before issuing and before approval: what it names, how badly, and where it is mended."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.consistency.check import analysis_findings, submit_findings
from actions.consistency.finding import in_short
from actions.consistency.plans import with_checks
from actions.models import ActionCause, CorrectiveAction, Milestone
from actions.services.issue import issue_analysis
from common.access import Unfit
from evidence.models import Evidence
from evidence.services import add_link, withdraw
from gaps.models import GapMeasure, RootCause
from tests.factories import NOW, ActionFactory, CauseFactory, GapFactory, MilestoneFactory
from tests.story import begin

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 10)


def found(analysis) -> dict[str, str]:
    """Severity by sentence."""
    return {each.sentence: each.severity for each in analysis_findings(analysis, DAY)}


def test_a_fresh_analysis_lacks_owners_and_dates_and_is_issued_nevertheless(cast):
    story = begin(cast)
    RootCause.objects.filter(gap=story.gaps[1]).update(text="Nobody is on duty at night")
    assert found(story.analysis) == {
        "Four actions have no owner": "look",
        "Four actions have no finish date": "look",
        "Four actions answer no confirmed cause": "look",
        "Four actions name no indicator": "look",
    }
    story.issue()
    assert story.analysis.state == "issued"


def test_a_gap_without_a_cause_blocks_issuing(cast):
    story = begin(cast)
    ActionCause.objects.all().delete()
    RootCause.objects.filter(gap=story.gaps[0]).delete()
    first = analysis_findings(story.analysis, DAY)[0]
    assert (first.sentence, first.blocks) == ("G-01 has no root cause", True)
    assert first.address == reverse("causes", args=[story.gaps[0].pk])
    with pytest.raises(Unfit, match="G-01 has no root cause"):
        issue_analysis(story.analysis, by=story.by("mande"), at=NOW)


def test_dates_that_cannot_be_kept_are_serious(cast):
    story = begin(cast).ready()
    one, two, three, _ = story.actions
    CorrectiveAction.objects.filter(pk=one.pk).update(start_on=date(2025, 3, 1), due_on=date(2025, 4, 9))
    Milestone.objects.filter(action=two).update(promised_on=date(2025, 4, 9))
    Milestone.objects.filter(action=three).update(promised_on=date(2025, 5, 31))
    every = found(story.analysis)
    assert every["A-01 finishes in the past"] == "serious"
    assert every["A-02 has a milestone in the past"] == "serious"
    assert "A-01 has a milestone after its finish" not in every  # two of them, so they stand in one line
    assert every["Two actions have a milestone after their finish"] == "serious"
    Milestone.objects.filter(action=one).update(promised_on=date(2025, 4, 9), state="dropped")
    assert found(story.analysis)["A-03 has a milestone after its finish"] == "serious"


def test_more_than_five_actions_in_thirty_days_are_too_many_for_one_owner(cast):
    story = begin(cast).ready()
    days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 28)]
    for number, day in enumerate(days, 100):
        ActionFactory(number=number, gap=GapFactory(number=number), owner=cast.sales_owner, state="draft", due_on=day)
    sentences = found(story.analysis)
    assert not any("due within" in each for each in sentences)  # two of the plan, three beside it, all in one window
    ActionFactory(
        number=110, gap=GapFactory(number=110), owner=cast.sales_owner, state="draft", due_on=date(2025, 6, 29)
    )
    assert not any("due within" in each for each in found(story.analysis))  # six, but in 31 days
    ActionFactory(
        number=111, gap=GapFactory(number=111), owner=cast.sales_owner, state="draft", due_on=date(2025, 6, 1)
    )
    assert found(story.analysis)["Thabo Nkosi has six actions due within 30 days"] == "serious"
    CorrectiveAction.objects.filter(number=111).update(state="cancelled")
    assert not any("due within" in each for each in found(story.analysis))


def test_one_cause_in_several_findings_is_named(cast):
    story = begin(cast)
    assert found(story.analysis)["The same cause stands in G-01 and G-02"] == "look"
    RootCause.objects.filter(gap=story.gaps[1]).update(text="Nobody is on duty at night")
    RootCause.objects.filter(gap=story.gaps[1], position=0).update(text="The leads are still not qualified")
    assert "The same cause stands in G-01 and G-02" in found(story.analysis)


def test_a_measure_without_a_figure_is_named(cast):
    story = begin(cast)
    GapMeasure.objects.filter(gap=story.gaps[0]).update(stated_value=None)
    assert found(story.analysis)["Lead conversion is not quantified"] == "look"


def test_evidence_that_runs_out_is_named_with_its_page(cast):
    story = begin(cast)
    by = story.by("mande")
    for gap, until in ((story.gaps[0], date(2025, 4, 9)), (story.gaps[1], date(2025, 5, 10))):
        gap.evidence.add(
            add_link(title="Licence", url="https://x.org/", expires_on=until, department_id=None, by=by, at=NOW)
        )
    every = {each.sentence: each for each in analysis_findings(story.analysis, DAY)}
    expired = every["Evidence of G-01 expired Wed 9 Apr"]
    proof = Evidence.objects.get(expires_on=date(2025, 4, 9))
    assert (expired.severity, expired.address) == (
        "serious",
        reverse("gap_evidence", args=[story.gaps[0].pk, proof.pk]),
    )
    assert every["Evidence of G-02 expires Sat 10 May"].severity == "look"
    withdraw(proof, reason="It was another licence", by=by, at=NOW)
    assert "Evidence of G-01 expired Wed 9 Apr" not in found(story.analysis)


def test_before_approval_owner_and_date_block(cast):
    story = begin(cast).ready()
    CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(owner=None, due_on=None)
    every = submit_findings(story.analysis, with_checks(CorrectiveAction.objects.order_by("number"), DAY), DAY)
    assert [(each.sentence, each.severity) for each in every][:2] == [
        ("A-01 has no owner", "blocks"),
        ("A-01 has no finish date", "blocks"),
    ]
    assert every[0].address == f"{reverse('plan', args=[story.analysis.pk])}#row-{story.actions[0].pk}"
    assert in_short(every).startswith("two block, ")


def test_the_check_stands_on_draft_submit_page_and_bundle(cast, client_of):
    with time_machine.travel(NOW, tick=False):
        story = begin(cast)
        mande = client_of(cast.mande)
        page = mande.get(reverse("analysis", args=[story.analysis.pk])).content.decode()
        assert "Four actions have no owner" in page
        story.ready()
        CorrectiveAction.objects.filter(pk=story.actions[0].pk).update(due_on=date(2025, 4, 9), start_on=None)
        page = mande.get(reverse("submit", args=[story.analysis.pk])).content.decode()
        assert "A-01 finishes in the past" in page
        story.refresh()
        request = story.submit()
        page = client_of(cast.leader).get(reverse("approval", args=[request.pk])).content.decode()
        assert "A-01 finishes in the past" in page
        assert f"#item-{request.items.get(action=story.actions[0]).pk}" in page


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN")) for each in seen.captured_queries)


@pytest.mark.parametrize(("name", "pinned"), [("analysis", 12), ("submit", 12)])
def test_the_check_costs_the_same_for_many(name, pinned, cast, client_of):
    story = begin(cast)
    if name == "submit":
        story.ready()
    else:
        CorrectiveAction.objects.update(owner=cast.sales_owner, due_on=date(2025, 5, 30))
    client, address = client_of(cast.mande), reverse(name, args=[story.analysis.pk])
    before = cost(client, address)
    for number in range(100, 125):
        gap = GapFactory(number=number, analysis=story.analysis, department=cast.sales, state=story.gaps[0].state)
        CauseFactory(gap=gap)
        MilestoneFactory(action=ActionFactory(number=number, gap=gap, owner=cast.sales_owner, state="draft"))
    assert cost(client, address) == before == pinned
