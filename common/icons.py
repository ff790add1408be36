"""Icons as inline SVG. General ones come out of the package `lucide`; what means something only here is drawn below."""

import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)

# Our word on the left, the package's on the right.
GENERAL = {
    "inbox": "inbox",
    "list": "list",
    "gap": "separator-horizontal",
    "sign": "pen-line",
    "people": "users",
    "chart": "chart-column",
    "doc": "file-text",
    "pack": "package",
    "search": "search",
    "more": "ellipsis",
    "menu": "menu",
    "right": "chevron-right",
    "down": "chevron-down",
    "left": "chevron-left",
    "plus": "plus",
    "check": "check",
    "x": "x",
    "clock": "clock",
    "calendar": "calendar",
    "block": "circle-minus",
    "pen": "pencil",
    "table": "table",
    "phone": "smartphone",
    "reply": "corner-up-left",
    "pause": "pause",
    "differs": "equal-not",
    "lock": "lock",
    "mail": "mail",
    "clip": "paperclip",
    "upload": "upload",
    "download": "download",
    "link": "link",
    "info": "info",
    "alert": "triangle-alert",
    "history": "history",
    "gear": "settings",
    "note": "message-square",
    "money": "banknote",
    "shield": "shield-check",
    "refresh": "refresh-cw",
    "up": "arrow-up",
    "fall": "arrow-down",
    "same": "minus",
    "building": "building-2",
    "leave": "log-out",
}

RING = '<circle cx="8" cy="8" r="5.75"/>'
DISC = '<circle class="solid" cx="8" cy="8" r="6.5"/>'
TICK = '<path class="cut" d="m5.25 8.2 1.9 1.9 3.6-4"/>'
DIAMOND = "M8 2.25 13.75 8 8 13.75 2.25 8z"

# Drawn on a grid of 16; .solid is filled, .cut shows the ground through a filled shape.
SHAPES = {
    "brand": '<path d="M2 3.5h12" stroke-dasharray="2 1.75"/><path d="m2 12.5 4-3 3 1.5 4.5-5"/>'
    '<circle class="solid" cx="13.5" cy="6" r="1.25"/>',
    "stone": f'<path d="{DIAMOND}"/>',
    "stone-done": f'<path class="solid" d="{DIAMOND}"/>',
    "on": DISC + TICK,
    "risk": '<path class="solid" d="M8 1.75 15 14H1z"/><path class="cut" d="M8 6.5v3.25M8 12h.01"/>',
    "off": '<path class="solid" d="M5.25 1.5h5.5l3.75 3.75v5.5l-3.75 3.75h-5.5L1.5 10.75v-5.5z"/>'
    '<path class="cut" d="m5.75 5.75 4.5 4.5M10.25 5.75l-4.5 4.5"/>',
    "unknown": '<circle cx="8" cy="8" r="5.75" stroke-dasharray="2.5 2"/><circle class="solid" cx="8" cy="8" r="1.25"/>',
    "s-draft": '<circle cx="8" cy="8" r="5.75" stroke-dasharray="2 2.2"/>',
    "s-proposed": RING,
    "s-returned": f'{RING}<path d="M9.25 5.5 6.75 8l2.5 2.5"/>',
    "s-approved": f'{RING}<path class="solid" d="M8 8V4.5A3.5 3.5 0 0 1 11.5 8z"/>',
    "s-progress": f'{RING}<path class="solid" d="M8 4.5a3.5 3.5 0 0 1 0 7z"/>',
    "s-implemented": f'{RING}<path class="solid" d="M8 8V4.5A3.5 3.5 0 1 1 4.5 8z"/>',
    "s-verified": DISC + TICK,
    "s-closed": DISC,
    "s-held": f'{RING}<path d="M6.5 5.75v4.5M9.5 5.75v4.5"/>',
    "s-ended": f'{RING}<path d="m6 6 4 4M10 6l-4 4"/>',
    "s-asks": f'{RING}<path d="M8 4.75v4M8 11.1h.01"/>',
}


@lru_cache(maxsize=512)
def svg(name: str, tone: str = "") -> SafeString:
    """The icon of that name, hidden from screen readers: the word beside it says what it means."""
    if name in SHAPES:
        css, box, inside = "icon shape", 16, SHAPES[name]
    else:
        css, box, inside = "icon", 24, general(name)
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true"{}>{}</svg>',
        css,
        box,
        box,
        format_html(' data-tone="{}"', tone) if tone else "",
        mark_safe(inside),
    )


def general(name: str) -> str:
    """What is inside the package's picture; a word that is not ours is a fault of the template."""
    if name not in GENERAL:
        raise ValueError(f"There is no icon “{name}”. common/icons.py lists them.")
    found = INSIDE.search(lucide(GENERAL[name]))
    return " ".join(found.group(1).split()) if found else ""
