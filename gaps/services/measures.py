"""The figures of a gap: what the report states stays as stated; indicator, comparator and figures may come later."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.viewer import Viewer
from audit.services import changes, record
from common.access import Unfit, require
from common.db import fit
from gaps.models import Gap, GapMeasure
from gaps.permissions import can_edit_causes
from gaps.searching import index_gaps
from gaps.services.kpis import plain_words

FIELDS = ("kpi", "comparator", "comparator_kind", "baseline", "target", "actual")


@transaction.atomic
def save_measure(
    gap: Gap, measure: GapMeasure | None, *, name: str = "", reason: str = "", by: Viewer, at: datetime, **values: Any
) -> GapMeasure:
    """Change a figure of a gap, or add one where `measure` is None. Once the analysis is issued it needs a reason."""
    gap = Gap.objects.select_for_update(of=("self",)).select_related("analysis").get(pk=gap.pk)
    require(can_edit_causes(by, gap))
    if measure is None:
        measure = GapMeasure(gap=gap, name=name.strip(), position=gap.measures.count())
    else:
        measure = GapMeasure.objects.select_related("kpi").get(pk=measure.pk, gap=gap)
    old, new = changes({each: getattr(measure, each) for each in FIELDS}, {each: values[each] for each in FIELDS})
    if measure.pk and not new:
        return measure
    for each, value in new.items():
        setattr(measure, each, value)
    if measure.kpi is None and not measure.name:
        raise Unfit({"kpi": ["Choose the KPI that the figures are of."]})
    if gap.state != "draft" and not reason.strip():
        raise Unfit({"reason": ["The analysis is issued: say where the figures come from, or why they change."]})
    fit(measure)
    measure.save()
    index_gaps(gap.pk, at=at)
    record(
        "measure.edited",
        gap,
        actor=by.actor,
        at=at,
        department_id=None if gap.state == "draft" else gap.department_id,
        old={"figure": str(measure), **plain_words(old)},
        new={"figure": str(measure), **plain_words(new)},
        reason=reason.strip(),
    )
    return measure
