"""One thing that is missing or odd, and how badly."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from common.text import counted, listed

SEVERITIES = ("blocks", "serious", "look")
# severity: tone, icon, word
MARKS = {
    "blocks": ("bad", "alert", "Blocks"),
    "serious": ("warn", "risk", "Serious"),
    "look": ("idle", "info", "Look at"),
}
MOST_NAMED = 8


@dataclass(frozen=True)
class Finding:
    """The sentence, what it means, the page that mends it, and the severity.

    `blocks`: it cannot go on without. `serious`: it can, and somebody should decide that it does. `look`: worth a look.
    """

    sentence: str
    detail: str
    address: str
    mend: str
    severity: str = "look"

    @property
    def blocks(self) -> bool:
        return self.severity == "blocks"

    @property
    def tone(self) -> str:
        return MARKS[self.severity][0]

    @property
    def icon(self) -> str:
        return MARKS[self.severity][1]

    @property
    def word(self) -> str:
        return MARKS[self.severity][2]


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """What blocks first, then what is serious; otherwise as found."""
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))


def in_short(found: Sequence[Finding]) -> str:
    """As in "two serious, one to look at"; empty where there is nothing."""
    words = {"blocks": ("blocks", "block"), "serious": ("serious", "serious"), "look": ("to look at", "to look at")}
    numbers = {key: sum(each.severity == key for each in found) for key in SEVERITIES}
    return ", ".join(counted(number, *words[key]) for key, number in numbers.items() if number)


def named(things: Sequence[Any]) -> str:
    """The codes, at most eight of them: "A-01, A-02 and 12 more"."""
    codes = [each.code for each in things[:MOST_NAMED]]
    more = len(things) - len(codes)
    return f"{', '.join(codes)} and {more} more" if more else listed(codes)


Link = Callable[[Sequence[Any]], str]


def grouped(
    things: Sequence[Any], one: str, many: str, detail: str, link: Link, mend: str, severity: str
) -> list[Finding]:
    """One finding for all things that lack the same: "A-01 has no owner", or "Five actions have no owner"."""
    if not things:
        return []
    if len(things) == 1:
        sentence, text = f"{things[0].code} {one}", f"{things[0]}. {detail}"
    else:
        sentence = f"{counted(len(things), '', many).capitalize()}"
        text = f"{named(things)}. {detail}"
    return [Finding(sentence, text, link(things), mend, severity)]
