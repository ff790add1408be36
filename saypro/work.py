"""What people and departments have open, of all apps: whoever is switched off has handed it over, whatever is closed is empty."""

import accounts.handing
import actions.handing
import gaps.handing
import meetings.handing
from accounts.work import HeldBy, Source

# In this order: what leads to a signature first, then what follows at once.
SOURCES: tuple[Source, ...] = (
    actions.handing.SOURCE,
    meetings.handing.SOURCE,
    gaps.handing.SOURCE,
    accounts.handing.SOURCE,
)

HELD_BY: tuple[HeldBy, ...] = (accounts.handing.held_by, gaps.handing.held_by, actions.handing.held_by)
