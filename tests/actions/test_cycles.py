"""One cycle against the one before: what the page suggests, what M&E settles, and what a gap says of last time."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Department
from actions.services.plans import add_action, save_plan
from audit.models import Entry
from gaps.models import Gap, GapAnalysis, RootCause
from gaps.services.analyses import Figure, add_gap, create_analysis
from gaps.services.kpi_book import find_or_make_kpi
from tests.factories import NOW

SIMILAR = "Prices are kept in three different lists"


@pytest.fixture
def mande(cast):
    return cast.viewer("mande")


def gap_of(
    analysis, department: Department, statement: str, stated: int | None, causes: list[str], *, by, kpi=""
) -> Gap:
    figure = Figure(
        name=kpi or statement,
        kpi=find_or_make_kpi(kpi, department, line=None, at=NOW) if kpi else None,
        stated_value=Decimal(stated) if stated is not None else None,
        stated_unit="%",
        stated_wording=f"{stated} % short" if stated is not None else "below target",
    )
    return add_gap(
        analysis,
        department=department,
        statement=statement,
        figures=[figure],
        causes=[(text, None) for text in causes],
        by=by,
        at=NOW,
    )


@pytest.fixture
def cycles(cast, mande):
    """Last year's analysis with four gaps, and this year's with four: one back, one grown, one shrunk, one new."""
    old = create_analysis(title="Review 2024", date=date(2024, 9, 30), prepared_by="M&E", by=mande, at=NOW)
    sales, support = cast.sales, cast.support
    before = [
        gap_of(old, sales, "Offers go out later than promised", 20, ["Prices are kept in three lists"], by=mande),
        gap_of(
            old,
            support,
            "Tickets wait longer than the standard",
            15,
            ["Two posts are vacant"],
            by=mande,
            kpi="Waiting time",
        ),
        gap_of(old, sales, "Visits to key customers are missed", 40, ["No plan of visits"], by=mande),
        gap_of(old, support, "The knowledge base is out of date", 10, [], by=mande),
    ]
    action = add_action(before[0], title="Put prices into one list", by=mande, at=NOW)
    save_plan(action, {}, causes=[before[0].causes.get().pk], by=mande, at=NOW)
    GapAnalysis.objects.filter(pk=old.pk).update(state="issued", issued_by=cast.mande, issued_at=NOW)
    Gap.objects.filter(analysis=old).update(state="issued")
    Gap.objects.filter(pk=before[0].pk).update(state="closed")
    new = create_analysis(title="Review 2025", date=date(2025, 3, 31), prepared_by="M&E", by=mande, at=NOW)
    now = [
        gap_of(new, sales, "Offers still go out later than promised", 25, [SIMILAR, "No deputy"], by=mande),
        gap_of(
            new,
            support,
            "Customers wait too long for an answer",
            30,
            ["Two posts are still vacant"],
            by=mande,
            kpi="Waiting time",
        ),
        gap_of(new, sales, "Visits to key customers are missed", 25, [], by=mande),
        gap_of(new, sales, "Invoices carry wrong addresses", None, [], by=mande),
    ]
    return old, new, before, now


@pytest.fixture
def grace(cast, client_of):
    return client_of(cast.mande)


def address(analysis) -> str:
    return reverse("compared", args=[analysis.pk])


def form_of(page) -> dict:
    """The form as the page suggests it."""
    data: dict = {"with": page.context["comparison"].previous.pk, "cause": []}
    for line in page.context["rows"]:
        data[line["name"]] = line["value"]
        data["cause"] += [f"{each.now.pk}-{each.before.pk}" for each in line["row"].causes]
    return data


def test_the_page_suggests_what_came_back_grew_shrank_is_new_and_gone(grace, cycles):
    old, new, before, now = cycles
    page = grace.get(address(new))
    comparison = page.context["comparison"]
    assert comparison.previous == old
    assert [(row.pair.key, row.pair.before) for row in comparison.rows] == [
        ("back", before[0]),
        ("grew", before[1]),
        ("shrank", before[2]),
        ("new", None),
    ]
    assert comparison.gone == (before[3],)
    assert comparison.words == "one gap came back, one grew, one shrank, one is gone and one is new"
    text = page.content.decode()
    assert "20 % → <b>25 %</b>" in text.replace("\u202f", " ")
    assert "What was done: " in text
    assert "Put prices into one list" in text


def test_what_is_suggested_is_kept_by_nobody_until_it_is_confirmed(grace, cycles):
    _, new, before, now = cycles
    page = grace.get(address(new))
    assert not Gap.objects.filter(is_compared=True).exists()
    assert grace.post(address(new), form_of(page)).status_code == 303
    assert [gap.previous for gap in Gap.objects.filter(analysis=new).order_by("number")] == [*before[:3], None]
    assert Gap.objects.filter(analysis=new, is_compared=True).count() == 4
    back = RootCause.objects.get(gap=now[0], previous__isnull=False)
    assert back.text == SIMILAR
    entry = Entry.objects.get(verb="analysis.compared")
    assert entry.new["gaps"] == [f"{a.code} was {b.code}" for a, b in zip(now[:3], before[:3], strict=True)]


def test_a_suggestion_may_be_corrected_and_a_cause_unticked(grace, cycles):
    _, new, before, now = cycles
    data = form_of(grace.get(address(new)))
    data[f"gap-{now[3].pk}"], data[f"gap-{now[2].pk}"], data["cause"] = str(before[3].pk), "none", []
    assert grace.post(address(new), data).status_code == 303
    now[3].refresh_from_db()
    now[2].refresh_from_db()
    assert now[3].previous == before[3]
    assert now[2].previous is None
    assert not RootCause.objects.filter(previous__isnull=False).exists()


def test_one_earlier_gap_is_not_two_now(grace, cycles):
    _, new, before, now = cycles
    data = form_of(grace.get(address(new)))
    data[f"gap-{now[3].pk}"] = str(before[2].pk)
    response = grace.post(address(new), data)
    assert response.status_code == 422
    assert "choose one of the two" in response.content.decode()
    assert not Gap.objects.filter(is_compared=True).exists()


def test_the_gap_says_what_it_was_and_what_was_done(grace, cycles):
    _, new, before, now = cycles
    grace.post(address(new), form_of(grace.get(address(new))))
    text = grace.get(reverse("gap", args=[now[0].pk])).content.decode()
    assert "Last time" in text
    assert before[0].code in text
    assert "came back: what was done last time" in text
    assert f"{address(new)}#c-{now[0].pk}" in text
    assert "Last time" not in grace.get(reverse("gap", args=[now[3].pk])).content.decode()


def test_the_list_finds_gaps_that_came_back(grace, cycles):
    _, new, before, now = cycles
    grace.post(address(new), form_of(grace.get(address(new))))
    text = grace.get(reverse("gaps"), {"cycle": "again"}).content.decode()
    assert now[0].statement in text
    assert now[3].statement not in text
    assert now[3].statement in grace.get(reverse("gaps"), {"cycle": "new"}).content.decode()


def test_without_an_earlier_cycle_the_page_says_so(grace, cycles):
    old, *_ = cycles
    text = grace.get(address(old)).content.decode()
    assert "No earlier analysis" in text


def test_a_head_sees_the_department_only_and_confirms_nothing(cast, client_of, cycles):
    _, new, before, now = cycles
    GapAnalysis.objects.filter(pk=new.pk).update(state="issued", issued_by=cast.mande, issued_at=NOW)
    Gap.objects.filter(analysis=new).update(state="issued")
    client = client_of(cast.sales_owner)
    page = client.get(address(new))
    text = page.content.decode()
    assert now[0].statement in text
    assert now[1].statement not in text
    assert "Confirm the comparison" not in text
    data = {"with": str(cycles[0].pk), f"gap-{now[0].pk}": str(before[0].pk)}
    assert client.post(address(new), data).status_code == 403


def test_an_analysis_is_not_compared_with_a_later_one(grace, cycles):
    old, new, *_ = cycles
    assert grace.get(address(old), {"with": new.pk}).status_code == 404
