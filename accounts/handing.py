"""What people hold by their place: departments, teams, standing in, invitations that wait."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import Absence, Department, Invitation, Team, User
from accounts.services.departments import edit_department, edit_team
from accounts.viewer import Viewer
from accounts.work import REFUSED, Foreseen, Handing, Held, Kind, Source, Work
from audit.services import record
from common.dates import short_date, today
from common.text import counted

KINDS = (
    Kind("heads", "Departments they head", "department to head", "departments to head"),
    Kind("deputises", "Departments they deputise for", "post of deputy", "posts of deputy", is_optional=True),
    Kind("leads", "Teams they lead", "team to lead", "teams to lead"),
    Kind("member", "Teams they belong to", "team membership", "team memberships", is_optional=True),
    Kind("stands_in", "Absences they stand in for", "absence to stand in for", "absences to stand in for", True),
    Kind("invited", "Invitations they sent that wait", "open invitation", "open invitations", is_optional=True),
)
PAGES = {"heads": "department", "deputises": "department", "leads": "team", "member": "team", "stands_in": "absence"}


def rows_of(kind: str, rows: Any, title: str, until: Any, link: str = "pk") -> Any:
    """The rows as columns that one UNION can take: kind, id, title, until when, what the page is of."""
    return rows.order_by().values_list(Value(kind, CharField()), "pk", title, until, link)


def find(person: User, at: datetime) -> list[Work]:
    """In one statement: posts, teams, coming absences and invitations."""
    departments = Department.objects.filter(is_active=True)
    none = Value("", CharField())
    ends = Cast(F("last_on"), CharField())
    absences = Absence.objects.filter(stand_in=person, withdrawn_at=None, last_on__gte=today(at))
    waiting = Invitation.objects.filter(invited_by=person, accepted_at=None, withdrawn_at=None)
    rows = rows_of("heads", departments.filter(head=person), "name", none).union(
        rows_of("deputises", departments.filter(deputy=person), "name", none),
        rows_of("leads", Team.objects.filter(lead=person), "name", none),
        rows_of("member", Team.objects.filter(members=person).exclude(lead=person), "name", none),
        rows_of("stands_in", absences, "person__name", ends, "person"),
        rows_of("invited", waiting, "name", none),
        all=True,
    )
    order = [kind.key for kind in KINDS]
    found = sorted(rows, key=lambda row: (order.index(row[0]), row[2], row[1]))
    return [
        Work(
            kind,
            pk,
            title,
            reverse(PAGES[kind], args=[link]) if kind in PAGES else reverse("people"),
            sub=f"away until {short_date(datetime.fromisoformat(until).date())}" if until else "",
        )
        for kind, pk, title, until, link in found
    ]


def foresee(person: User, handings: Sequence[Handing], by: Viewer, at: datetime) -> dict[str, Foreseen]:
    """Head and deputy are two people, and nobody stands in for themselves."""
    departments = Department.objects.in_bulk({each.work.pk for each in handings if each.work.kind in POSTS})
    absences = Absence.objects.in_bulk({each.work.pk for each in handings if each.work.kind == "stands_in"})
    coming: dict[tuple[str, int], Any] = {(each.work.kind, each.work.pk): each.to for each in handings}
    found = {}
    for each in handings:
        work, to = each.work, each.to
        if work.kind in POSTS:
            other = "deputises" if work.kind == "heads" else "heads"
            department = departments[work.pk]
            now = department.deputy_id if work.kind == "heads" else department.head_id
            beside = coming.get((other, work.pk), now)
            beside_id = beside.pk if isinstance(beside, User) else beside
            found[work.key] = post_foreseen(work, to, is_both=to is not None and to.pk == beside_id)
        elif work.kind == "stands_in" and to is not None and absences[work.pk].person_id == to.pk:
            found[work.key] = Foreseen(f"{to.name} is the one who is away, so somebody else stands in.", REFUSED)
        else:
            found[work.key] = Foreseen(plainly(work, to))
    return found


POSTS = ("heads", "deputises")


def post_foreseen(work: Work, to: User | None, *, is_both: bool) -> Foreseen:
    post = "head" if work.kind == "heads" else "deputy"
    if to is None:
        return Foreseen(f"{work.title} has no {post} any more.")
    if is_both:
        return Foreseen(f"{to.name} would be head and deputy of {work.title}; they are two people.", REFUSED)
    return Foreseen(f"{to.name} is {post} of {work.title} at once, and has the role of the head by it.")


def plainly(work: Work, to: User | None) -> str:
    if to is None:
        return {
            "member": f"The team {work.title} goes on without them.",
            "stands_in": f"Nobody stands in for {work.title}; nobody is asked meanwhile.",
            "invited": f"The invitation of {work.title} stays as it was sent.",
        }[work.kind]
    return {
        "leads": f"{to.name} leads the team {work.title} and gets its mails.",
        "member": f"{to.name} joins the team {work.title}, and counts as an owner of its actions.",
        "stands_in": f"{to.name} stands in for {work.title}.",
        "invited": f"{to.name} is named as who invites {work.title}.",
    }[work.kind]


def give(person: User, handings: Sequence[Handing], reason: str, by: Viewer, at: datetime) -> None:
    """Write it: posts and teams by their own services, one call for each department and team."""
    posts: dict[int, dict[str, User | None]] = defaultdict(dict)
    teams: dict[int, dict[str, User | None]] = defaultdict(dict)
    for each in handings:
        kind, pk = each.work.kind, each.work.pk
        if kind in POSTS:
            posts[pk]["head" if kind == "heads" else "deputy"] = each.to
        elif kind in ("leads", "member"):
            teams[pk][kind] = each.to
        elif kind == "stands_in":
            hand_absence(pk, each.to, reason, by, at)
        elif each.to is not None:
            hand_invitation(pk, each.to, reason, by, at)
    for department in Department.objects.filter(pk__in=posts).select_related("head", "deputy").order_by("pk"):
        now = {"head": department.head, "deputy": department.deputy, **posts[department.pk]}
        edit_department(
            department,
            name=department.name,
            is_theme=department.is_theme,
            head=now["head"],
            deputy=now["deputy"],
            time_zone=department.time_zone,
            by=by,
            at=at,
        )
    rows = Team.objects.filter(pk__in=teams).select_related("lead", "department").prefetch_related("members")
    for team in rows.order_by("pk"):
        change = teams[team.pk]
        members = [each for each in team.members.all() if each.pk != person.pk]
        members += [to for to in change.values() if to is not None]
        lead = change.get("leads") or team.lead
        edit_team(team, name=team.name, department=team.department, lead=lead, members=members, by=by, at=at)


def hand_absence(pk: int, to: User | None, reason: str, by: Viewer, at: datetime) -> None:
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person", "stand_in").get(pk=pk)
    old, absence.stand_in = absence.stand_in, to
    absence.save(update_fields=["stand_in"])
    record(
        "person.stand_in_changed",
        absence.person,
        actor=by.actor,
        at=at,
        department_id=absence.person.department_id,
        old={"stand_in": old.name if old else ""},
        new={"stand_in": to.name if to else ""},
        reason=reason,
    )


def hand_invitation(pk: int, to: User, reason: str, by: Viewer, at: datetime) -> None:
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=pk)
    old, invitation.invited_by = invitation.invited_by, to
    invitation.save(update_fields=["invited_by"])
    record(
        "invitation.handed_over",
        invitation,
        actor=by.actor,
        at=at,
        old={"invited_by": old.name if old else ""},
        new={"invited_by": to.name},
        reason=reason,
        label=invitation.name,
    )


SOURCE = Source(KINDS, find, foresee, give)


def held_by(department: Department) -> list[Held]:
    """People who belong to it, and teams that lie in it."""
    people = User.objects.filter(department=department, is_active=True).count()
    teams = Team.objects.filter(Q(department=department)).count()
    found = []
    if people:
        address = f"{reverse('people')}?department={department.pk}&status=active"
        found.append(Held(f"{counted(people, 'person belongs', 'people belong')} to it", address))
    if teams:
        found.append(Held(f"{counted(teams, 'team lies', 'teams lie')} in it", reverse("departments")))
    return found
