"""What the minute costs when nothing is due: statements and milliseconds of each part of `run_due`."""

import time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from saypro.due import DUE


def idle() -> dict[str, dict[str, float]]:
    """Each part run three times, the last one measured: by then nothing is left to do."""
    found = {}
    at = timezone.now()
    for name, part in DUE:
        for _ in range(2):
            part(at)
        with CaptureQueriesContext(connection) as seen:
            begun = time.perf_counter()
            part(at)
            took = (time.perf_counter() - begun) * 1000
        found[name] = {"ms": took, "statements": len(seen.captured_queries)}
    return found
