"""Indicators and their readings."""

from django.db import models

from accounts.models import Department, User
from common.db import once_or_null, one_of, paired
from evidence.models import Evidence
from gaps.models.analysis import SourceLine
from gaps.querysets import KpiQuerySet, ReadingQuerySet

DIRECTIONS = (("higher", "Higher is better"), ("lower", "Lower is better"))
FREQUENCIES = (("week", "Weekly"), ("month", "Monthly"), ("quarter", "Quarterly"), ("year", "Yearly"))


class Kpi(models.Model):
    """An indicator with unit, direction and frequency; its target holds from a date on, with a tolerance in its unit.

    `baseline` is the value that everything is judged from, `source` where its figures come from. One that is used no
    more is switched off with the reason and stays with its readings.
    """

    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=20, blank=True)
    direction = models.CharField(max_length=6, choices=DIRECTIONS, default="higher")
    frequency = models.CharField(max_length=7, choices=FREQUENCIES, default="month")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="kpis")
    data_owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="kpis")
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    tolerance = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    source = models.CharField(max_length=200, blank=True)
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=300, blank=True)
    line = models.ForeignKey(SourceLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = KpiQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            *once_or_null(
                "kpi_name_once_per_department", ["name"], "department", "This department has an indicator of that name."
            ),
            one_of("kpi_direction_known", "direction", [key for key, _ in DIRECTIONS]),
            one_of("kpi_frequency_known", "frequency", [key for key, _ in FREQUENCIES]),
            models.CheckConstraint(condition=models.Q(tolerance__gte=0), name="kpi_tolerance_not_negative"),
            models.CheckConstraint(
                condition=models.Q(is_active=True, off_reason="")
                | (models.Q(is_active=False) & ~models.Q(off_reason="")),
                name="kpi_off_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline_on__isnull=True) | models.Q(baseline__isnull=False),
                name="kpi_baseline_date_has_value",
                violation_error_message="Give the baseline that the day belongs to.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KpiReading(models.Model):
    """One dated value. The latest recorded of a date counts; what it replaced stays, with the reason.

    `by_owner` marks a value given by somebody whose own action it judges, until M&E confirms it.
    """

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="readings")
    date = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    by_owner = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    is_current = models.BooleanField(default=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["date", "recorded_at"]
        indexes = [models.Index(fields=["kpi", "-date"], name="reading_of_kpi", condition=models.Q(is_current=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "date", "reported_by"],
                condition=models.Q(is_current=True),
                name="reading_once_per_reporter",
            ),
            paired("reading_confirmed_pair", ["confirmed_by", "confirmed_at"]),
            models.CheckConstraint(
                condition=models.Q(replaces__isnull=True) | ~models.Q(reason=""), name="reading_correction_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi}, {self.date}"

    @property
    def waits_for_confirmation(self) -> bool:
        return self.by_owner and self.confirmed_at is None
