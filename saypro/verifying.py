"""What `verify_audit` checks beside the chain: each check yields one sentence for each thing that is not as it should be."""

from collections.abc import Callable, Iterable

from actions.verify import broken_signatures, broken_snapshots
from meetings.verify import broken_follow_ups, broken_minutes
from reports.verify import broken_packs

Check = Callable[[], Iterable[str]]

CHECKS: tuple[Check, ...] = (broken_snapshots, broken_signatures, broken_minutes, broken_follow_ups, broken_packs)
