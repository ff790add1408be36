"""The register of personal links of all apps."""

from accounts import links as accounts
from actions import links as actions

MINTS = {**accounts.MINTS, **actions.MINTS}


def mint(link_kind: str, link_for: str) -> str:
    """A personal link; raises `LinkGone` where its reason is gone, `LookupError` for a kind nobody knows."""
    return MINTS[link_kind](link_for)
