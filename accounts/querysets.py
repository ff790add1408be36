"""Which people, departments and teams one may see: conditions, never lists of ids."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.permissions import ADMIN_PEOPLE, SEE_PEOPLE

if TYPE_CHECKING:
    from accounts.models import Absence, Department, Team, User  # noqa: F401
    from accounts.viewer import Viewer


def sees_everybody(viewer: "Viewer") -> bool:
    return viewer.may(SEE_PEOPLE) or viewer.may(ADMIN_PEOPLE)


class UserQuerySet(models.QuerySet["User"]):
    """People."""

    def visible_to(self, viewer: "Viewer") -> "UserQuerySet":
        """Everybody for who sees people; else oneself and the people of a department one heads or deputises for."""
        if sees_everybody(viewer):
            return self
        return self.filter(
            Q(pk=viewer.id)
            | Q(department__head=viewer.user)
            | Q(department__deputy=viewer.user)
            | Q(department__in=viewer.departments_with(SEE_PEOPLE))
        )

    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Departments and themes."""

    def visible_to(self, viewer: "Viewer") -> "DepartmentQuerySet":
        """All for who sees people; else one's own, and those one heads or deputises for."""
        if sees_everybody(viewer):
            return self
        return self.filter(
            Q(pk=viewer.user.department_id)
            | Q(head=viewer.user)
            | Q(deputy=viewer.user)
            | Q(pk__in=viewer.departments_with(SEE_PEOPLE))
        )


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams."""

    def visible_to(self, viewer: "Viewer") -> "TeamQuerySet":
        """All for who sees people; else those one leads or belongs to, and those of one's department."""
        if sees_everybody(viewer):
            return self
        belongs = self.model._meta.get_field("members").remote_field.through._default_manager.filter(  # type: ignore[union-attr]
            team=models.OuterRef("pk"), user=viewer.user
        )
        return self.filter(
            Q(lead=viewer.user)
            | models.Exists(belongs)
            | Q(department__head=viewer.user)
            | Q(department__deputy=viewer.user)
        )


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences."""

    def on(self, day: date) -> "AbsenceQuerySet":
        """Those that hold on the day."""
        return self.filter(first_on__lte=day, last_on__gte=day, withdrawn_at=None)
