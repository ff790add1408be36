"""People, departments, teams and roles."""

from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.querysets import AbsenceQuerySet, DepartmentQuerySet, TeamQuerySet, UserQuerySet
from common.cadence import EVERY, WEEKDAYS, Rhythm
from common.db import once_or_null, one_of, paired

SCOPES = (("organisation", "Whole organisation"), ("department", "Own department"))
DIGESTS = (("", "As the organisation does"), ("1", "Every week"), ("2", "Every two weeks"), ("never", "Never"))
THEMES = (("system", "System"), ("light", "Light"), ("dark", "Dark"))


def validate_time_zone(value: str) -> None:
    if value and value not in available_timezones():
        raise ValidationError("Choose a time zone of the list, such as Africa/Johannesburg.")


class Cadence(models.Model):
    """How often something comes back: every week or every two, on a weekday at a local hour, counted from an anchor date."""

    weeks = models.PositiveSmallIntegerField(choices=EVERY, default=1)
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS, default=0)
    hour = models.PositiveSmallIntegerField(default=8)
    anchor_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weeks__in=[1, 2]), name="cadence_every_week_or_two"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="cadence_weekday_known"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="cadence_hour_of_a_day"),
        ]

    def __str__(self) -> str:
        return self.rhythm("").words

    def rhythm(self, zone: str) -> Rhythm:
        """The cadence in a time zone."""
        return Rhythm(self.weeks, self.weekday, self.hour, self.anchor_on, zone)


class Organisation(models.Model):
    """The one row on the organisation that this database belongs to."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120, default="SayPro")
    currency = models.CharField(max_length=5, default="R")
    single_signer = models.BooleanField(default=False)
    check_in_cadence = models.ForeignKey(Cadence, null=True, on_delete=models.PROTECT, related_name="+")
    digest_cadence = models.ForeignKey(Cadence, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="organisation_one_row")]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department or a theme that somebody answers for. A theme has no head until one is chosen."""

    name = models.CharField(max_length=120)
    is_theme = models.BooleanField(default=False)
    head = models.ForeignKey("User", null=True, blank=True, on_delete=models.PROTECT, related_name="heads")
    deputy = models.ForeignKey("User", null=True, blank=True, on_delete=models.PROTECT, related_name="deputises")
    time_zone = models.CharField(max_length=60, blank=True, validators=[validate_time_zone])
    check_in_cadence = models.ForeignKey(Cadence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="department_name_once", violation_error_message="A department of this name exists."
            ),
            models.CheckConstraint(
                condition=Q(head__isnull=True) | Q(deputy__isnull=True) | ~Q(head=models.F("deputy")),
                name="department_deputy_other_than_head",
                violation_error_message="Head and deputy are two people.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds people by their address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=10, choices=THEMES, default="system")
    digest = models.CharField(max_length=5, choices=DIGESTS, blank=True)
    joined_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message="Somebody has this address already."
            ),
            one_of("user_theme_known", "theme", [key for key, _ in THEMES]),
            one_of("user_digest_known", "digest", [key for key, _ in DIGESTS]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return "".join(part[0] for part in parts[:1] + parts[1:][-1:]).upper()


class Team(models.Model):
    """Some people who can own an action together; mail for it goes to its lead."""

    name = models.CharField(max_length=120)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="leads")
    members = models.ManyToManyField(User, related_name="teams", blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="team_name_once", violation_error_message="A team of this name exists."
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What somebody may do, as data: a name, a sentence, permission codes, and how far they reach."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    sentence = models.CharField(max_length=300)
    scope = models.CharField(max_length=12, choices=SCOPES)
    permissions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [one_of("role_scope_known", "scope", [key for key, _ in SCOPES])]

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """One role that one person has; for a department role, where."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="grants")

    class Meta:
        constraints = [
            *once_or_null("grant_once", ["user", "role"], "department"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Invitation(models.Model):
    """An invitation by mail: a link that works once, until it expires. Only the token's digest is kept."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-id"]
        constraints = [
            paired("invitation_accepted_pair", ["accepted_at", "accepted_by"]),
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
                violation_error_message="This address has an open invitation; send it again instead.",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.name}"


class Absence(models.Model):
    """When somebody is away, both days included, and who stands in. A withdrawn one does not hold, and stays."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    first_on = models.DateField()
    last_on = models.DateField()
    stand_in = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=models.F("person")), name="absence_stand_in_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.first_on} to {self.last_on}"
