"""State, health and people as small pieces of a page. State is words with a ring that fills; health is a tinted pill."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common import dates
from common.icons import svg

# health: tone, shape, word
HEALTH = {
    "on": ("ok", "on", "On track"),
    "risk": ("warn", "risk", "At risk"),
    "off": ("bad", "off", "Off track"),
    "unknown": ("idle", "unknown", "No check-in"),
}
HEALTH_WORDS = {"on_track": "on", "at_risk": "risk", "off_track": "off", "": "unknown"}

# state of any lifecycle: tone, ring
STATES = {
    "draft": ("idle", "s-draft"),
    "queued": ("idle", "s-draft"),
    "reading": ("idle", "s-draft"),
    "planned": ("idle", "s-draft"),
    "building": ("idle", "s-draft"),
    "proposed": ("info", "s-proposed"),
    "submitted": ("info", "s-proposed"),
    "pending": ("info", "s-proposed"),
    "issued": ("info", "s-proposed"),
    "requested": ("info", "s-proposed"),
    "asked": ("info", "s-proposed"),
    "open": ("info", "s-proposed"),
    "scheduled": ("info", "s-proposed"),
    "kept": ("idle", "s-proposed"),
    "returned": ("warn", "s-returned"),
    "changes_requested": ("warn", "s-returned"),
    "disputed": ("warn", "s-asks"),
    "to_review": ("warn", "s-asks"),
    "stale": ("warn", "s-asks"),
    "failed": ("bad", "s-asks"),
    "approved": ("info", "s-approved"),
    "approved_with_changes": ("info", "s-approved"),
    "confirmed": ("info", "s-approved"),
    "granted": ("info", "s-approved"),
    "partly_granted": ("info", "s-approved"),
    "in_progress": ("info", "s-progress"),
    "in_treatment": ("info", "s-progress"),
    "in_follow_up": ("info", "s-progress"),
    "in_session": ("info", "s-progress"),
    "sending": ("info", "s-progress"),
    "saving": ("info", "s-progress"),
    "implemented": ("info", "s-implemented"),
    "treated": ("info", "s-implemented"),
    "reached": ("info", "s-implemented"),
    "held": ("info", "s-implemented"),
    "answered": ("info", "s-implemented"),
    "verified": ("ok", "s-verified"),
    "decided": ("ok", "s-verified"),
    "minutes_approved": ("ok", "s-verified"),
    "done": ("ok", "s-verified"),
    "sent": ("ok", "s-verified"),
    "saved": ("ok", "s-verified"),
    "applied": ("ok", "s-verified"),
    "delivered": ("ok", "s-verified"),
    "resolved": ("ok", "s-verified"),
    "acknowledged": ("ok", "s-verified"),
    "effective": ("ok", "s-verified"),
    "closed": ("ok", "s-closed"),
    "on_hold": ("warn", "s-held"),
    "deferred": ("warn", "s-held"),
    "inconclusive": ("warn", "s-held"),
    "rejected": ("idle", "s-ended"),
    "refused": ("idle", "s-ended"),
    "cancelled": ("idle", "s-ended"),
    "withdrawn": ("idle", "s-ended"),
    "expired": ("idle", "s-ended"),
    "revoked": ("idle", "s-ended"),
    "dropped": ("idle", "s-ended"),
    "discarded": ("idle", "s-ended"),
    "superseded": ("idle", "s-ended"),
    "excused": ("idle", "s-ended"),
    "skipped": ("idle", "s-ended"),
    "not_effective": ("bad", "s-ended"),
}


def pill(tone: str, icon: str, text: Any) -> SafeString:
    """A tinted pill: health, a judgement, or what is missing."""
    return format_html('<span class="pill" data-tone="{}">{}{}</span>', tone, svg(icon) if icon else "", text)


def expiry(until: date | None, day: date, what: str = "") -> SafeString | str:
    """A pill where something (`what`) that holds until a date has expired, or does so within 30 days; else nothing."""
    found = dates.expiry(until, day)
    if not found or until is None:
        return ""
    expired = found == "expired"
    words = f"expired {dates.short_date(until, day)}" if expired else f"expires {dates.days_away(until, day)}"
    text = f"{what} {words}" if what else words[0].upper() + words[1:]
    return pill("bad", "alert", text) if expired else pill("warn", "clock", text)


def state(key: str, label: Any = "") -> SafeString:
    """A state with its ring; unknown states get an empty ring, so that a new one never breaks a page."""
    return drawn_state(key, str(label or key.replace("_", " ").capitalize()))


@lru_cache(maxsize=512)
def drawn_state(key: str, words: str) -> SafeString:
    """The same few states stand in every list, so each is drawn once."""
    tone, ring = STATES.get(key, ("idle", "s-proposed"))
    return format_html('<span class="state" data-tone="{}">{}{}</span>', tone, svg(ring), words)


def health(key: str, text: Any = "") -> SafeString:
    """How it is going: on, risk, off or unknown."""
    tone, shape, words = HEALTH[HEALTH_WORDS.get(key, key)]
    return pill(tone, shape, text or words)


def health_words(key: str) -> str:
    """The health as it stands in a sentence: "at risk"."""
    return "nothing certain" if key in ("", "unknown") else HEALTH[HEALTH_WORDS.get(key, key)][2].lower()


def pair(claimed: str, computed: str) -> SafeString:
    """What the owner says, and beside it what the dates say where they say something else."""
    claim, fact = HEALTH_WORDS.get(claimed, claimed), HEALTH_WORDS.get(computed, computed)
    if fact in (claim, "unknown"):
        return health(claim)
    return format_html(
        '<span class="pair">{}<span class="differs">{}<span class="says">dates say</span> {}</span></span>',
        health(claim),
        svg("differs"),
        health(fact),
    )


def heat_cell(key: str, count: int) -> SafeString:
    """One cell of the grid of health: tone, shape, the word for those who listen, and a count."""
    tone, shape, words = HEALTH[HEALTH_WORDS.get(key, key)]
    return format_html(
        '<span class="cell" data-tone="{}">{}<span class="visually-hidden">{}, </span>{}</span>',
        tone,
        svg(shape),
        words,
        count,
    )


@lru_cache(maxsize=1024)
def nav_link(item: Any, solid: bool = False) -> SafeString:
    """One way to go, with how many things wait there; drawn once for each number, since every page shows all of them."""
    current = format_html(' aria-current="{}"', item.current) if item.current else ""
    count = ""
    if item.count:
        count = format_html(
            '<span class="count"{}>{}<span class="visually-hidden"> waiting</span></span>',
            mark_safe(" data-solid") if solid else "",
            item.count,
        )
    return format_html('<a href="{}"{}>{}{}{}</a>', item.url, current, svg(item.icon), item.label, count)


@lru_cache(maxsize=256)
def nav(groups: tuple[Any, ...]) -> SafeString:
    """All ways to go, group by group; a page shows them twice, and many people's are the same."""
    drawn = []
    for group in groups:
        items = format_html_join("", "<li>{}</li>", ((nav_link(item),) for item in group.items))
        heading = format_html("<h2>{}</h2>", group.label) if group.label else ""
        drawn.append(format_html("{}<ul>{}</ul>", heading, items))
    return mark_safe("".join(drawn))


def initials(name: str) -> str:
    """First letters of the first and the last name."""
    parts = name.split()
    return "".join(part[0] for part in parts[:1] + parts[1:][-1:]).upper()


def who(person: Any) -> SafeString:
    """A person or a name, with initials in a circle."""
    return drawn_who(str(getattr(person, "name", None) or person or ""))


@lru_cache(maxsize=2048)
def drawn_who(name: str) -> SafeString:
    """The same people stand in row after row, so each is drawn once."""
    return format_html(
        '<span class="who"><span class="avatar" aria-hidden="true">{}</span>{}</span>', initials(name), name
    )
