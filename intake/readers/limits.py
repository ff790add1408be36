"""Limits of the reading process itself: a hostile file may cost seconds, never the machine."""

from __future__ import annotations

import sys

CPU_SECONDS = 8
ADDRESS_SPACE = 512 * 1024 * 1024

if sys.platform == "linux":
    import resource

    def limit_resources() -> None:
        """Take 8 s of processor time and 512 MB of memory, and no more."""
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

else:

    def limit_resources() -> None:
        """Nothing to set here; size limits and the time-out of the parent stay."""
