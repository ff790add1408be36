"""The one entry point for time: whatever is due at an instant is done. Safe to run twice, late, and side by side."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from actions.services.asking import ask_for_check_ins
from actions.services.bundles import expire_bundles
from audit.services import seal
from intake.services import save_waiting
from notifications.sending import send_waiting
from reports.digest import send_digests
from reports.reminders import remind
from reports.services import build_waiting
from saypro.links import mint
from saypro.searching import fill_search

log = logging.getLogger("saypro.due")

LAST_RUN = "run_due:last"


def send(at: datetime) -> int:
    """Send what waits in the outbox, by the real clock; returns how many left or were kept."""
    run = send_waiting(mint=mint)
    return run.sent + run.kept


def seal_history(at: datetime) -> int:
    """Chain the newest entries of the history; in the first minute of an hour every one that was left over."""
    return seal(thorough=timezone.now().minute == 0)


# In this order: what writes messages, then what sends them, then the seals over all of it.
DUE: tuple[tuple[str, Callable[[datetime], int]], ...] = (
    ("bundles that ran out", expire_bundles),
    ("check-ins", ask_for_check_ins),
    ("digests", send_digests),
    ("reminders", remind),
    ("search", fill_search),
    ("imports", save_waiting),
    ("briefing packs", build_waiting),
    ("messages", send),
    ("seals", seal_history),
)


def run_due(at: datetime | None = None) -> dict[str, int]:
    """Do whatever is due at `at` (now, if none is given). One part that fails does not stop the others.

    Returns how much each part did; -1 stands for a part that failed and is logged.
    """
    now = at or timezone.now()
    done = {}
    for name, part in DUE:
        try:
            done[name] = part(now)
        except Exception:
            log.exception("due: %s failed", name)
            done[name] = -1
    note_run()
    return done


def note_run() -> None:
    """Note when the schedule ran; a cache that is away does not undo what was done."""
    try:
        cache.set(LAST_RUN, timezone.now().isoformat(), None)
    except Exception:
        log.exception("due: the run could not be noted")
