"""The roles that a new database begins with. They are data afterwards: a migration writes them once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DefaultRole:
    """A role as first written: what people read, how far it reaches, and its permission codes."""

    slug: str
    name: str
    sentence: str
    scope: str
    permissions: tuple[str, ...]


DEFAULT_ROLES = (
    DefaultRole(
        "leadership",
        "Leadership",
        "Confirms or disputes findings, and approves, changes or returns plans by signature.",
        "organisation",
        ("gaps.see", "gaps.respond", "actions.decide", "accounts.see", "audit.see"),
    ),
    DefaultRole(
        "monitoring",
        "Monitoring and evaluation",
        "Imports and issues analyses, completes plans, submits them for approval and prepares meetings.",
        "organisation",
        (
            "gaps.see",
            "gaps.prepare",
            "actions.plan",
            "meetings.manage",
            "reports.pack",
            "accounts.see",
            "audit.see",
            "notifications.see",
        ),
    ),
    DefaultRole(
        "department-head",
        "Head of department",
        "Sees all of the department and keeps its actions and milestones true. Head and deputy have it by their post.",
        "department",
        ("gaps.see", "actions.follow", "audit.see"),
    ),
    DefaultRole(
        "department-member",
        "Department",
        "Sees the department's gaps and actions, and works on those they own.",
        "department",
        ("gaps.see",),
    ),
    DefaultRole(
        "reader",
        "Reader",
        "Reads everything that is issued, and changes nothing.",
        "organisation",
        ("gaps.see",),
    ),
    DefaultRole(
        "administrator",
        "Administrator",
        "Invites people, and looks after roles, departments, teams and delivery of messages.",
        "organisation",
        ("accounts.manage", "accounts.see", "audit.see", "notifications.see", "gaps.see"),
    ),
)
