"""The product as in production, with a counter of statements that sleeps unless it is asked by a header."""

import os

from saypro.settings.base import *  # noqa: F403
from saypro.settings.base import CACHES, MIDDLEWARE

MIDDLEWARE = ["tests.bench.counting.CountStatements", *MIDDLEWARE]
# Two databases of one run have the same ids, and must not read each other's cached names.
CACHES["default"]["KEY_PREFIX"] = os.environ.get("BENCH_PREFIX", "")
