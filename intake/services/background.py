"""Saving a long import: the draft is the work, one worker takes it under a lease, and what fails is to review again."""

import logging
import uuid
from datetime import datetime, timedelta

from celery import current_app
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.viewer import Viewer, load_viewer
from audit.services import Actor, record
from common.access import Conflict, Refused, Unfit, require
from common.text import cut
from intake.interpret import Analysis
from intake.models import DRAFT, ImportDraft
from intake.permissions import can_save
from intake.services.editing import reading_of
from intake.services.owners import Choices, check_owners
from intake.services.saving import LeaseLost, save

log = logging.getLogger("saypro.imports")

IN_REQUEST = 500
LEASE = timedelta(minutes=3)
TRIES = 3
STOPPED = "The worker stopped while saving, three times. Look at the log and at the memory of the machine."
LOST = "Something went wrong that nobody foresaw; the log names it."
NOT_ACTIVE = "Whoever asked for it is not active any more, so somebody else has to save it."
KEPT_SECONDS = 600


def is_long(reading: Analysis) -> bool:
    """Whether saving it would keep a browser waiting."""
    return sum(1 + len(gap.causes) + len(gap.actions) for gap in reading.gaps) > IN_REQUEST


@transaction.atomic
def ask_to_save(draft: ImportDraft, choices: Choices, *, by: Viewer, at: datetime) -> ImportDraft:
    """Hand the draft to the worker, once what was chosen is complete. Nobody changes it from then on."""
    require(can_save(by))
    draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    move = DRAFT.check(draft.state, "hand_over", f"“{draft.file_name}”")
    check_owners(reading_of(draft), choices)
    draft.state, draft.choices, draft.error = move.target, choices.to_json(), ""
    draft.asked_by, draft.asked_at, draft.attempts = by.user, at, 0
    draft.save(update_fields=["state", "choices", "error", "asked_by", "asked_at", "attempts"])
    record("import.asked", draft, actor=by.actor, at=at)
    transaction.on_commit(knock, robust=True)
    return draft


def knock() -> None:
    """Ring the worker. The row is the work: where the broker is away, the next run of the schedule finds it."""
    try:
        current_app.send_task("intake.save_imports", retry=False, ignore_result=True, expires=50)
    except Exception as error:  # noqa: BLE001 - whatever the broker's library raises
        log.warning("the bell for an import did not ring: %s", type(error).__name__)


def save_waiting(at: datetime) -> int:
    """Save what waits; returns how many were saved. Safe to run twice and side by side; leases use the real clock."""
    saved = 0
    while (draft := claim(timezone.now())) is not None:
        saved += save_claimed(draft, at)
    return saved


def claim(now: datetime) -> ImportDraft | None:
    """Take a draft that nobody saves: a lease of one's own and one more attempt, committed before it begins."""
    with transaction.atomic():
        rows = ImportDraft.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), state="saving")
        rows = rows.defer("content").order_by("asked_at", "pk")
        draft = rows.select_for_update(of=("self",), skip_locked=True).first()
        if draft is None:
            return None
        draft.lease, draft.lease_until = uuid.uuid4(), now + LEASE
        draft.attempts += 1
        draft.save(update_fields=["lease", "lease_until", "attempts"])
    return draft


def save_claimed(draft: ImportDraft, at: datetime) -> bool:
    """Save a claimed draft; true when it is. Whatever goes wrong is written on the row, and it is to review again."""
    person = User.objects.get(pk=draft.asked_by_id)
    if draft.attempts > TRIES or not person.is_active:
        give_back(draft, STOPPED if person.is_active else NOT_ACTIVE, at)
        return False
    by = load_viewer(person, channel="task")
    try:
        save(
            draft, Choices.from_json(draft.choices), by=by, at=at, tell=lambda *far: note(draft, far), lease=draft.lease
        )
    except LeaseLost:
        log.warning("import %s: another worker took over", draft.pk)
        return False
    except (Unfit, Refused, Conflict, ValidationError) as error:
        give_back(draft, "; ".join(error.messages) if isinstance(error, ValidationError) else str(error), at)
        return False
    except OperationalError:
        log.exception("import %s: the database gave up", draft.pk)
        raise
    except Exception:
        log.exception("import %s failed", draft.pk)
        give_back(draft, LOST, at)
        return False
    return True


def give_back(draft: ImportDraft, words: str, at: datetime) -> None:
    """To review again with the reason, where the lease is still ours. Nothing of it was saved."""
    with transaction.atomic():
        rows = ImportDraft.objects.select_for_update(of=("self",)).defer("content")
        held = rows.filter(pk=draft.pk, lease=draft.lease, state="saving").select_related("asked_by").first()
        if held is None:
            return
        held.state = DRAFT.check(held.state, "give_back", held.file_name).target
        held.error, held.lease, held.lease_until = cut(words, 300), None, None
        held.save(update_fields=["state", "error", "lease", "lease_until"])
        person = held.asked_by
        assert person is not None
        actor = Actor(person.pk, person.name, "task")
        record("import.failed", held, actor=actor, at=at, new={"error": held.error})


def note(draft: ImportDraft, far: tuple[int, int]) -> None:
    """Say how far it is. The rows are seen by nobody before all are written, so it stands in the cache."""
    try:
        cache.set(key_of(draft), far, KEPT_SECONDS)
    except Exception as error:  # noqa: BLE001 - a cache that is away stops nothing
        log.warning("how far an import is could not be noted: %s", type(error).__name__)


def how_far(draft: ImportDraft) -> tuple[int, int] | None:
    """How many gaps are written, of how many; None before it begins."""
    try:
        found = cache.get(key_of(draft)) if draft.lease else None
    except Exception:  # noqa: BLE001 - as above
        return None
    return (int(found[0]), int(found[1])) if found else None


def key_of(draft: ImportDraft) -> str:
    """Another worker's figures are another's."""
    return f"import:{draft.pk}:{draft.lease}"
