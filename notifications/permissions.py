"""Who may look into the outbox. The code is declared in `accounts.permissions`, which this app may not import."""

from typing import Protocol

from audit.services import Actor
from common.access import ALLOWED, Answer, Denied

SEE = "notifications.see"


class Viewer(Protocol):
    """What this app asks of whoever looks or acts."""

    @property
    def actor(self) -> Actor: ...

    def may(self, code: str, department_id: int | None = None) -> bool: ...

    def may_somewhere(self, code: str) -> bool: ...

    def departments_with(self, code: str) -> list[int]: ...


def can_see_messages(viewer: Viewer) -> Answer:
    if viewer.may_somewhere(SEE):
        return ALLOWED
    return Denied("The M&E team and administrators see what was sent to whom; your roles do not include it.")


def can_send_again(viewer: Viewer, state: str, department_id: int | None) -> Answer:
    """Whether the viewer may put the message back into the queue."""
    if not viewer.may(SEE, department_id):
        return Denied("The M&E team and administrators look after delivery.")
    if state != "failed":
        return Denied("Only a message that failed is sent again.")
    return ALLOWED
