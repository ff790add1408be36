"""How alike two texts are, by the words that carry meaning, and which of two lists belong together."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import TypeVar

WORD = re.compile(r"[^\W\d_]{3,}")
STEM_LENGTH = 5
COMMON_WORDS = """
    the and for from with are was were that this their its into over more less not than have has had been all each per
    les des une pour par dans sur que qui est sont aux avec dos das para por com uma nao ser sao
"""
COMMON = frozenset(COMMON_WORDS.split())
LEAST = 0.5
Item = TypeVar("Item")


def folded(text: str) -> str:
    """Lower case, without accents, blanks as one, without a full stop at the end: equal texts are equal so."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))
    return " ".join(bare.split()).rstrip(" .;,")


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning; figures carry none."""
    return frozenset(word[:STEM_LENGTH] for word in WORD.findall(folded(text)) if word not in COMMON)


def likeness(one: str, other: str) -> float:
    """0 to 1: shared stems against the mean number of both; 1 for equal texts. One shared word alone counts half."""
    if folded(one) == folded(other):
        return 1.0
    a, b = stems(one), stems(other)
    shared = len(a & b)
    if not shared:
        return 0.0
    return 2 * shared / (len(a) + len(b)) * (1 if shared > 1 else 0.5)


def paired(
    olds: Sequence[Item],
    news: Sequence[Item],
    text: Callable[[Item], str],
    group: Callable[[Item], Hashable] = lambda item: None,
    least: float = LEAST,
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Which of both lists belong together: equal texts first, those of one group before others, then the most alike.

    Returns the pairs and what is left of each, in their order. Each belongs to one pair at most.
    """
    partner: dict[int, int] = {}
    taken: set[int] = set()

    def match(key: Callable[[Item], Hashable]) -> None:
        free: dict[Hashable, list[int]] = defaultdict(list)
        for place, item in enumerate(news):
            if place not in taken:
                free[key(item)].append(place)
        for place, item in enumerate(olds):
            if place not in partner and free[key(item)]:
                partner[place] = free[key(item)].pop(0)
                taken.add(partner[place])

    match(lambda item: (group(item), folded(text(item))))
    match(lambda item: folded(text(item)))
    for score, old, new in sorted(candidates(olds, news, text, group, partner, taken), reverse=True):
        if score >= least and old not in partner and -new not in taken:
            partner[old] = -new
            taken.add(-new)
    pairs = [(item, news[partner[place]]) for place, item in enumerate(olds) if place in partner]
    gone = [item for place, item in enumerate(olds) if place not in partner]
    fresh = [item for place, item in enumerate(news) if place not in taken]
    return pairs, gone, fresh


def candidates(
    olds: Sequence[Item],
    news: Sequence[Item],
    text: Callable[[Item], str],
    group: Callable[[Item], Hashable],
    partner: dict[int, int],
    taken: set[int],
) -> list[tuple[float, int, int]]:
    """Score, old place and negated new place of all that share a word; one of the same group counts a little more."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(news):
        if place not in taken:
            for stem in stems(text(item)):
                holders[stem].append(place)
    found = []
    for place, item in enumerate(olds):
        if place in partner:
            continue
        shared = Counter(new for stem in stems(text(item)) for new in holders[stem])
        for new, _ in shared.most_common(50):
            score = likeness(text(item), text(news[new]))
            nearer = 0.15 if group(item) is not None and group(item) == group(news[new]) else 0.0
            found.append((score + nearer, place, -new))
    return found
