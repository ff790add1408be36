"""Building a pack: one worker takes the row under a lease, sets the pages outside of any transaction, then issues."""

import logging
import secrets
import uuid
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department
from audit.services import SYSTEM, Actor, head, record, seal
from common.canonical import digest
from common.dates import short_date, today
from common.db import one_moment
from reports.lifecycle import PACK
from reports.models import BriefingPack
from reports.packs.content import gather
from reports.packs.rows import TooLarge
from reports.packs.setting import Document, Issue, SettingFailed, set_pages

log = logging.getLogger("saypro.packs")

LEASE = timedelta(minutes=5)
TRIES = 3
STOPPED = (
    "The worker stopped while building, three times. Look at the log and at the memory of the machine, then try again."
)
LOST = "Something went wrong that nobody foresaw. The log names it; build it again, or tell your administrator."


class LeaseLost(Exception):
    """Another worker took the build over; this one changes nothing any more."""


def build_waiting(at: datetime) -> int:
    """Build what waits; returns how many were issued. Safe to run twice and side by side; leases use the real clock."""
    issued = 0
    while (pack := claim(timezone.now())) is not None:
        issued += build(pack, at=at)
    return issued


def build_one(pack: BriefingPack, *, at: datetime) -> BriefingPack | None:
    """Build this one now and give it back as it ended; None where another worker has it."""
    mine = claim(timezone.now(), pk=pack.pk)
    if mine is None:
        return None
    build(mine, at=at)
    mine.refresh_from_db()
    return mine


def claim(now: datetime, pk: int | None = None) -> BriefingPack | None:
    """Take a build that nobody works on: a lease of one's own and one more attempt, committed before it begins."""
    with transaction.atomic():
        rows = BriefingPack.objects.filter(state="building").exclude(lease_until__gt=now)
        if pk is not None:
            rows = rows.filter(pk=pk)
        pack = rows.order_by("asked_at", "pk").select_for_update(of=("self",), skip_locked=True).first()
        if pack is None:
            return None
        pack.lease, pack.lease_until = uuid.uuid4(), now + LEASE
        pack.attempts += 1
        pack.save(update_fields=["lease", "lease_until", "attempts"])
    return pack


def build(pack: BriefingPack, *, at: datetime) -> bool:
    """Build a claimed pack; True when it was issued. Whatever goes wrong is written on the row as a sentence."""
    if pack.attempts > TRIES:
        fail(pack, STOPPED, at)
        return False
    try:
        make(pack, at)
    except LeaseLost:
        log.warning("pack %s: another worker took over", pack.pk)
        return False
    except (SettingFailed, TooLarge) as error:
        words = str(error) if isinstance(error, TooLarge) else f"The pages could not be set: {error}"
        fail(pack, words, at)
        return False
    except OSError as error:
        log.exception("pack %s: the file could not be kept", pack.pk)
        fail(pack, f"The file could not be kept: {error.strerror or type(error).__name__}.", at)
        return False
    except OperationalError:
        log.exception("pack %s: the database gave up", pack.pk)
        raise
    except Exception:
        log.exception("pack %s failed", pack.pk)
        fail(pack, LOST, at)
        return False
    return True


def make(pack: BriefingPack, at: datetime) -> None:
    """The steps of a build, each said on the row before it begins."""
    step(pack, 1)
    meeting = pack.meeting
    with one_moment():
        number = next_number(pack)
        replaced = BriefingPack.objects.filter(meeting=meeting, state="issued").defer("data").first()
        step(pack, 2)
        data, unit = gather(meeting, at=at)
    step(pack, 3)
    seal()
    issue = Issue(
        number=number,
        issued_at=at,
        issued_words=f"{short_date(today(at))}, {timezone.localtime(at):%H:%M}",
        replaces=replaces(replaced),
        digest=digest(data),
        chain_head=head(),
        address=settings.BASE_URL + reverse("pack", args=[pack.pk]),
    )
    step(pack, 4)
    document = set_pages(data, issue)
    step(pack, 5)
    keep(pack, data, unit, issue, document, at)


def replaces(pack: BriefingPack | None) -> str:
    """The sentence on the version before."""
    if pack is None or pack.issued_at is None:
        return ""
    return f"Replaces version {pack.number} of {short_date(today(pack.issued_at))}."


def next_number(pack: BriefingPack) -> int:
    """The number that this build gets. Nobody else issues for the meeting meanwhile: one build at a time."""
    last = BriefingPack.objects.filter(meeting=pack.meeting_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def step(pack: BriefingPack, number: int) -> None:
    """Say on the row what comes next; where the lease is another's by now, stop."""
    pack.step = number
    if not mine(pack).update(step=number):
        raise LeaseLost


def mine(pack: BriefingPack):
    """The row, as long as this worker holds it."""
    return BriefingPack.objects.filter(pk=pack.pk, lease=pack.lease, state="building")


def keep(
    pack: BriefingPack, data: dict, unit: Department | None, issue: Issue, document: Document, at: datetime
) -> None:
    """Store the file, then number, freeze and supersede in one transaction; without it the file is taken out again."""
    folder = f"packs/{at:%Y/%m}"
    path = default_storage.save(
        str(PurePosixPath(folder, f"{secrets.token_hex(16)}.pdf")), ContentFile(document.content)
    )
    try:
        with transaction.atomic():
            held = mine(pack).select_for_update(of=("self",)).first()
            if held is None:
                raise LeaseLost
            BriefingPack.objects.filter(meeting=pack.meeting_id, state="issued").update(state="superseded")
            held.state = PACK.check(held.state, "issue", str(held)).target
            held.number, held.issued_at, held.department = issue.number, issue.issued_at, unit
            held.data, held.digest, held.chain_head = data, issue.digest, issue.chain_head
            held.file, held.sha256, held.size = path, document.sha256, len(document.content)
            held.pages, held.standard = document.pages, document.standard
            held.lease = held.lease_until = None
            held.save()
            record(
                "pack.issued",
                held,
                actor=actor_of(held),
                at=at,
                department_id=held.department_id,
                new={"version": held.number, "digest": held.digest, "file": held.sha256, "pages": held.pages},
            )
    except BaseException:
        default_storage.delete(path)
        raise


def fail(pack: BriefingPack, words: str, at: datetime) -> None:
    """Write down why it failed, where the lease is still ours. The number stays free."""
    with transaction.atomic():
        held = mine(pack).select_for_update(of=("self",)).first()
        if held is None:
            return
        held.state = PACK.check(held.state, "fail", str(held)).target
        held.error, held.lease, held.lease_until = words[:300], None, None
        held.save(update_fields=["state", "error", "lease", "lease_until"])
        record("pack.failed", held, actor=actor_of(held), at=at, new={"error": held.error})


def actor_of(pack: BriefingPack) -> Actor:
    """Whoever asked for it, by way of the worker."""
    if pack.asked_by is None:
        return SYSTEM
    return Actor(pack.asked_by_id, pack.asked_by.name, "task")
