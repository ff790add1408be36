"""What each person may find, and which documents hold every word: conditions, never lists of the documents' ids."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Length, StrIndex

from accounts.directory import Named
from accounts.models import Team
from accounts.viewer import Viewer
from search.folding import references_of
from search.readers import SearchReader

if TYPE_CHECKING:
    from search.models import SearchDocument  # noqa: F401

# The codes are declared in `gaps.permissions`, which this app may not import.
SEE = "gaps.see"
PREPARE = "gaps.prepare"
RANKED_BY = 4


class DocumentQuerySet(models.QuerySet["SearchDocument"]):
    """Documents."""

    def visible_to(self, viewer: Viewer) -> "DocumentQuerySet":
        """All for who prepares analyses, what is issued for who sees the organisation; else by department or link."""
        if viewer.may(PREPARE):
            return self
        issued = self.filter(is_draft=False)
        if viewer.may(SEE):
            return issued
        departments = viewer.departments_with(SEE)
        return issued.filter(Q(department_id__in=departments) | Exists(linked(viewer, departments)))

    def matching(self, words: Sequence[str], named: Sequence[Named]) -> "DocumentQuerySet":
        """Those that hold every word; the name of an owner, team or department counts as a word of what is theirs."""
        found = self
        for word, names in zip(words, named, strict=True):
            holds = Q(text__has_word=word)
            if names.people:
                holds |= Q(owner_id__in=names.people)
            if names.teams:
                holds |= Q(team_id__in=names.teams)
            if names.departments:
                holds |= Q(department_id__in=names.departments)
            found = found.filter(holds)
        return found

    def ranked(self, words: Sequence[str]) -> "DocumentQuerySet":
        """With `rank`: first what is asked for by its reference, then what holds the words in its title, then the rest."""
        places: dict[str, Any] = {}
        in_title = Q(pk__isnull=False)
        for position, word in enumerate(words[:RANKED_BY]):
            places[f"at_{position}"] = StrIndex(F("text"), Value(word))
            in_title &= Q(**{f"at_{position}__gt": 0, f"at_{position}__lte": Length("title")})
        return self.alias(**places).annotate(
            rank=Case(
                When(reference__in=references_of(words) or ["-"], then=Value(2)),
                When(in_title, then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
        )


def linked(viewer: Viewer, departments: Sequence[int]) -> models.QuerySet:
    """The rows that give the viewer sight of the outer document: by department, in person, or as one of a team."""
    teams = Team.members.through._default_manager.filter(user=viewer.user).values("team_id")
    return SearchReader.objects.filter(
        Q(reader="person", reader_id=viewer.id)
        | Q(reader="team", reader_id__in=teams)
        | Q(reader="department", reader_id__in=departments),
        kind=OuterRef("kind"),
        object_id=OuterRef("object_id"),
    )
