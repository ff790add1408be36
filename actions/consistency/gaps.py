"""Findings themselves: causes, figures, units without a head, and one cause named in several of them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from actions.consistency.finding import Finding
from common.likeness import folded, likeness, stems
from common.text import cut, listed

NEARLY = 0.8
MOST_COMPARED = 1_000


def gap_findings(gaps: Sequence[Any]) -> list[Finding]:
    """Gaps without a cause or an action, and units that nobody answers for. Reads what was prefetched."""
    found = []
    for gap in gaps:
        address = reverse("gap", args=[gap.pk])
        if not gap.causes.all() and not gap.shared_causes.all():
            new = reverse("causes", args=[gap.pk])
            found.append(Finding(f"{gap.code} has no root cause", gap.statement, new, "Add a cause", "blocks"))
        if not gap.actions.all():
            found.append(Finding(f"{gap.code} has no action", gap.statement, address, "Add an action", "serious"))
    headless = {gap.department for gap in gaps if gap.department.head_id is None}
    for department in sorted(headless, key=lambda each: each.name):
        found.append(
            Finding(
                f"{department.name} has no head",
                "Nobody is told when its actions go quiet.",
                reverse("department", args=[department.pk]),
                "Name a head",
            )
        )
    return found


def figure_findings(gaps: Sequence[Any]) -> list[Finding]:
    """Measures without any figure; they are asked for before the effect is checked, not now."""
    missing = [(gap, each) for gap in gaps for each in gap.measures.all() if not each.is_quantified]
    if not missing:
        return []
    names = [f"{each} ({gap.code})" for gap, each in missing]
    shown = [*names[:6], f"{len(names) - 6} more"] if len(names) > 6 else names
    sentence = (
        f"{missing[0][1]} is not quantified" if len(missing) == 1 else f"{len(missing)} measures are not quantified"
    )
    detail = f"{listed(shown)}; asked for before the effect is checked."
    return [Finding(sentence, detail, reverse("gap", args=[missing[0][0].pk]), "Give the figures")]


def cause_findings(gaps: Sequence[Any]) -> list[Finding]:
    """One cause, in the same or nearly the same words, in several findings: shared, one action may answer it."""
    found = []
    for group in repeated([(gap, cause) for gap in gaps for cause in gap.causes.all()]):
        named = list(dict.fromkeys(gap.code for gap, _ in group))
        gap, cause = group[-1]
        found.append(
            Finding(
                f"The same cause stands in {listed(named)}",
                f"“{cut(cause.text, 160)}”. Share it between the findings, so that one action can answer it in"
                f" {'both' if len(named) == 2 else 'all of them'}.",
                reverse("causes", args=[gap.pk]),
                "Share the cause",
            )
        )
    return found


def repeated(causes: Sequence[tuple[Any, Any]]) -> list[list[tuple[Any, Any]]]:
    """Groups of causes of more than one finding, equal or alike; each cause is in one group at most.

    Beyond a thousand causes only equal words are found.
    """
    groups: list[list[tuple[Any, Any]]] = []
    by_text: dict[str, int] = {}
    holders: dict[str, set[int]] = defaultdict(set)
    for gap, cause in causes:
        text = folded(cause.text)
        place = by_text.get(text)
        if place is None and len(causes) <= MOST_COMPARED:
            near = set().union(*(holders[stem] for stem in stems(cause.text)))
            place = next((at for at in sorted(near) if likeness(groups[at][0][1].text, cause.text) >= NEARLY), None)
        if place is None:
            place = len(groups)
            groups.append([])
            for stem in stems(cause.text):
                holders[stem].add(place)
        by_text.setdefault(text, place)
        groups[place].append((gap, cause))
    return [group for group in groups if len({gap.pk for gap, _ in group}) > 1]
