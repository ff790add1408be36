"""Indicators and their readings."""

from django.db import models

from accounts.models import Department, User
from common.db import once_or_null, one_of
from gaps.models.analysis import SourceLine
from gaps.querysets import KpiQuerySet

DIRECTIONS = (("higher", "Higher is better"), ("lower", "Lower is better"))
FREQUENCIES = (("week", "Weekly"), ("month", "Monthly"), ("quarter", "Quarterly"), ("year", "Yearly"))


class Kpi(models.Model):
    """An indicator with unit, direction and frequency; its target holds from a date on, with a tolerance in its unit."""

    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=20, blank=True)
    direction = models.CharField(max_length=6, choices=DIRECTIONS, default="higher")
    frequency = models.CharField(max_length=7, choices=FREQUENCIES, default="month")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="kpis")
    data_owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="kpis")
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    tolerance = models.DecimalField(max_digits=18, decimal_places=4, default=0)
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
        ]

    def __str__(self) -> str:
        return self.name


class KpiReading(models.Model):
    """One dated value. The latest recorded counts; earlier ones stay."""

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="readings")
    date = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "date", "reported_by"], name="reading_once_per_reporter"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi}, {self.date}"
