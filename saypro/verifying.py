"""What `verify_audit` checks beside the chain: each check yields one sentence for each thing that is not as it should be."""

from collections.abc import Callable, Iterable

Check = Callable[[], Iterable[str]]

CHECKS: tuple[Check, ...] = ()
