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
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department
from audit.services import SYSTEM, Actor, record, sealed
from common.canonical import digest
from common.dates import short_date, today
from common.db import many_rows, one_moment
from meetings.models import Meeting
from reports.lifecycle import PACK, STEPS
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
    if not build(mine, at=at):
        mine.refresh_from_db()
    return mine


def claim(now: datetime, pk: int | None = None) -> BriefingPack | None:
    """Take a build that nobody works on: a lease of one's own and one more attempt, committed before it begins."""
    with transaction.atomic():
        rows = BriefingPack.objects.filter(state="building").exclude(lease_until__gt=now)
        if pk is not None:
            rows = rows.filter(pk=pk)
        rows = rows.select_related("asked_by").order_by("asked_at", "pk")
        pack = rows.select_for_update(of=("self",), skip_locked=True).first()
        if pack is None:
            return None
        pack.lease, pack.lease_until = uuid.uuid4(), now + LEASE
        pack.attempts, pack.step = pack.attempts + 1, 1
        pack.save(update_fields=["lease", "lease_until", "attempts", "step"])
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
    """The steps of a build, each said on the row before it begins: the first by the claim, the last takes no time."""
    with one_moment(), many_rows():
        meeting = Meeting.objects.select_related("analysis", "facilitator").get(pk=pack.meeting_id)
        version = BriefingPack.objects.filter(meeting=meeting).frozen().order_by("-number").first()
        data, unit = gather(meeting, version, at=at)
    step(pack, 2)
    _, newest = sealed(thorough=False)
    # Nobody else numbers a pack of the meeting meanwhile: there is one build at a time.
    pack.number = (version.number or 0) + 1 if version else 1
    pack.digest, pack.chain_head = digest(data), newest
    issue = issue_of(pack, replaces(version), at)
    step(pack, 3)
    with many_rows():
        document = set_pages(data, issue)
    pack.meeting = meeting
    keep(pack, data, unit, issue, document, at)


def issue_of(pack: BriefingPack, replaced: str, at: datetime) -> Issue:
    """What is printed beside the data of a pack that has its number and marks."""
    return Issue(
        number=pack.number or 0,
        issued_at=at,
        issued_words=f"{short_date(today(at))}, {timezone.localtime(at):%H:%M}",
        replaces=replaced,
        digest=pack.digest,
        chain_head=pack.chain_head,
        address=settings.BASE_URL + reverse("pack", args=[pack.pk]),
    )


def replaces(pack: BriefingPack | None) -> str:
    """The sentence on the version before."""
    if pack is None or pack.issued_at is None:
        return ""
    return f"Replaces version {pack.number} of {short_date(today(pack.issued_at))}."


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
    values = {
        "state": PACK.check(pack.state, "issue", str(pack)).target,
        "number": issue.number,
        "issued_at": issue.issued_at,
        "department": unit,
        "data": data,
        "digest": issue.digest,
        "chain_head": issue.chain_head,
        "file": path,
        "sha256": document.sha256,
        "step": len(STEPS),
        "size": len(document.content),
        "pages": document.pages,
        "standard": document.standard,
        "lease": None,
        "lease_until": None,
    }
    try:
        with transaction.atomic():
            BriefingPack.objects.filter(meeting=pack.meeting_id, state="issued").update(state="superseded")
            if not mine(pack).update(**values):
                raise LeaseLost
            record(
                "pack.issued",
                pack,
                actor=actor_of(pack),
                at=at,
                department_id=unit.pk if unit else None,
                new={"version": issue.number, "digest": issue.digest, "file": document.sha256, "pages": document.pages},
            )
    except BaseException:
        default_storage.delete(path)
        raise
    for name, value in values.items():
        setattr(pack, name, value)


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
