"""Why the report's causes are there: the whys that M&E asked on, and which cause two gaps share."""

from datetime import datetime

from accounts.viewer import Viewer
from actions.services.causes import edit_cause
from gaps.models import Gap, GapAnalysis, RootCause
from gaps.services.causes import add_cause, share_cause

Whys = tuple[tuple[str, str, tuple], ...]

# By department, for each cause of the report in its order: its category, and the whys below it.
TREES: dict[str, tuple[tuple[str, Whys], ...]] = {
    "Sales": (
        (
            "process",
            (
                (
                    "No written rule says when a lead is ready to be called",
                    "process",
                    (("Sales and Marketing are measured by different targets", "leadership", ()),),
                ),
                ("The form on the website does not ask for budget or date", "technology", ()),
            ),
        ),
        ("people", (("Nobody sees which leads wait for a call", "technology", ()),)),
    ),
    "Marketing": (
        ("process", (("Audiences date from the launch four years ago", "process", ()),)),
        ("people", ()),
    ),
    "Customer Support": (
        (
            "resources",
            (
                (
                    "Two posts have been open since the autumn",
                    "people",
                    (("The budget code has run out", "leadership", ()),),
                ),
            ),
        ),
        ("technology", ()),
    ),
}
SHARED = ("Sales and Marketing are measured by different targets", "Marketing")


def ask_why(analysis: GapAnalysis, *, by: Viewer, at: datetime) -> None:
    """Give the causes their categories and hang the whys below them; what is shared is shared."""
    gaps = {gap.department.name: gap for gap in Gap.objects.filter(analysis=analysis).select_related("department")}
    for unit, trees in TREES.items():
        gap = gaps.get(unit)
        roots = RootCause.objects.filter(gap=gap, parent=None).order_by("position", "pk") if gap else ()
        for cause, (category, whys) in zip(roots, trees, strict=False):
            edit_cause(cause, text=cause.text, category=category, by=by, at=at)
            hang(cause, whys, by, at)
    words, unit = SHARED
    shared = RootCause.objects.filter(gap__analysis=analysis, text=words).first()
    if shared and unit in gaps:
        share_cause(shared, gaps[unit], by=by, at=at)


def hang(cause: RootCause, whys: Whys, by: Viewer, at: datetime) -> None:
    """The whys below a cause, and what hangs below them."""
    for text, category, deeper in whys:
        hang(add_cause(cause.gap, text=text, category=category, parent=cause, by=by, at=at), deeper, by, at)
