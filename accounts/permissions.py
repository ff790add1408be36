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


def can_manage(viewer) -> Answer:
    """Whether the viewer invites people and looks after roles, departments and teams."""
    return may(viewer, ADMIN_PEOPLE, None, "Administrators look after people, departments and teams; ask one of them.")


def can_see_people(viewer) -> Answer:
    """Whether the viewer sees people beyond themselves."""
    if viewer.may_somewhere(SEE_PEOPLE) or viewer.may(ADMIN_PEOPLE):
        return ALLOWED
    return Denied("You see yourself and the people of the departments you lead.")


def can_set_absence(viewer, person) -> Answer:
    """Whether the viewer says when the person is away: they themselves, their head or deputy, an administrator."""
    unit = person.department
    if viewer.id == person.pk or viewer.may(ADMIN_PEOPLE):
        return ALLOWED
    if unit is not None and viewer.id in (unit.head_id, unit.deputy_id):
        return ALLOWED
    return Denied(f"{person.name}, the head of the department or an administrator says when {person.name} is away.")


def can_hand_over(viewer, person) -> Answer:
    """Whether the viewer may give the person's open work to others; a person who has left may have some still."""
    return can_manage(viewer)


def can_switch_off(viewer, person) -> Answer:
    """Whether the viewer may end the person's access."""
    if not can_manage(viewer):
        return can_manage(viewer)
    if person.pk == viewer.id:
        return Denied("You cannot switch off your own account; ask another administrator.")
    return ALLOWED if person.is_active else Denied(f"{person.name} is switched off already.")


def can_switch_on(viewer, person) -> Answer:
    """Whether the viewer may give the person access again."""
    if not can_manage(viewer):
        return can_manage(viewer)
    return Denied(f"{person.name} can sign in already.") if person.is_active else ALLOWED
