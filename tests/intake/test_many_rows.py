"""A save of many rows: statements by the batch, progress told, and all or nothing."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import ActionCause, CorrectiveAction
from audit.models import Entry
from gaps.models import Gap, GapAnalysis, RootCause
from intake.interpret.drafts import ActionDraft, CauseDraft
from intake.interpret.links import suggest_links
from intake.services import save, saving
from search.models import SearchDocument
from tests.factories import NOW

from .test_import_services import brought_in, confirmed

HEAD = "ID,Department,Indicator,Target,Actual,Finding,Root cause,Action,Owner,Deadline\n"


def table(folder: Path, rows: int, name: str = "many.csv") -> Path:
    """A table of as many findings, spread over three departments."""
    path = folder / name
    lines = (
        f"F-{n},Depot {n % 3},Days late {n},2 days,{n % 9 + 3} days,Delivery {n} of {name} is late,Truck {n} broke down,"
        f"Repair truck {n} of delivery {n},Fleet manager,2026-05-15\n"
        for n in range(rows)
    )
    path.write_text(HEAD + "".join(lines))
    return path


@pytest.fixture
def mande(cast):
    return cast.viewer("mande")


def test_statements_are_counted_by_the_batch(mande, tmp_path):
    counted = {}
    for rows in (30, 90, 150):
        draft = brought_in(mande, table(tmp_path, rows, f"{rows}.csv"))
        chosen = confirmed(draft)
        with CaptureQueriesContext(
            connection,
        ) as found:
            save(draft, chosen, by=mande, at=NOW)
        counted[rows] = len(found)
    assert Gap.objects.count() == CorrectiveAction.objects.count() == RootCause.objects.count() == 270
    assert ActionCause.objects.exists()
    assert Entry.objects.filter(verb="gap.added").count() == 270
    assert SearchDocument.objects.filter(kind="action").count() == 270
    # All in one batch. SQLite takes a thousand values in a statement, so that a row of 35 columns makes some more there.
    most = 60 if connection.vendor == "sqlite" else 0
    assert counted[150] - counted[90] <= most, counted
    assert counted[90] < 200, counted


def test_it_is_told_how_far_it_is(mande, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "BATCH", 4)
    draft = brought_in(mande, table(tmp_path, 10))
    told = []
    save(draft, confirmed(draft), by=mande, at=NOW, tell=lambda *said: told.append(said))
    assert told == [(0, 10), (4, 10), (8, 10), (10, 10)]
    assert [each.code for each in Gap.objects.order_by("number")] == [f"G-{n:02d}" for n in range(1, 11)]
    for action in CorrectiveAction.objects.select_related("gap", "line"):
        assert action.number == action.gap.number
        assert action.line == action.gap.line
        assert action.line.became in (action.code, action.gap.code)


def test_what_breaks_off_leaves_nothing(mande, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "BATCH", 4)
    draft = brought_in(mande, table(tmp_path, 10))

    def stop(written, total):
        if written == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(draft, confirmed(draft), by=mande, at=NOW, tell=stop)
    assert not GapAnalysis.objects.exists()
    draft.refresh_from_db()
    assert draft.state == "to_review"
    assert draft.file.storage.exists(draft.file.name)


def test_a_thousand_causes_and_actions_in_one_cell_are_not_linked_each_with_each():
    """Eleven kilobytes of a workbook made a million comparisons and as many suggestions."""
    causes = [CauseDraft(f"C-{n}", f"truck {n} broke down", 1) for n in range(1000)]
    actions = [ActionDraft(f"A-{n}", f"repair truck {n}", 1) for n in range(1000)]
    links = suggest_links(causes, actions)
    assert len(links) <= 20 * len(causes)
    assert {link.cause for link in links} == {cause.key for cause in causes}
