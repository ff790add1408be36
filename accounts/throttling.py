"""Trying a door: counted in the cache by allauth's own counters, so that all processes count together."""

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from accounts.models import User
from common.text import counted

APP = "allauth.account"


def knock(request: HttpRequest, action: str, user: User | None = None) -> RateLimitUsage | None:
    """Count one try; None when there were too many. `rollback()` gives the try back after a success."""
    return ratelimit.consume(request, app=APP, action=action, user=user)


def wait_sentence(action: str) -> str:
    """When to try again, as in "Try again in five minutes."."""
    seconds = max((rate.duration for rate in ratelimit.get_rates(app=APP, action=action)), default=60)
    return f"Try again in {counted(max(1, round(seconds / 60)), 'minute')}."
