"""Asking for a pack, and sending an issued one to the people of its meeting."""

import logging
from dataclasses import dataclass
from datetime import datetime

from celery import current_app
from django.db import transaction

from accounts.people import people_with
from accounts.viewer import Viewer
from audit.services import record
from common.access import require
from gaps.permissions import PREPARE, SEE
from meetings.models import Attendance, Meeting
from notifications.models import Message
from notifications.services import ring
from reports.emails import mail_key, tell_pack
from reports.lifecycle import PACK
from reports.models import BriefingPack
from reports.permissions import can_make, can_pack

log = logging.getLogger("saypro.packs")


@transaction.atomic
def ask_for_pack(meeting: Meeting, *, by: Viewer, at: datetime) -> BriefingPack:
    """The build of the meeting's next pack, as a row that waits for the worker.

    One that is being built already is given back as it is, and a failed one is begun anew, so that pressing twice
    makes one pack.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("analysis").get(pk=meeting.pk)
    require(can_pack(by, meeting))
    known = BriefingPack.objects.of(meeting).filter(state__in=["building", "failed"]).first()
    transaction.on_commit(knock, robust=True)
    if known and known.state == "building":
        return known
    asked_by = by.user if by.user.pk else None
    if known:
        PACK.check(known.state, "again", str(known))
        known.state, known.step, known.attempts, known.error = "building", 0, 0, ""
        known.asked_by, known.asked_at = asked_by, at
        known.save(update_fields=["state", "step", "attempts", "error", "asked_by", "asked_at"])
        pack = known
    else:
        pack = BriefingPack.objects.create(meeting=meeting, asked_by=asked_by, asked_at=at)
    record("pack.asked", pack, actor=by.actor, at=at, new={"meeting": meeting.title})
    return pack


def knock() -> None:
    """Ring the worker. The row is the work: where the broker is away, the next run of the schedule finds it."""
    try:
        current_app.send_task("reports.build_packs", retry=False, ignore_result=True, expires=50)
    except Exception as error:  # noqa: BLE001 - whatever the broker's library raises
        log.warning("the bell for a pack did not ring: %s", type(error).__name__)


@dataclass(frozen=True)
class Sent:
    """To how many people the pack went now, how many had it before, and who may not open it."""

    now: int
    before: int
    left_out: tuple[str, ...]


@transaction.atomic
def send_pack(pack: BriefingPack, *, by: Viewer, at: datetime) -> Sent:
    """Mail the people of the meeting that the pack is there, each once; only those who may open it.

    The mail holds the address of the page and never the file. Whoever sends it gets none.
    """
    pack = (
        BriefingPack.objects.select_for_update(of=("self",))
        .select_related("meeting__analysis", "department")
        .get(pk=pack.pk)
    )
    require(can_make(by))
    PACK.check(pack.state, "send", str(pack))
    people = [row.person for row in Attendance.objects.filter(meeting=pack.meeting_id).select_related("person")]
    people = [each for each in people if each.is_active and each.pk != by.id]
    able = who_may_open(pack)
    wanted = [each for each in people if each.pk in able]
    keys = {mail_key(pack, each) for each in wanted}
    had = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [each for each in wanted if mail_key(pack, each) not in had]
    for person in fresh:
        tell_pack(pack, person, by=by, at=at)
    if fresh:
        names = [each.name for each in fresh]
        record("pack.sent", pack, actor=by.actor, at=at, department_id=pack.department_id, new={"to": names})
        ring()
    return Sent(len(fresh), len(had), tuple(each.name for each in people if each.pk not in able))


def who_may_open(pack: BriefingPack) -> set[int]:
    """The ids of the people who may see everything in the pack, if they see its meeting."""
    found: set[int] = set()
    for code in (SEE, PREPARE):
        found |= {each.pk for each in people_with(code, pack.department_id if code == SEE else None)}
    unit = pack.department
    if unit:
        found |= {pk for pk in (unit.head_id, unit.deputy_id) if pk}
    return found
