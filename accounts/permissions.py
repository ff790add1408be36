"""Permission codes of this app, and the register that all apps add theirs to. A code that is not declared fails `check`."""

from common.access import ALLOWED, Answer, Denied

ADMIN_PEOPLE = "accounts.manage"
SEE_PEOPLE = "accounts.see"
SEE_HISTORY = "audit.see"
SEE_MESSAGES = "notifications.see"

CODES = {
    ADMIN_PEOPLE: "invite people, change their roles, departments and teams",
    SEE_PEOPLE: "see the list of people and departments",
    SEE_HISTORY: "read the history",
    SEE_MESSAGES: "see what was sent to whom",
}


def may(viewer, code: str, department_id: int | None, sentence: str) -> Answer:
    """Whether the viewer's roles hold the code for the department; else the sentence."""
    return ALLOWED if viewer.may(code, department_id) else Denied(sentence)
