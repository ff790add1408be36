"""The search page: what one may see and holds every word, and the people and departments that are called so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.directory import Directory, called, directory, named
from accounts.middleware import ViewerRequest
from accounts.models import Department, Team, User
from accounts.viewer import Viewer
from common.folding import folded
from common.http import page_or_part
from common.lists import listing
from common.text import cut
from search.filters import SearchFilter
from search.folding import searchable, words_of
from search.kinds import KINDS
from search.models import SearchDocument
from search.querysets import PREPARE, SEE

SHORTEST = 2
FEW = 6


@dataclass(frozen=True)
class Hit:
    """One thing found, as the page draws it."""

    icon: str
    kind: str
    title: str
    address: str
    sub: str
    line: str
    state: str
    state_label: str


@dataclass(frozen=True)
class Others:
    """People, departments and teams that are called so; the first few of each."""

    people: Sequence[User] = ()
    departments: Sequence[Department] = ()
    teams: Sequence[Team] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.departments or self.teams)


@require_GET
def search(request: ViewerRequest) -> HttpResponse:
    """What is found. As one types, only the results are asked for; without JavaScript the form does."""
    query = request.GET.get("q", "").strip()
    words = words_of(query[:200])
    asks = sum(len(word) for word in words) >= SHORTEST
    rows = SearchDocument.objects.visible_to(request.viewer) if asks else SearchDocument.objects.none()
    rows = rows.matching(words, [named(word.rstrip(";")) for word in words]).ranked(words)
    found = listing(request, rows, SearchFilter, default_sort="-rank")
    fits = found.status == 200
    is_first = fits and asks and found.page == 1 and not request.GET.get("kind")
    names = directory() if found.rows else None
    context = {
        "list": found,
        "query": query if fits else query[:200],
        "hits": [hit(row, words, names, request.viewer) for row in found.rows] if names else [],
        "others": others(words, request.viewer) if is_first else Others(),
        "kinds": [(key, many) for key, (_, many, _) in KINDS.items()],
        "kind": request.GET.get("kind", ""),
        "asks": asks,
        "fits": fits,
    }
    return page_or_part(request, "search/page.html", context, part="found", status=found.status)


def hit(row: SearchDocument, words: Sequence[str], names: Directory, viewer: Viewer) -> Hit:
    """The document with the names of department and owner as they are now, and the line that holds what was asked for."""
    one, _, icon = KINDS[row.kind]
    owner = names.people.get(row.owner_id or 0, "") or names.teams.get(row.team_id or 0, "")
    department = names.departments.get(row.department_id or 0, "")
    opens = viewer.may(SEE) or viewer.may(PREPARE) or not row.address_in_person
    shown = list(dict.fromkeys(filter(None, [row.sub, department, owner])))
    return Hit(
        icon=icon,
        kind=f"{one} {shown_reference(row.reference)}".strip(),
        title=row.title,
        address=row.address if opens else row.address_in_person,
        sub=" · ".join(shown),
        line=line_with(row, words, " ".join(shown)),
        state=row.state,
        state_label=row.state_label,
    )


def shown_reference(reference: str) -> str:
    """As people read it: "a-7" is A-07."""
    letter, _, number = reference.partition("-")
    return f"{letter.upper()}-{int(number):02d}" if number else ""


def line_with(row: SearchDocument, words: Sequence[str], shown: str) -> str:
    """The first line of the body with a word that neither title nor what stands under it holds."""
    above = searchable(f"{row.title} {row.reference} {shown}")
    missing = [word for word in words if word not in above]
    for line in row.body.splitlines() if missing else ():
        if any(word in searchable(line) for word in missing):
            return cut(line, 240)
    return ""


def others(words: Sequence[str], viewer: Viewer) -> Others:
    """Those that the viewer may see; a statement only for each kind of which one is called so."""
    found = called([folded(word).rstrip(";") for word in words])
    people = User.objects.visible_to(viewer).filter(pk__in=found.people).select_related("department")
    departments = Department.objects.visible_to(viewer).filter(pk__in=found.departments)
    teams = Team.objects.visible_to(viewer).filter(pk__in=found.teams).select_related("lead")
    return Others(
        tuple(people.order_by("-is_active", "name", "pk")[:FEW]),
        tuple(departments.order_by("-is_active", "name")[:FEW]),
        tuple(teams.order_by("name")[:FEW]),
    )
