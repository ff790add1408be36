"""What stands around every page: navigation, the person who looks, and their choice of light or dark."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.permissions import ADMIN_PEOPLE, can_see_people
from accounts.viewer import Viewer
from actions.permissions import DECIDE, FOLLOW, PLAN
from audit.permissions import can_see_history
from gaps.permissions import PREPARE, SEE
from notifications.permissions import can_see_messages
from reports.scorecard import can_see_scorecard
from reports.waiting import waiting_counts
from saypro.health import schedule


@dataclass(frozen=True)
class Item:
    """One way to go: where to, how it is drawn, whether one is there, and how many things wait."""

    name: str
    label: str
    icon: str
    url: str
    current: str = ""
    count: int = 0


@dataclass(frozen=True)
class Group:
    """Some ways under one heading; the first group has none."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Shell:
    """All that base.html and the shells draw. Without a viewer the navigation is empty."""

    viewer: Viewer | None = None
    theme: str = "system"
    nav: tuple[Group, ...] = ()
    tabs: tuple[Item, ...] = field(default=())
    notice: str = ""


def always(viewer: Viewer) -> bool:
    return True


def decides_or_plans(viewer: Viewer) -> bool:
    return any(viewer.may_somewhere(code) for code in (DECIDE, PLAN, FOLLOW))


def sees_gaps(viewer: Viewer) -> bool:
    return viewer.may_somewhere(SEE) or viewer.may_somewhere(PREPARE)


# name of the address, label, icon, who sees it
Entry = tuple[str, str, str, Callable[[Viewer], object]]
GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            ("my_work", "My work", "inbox", always),
            ("approvals", "Approvals", "sign", decides_or_plans),
            ("scorecard", "Scorecard", "chart", can_see_scorecard),
        ),
    ),
    (
        "Work",
        (
            ("analyses", "Analyses", "doc", sees_gaps),
            ("gaps", "Gaps", "gap", sees_gaps),
            ("actions", "Actions", "list", always),
            ("kpis", "KPIs", "up", sees_gaps),
        ),
    ),
    (
        "Follow-up",
        (
            ("check_ins", "Check-ins", "clock", always),
            ("roadblocks", "Roadblocks", "block", always),
            ("meetings", "Meetings", "people", always),
            ("packs", "Briefing packs", "pack", sees_gaps),
        ),
    ),
    (
        "Records",
        (
            ("people", "People", "people", can_see_people),
            ("departments", "Departments", "building", can_see_people),
            ("audit", "History", "history", can_see_history),
            ("messages", "Messages", "mail", can_see_messages),
        ),
    ),
)
TABS = ("my_work", "approvals", "scorecard", "actions", "meetings")
MOST_TABS = 4  # the fifth opens the menu


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor. It also draws refusals of requests that never got a viewer."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {"shell": Shell()}
    waiting = waiting_counts(viewer)
    groups = []
    for label, entries in GROUPS:
        made = (item_of(entry, request.path, waiting) for entry in entries if entry[3](viewer))
        items = tuple(item for item in made if item)
        if items:
            groups.append(Group(label, items))
    by_name = {item.name: item for group in groups for item in group.items}
    tabs = [by_name[name] for name in TABS if name in by_name]
    return {"shell": Shell(viewer, viewer.user.theme, tuple(groups), tuple(tabs[:MOST_TABS]), notice_for(viewer))}


def notice_for(viewer: Viewer) -> str:
    """What those who look after the system are told on each page."""
    if not viewer.may(ADMIN_PEOPLE):
        return ""
    if (said := schedule()) != "ok":
        return f"{said} Until it runs again nobody is asked or reminded, and no mail leaves."
    if settings.DEMO:
        return ""
    return "" if settings.EMAIL_URL else "No mail server is set, so messages are kept and not sent."


@lru_cache(maxsize=64)
def address_of(name: str) -> str:
    """The page's address; empty while there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def item_of(entry: Entry, path: str, waiting: dict[str, int]) -> Item | None:
    """The entry as a link, or None while its page does not exist."""
    name, label, icon, _ = entry
    url = address_of(name)
    if not url:
        return None
    return Item(name, label, icon, url, current(url, path), waiting.get(name, 0))


def current(url: str, path: str) -> str:
    """The value of aria-current: "page" on the page itself, "true" on those below it."""
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
