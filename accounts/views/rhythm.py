"""The rhythm of check-ins and digests, and absences."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import AbsenceForm, DepartmentRhythmForm, RhythmForm
from accounts.middleware import ViewerRequest
from accounts.models import Absence, Department, User
from accounts.permissions import can_manage, can_set_absence
from accounts.rhythm import check_in_cadence_of, digest_cadence_of, organisation
from accounts.services.rhythm import (
    add_absence,
    set_department_rhythm,
    set_organisation_rhythm,
    withdraw_absence,
)
from common.access import Unfit, require
from common.dates import today
from common.http import add_errors, form_page, page_or_part, redirect_after

LEAD = "A new rhythm begins when the running period has ended; nothing is asked twice for the same days."


@require_http_methods(["GET", "POST"])
def rhythm(request: ViewerRequest) -> HttpResponse:
    """How often owners are asked, and when leadership gets its digest."""
    require(can_manage(request.viewer))
    own = organisation()
    asked, told = check_in_cadence_of(own), digest_cadence_of(own)
    initial = {
        **{f"check_in_{name}": getattr(asked, name) for name in ("weeks", "weekday", "hour")},
        **{f"digest_{name}": getattr(told, name) for name in ("weeks", "weekday", "hour")},
    }
    form = RhythmForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_organisation_rhythm(
            check_ins=form.values("check_in"), digests=form.values("digest"), by=request.viewer, at=timezone.now()
        )
        messages.success(request, "The rhythm is saved.")
        return redirect_after(request, reverse("rhythm"))
    return form_page(request, form, "Rhythm of check-ins and digests", "Save", reverse("organisation"), lead=LEAD)


@require_http_methods(["GET", "POST"])
def department_rhythm(request: ViewerRequest, pk: int) -> HttpResponse:
    """A department's own rhythm of check-ins."""
    visible = Department.objects.visible_to(request.viewer).select_related("check_in_cadence")
    found = get_object_or_404(visible, pk=pk)
    require(can_manage(request.viewer))
    cadence = found.check_in_cadence
    shown = cadence or check_in_cadence_of(organisation())
    initial = {"every": str(cadence.weeks) if cadence else "", "weekday": shown.weekday, "hour": shown.hour}
    form = DepartmentRhythmForm(request.POST or None, initial=initial)
    back = reverse("department", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        values = (int(given["every"]), given["weekday"], given["hour"]) if given["every"] else None
        set_department_rhythm(found, values, by=request.viewer, at=timezone.now())
        messages.success(request, f"{found.name} is asked as you chose.")
        return redirect_after(request, back)
    return form_page(request, form, f"Check-ins of {found.name}", "Save", back, lead=LEAD)


@require_http_methods(["GET", "POST"])
def absence(request: ViewerRequest, pk: int) -> HttpResponse:
    """When somebody is away, and who stands in; one's own, or of somebody one looks after."""
    person = get_object_or_404(User.objects.visible_to(request.viewer).select_related("department"), pk=pk)
    require(can_set_absence(request.viewer, person))
    form = AbsenceForm(request.POST or None)
    at = timezone.now()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            add_absence(
                person,
                first_on=given["first_on"],
                last_on=given["last_on"],
                stand_in=User.objects.filter(pk=given["stand_in"]).first(),
                by=request.viewer,
                at=at,
            )
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, "It is written down; check-ins of these days go to the stand-in.")
            return redirect_after(request, reverse("absence", args=[pk]))
    rows = Absence.objects.filter(person=person, withdrawn_at=None, last_on__gte=today(at)).select_related("stand_in")
    context = {"person": person, "form": form, "rows": list(rows), "today": today(at)}
    return page_or_part(request, "people/absence.html", context, status=422 if form.errors else 200)


@require_POST
def absence_withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """The person is here after all."""
    visible = User.objects.visible_to(request.viewer)
    found = get_object_or_404(Absence.objects.filter(person__in=visible), pk=pk)
    withdraw_absence(found, by=request.viewer, at=timezone.now())
    messages.success(request, "The absence is taken away.")
    return redirect_after(request, reverse("absence", args=[found.person_id]))
