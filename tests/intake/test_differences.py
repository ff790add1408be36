"""What a corrected version says otherwise: on readings alone."""

from datetime import date

from common.dates import short_date
from intake.services.differences import Change, difference

from .helpers import interpreted

BEFORE = """# Water utility review
Date: 12 March 2026

## Customer Care
Key gap: Complaints are answered 30 % later than the standard allows.
Root causes:
- No tracking of open complaints
- Two posts are vacant
Actions:
- Introduce a complaints register (owner: Head of Care; due: 30 June 2026)
- Fill the two posts

## Network
Key gap: Leaks are repaired two weeks late on average.
Root causes:
- Crews share one excavator
Actions:
- Hire a second excavator
"""


def due(day: str) -> str:
    return short_date(date.fromisoformat(day))


def words(change: Change) -> tuple[str, str, list[tuple[str, str, str]]]:
    return change.kind, change.what, [(each.label, each.before, each.after) for each in change.words]


def compared(after: str) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [words(change) for change in difference(interpreted(BEFORE), interpreted(after)).changes]


def test_the_same_text_in_another_dress_differs_in_nothing() -> None:
    assert compared(BEFORE.replace("- ", "* ").replace("## Network", "## NETWORK")) == []


def test_a_changed_date_and_owner_are_one_change() -> None:
    after = BEFORE.replace("owner: Head of Care; due: 30 June 2026", "owner: Deputy Head of Care; due: 31 July 2026")
    assert compared(after) == [
        (
            "action",
            "changed",
            [("Owner", "Head of Care", "Deputy Head of Care"), ("Due", due("2026-06-30"), due("2026-07-31"))],
        )
    ]


def test_other_words_for_a_cause_are_a_change_and_not_a_new_one() -> None:
    after = BEFORE.replace("Two posts are vacant", "Three posts are vacant since May")
    assert compared(after) == [
        ("cause", "changed", [("Cause", "Two posts are vacant", "Three posts are vacant since May")])
    ]


def test_what_is_new_and_what_is_left_out() -> None:
    after = BEFORE.replace("- Fill the two posts\n", "").replace(
        "- Crews share", "- No spare parts in the store\n- Crews share"
    )
    assert compared(after) == [
        ("action", "gone", [("Action", "Fill the two posts", "")]),
        ("cause", "new", [("Cause", "", "No spare parts in the store")]),
    ]


def test_a_new_gap_comes_with_all_that_hangs_on_it() -> None:
    more = BEFORE + "\n## Billing\nKey gap: One bill in ten is wrong.\nRoot causes:\n- Meters are read by hand\n"
    assert compared(more) == [("gap", "new", [("Gap", "", "One bill in ten is wrong.")])]


def test_a_figure_that_is_mended_changes_gap_and_figure() -> None:
    changes = compared(BEFORE.replace("30 % later", "45 % later"))
    assert [(kind, what) for kind, what, _ in changes] == [("gap", "changed"), ("figure", "changed")]
    assert changes[1][2][0][0] == "Stated"


def test_gaps_that_change_places_are_not_changed() -> None:
    head, care, network = BEFORE.split("## ")
    assert compared(f"{head}## {network}\n## {care}") == []


def test_what_the_new_version_leaves_out_of_its_head_is_kept() -> None:
    assert compared(BEFORE.replace("Date: 12 March 2026\n", "")) == []
    assert compared(BEFORE.replace("12 March", "14 March")) == [
        ("date", "changed", [("Date", "2026-03-12", "2026-03-14")])
    ]
