"""What each person may see of analyses, gaps, indicators and questions: conditions, never lists of ids."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from accounts.viewer import Viewer
from gaps.permissions import PREPARE, SEE, can_see_expected
from gaps.progress import PERIOD_WORDS, stale_before


class AnalysisQuerySet(models.QuerySet):
    """Analyses; the drafts are for those who prepare them."""

    def visible_to(self, viewer: Viewer) -> "AnalysisQuerySet":
        if viewer.may(PREPARE):
            return self
        issued = self.exclude(state="draft")
        if viewer.may(SEE):
            return issued
        gaps: Any = self.model._meta.get_field("gaps").related_model
        mine = gaps._default_manager.filter(analysis=OuterRef("pk"), department__in=viewer.departments_with(SEE))
        return issued.filter(Exists(mine))


class GapQuerySet(models.QuerySet):
    """Gaps of the departments one may look into."""

    def visible_to(self, viewer: Viewer) -> "GapQuerySet":
        if viewer.may(PREPARE):
            return self
        issued = self.exclude(state="draft")
        if viewer.may(SEE):
            return issued
        return issued.filter(department__in=viewer.departments_with(SEE))

    def with_findings(self) -> "GapQuerySet":
        """With unit, figures, causes and responses, each with its people, in four statements."""
        return self.with_figures().prefetch_related("causes")

    def with_figures(self) -> "GapQuerySet":
        """With unit, figures and responses, each with its people, in three statements."""
        model: Any = self.model
        measures, responses = (
            model._meta.get_field(name).related_model._default_manager for name in ("measures", "responses")
        )
        return self.select_related("department").prefetch_related(
            Prefetch("measures", measures.select_related("kpi")),
            Prefetch("responses", responses.select_related("responded_by", "answered_by")),
        )

    def open(self) -> "GapQuerySet":
        return self.exclude(state__in=["closed", "withdrawn"])


class KpiQuerySet(models.QuerySet):
    """Indicators of the departments one may look into, and those one reports."""

    def visible_to(self, viewer: Viewer) -> "KpiQuerySet":
        if viewer.may(SEE) or viewer.may(PREPARE):
            return self
        return self.filter(Q(department__in=viewer.departments_with(SEE)) | Q(data_owner=viewer.user))

    def in_use(self) -> "KpiQuerySet":
        """Those that are not switched off."""
        return self.filter(is_active=True)

    def owed_by(self, viewer: Viewer) -> "KpiQuerySet":
        """Indicators in use that the person is the data owner of."""
        return self.in_use().filter(data_owner=viewer.user)

    def stale(self, day: date) -> "KpiQuerySet":
        """Those in use, read `with_latest`, whose last period has no reading: each by its own rhythm."""
        late = Q(latest_on__isnull=True)
        for frequency in PERIOD_WORDS:
            late |= Q(frequency=frequency, latest_on__lt=stale_before(frequency, day))
        return self.in_use().filter(late)

    def with_latest(self) -> "KpiQuerySet":
        """With `latest_value` and `latest_on`: the value of the newest date, as last recorded."""
        readings: Any = self.model._meta.get_field("readings").related_model
        newest = readings._default_manager.filter(kpi=OuterRef("pk"), is_current=True).order_by(
            "-date", "-recorded_at", "-pk"
        )
        return self.annotate(
            latest_value=models.Subquery(newest.values("value")[:1]),
            latest_on=models.Subquery(newest.values("date")[:1]),
        )


class ReadingQuerySet(models.QuerySet):
    """Readings of indicators."""

    def current(self) -> "ReadingQuerySet":
        """Those that count, oldest date first; of two reporters on one date the last recorded comes last."""
        return self.filter(is_current=True).order_by("date", "recorded_at", "pk")


class ClarificationQuerySet(models.QuerySet):
    """Questions on gaps one sees, and those one asked or was asked; expected ones are for leadership and M&E."""

    def visible_to(self, viewer: Viewer) -> "ClarificationQuerySet":
        if can_see_expected(viewer):
            return self
        return self.filter(
            Q(gap__department__in=viewer.departments_with(SEE)) | Q(asked_by=viewer.user) | Q(answerer=viewer.user),
            kind="asked",
        )

    def of_seen_gaps(self, viewer: Viewer) -> "ClarificationQuerySet":
        """Those that stand on the page of a gap that the viewer sees."""
        return self if can_see_expected(viewer) else self.filter(kind="asked")
