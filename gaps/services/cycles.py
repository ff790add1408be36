"""Saying which gap of the cycle before each gap is. What nobody has said stays a suggestion of the page."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.viewer import Viewer
from audit.services import record
from common.access import Conflict, Unfit, require
from common.text import counted
from gaps.models import Gap, GapAnalysis, RootCause
from gaps.services.corrections import can_correct


@transaction.atomic
def settle_comparison(
    analysis: GapAnalysis,
    previous: GapAnalysis,
    gaps: Mapping[int, int | None],
    causes: Mapping[int, int],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Keep, for gaps of the analysis, the earlier gap (None: there is none) and, for their causes, the earlier cause.

    What is not named in `causes` of a named gap is no cause that came back.
    """
    analysis = GapAnalysis.objects.select_for_update(of=("self",)).get(pk=analysis.pk)
    require(can_correct(by, analysis))
    if previous.pk == analysis.pk:
        raise Unfit({"with": ["An analysis is not compared with itself."]})
    if analysis.date and previous.date and previous.date > analysis.date:
        raise Unfit({"with": [f"“{previous.title}” is the later one of the two."]})
    rows = {gap.pk: gap for gap in Gap.objects.select_for_update(of=("self",)).filter(analysis=analysis, pk__in=gaps)}
    earlier = {gap.pk: gap for gap in Gap.objects.filter(analysis=previous)}
    if set(rows) != set(gaps) or any(pk is not None and pk not in earlier for pk in gaps.values()):
        raise Conflict("One of the gaps is not there any more. Look at the comparison again.")
    refuse_twice(rows, earlier, gaps)
    analysis.previous = previous
    analysis.save(update_fields=["previous"])
    for pk, old in gaps.items():
        rows[pk].previous_id, rows[pk].is_compared = old, True
    Gap.objects.bulk_update(rows.values(), ["previous", "is_compared"], batch_size=500)
    back = settle_causes(rows, gaps, causes)
    same = [f"{rows[pk].code} was {earlier[old].code}" for pk, old in sorted(gaps.items()) if old]
    record(
        "analysis.compared",
        analysis,
        actor=by.actor,
        at=at,
        new={
            "before": previous.title,
            "gaps": same,
            "new": counted(len(gaps) - len(same), "gap"),
            "causes": counted(back, "cause came back", "causes came back"),
        },
    )


def refuse_twice(rows: Mapping[int, Gap], earlier: Mapping[int, Gap], gaps: Mapping[int, int | None]) -> None:
    """One earlier gap is one gap now; where it split in two, the larger part carries on."""
    first: dict[int, int] = {}
    errors: dict[str, list[str]] = {}
    for pk, old in sorted(gaps.items()):
        if old is not None and old in first:
            errors[f"gap-{pk}"] = [f"{earlier[old].code} is {rows[first[old]].code} already; choose one of the two."]
        elif old is not None:
            first[old] = pk
    if errors:
        raise Unfit(errors)


def settle_causes(rows: Mapping[int, Gap], gaps: Mapping[int, int | None], causes: Mapping[int, int]) -> int:
    """Write which causes came back; returns how many."""
    found: Sequence[RootCause] = list(RootCause.objects.select_for_update(of=("self",)).filter(gap__in=rows))
    allowed = dict(RootCause.objects.filter(pk__in=causes.values()).values_list("pk", "gap"))
    changed = []
    for cause in found:
        old = causes.get(cause.pk)
        if old is not None and allowed.get(old) != gaps[cause.gap_id]:
            old = None
        if cause.previous_id != old:
            cause.previous_id = old
            changed.append(cause)
    RootCause.objects.bulk_update(changed, ["previous"], batch_size=500)
    return sum(1 for cause in found if cause.previous_id)
