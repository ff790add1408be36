"""Forms of people, departments, teams, invitations and the first administrator. They check shape; services decide."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings

from accounts import choices
from accounts.models import DIGESTS, THEMES, Department, Role, RoleGrant, User
from accounts.work import NOBODY, Kind
from common.cadence import EVERY, WEEKDAYS
from common.forms import HouseForm, dress

OWN = "own"


class CachedField(forms.TypedChoiceField):
    """A choice out of the cache, with an empty first line; the value is an id or None."""

    def __init__(self, source: Callable[[], list[tuple[int, str]]], *, empty: str, **kwargs: Any):
        kwargs.setdefault("required", False)
        super().__init__(choices=lambda: [("", empty), *source()], coerce=int, empty_value=None, **kwargs)


def passwords() -> forms.CharField:
    """A field for a new password; its length is checked by the validators of the settings."""
    return forms.CharField(
        label="Password",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters. A sentence of your own is easy to keep in mind.",
    )


def grant_value(grant: RoleGrant, own: int | None) -> str:
    """How a granted role stands in the form: "5", "5:own" in the person's own department, "5:7" in another."""
    if grant.department_id is None:
        return str(grant.role_id)
    return f"{grant.role_id}:{OWN if grant.department_id == own else grant.department_id}"


def role_choices(
    roles: Iterable[Role], grants: Iterable[RoleGrant], department: Department | None
) -> list[tuple[str, str]]:
    """Each role once; a department role for the person's own department, and for each other where it is granted."""
    found = []
    for role in roles:
        if role.scope == "organisation":
            found.append((str(role.pk), f"{role.name}: {role.sentence}"))
            continue
        found.append((f"{role.pk}:{OWN}", f"{role.name}, in their department: {role.sentence}"))
        found += [
            (grant_value(grant, None), f"{role.name}, in {grant.department}")
            for grant in grants
            if grant.role_id == role.pk and grant.department_id and grant.department != department
        ]
    return found


class PersonForm(HouseForm):
    """A person's name, title, department and roles."""

    name = forms.CharField(max_length=120)
    job_title = forms.CharField(max_length=120, required=False, label="Job title")
    department = CachedField(choices.departments, empty="No department")
    roles = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Head and deputy of a department have the head's role by their post; it needs no tick.",
    )

    reason = forms.CharField(
        required=False,
        max_length=1000,
        label="Why",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed where a role changes; it is kept in the history.",
    )
    is_sure = forms.BooleanField(required=False, label="I know, change it", widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: User, roles: list[Role], grants: list[RoleGrant], **kwargs: Any):
        own = person.department_id
        kwargs["initial"] = {
            "name": person.name,
            "job_title": person.job_title,
            "department": own,
            "roles": [grant_value(each, own) for each in grants],
        }
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_choices(roles, grants, person.department)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("department") and any(value.endswith(f":{OWN}") for value in found.get("roles", [])):
            self.add_error("department", "Choose a department, since a role is given for it.")
        return found

    def grants(self) -> set[tuple[int, int | None]]:
        """The ticked roles as (role, department) ids."""
        found: set[tuple[int, int | None]] = set()
        for value in self.cleaned_data["roles"]:
            role, _, where = value.partition(":")
            found.add((int(role), self.cleaned_data["department"] if where == OWN else int(where) if where else None))
        return found


class InviteForm(HouseForm):
    """Whom to invite, and what they may do."""

    email = forms.EmailField(max_length=254, label="E-mail")
    name = forms.CharField(max_length=120)
    job_title = forms.CharField(max_length=120, required=False, label="Job title")
    department = CachedField(choices.departments, empty="No department")
    role = CachedField(
        choices.roles, empty="No role yet", help_text="Heads of department need no role: they have it by their post."
    )


class ReasonForm(HouseForm):
    """Why something is done."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class HandOverForm(HouseForm):
    """Why work is handed over, and who gets it: for all, and by kind."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, label="Why", help_text="Whoever takes over reads it."
    )
    for_all = CachedField(choices.people, empty="Choose below", label="Everything goes to")

    def __init__(self, *args: Any, kinds: Mapping[str, Kind], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key, kind in kinds.items():
            first = [("", "As above" if not kind.is_optional else "As above, else nobody")]
            nobody = [(NOBODY, "Nobody: take it off")] if kind.is_optional else []
            field = forms.ChoiceField(
                choices=[*first, *nobody, *((str(pk), name) for pk, name in choices.people())],
                required=False,
                label=f"{kind.label}: who gets them",
            )
            dress(field.widget)
            self.fields[f"kind-{key}"] = field


class DepartmentForm(HouseForm):
    """A department or a theme, with who leads it."""

    name = forms.CharField(max_length=120)
    head = CachedField(choices.people, empty="Nobody yet")
    deputy = CachedField(choices.people, empty="Nobody", help_text="Gets what the head leaves unanswered.")
    is_theme = forms.BooleanField(
        required=False, label="This is a theme, not a department", help_text="As in engagement and retention."
    )
    time_zone = forms.ChoiceField(required=False, label="Time zone", help_text="Decides the hour of its mails.")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = [("", f"The organisation's ({settings.TIME_ZONE})")]
        self.fields["time_zone"].choices = own + [(zone, zone) for zone in sorted(available_timezones())]  # type: ignore[attr-defined]


class TeamForm(HouseForm):
    """A team that can own actions together."""

    name = forms.CharField(max_length=120)
    department = CachedField(choices.departments, empty="No department")
    lead = CachedField(choices.people, empty="Choose", required=True, help_text="Gets the team's mails.")
    members = forms.TypedMultipleChoiceField(
        coerce=int, required=False, choices=choices.people, widget=forms.CheckboxSelectMultiple
    )


class ProfileForm(HouseForm):
    """What somebody changes about themselves."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    job_title = forms.CharField(max_length=120, required=False, label="Job title")
    theme = forms.ChoiceField(choices=THEMES, widget=forms.RadioSelect, label="Look")
    digest = forms.ChoiceField(
        choices=DIGESTS, required=False, label="Digest", help_text="The regular mail to those who decide on plans."
    )


class OrganisationForm(HouseForm):
    """The organisation's own settings."""

    name = forms.CharField(max_length=120)
    currency = forms.CharField(max_length=5, label="Currency sign")
    single_signer = forms.BooleanField(
        required=False,
        label="Only one person can sign plans",
        help_text="It is then printed on every signature that nobody else could check it.",
    )


HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class RhythmForm(HouseForm):
    """The rhythm of the organisation's check-ins and of the digest to leadership."""

    check_in_weeks = forms.TypedChoiceField(choices=EVERY, coerce=int, label="Check-ins", widget=forms.RadioSelect)
    check_in_weekday = forms.TypedChoiceField(choices=WEEKDAYS, coerce=int, label="Asked on")
    check_in_hour = forms.TypedChoiceField(
        choices=HOURS,
        coerce=int,
        label="At",
        help_text="In each department's own time. They close two working days later at 17:00.",
    )
    digest_weeks = forms.TypedChoiceField(
        choices=EVERY, coerce=int, label="Digest to leadership", widget=forms.RadioSelect
    )
    digest_weekday = forms.TypedChoiceField(choices=WEEKDAYS, coerce=int, label="Sent on")
    digest_hour = forms.TypedChoiceField(choices=HOURS, coerce=int, label="At")

    def values(self, name: str) -> tuple[int, int, int]:
        """Weeks, weekday and hour of one of the two."""
        clean = self.cleaned_data
        return clean[f"{name}_weeks"], clean[f"{name}_weekday"], clean[f"{name}_hour"]


class DepartmentRhythmForm(HouseForm):
    """A department's own rhythm, or the organisation's."""

    every = forms.ChoiceField(
        choices=(("", "As the organisation"), ("1", "Every week"), ("2", "Every two weeks")),
        required=False,
        label="Check-ins",
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(choices=WEEKDAYS, coerce=int, label="Asked on")
    hour = forms.TypedChoiceField(choices=HOURS, coerce=int, label="At")


class AbsenceForm(HouseForm):
    """From when to when somebody is away, and who stands in."""

    first_on = forms.DateField(label="First day away", widget=forms.DateInput())
    last_on = forms.DateField(label="Last day away", widget=forms.DateInput())
    stand_in = CachedField(
        choices.people,
        empty="Nobody",
        label="Who stands in",
        help_text="Check-ins go to them; without one nobody is asked.",
    )


class AcceptForm(HouseForm):
    """Accepting an invitation."""

    name = forms.CharField(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = passwords()


class SetupForm(HouseForm):
    """The first administrator."""

    code = forms.CharField(max_length=60, label="Code", help_text="It is printed when the application starts.")
    organisation = forms.CharField(max_length=120, label="Name of the organisation", initial="SayPro")
    name = forms.CharField(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        max_length=254, label="Your e-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = passwords()
    signers = forms.ChoiceField(
        label="How many people can sign plans?",
        choices=[("several", "Several: nobody signs a plan they own or wrote"), ("one", "One: each signature says so")],
        widget=forms.RadioSelect,
        initial="several",
    )
