"""A long import is saved by the worker: one wins, a killed worker leaves it for the next, and what fails says why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from audit.models import Entry
from common.access import Conflict, Refused, Unfit
from gaps.models import Gap, GapAnalysis
from intake.models import ImportDraft
from intake.services import Choices, ask_to_save, background, discard, keep_choices, save, save_waiting, saving
from saypro.due import run_due
from tests.conftest import make_cast
from tests.factories import NOW

from .test_import_pages import owners, review
from .test_import_services import REPORT, brought_in, confirmed
from .test_many_rows import table


@pytest.fixture(autouse=True)
def few_are_long(monkeypatch):
    monkeypatch.setattr(background, "IN_REQUEST", 20)


@pytest.fixture
def mande(cast):
    return cast.viewer("mande")


@pytest.fixture
def draft(mande, tmp_path):
    return brought_in(mande, table(tmp_path, 12))


@pytest.fixture
def asked(draft, mande):
    return ask_to_save(draft, confirmed(draft), by=mande, at=NOW)


def test_a_long_one_is_handed_to_the_worker(cast, client_of, draft):
    grace = client_of(cast.mande)
    response = grace.post(review(draft), owners(draft))
    assert (response.status_code, response["Location"]) == (303, review(draft))
    assert not GapAnalysis.objects.exists()
    page = grace.get(review(draft)).content.decode()
    assert "It is being saved" in page
    assert "Waiting for the worker" in page
    assert f"by {cast.mande}" in page
    assert "being saved" in grace.get(reverse("import_new")).content.decode()
    assert run_due(NOW)["imports"] == 1
    analysis = GapAnalysis.objects.get()
    assert grace.get(review(draft))["Location"] == reverse("analysis", args=[analysis.pk])
    assert Gap.objects.count() == 12
    assert Entry.objects.filter(verb="analysis.imported", channel="task", actor_id=cast.mande.pk).count() == 1
    assert save_waiting(NOW) == 0


def test_a_short_one_is_saved_at_once(cast, client_of, monkeypatch):
    monkeypatch.setattr(background, "IN_REQUEST", 500)
    draft = brought_in(cast.viewer("mande"))
    response = client_of(cast.mande).post(review(draft), owners(draft))
    assert response["Location"] == reverse("analysis", args=[GapAnalysis.objects.get().pk])


def test_the_part_that_asks_again_ends_at_the_analysis(cast, client_of, asked):
    grace = client_of(cast.mande)
    part = {"HX-Request": "true", "HX-Target": "progress"}
    answer = grace.get(review(asked), headers=part)
    assert b"Waiting for the worker" in answer.content
    assert b"<html" not in answer.content
    held = background.claim(timezone.now())
    background.note(held, (250, 1000))
    assert b"250 of 1000 gaps" in grace.get(review(asked), headers=part).content
    background.save_claimed(held, NOW)
    answer = grace.get(review(asked), headers=part)
    assert answer["HX-Redirect"] == reverse("analysis", args=[GapAnalysis.objects.get().pk])


def test_what_is_not_complete_is_not_handed_over(cast, client_of, draft, mande):
    response = client_of(cast.mande).post(review(draft), owners(draft, U_01=""))
    assert response.status_code == 422
    assert "Choose a unit, or make one." in response.content.decode()
    with pytest.raises(Unfit):
        ask_to_save(draft, Choices(), by=mande, at=NOW)
    draft.refresh_from_db()
    assert draft.state == "to_review"


def test_nobody_changes_it_meanwhile(asked, mande, cast, client_of):
    for attempt in (
        lambda: ask_to_save(asked, confirmed(asked), by=mande, at=NOW),
        lambda: save(asked, confirmed(asked), by=mande, at=NOW),
        lambda: discard(asked, by=mande, at=NOW),
        lambda: keep_choices(asked, Choices(), by=mande),
    ):
        with pytest.raises(Conflict, match="is being saved"):
            attempt()
    assert client_of(cast.mande).post(review(asked), owners(asked)).status_code == 409
    with pytest.raises(Refused):
        ask_to_save(asked, confirmed(asked), by=cast.viewer("leader"), at=NOW)


def test_a_killed_worker_leaves_it_for_the_next(asked):
    assert background.claim(timezone.now()) is not None
    assert save_waiting(NOW) == 0
    ImportDraft.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert save_waiting(NOW) == 1
    assert Gap.objects.count() == 12


def test_a_worker_that_lost_its_lease_writes_nothing(asked):
    slow = background.claim(timezone.now())
    ImportDraft.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    quick = background.claim(timezone.now())
    assert not background.save_claimed(slow, NOW)
    assert not GapAnalysis.objects.exists()
    assert background.save_claimed(quick, NOW)


def test_after_three_stops_it_is_to_review_again(cast, client_of, asked):
    for _ in range(3):
        assert background.claim(timezone.now()) is not None
        ImportDraft.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert save_waiting(NOW) == 0
    asked.refresh_from_db()
    assert (asked.state, asked.lease) == ("to_review", None)
    grace = client_of(cast.mande)
    page = grace.get(review(asked)).content.decode()
    assert "It could not be saved." in page
    assert "The worker stopped while saving, three times." in page
    grace.post(review(asked), owners(asked))
    assert save_waiting(NOW) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.error) == ("saved", "")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("right", "The M&amp;E team"),
        ("left", "is not active any more"),
        ("file", "The document of this import is gone"),
        ("bug", "nobody foresaw"),
    ],
)
def test_what_goes_wrong_is_said_in_words(what, words, asked, cast, client_of, monkeypatch):
    if what == "right":
        RoleGrant.objects.filter(user=cast.mande).delete()
    elif what == "left":
        cast.mande.is_active = False
        cast.mande.save()
    elif what == "file":
        asked.file.storage.delete(asked.file.name)
    else:
        monkeypatch.setattr(saving, "add_gaps", lambda *_, **__: 1 / 0)
    assert save_waiting(NOW) == 0
    asked.refresh_from_db()
    assert asked.state == "to_review"
    assert words.replace("&amp;", "&") in asked.error
    assert not GapAnalysis.objects.exists()
    assert Entry.objects.filter(verb="import.failed").count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one connection only to a database in memory")
def test_of_two_workers_one_saves_it(beginning_data, tmp_path):
    mande = make_cast().viewer("mande")
    draft = brought_in(mande, table(tmp_path, 12))
    ask_to_save(draft, confirmed(draft), by=mande, at=NOW)

    def attempt(_):
        try:
            return save_waiting(NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(attempt, range(3))) == 1
    assert Gap.objects.count() == 12


def test_the_same_document_again_leads_to_what_is_being_saved(asked, mande, tmp_path):
    assert brought_in(mande, table(tmp_path, 12, "many.csv")).pk == asked.pk
    assert brought_in(mande, REPORT).pk != asked.pk
