"""The history in words: verbs, kinds of things, fields and values as people read them."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date

from audit.models import Entry
from common.dates import organisation_zone, short_date
from common.numbers import figure

VERBS = {
    "action.added": "added the action",
    "action.approved": "approved the action",
    "action.cancelled": "cancelled the action",
    "action.cadence_changed": "changed how often is asked about",
    "action.closed": "closed the action",
    "action.draft": "drafted the action",
    "action.handed_over": "handed over the action",
    "action.implemented": "marked implemented the action",
    "action.in_progress": "started work on the action",
    "action.on_hold": "put on hold the action",
    "action.proposed": "proposed the action",
    "action.rejected": "rejected the action",
    "action.reviewer_named": "named who reads the check-ins of",
    "action.returned": "returned the action",
    "action.verified": "verified the effect of the action",
    "analysis.compared": "compared with the cycle before",
    "analysis.corrected": "took a corrected version into",
    "analysis.created": "began the analysis",
    "analysis.edited": "changed the analysis",
    "analysis.in_follow_up": "took the analysis into follow-up",
    "analysis.imported": "imported the analysis",
    "analysis.issued": "issued the analysis",
    "analysis.rhythm_agreed": "agreed how often is asked about",
    "analysis.self_approval_allowed": "allowed self-approval in the analysis",
    "assignment.accepted": "accepted the assignment of",
    "assignment.contested": "contested the assignment of",
    "bundle.decided": "settled the bundle",
    "bundle.expired": "let the bundle expire",
    "bundle.handed_over": "named another signer of the bundle",
    "bundle.submitted": "submitted the bundle",
    "bundle.withdrawn": "withdrew the bundle",
    "cause.added": "added a root cause to",
    "cause.edited": "changed a root cause of",
    "cause.merged": "put together two root causes of",
    "cause.moved": "moved a root cause of",
    "cause.removed": "took away a root cause of",
    "cause.shared": "found a root cause of another gap at",
    "cause.unshared": "took away a shared root cause of",
    "check_in.acknowledged": "read the check-in of",
    "check_in.amended": "changed the check-in of",
    "check_in.asked": "asked for the check-ins of",
    "check_in.handed_over": "put to somebody else the check-ins of",
    "check_in.given": "checked in for",
    "department.closed": "closed the department",
    "department.created": "created the department",
    "department.edited": "changed the department",
    "department.rhythm_changed": "changed how often is asked about",
    "department.reopened": "opened the department again",
    "evidence.added": "added proof:",
    "evidence.version_added": "added a new version of the proof",
    "evidence.withdrawn": "withdrew the proof",
    "gap.added": "added the gap",
    "gap.closed": "closed the gap",
    "gap.confirmed": "confirmed the gap",
    "gap.dispute_answered": "answered the dispute on",
    "gap.disputed": "disputed the gap",
    "gap.edited": "changed the gap",
    "gap.figure_corrected": "corrected a figure of",
    "gap.in_treatment": "moved the gap into treatment",
    "gap.issued": "put the gap to leadership again",
    "gap.removed": "removed the gap from the draft",
    "gap.treated": "found the gap treated",
    "gap.withdrawn": "withdrew the gap",
    "import.asked": "had the background save",
    "import.columns": "said what the columns are of",
    "columns.forgotten": "had the columns forgotten of",
    "import.discarded": "discarded the import",
    "import.edited": "corrected what was read of",
    "import.treated": "said what the document corrects:",
    "import.failed": "could not save",
    "import.undone": "took back a correction of",
    "import.read": "read the document",
    "import.saved": "saved the import",
    "invitation.handed_over": "handed over the invitation of",
    "invitation.sent_again": "sent again the invitation of",
    "invitation.withdrawn": "withdrew the invitation of",
    "kpi.added": "added the indicator",
    "kpi.edited": "changed the indicator",
    "kpi.switched_off": "switched off the indicator",
    "kpi.switched_on": "switched on the indicator",
    "measure.edited": "changed a figure of",
    "meeting.agenda_built": "built the agenda of the meeting",
    "meeting.agenda_changed": "changed the agenda of the meeting",
    "meeting.attendance": "noted who was present in the meeting",
    "meeting.cancelled": "cancelled the meeting",
    "meeting.follow_up_agreed": "agreed the follow-up plan in the meeting",
    "meeting.follow_up_handed_over": "named others in the follow-up plan of the meeting",
    "meeting.handed_over": "handed over the meeting",
    "meeting.held": "closed the meeting",
    "meeting.item_settled": "went on with the agenda of the meeting",
    "meeting.marked_to_sign": "marked for signature what was decided in the meeting",
    "meeting.planned": "planned the meeting",
    "meeting.recorded": "recorded in the meeting",
    "meeting.scheduled": "scheduled the meeting",
    "meeting.started": "began the meeting",
    "meeting.taken_back": "took back a line of the meeting",
    "message.sent_again": "sent the message again:",
    "milestone.added": "added a milestone to",
    "milestone.dropped": "dropped a milestone in",
    "milestone.reached": "marked a milestone reached in",
    "milestone.taken_back": "took back a reached milestone in",
    "milestone.verified": "verified a milestone in",
    "organisation.rhythm_changed": "changed the rhythm of",
    "minutes.approved": "approved the",
    "minutes.corrected": "began a correction, the",
    "minutes.edited": "edited the",
    "organisation.edited": "changed the settings of",
    "pack.asked": "asked for the",
    "pack.failed": "could not build the",
    "pack.issued": "issued the",
    "pack.sent": "sent the",
    "person.absence_added": "wrote down an absence of",
    "person.absence_withdrawn": "took away an absence of",
    "person.digest_chosen": "chose how often the digest comes to",
    "person.edited": "changed the account of",
    "person.first_admin": "made the first account:",
    "person.handed_over": "handed over the work of",
    "person.invited": "invited",
    "person.joined": "joined as",
    "person.password_changed": "changed the password of",
    "person.stand_in_changed": "changed who stands in for",
    "person.switched_off": "switched off",
    "person.switched_on": "switched on",
    "plan.change_requested": "asked for a change of the signed plan of",
    "plan.causes_linked": "changed which causes are answered by",
    "plan.changed": "changed the signed plan of",
    "plan.saved": "saved the plan of",
    "question.answered": "answered a question on",
    "question.handed_over": "put to somebody else a question on",
    "question.asked": "asked a question on",
    "question.expected": "wrote down an expected question with its answer:",
    "question.expected_changed": "changed the expected question",
    "question.withdrawn": "withdrew the question",
    "reading.confirmed": "confirmed a reading of",
    "reading.corrected": "corrected a reading of",
    "reading.given": "gave a reading of",
    "reading.proved": "added proof to a reading of",
    "roadblock.answered": "answered the roadblock of",
    "roadblock.handed_over": "put to somebody else the roadblock of",
    "roadblock.raised": "raised a roadblock for",
    "roadblock.reopened": "asked again about the roadblock of",
    "roadblock.resolved": "marked resolved the roadblock of",
    "roadblock.withdrawn": "withdrew the roadblock of",
    "signed.follow_up": "signed the follow-up plan of",
    "scale.seeded": "filled with made-up work",
    "signed.approved": "signed for approval of",
    "signed.approved_with_changes": "signed, with changes, for approval of",
    "signed.changes_requested": "signed the return of",
    "signed.deferred": "signed the deferral of",
    "signed.rejected": "signed the rejection of",
    "signed.returned": "signed the return of",
    "source.attached": "attached the source document to",
    "task.added": "added the task",
    "task.assigned": "assigned the task",
    "task.done": "finished the task",
    "task.dropped": "dropped the task",
    "task.open": "opened the task again",
    "team.created": "created the team",
    "team.edited": "changed the team",
}

KINDS = {
    "accounts.department": "Department",
    "accounts.invitation": "Invitation",
    "accounts.organisation": "Organisation",
    "accounts.team": "Team",
    "accounts.user": "Person",
    "actions.approvalitem": "Decision",
    "actions.approvalrequest": "Bundle",
    "actions.checkinround": "Check-ins",
    "actions.correctiveaction": "Action",
    "actions.milestone": "Milestone",
    "evidence.evidence": "Evidence",
    "gaps.clarification": "Question",
    "gaps.gap": "Gap",
    "gaps.gapanalysis": "Analysis",
    "gaps.kpi": "Indicator",
    "gaps.rootcause": "Root cause",
    "intake.importdraft": "Import",
    "meetings.meeting": "Meeting",
    "meetings.minutes": "Minutes",
    "meetings.task": "Task",
    "notifications.message": "Message",
    "reports.briefingpack": "Briefing pack",
}

FINGERPRINT = re.compile(r"[0-9a-f]{64}")
STATE = re.compile(r"[a-z]+(_[a-z]+)+")
SPECIAL_FIELDS = {
    "due_on": "finish",
    "start_on": "start",
    "is_theme": "theme",
    "kpi": "indicator",
    "due": "finish",
    "email": "e-mail",
    "url": "address",
}


@dataclass(frozen=True)
class Change:
    """One field that changed, in words; `old` is empty where there was nothing before."""

    field: str
    old: str
    new: str


def verb_words(verb: str) -> str:
    """The verb as part of a sentence; an unknown one is taken apart, so that a new verb still reads."""
    return VERBS.get(verb) or verb.partition(".")[2].replace("_", " ") or verb


def kind_words(kind: str) -> str:
    return KINDS.get(kind) or kind.partition(".")[2].replace("_", " ").capitalize()


def field_words(name: str) -> str:
    """The name of a field as people read it."""
    return SPECIAL_FIELDS.get(name) or name.removesuffix("_id").removesuffix("_on").replace("_", " ")


def value_words(value: Any) -> str:
    """A kept value as people read it."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value_words(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{field_words(str(key))}: {value_words(each) or 'nothing'}" for key, each in value.items())
    if isinstance(value, int | float):
        return figure(Decimal(str(value)))
    return text_words(str(value))


def text_words(text: str) -> str:
    """A text; dates and instants in the organisation's way of writing them, fingerprints short, states as words."""
    if FINGERPRINT.fullmatch(text):
        return f"{text[:12]}…"
    if STATE.fullmatch(text):
        return text.replace("_", " ")
    try:
        if len(text) == 10 and (day := parse_date(text)):
            return short_date(day)
        if len(text) > 18 and text[4:5] == "-" and text[10:11] == "T":
            local = datetime.fromisoformat(text).astimezone(organisation_zone())
            return f"{short_date(local.date())}, {local:%H:%M}"
    except ValueError:
        return text
    return text


def change_words(entry: Entry) -> list[Change]:
    """What the entry changed, field by field; what stayed the same stands as it is, for context."""
    names = [*entry.new, *(name for name in entry.old if name not in entry.new)]
    found = [
        Change(field_words(name), value_words(entry.old.get(name)), value_words(entry.new.get(name))) for name in names
    ]
    return [replace(each, old="") if each.old == each.new else each for each in found if each.old or each.new]


@dataclass(frozen=True)
class Line:
    """One entry with its words, as the pages list it."""

    entry: Entry
    verb: str
    kind: str
    changes: list[Change]
    channel: str
    sealed: bool


def line(entry: Entry) -> Line:
    """The entry in words. Its seal must have been loaded with it."""
    return Line(
        entry=entry,
        verb=verb_words(entry.verb),
        kind=kind_words(entry.object_kind),
        changes=change_words(entry),
        channel=entry.get_channel_display(),
        sealed=hasattr(entry, "seal"),
    )
