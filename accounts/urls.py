"""Addresses of people, departments, sign-in and the history. allauth's are named one by one: all others are shut."""

from collections.abc import Mapping, Sequence

from allauth.account import views as allauth
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from accounts import choices
from accounts.middleware import open_to_all
from accounts.views import departments, handing, invitations, people, profile, rhythm, roles, setup
from accounts.work import HeldBy, Source
from audit.urls import patterns as history


@open_to_all
def nobody_signs_up(request: HttpRequest) -> HttpResponse:
    """allauth asks for this address by name; nothing is there, since accounts come from invitations."""
    raise Http404("there is no sign-up")


def patterns(*, sources: Sequence[Source], held_by: Sequence[HeldBy], codes: Mapping[str, str]) -> list[URLPattern]:
    """The addresses that need what the apps above know: what is open, and what each permission says."""
    return [
        path("people/roles/", roles.roles, {"codes": codes}, name="roles"),
        path("people/<int:pk>/", people.person, {"sources": sources, "codes": codes}, name="person"),
        path("people/<int:pk>/edit/", people.person_edit, {"sources": sources}, name="person_edit"),
        path("people/<int:pk>/off/", handing.person_off, {"sources": sources}, name="person_off"),
        path("people/<int:pk>/hand-over/", handing.person_hand_over, {"sources": sources}, name="person_hand_over"),
        path(
            "departments/<int:pk>/close/", departments.department_close, {"held_by": held_by}, name="department_close"
        ),
    ]


sign_in = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/inactive/", open_to_all(allauth.account_inactive), name="account_inactive"),
    path("accounts/signup/", nobody_signs_up, name="account_signup"),
    path("accounts/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/password/reset/", allauth.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "accounts/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

urlpatterns = [
    *sign_in,
    path("setup/", setup.setup, name="setup"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("accounts/profile/", profile.profile, name="profile"),
    path("accounts/theme/", profile.theme, name="theme"),
    path("organisation/", profile.organisation, name="organisation"),
    path("organisation/rhythm/", rhythm.rhythm, name="rhythm"),
    path("people/<int:pk>/away/", rhythm.absence, name="absence"),
    path("absences/<int:pk>/withdraw/", rhythm.absence_withdraw, name="absence_withdraw"),
    path("departments/<int:pk>/rhythm/", rhythm.department_rhythm, name="department_rhythm"),
    path("people/", people.people, name="people"),
    path("people/invite/", invitations.person_invite, name="person_invite"),
    path("people/invitations/<int:pk>/resend/", invitations.invitation_resend, name="invitation_resend"),
    path("people/invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
    path("people/<int:pk>/on/", handing.person_on, name="person_on"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.department_new, name="department_new"),
    path("departments/<int:pk>/", departments.department, name="department"),
    path("departments/<int:pk>/edit/", departments.department_edit, name="department_edit"),
    path("departments/<int:pk>/reopen/", departments.department_reopen, name="department_reopen"),
    path("teams/new/", departments.team_new, name="team_new"),
    path("teams/<int:pk>/", departments.team, name="team"),
    path("teams/<int:pk>/edit/", departments.team_edit, name="team_edit"),
    *history(departments=choices.departments),
]
