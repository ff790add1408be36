"""Finding people, teams and departments by parts of their names, whatever the accents. Read once a minute, as choices are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from accounts.models import Department, Team, User
from common.folding import folded

KEY = "accounts.directory.1"
SECONDS = 60
MOST = 500
SHORT = 3


@dataclass(frozen=True)
class Named:
    """The ids of whoever and whatever is called so; at most 500 of each."""

    people: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()


@dataclass(frozen=True)
class Directory:
    """Everybody, each team and each department by id; what they are called, and what of it is compared."""

    people: dict[int, str]
    teams: dict[int, str]
    departments: dict[int, str]
    about_people: dict[int, str]
    folded_people: dict[int, str]
    folded_teams: dict[int, str]
    folded_departments: dict[int, str]


def directory() -> Directory:
    """The names of all, out of the cache; those switched off and closed too."""
    found = cache.get(KEY)
    if found is None:
        found = read()
        cache.set(KEY, found, SECONDS)
    return found


def read() -> Directory:
    """The names as they stand, in the order of the names."""
    rows = list(User.objects.order_by("name", "pk").values_list("pk", "name", "job_title", "email"))
    teams = dict(Team.objects.order_by("name").values_list("pk", "name"))
    departments = dict(Department.objects.order_by("name").values_list("pk", "name"))
    return Directory(
        people={pk: name for pk, name, _, _ in rows},
        teams=teams,
        departments=departments,
        about_people={pk: folded(f"{name} {title} {email}") for pk, name, title, email in rows},
        folded_people={pk: folded(name) for pk, name, _, _ in rows},
        folded_teams={pk: folded(name) for pk, name in teams.items()},
        folded_departments={pk: folded(name) for pk, name in departments.items()},
    )


def forget() -> None:
    """Read anew next time."""
    cache.delete(KEY)


def called(words: Sequence[str]) -> Named:
    """Those that hold every one of the folded words; people by title and address too."""
    names = directory()
    return Named(
        holding(names.about_people.items(), words),
        holding(names.folded_teams.items(), words),
        holding(names.folded_departments.items(), words),
    )


def named(word: str) -> Named:
    """Those whose very name holds the folded word."""
    names = directory()
    return Named(
        holding(names.folded_people.items(), [word]),
        holding(names.folded_teams.items(), [word]),
        holding(names.folded_departments.items(), [word]),
    )


def holding(texts: Iterable[tuple[int, str]], words: Sequence[str]) -> tuple[int, ...]:
    """The ids of the texts that hold every word; a word of two letters or less has to stand alone."""
    return tuple(
        [
            pk
            for pk, text in texts
            if all(word in text.split() if len(word) < SHORT else word in text for word in words)
        ][:MOST]
    )
