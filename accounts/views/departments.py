"""Departments and teams: the list, one of them, editing, closing and opening again."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.exports import DEPARTMENT_COLUMNS
from accounts.forms import DepartmentForm, ReasonForm, TeamForm
from accounts.middleware import ViewerRequest
from accounts.models import Department, Team, User
from accounts.permissions import can_manage
from accounts.services.departments import (
    close_department,
    create_department,
    create_team,
    edit_department,
    edit_team,
    reopen_department,
)
from accounts.work import HeldBy
from common.access import Unfit, require
from common.exports import download
from common.http import add_errors, form_page, page_or_part, redirect_after


def user_of(pk: int | None) -> User | None:
    return User.objects.filter(pk=pk).first() if pk else None


@require_GET
def departments(request: ViewerRequest) -> HttpResponse:
    """Departments with who leads them, and teams."""
    viewer = request.viewer
    rows = Department.objects.visible_to(viewer).select_related("head", "deputy")
    rows = rows.annotate(people_count=Count("people", filter=Q(people__is_active=True)))
    rows = rows.order_by("-is_active", "name")
    if file := download(request, rows, DEPARTMENT_COLUMNS, "departments"):
        return file
    teams = Team.objects.visible_to(viewer).select_related("lead", "department").annotate(member_count=Count("members"))
    context = {
        "departments": list(rows),
        "teams": list(teams.order_by("name")),
        "can_manage": can_manage(viewer),
    }
    return page_or_part(request, "departments/list.html", context)


@require_GET
def department(request: ViewerRequest, pk: int) -> HttpResponse:
    """One department: head, deputy, its people and teams."""
    viewer = request.viewer
    found = get_object_or_404(
        Department.objects.visible_to(viewer).select_related("head", "deputy", "check_in_cadence"), pk=pk
    )
    people = User.objects.visible_to(viewer).filter(department=found)
    context = {
        "department": found,
        "people": list(people.order_by("-is_active", "name")[:200]),
        "teams": list(Team.objects.visible_to(viewer).filter(department=found).select_related("lead")),
        "can_manage": can_manage(viewer),
    }
    return page_or_part(request, "departments/detail.html", context)


def department_values(form: DepartmentForm) -> dict:
    given = form.cleaned_data
    return {
        "name": given["name"],
        "is_theme": given["is_theme"],
        "head": user_of(given["head"]),
        "deputy": user_of(given["deputy"]),
        "time_zone": given["time_zone"],
    }


@require_http_methods(["GET", "POST"])
def department_new(request: ViewerRequest) -> HttpResponse:
    """A new department or theme."""
    require(can_manage(request.viewer))
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_department(**department_values(form), by=request.viewer, at=timezone.now())
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{made.name} is created.")
            return redirect_after(request, reverse("department", args=[made.pk]))
    return form_page(request, form, "New department", "Create the department", reverse("departments"))


@require_http_methods(["GET", "POST"])
def department_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Name, head, deputy and time zone."""
    found = get_object_or_404(Department.objects.visible_to(request.viewer), pk=pk)
    require(can_manage(request.viewer))
    initial = {
        "name": found.name,
        "is_theme": found.is_theme,
        "head": found.head_id,
        "deputy": found.deputy_id,
        "time_zone": found.time_zone,
    }
    form = DepartmentForm(request.POST or None, initial=initial)
    back = reverse("department", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            edit_department(found, **department_values(form), by=request.viewer, at=timezone.now())
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{form.cleaned_data['name']} is saved.")
            return redirect_after(request, back)
    return form_page(request, form, f"Edit {found.name}", "Save", back)


@require_http_methods(["GET", "POST"])
def department_close(request: ViewerRequest, pk: int, *, held_by: Sequence[HeldBy]) -> HttpResponse:
    """Close a department, with a reason; while it holds something, what that is and where it is mended."""
    found = get_object_or_404(Department.objects.visible_to(request.viewer), pk=pk)
    require(can_manage(request.viewer))
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            close_department(found, reason=reason, held_by=held_by, by=request.viewer, at=timezone.now())
        except Unfit as error:
            if not form.errors:
                add_errors(form, error)
        else:
            messages.success(request, f"{found.name} is closed. What it did stays.")
            return redirect_after(request, reverse("department", args=[pk]))
    held = [each for find in held_by for each in find(found)] if request.method == "GET" else []
    return form_page(
        request,
        form,
        f"Close {found.name}",
        f"Close {found.name}",
        reverse("department", args=[pk]),
        lead="Nothing is deleted. It can be chosen no more, and its head has the role no longer.",
        template="departments/close.html",
        extra={"held": held, "department": found},
    )


@require_POST
def department_reopen(request: ViewerRequest, pk: int) -> HttpResponse:
    """Open a closed department again."""
    found = get_object_or_404(Department.objects.visible_to(request.viewer), pk=pk)
    reopen_department(found, by=request.viewer, at=timezone.now())
    messages.success(request, f"{found.name} is open again.")
    return redirect_after(request, reverse("department", args=[pk]))


def team_values(form: TeamForm) -> dict:
    given = form.cleaned_data
    return {
        "name": given["name"],
        "department": Department.objects.filter(pk=given["department"]).first(),
        "lead": User.objects.get(pk=given["lead"]),
        "members": list(User.objects.filter(pk__in=given["members"])),
    }


@require_http_methods(["GET", "POST"])
def team_new(request: ViewerRequest) -> HttpResponse:
    """A new team."""
    require(can_manage(request.viewer))
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_team(**team_values(form), by=request.viewer, at=timezone.now())
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"The team {made.name} is created.")
            return redirect_after(request, reverse("team", args=[made.pk]))
    return form_page(request, form, "New team", "Create the team", reverse("departments"))


@require_GET
def team(request: ViewerRequest, pk: int) -> HttpResponse:
    """One team: its lead and members."""
    rows = Team.objects.visible_to(request.viewer).select_related("lead", "department").prefetch_related("members")
    context = {"team": get_object_or_404(rows, pk=pk), "can_manage": can_manage(request.viewer)}
    return page_or_part(request, "departments/team.html", context)


@require_http_methods(["GET", "POST"])
def team_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Name, department, lead and members."""
    found = get_object_or_404(Team.objects.visible_to(request.viewer).prefetch_related("members"), pk=pk)
    require(can_manage(request.viewer))
    initial = {
        "name": found.name,
        "department": found.department_id,
        "lead": found.lead_id,
        "members": [member.pk for member in found.members.all()],
    }
    form = TeamForm(request.POST or None, initial=initial)
    back = reverse("team", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            edit_team(found, **team_values(form), by=request.viewer, at=timezone.now())
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"The team {form.cleaned_data['name']} is saved.")
            return redirect_after(request, back)
    return form_page(request, form, f"Edit {found.name}", "Save", back)
