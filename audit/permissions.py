"""Who may read the history. The code is declared in `accounts.permissions`, which this app may not import."""

from typing import Protocol

from common.access import ALLOWED, Answer, Denied

SEE = "audit.see"


class Viewer(Protocol):
    """What this app asks of whoever looks."""

    def may(self, code: str, department_id: int | None = None) -> bool: ...

    def may_somewhere(self, code: str) -> bool: ...

    def departments_with(self, code: str) -> list[int]: ...


def can_see_history(viewer: Viewer) -> Answer:
    if viewer.may_somewhere(SEE):
        return ALLOWED
    return Denied(
        "Leadership, M&E, administrators and heads of department read the history; your roles do not include it."
    )
