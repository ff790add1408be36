"""Handing over: what is open and who gets it, seen first, then done as it was seen, in one transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import can_hand_over
from accounts.services.people import lock, switch_off
from accounts.viewer import Viewer
from accounts.work import NOBODY, REFUSED, SIGNATURE, Foreseen, Handing, Kind, Source, Work, blocking, kinds_of
from audit.services import record
from common.access import Conflict, Unfit, require
from notifications.mails import render_mail
from notifications.services import Recipient, put, ring

SALT = "accounts.handing"


@dataclass(frozen=True)
class Choice:
    """Who gets what: for all, by kind, by single thing. A value is a person's id, NOBODY, or absent."""

    for_all: str = ""
    by_kind: Mapping[str, str] | None = None
    by_item: Mapping[str, str] | None = None

    def of(self, work: Work, kind: Kind) -> str:
        """What was chosen for it, the nearest choice first; what may go to nobody does so unless somebody is named."""
        chosen = (self.by_item or {}).get(work.key) or (self.by_kind or {}).get(work.kind) or self.for_all
        return chosen or (NOBODY if kind.is_optional else "")


@dataclass(frozen=True)
class Line:
    """One thing in the preview: who gets it (None: nobody), and what that does."""

    work: Work
    to: User | None
    foreseen: Foreseen


@dataclass(frozen=True)
class Preview:
    """All that would change. `left` is what nobody was chosen for."""

    person: User
    lines: tuple[Line, ...]
    left: tuple[Work, ...]
    kinds: Mapping[str, Kind]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.foreseen.tone == REFUSED]

    @property
    def to_sign(self) -> list[Line]:
        return [line for line in self.lines if line.foreseen.tone == SIGNATURE]

    @property
    def missing(self) -> list[Work]:
        """What keeps the person from being switched off."""
        return blocking(self.left, dict(self.kinds))

    def seen(self) -> dict[str, list[Any]]:
        """What was shown, by key: who gets it, and the words."""
        shown: dict[str, list[Any]] = {
            line.work.key: [line.to.pk if line.to else None, line.foreseen.text, line.work.title] for line in self.lines
        }
        return shown | {work.key: [0, "", work.title] for work in self.left}

    def token(self) -> str:
        """What was shown, signed, so that only this is done."""
        return signing.dumps([self.person.pk, self.seen()], salt=SALT, compress=True)


def preview(person: User, choice: Choice, sources: Sequence[Source], *, by: Viewer, at: datetime) -> Preview:
    """What handing over as chosen would do, without writing anything. Raises `Unfit` where a receiver is none."""
    kinds = kinds_of(sources)
    works = [(source, work) for source in sources for work in source.find(person, at)]
    chosen = {work.key: choice.of(work, kinds[work.kind]) for _, work in works}
    people = receivers(person, chosen.values())
    lines: list[Line] = []
    for source in sources:
        mine = [work for found, work in works if found is source and chosen[work.key]]
        handings = [Handing(work, people.get(chosen[work.key])) for work in mine]
        refused = {each.work.key for each in handings if each.to is None and not kinds[each.work.kind].is_optional}
        foreseen = source.foresee(person, [each for each in handings if each.work.key not in refused], by, at)
        somebody = Foreseen("Somebody has to be named.", REFUSED)
        lines += [Line(each.work, each.to, foreseen.get(each.work.key, somebody)) for each in handings]
    left = tuple(work for _, work in works if not chosen[work.key])
    return Preview(person, tuple(lines), left, kinds)


def receivers(person: User, chosen: Any) -> dict[str, User]:
    """The people who were chosen, by id as text."""
    wanted = {each for each in chosen if each and each != NOBODY}
    found = {
        str(each.pk): each
        for each in User.objects.filter(pk__in=[each for each in wanted if each.isdigit()], is_active=True)
    }
    if str(person.pk) in wanted:
        raise Unfit({"for_all": [f"{person.name} hands over, so somebody else receives."]})
    if wanted - set(found):
        raise Unfit({"for_all": ["Choose people of the list who can sign in."]})
    return found


@transaction.atomic
def hand_over(
    person: User,
    choice: Choice,
    sources: Sequence[Source],
    *,
    token: str,
    reason: str,
    then_off: bool,
    by: Viewer,
    at: datetime,
) -> Preview:
    """Do what the preview of `token` showed, tell each receiver in one mail, and switch the person off if wanted.

    `Conflict` with the differences where anything is not as it was shown; then nothing is done.
    """
    person = lock(person)
    require(can_hand_over(by, person))
    if not reason.strip():
        raise Unfit({"reason": ["Say why; whoever receives something reads it."]})
    now = preview(person, choice, sources, by=by, at=at)
    check_seen(now, token)
    if now.refused:
        raise Unfit("Something of this cannot be done as chosen; see below.")
    if then_off and now.missing:
        raise Unfit("Choose who gets the rest, or hand over only.")
    for source in sources:
        keys = {kind.key for kind in source.kinds}
        mine = [Handing(line.work, line.to) for line in now.lines if line.work.kind in keys]
        source.give(person, mine, reason.strip(), by, at)
    given: dict[User, list[Line]] = defaultdict(list)
    for line in now.lines:
        if line.to is not None:
            given[line.to].append(line)
    if now.lines:
        to = {each.name: len(lines) for each, lines in given.items()}
        off = sum(line.to is None for line in now.lines)
        new: dict[str, Any] = {"handed_to": to} | ({"taken_off": off} if off else {})
        record(
            "person.handed_over",
            person,
            actor=by.actor,
            at=at,
            department_id=person.department_id,
            new=new,
            reason=reason.strip(),
        )
    tell_receivers(person, given, now.kinds, reason.strip(), by=by, at=at)
    if then_off:
        switch_off(person, reason=reason, sources=sources, by=by, at=at)
    return now


def check_seen(now: Preview, token: str) -> None:
    """Raise `Conflict` unless all is as it was shown; its differences name what is not."""
    try:
        shown_for, seen = signing.loads(token, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:
        raise Conflict("The preview is too old or not complete. Look at it again; nothing was done.") from None
    current = now.seen()
    if shown_for == now.person.pk and seen == current:
        return
    differences = [f"New meanwhile: {current[key][2]}" for key in current if key not in seen]
    differences += [f"No longer theirs: {seen[key][2]}" for key in seen if key not in current]
    differences += [
        f"{current[key][2]}: {current[key][1] or 'nobody is chosen for it'}"
        for key in current
        if key in seen and seen[key] != current[key]
    ]
    raise Conflict(
        f"Something changed since you looked, so nothing was done. {'. '.join(differences[:5])}.",
        differences=differences,
    )


def tell_receivers(
    person: User,
    given: Mapping[User, Sequence[Line]],
    kinds: Mapping[str, Kind],
    reason: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """One mail to each receiver with all that comes to them; who hands over to themselves knows."""
    for to, lines in given.items():
        if to.pk == by.id:
            continue
        groups = [
            (kind.label_for_receiver, [line for line in lines if line.work.kind == key])
            for key, kind in kinds.items()
            if any(line.work.kind == key for line in lines)
        ]
        context = {
            "receiver": to,
            "person": person,
            "groups": groups,
            "count": len(lines),
            "reason": reason,
            "by": by.name,
            "base": settings.BASE_URL,
            "address": settings.BASE_URL + reverse("my_work"),
        }
        mail = render_mail("handed_over", context)
        put(
            key=f"handed_over:{person.pk}:{to.pk}:{at:%Y%m%d%H%M%S%f}",
            kind="handed_over",
            to=Recipient(to.name, to.email, to.pk),
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            at=at,
        )
    ring()
