"""Which rhythm holds for whom: the organisation's, or a department's own; and who is away."""

from datetime import date

from django.conf import settings

from accounts.models import Absence, Cadence, Organisation, User
from common.cadence import Rhythm

# Counted from a Monday and a Tuesday long past, so that a new organisation begins in its first week.
FIRST_CHECK_INS = Cadence(weeks=1, weekday=0, hour=8, anchor_on=date(2024, 1, 1))
FIRST_DIGESTS = Cadence(weeks=2, weekday=1, hour=8, anchor_on=date(2024, 1, 2))


def organisation() -> Organisation:
    """The organisation with its two cadences, in one statement."""
    return Organisation.objects.select_related("check_in_cadence", "digest_cadence").get(id=1)


def check_in_cadence_of(own: Organisation) -> Cadence:
    return own.check_in_cadence or FIRST_CHECK_INS


def digest_cadence_of(own: Organisation) -> Cadence:
    return own.digest_cadence or FIRST_DIGESTS


def digest_rhythm(own: Organisation, person: User) -> Rhythm | None:
    """When the person gets the digest: as the organisation does, or every one or two weeks on the same weekday; or never."""
    cadence = digest_cadence_of(own)
    zone = person.department.time_zone if person.department else ""
    rhythm = cadence.rhythm(zone or settings.TIME_ZONE)
    if person.digest == "never":
        return None
    if not person.digest:
        return rhythm
    return Rhythm(int(person.digest), rhythm.weekday, rhythm.hour, rhythm.anchor, rhythm.zone)


def away_on(day: date) -> dict[int, User | None]:
    """Who is away on the day, with who stands in (None: nobody does). A stand-in who has left counts as nobody."""
    found = Absence.objects.on(day).select_related("stand_in").order_by("pk")
    return {each.person_id: each.stand_in if each.stand_in and each.stand_in.is_active else None for each in found}
