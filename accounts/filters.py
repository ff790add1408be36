"""Filters of the list of people."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import choices
from accounts.models import Department, Role, RoleGrant, User
from accounts.viewer import HEAD_ROLE

STATES = [("active", "Can sign in"), ("off", "Switched off")]


class PersonFilter(django_filters.FilterSet):
    """People by words, department, role and whether they can sign in."""

    q = django_filters.CharFilter(
        method="by_text", label="Search", max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    department = django_filters.ChoiceFilter(
        choices=choices.departments, empty_label="Every department", label="Department"
    )
    role = django_filters.ChoiceFilter(choices=choices.roles, empty_label="Every role", label="Role", method="by_role")
    status = django_filters.ChoiceFilter(choices=STATES, empty_label="Everybody", label="Sign-in", method="by_state")

    sorts = {"name": "name", "joined": "joined_at"}

    class Meta:
        model = User
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:8]:
            rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(job_title__icontains=word))
        return rows

    def by_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Who was granted the role; heads and deputies have the head's by their post."""
        has = Exists(RoleGrant.objects.filter(user=OuterRef("pk"), role=int(value)))
        leads = Department.objects.filter(Q(head=OuterRef("pk")) | Q(deputy=OuterRef("pk")), is_active=True)
        is_head_role = Exists(Role.objects.filter(pk=int(value), slug=HEAD_ROLE))
        return rows.filter(Q(has) | (Q(is_head_role) & Q(Exists(leads))))

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_active=value == "active")
