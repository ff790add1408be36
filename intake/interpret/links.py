"""Which action may answer which cause, and which gap a text speaks of, judged by shared words. Suggestions only."""

from __future__ import annotations

from collections.abc import Sequence

from .drafts import ActionDraft, CauseDraft, LinkSuggestion
from .terms import words as words_of
from .text import words

COMMON = words_of(
    """the a an and or of to in on for from by with at as is are be was were that this their its it into over more less better best
    improve improved new all each every no not use using make create provide introduce implement increase reduce ensure develop
    review lack weak poor insufficient high low during per than between within which who when only
    le la les de des du et en un une pour par o os da do das dos e um uma para por
    """
)
LEAST_SCORE = 0.15
MOST_LINKS = 20
STEM_LENGTH = 5


def suggest_links(causes: Sequence[CauseDraft], actions: Sequence[ActionDraft]) -> tuple[LinkSuggestion, ...]:
    """For each cause the actions that share words with it, the best first, and of a hostile list not all."""
    found = []
    meant = [(stems(action.title), action) for action in actions]
    for cause in causes:
        own = stems(cause.statement)
        scored = [(share(own, theirs), action) for theirs, action in meant]
        best = max((score for score, _ in scored), default=0.0)
        found += [
            LinkSuggestion(cause.key, action.key, round(score, 2))
            for score, action in sorted(scored, key=lambda pair: -pair[0])[:MOST_LINKS]
            if score >= LEAST_SCORE and score >= 0.6 * best
        ]
    return tuple(found)


def similarity(one: str, other: str) -> float:
    """Shared stems as a share of the shorter text, 0 to 1."""
    return share(stems(one), stems(other))


def share(a: set[str], b: set[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def stems(text: str) -> set[str]:
    """The beginnings of the words that carry meaning."""
    return {
        part[:STEM_LENGTH] for word in words(text) for part in word.split("-") if part not in COMMON and len(part) > 2
    }
