"""The canonical form of a plan, what it looked like to the reader, and the difference of two.

Plain functions on plain values but for `content`, which reads one action. A snapshot's digest is SHA-256 over
schema version, values and labels; whether a plan still is what was signed is judged by values alone, so renaming
a person or upgrading the program makes nothing stale (DECISIONS of the design, 8; docs/adr/0005).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts import choices
from accounts.models import Team, User
from actions.models import CorrectiveAction
from common.canonical import digest, plain
from common.dates import short_date
from common.numbers import figure

VERSION = 2
SINCE = {"shows_after_weeks": 2}  # which version a value came with; those before it read as without one
ALLOWANCE = {"finish_working_days": 5, "cost_percent": 5}
MONEY = ("cost_once", "cost_yearly")
DATES = ("start_on", "due_on")
OVERLAY_FIELDS = ("owner", "team", "sponsor", "start_on", "due_on", "cost_once", "cost_yearly", "scope", "kpi_to")

LABELS = {
    "title": "Title",
    "scope": "Scope",
    "gap": "Gap",
    "causes": "Causes answered",
    "owner": "Owner",
    "sponsor": "Sponsor",
    "start_on": "Start",
    "due_on": "Finish by",
    "milestones": "Milestones",
    "cost_once": "Cost, once",
    "cost_yearly": "Cost, per year",
    "kpi": "Should move",
    "kpi_from": "From",
    "kpi_to": "To",
    "shows_after_weeks": "Shows after",
}


@dataclass(frozen=True)
class Difference:
    """One line of what differs between two snapshots, as shown."""

    field: str
    label: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True)
class Content:
    """Values and labels of a plan, with their digest."""

    values: dict[str, Any]
    labels: dict[str, Any]

    @property
    def digest(self) -> str:
        return digest({"version": VERSION, "values": self.values, "labels": self.labels})


def values_of(action: CorrectiveAction, version: int = VERSION) -> dict[str, Any]:
    """The plan's own values, in the form of the version: what a signature binds.

    Progress, readings, health and evidence are outside.
    """
    causes: list[dict[str, Any]] = sorted(
        ({"id": link.cause_id, "text": link.cause.text} for link in action.cause_links.all() if link.is_confirmed),
        key=lambda cause: cause["id"],
    )
    milestones = [
        {"id": each.pk, "title": each.title, "promised_on": each.promised_on}
        for each in action.milestones.all()
        if each.state != "dropped"
    ]
    values = plain(
        {
            "action": action.pk,
            "title": action.title,
            "scope": action.scope,
            "kind": action.kind,
            "gap": {"id": action.gap_id, "text": action.gap.statement},
            "causes": causes,
            "no_cause_reason": action.no_cause_reason,
            "owner": action.owner_id,
            "team": action.team_id,
            "sponsor": action.sponsor_id,
            "start_on": action.start_on,
            "due_on": action.due_on,
            "milestones": milestones,
            "cost_once": action.cost_once,
            "cost_yearly": action.cost_yearly,
            "kpi": action.kpi_id,
            "kpi_from": action.kpi_from,
            "kpi_to": action.kpi_to,
            "shows_after_weeks": action.shows_after_weeks,
            "allowance": ALLOWANCE,
        }
    )
    return {key: value for key, value in values.items() if SINCE.get(key, 1) <= version}


def same_plan(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the values of two snapshots say the same, whichever versions they are of."""
    return all(before.get(key) == after.get(key) for key in {*before, *after})


def with_overlay(values: dict[str, Any], overlay: dict[str, Any]) -> dict[str, Any]:
    """The values with the overlay's set over them. Milestones on or after the finish keep within the new finish."""
    result = {**values, **plain(overlay)}
    if overlay.get("owner"):
        result["team"] = None
    if overlay.get("team"):
        result["owner"] = None
    finish, before = result["due_on"], values["due_on"]
    if finish != before:
        result["milestones"] = [
            {**each, "promised_on": finish}
            if each["promised_on"] in (None, before) or (finish and each["promised_on"] > finish)
            else each
            for each in values["milestones"]
        ]
    moved = overlay.get("milestones")
    if moved is not None:
        result["milestones"] = plain(moved)
    return result


class Names:
    """The names of people and teams that values refer to, read in two statements however many plans there are."""

    def __init__(self, all_values: Iterable[dict[str, Any]]):
        found = list(all_values)
        people = {values[key] for values in found for key in ("owner", "sponsor") if values[key]}
        teams = {values["team"] for values in found if values["team"]}
        self.people = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
        self.teams = dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")) if teams else {}
        self.currency = choices.currency()


def labels_of(action: CorrectiveAction, values: dict[str, Any], names: Names) -> dict[str, Any]:
    """The words a reader sees for the values: names, codes, indicator and currency."""
    return {
        "code": action.code,
        "department": action.department.name,
        "gap": action.gap.code,
        "owner": names.teams.get(values["team"], "") or names.people.get(values["owner"], ""),
        "sponsor": names.people.get(values["sponsor"], ""),
        "kpi": action.kpi.name if action.kpi else "",
        "unit": action.kpi.unit if action.kpi else "",
        "currency": names.currency,
    }


def contents(pairs: Sequence[tuple[CorrectiveAction, dict[str, Any]]]) -> list[Content]:
    """The plans as they would be, each with its overlay. Actions come from `full_plans`."""
    every = [(action, with_overlay(values_of(action), overlay)) for action, overlay in pairs]
    names = Names(values for _, values in every)
    return [Content(values=values, labels=labels_of(action, values, names)) for action, values in every]


def content(action: CorrectiveAction, overlay: dict[str, Any] | None = None) -> Content:
    """The plan as it stands, or as it would be with the overlay."""
    return contents([(action, overlay or {})])[0]


def shown(field: str, values: dict[str, Any], labels: dict[str, Any]) -> str:
    """One value of a snapshot in words."""
    value: Any = values.get(field)
    if field == "owner":
        return labels["owner"] or "nobody yet"
    if field in ("sponsor", "kpi"):
        return labels[field] or "none"
    if field in DATES:
        return short_date(date.fromisoformat(value)) if value else "no date"
    if field in MONEY:
        return f"{labels['currency']}\u00a0{figure(Decimal(value))}" if value is not None else "not given"
    if field in ("kpi_from", "kpi_to"):
        return f"{figure(Decimal(value))}\u00a0{labels['unit']}".strip() if value is not None else "not given"
    if field == "shows_after_weeks":
        return f"{value} {'week' if value == 1 else 'weeks'}" if value else "at once"
    if field == "gap":
        return value["text"]
    if field == "causes":
        return "; ".join(cause["text"] for cause in value) or values.get("no_cause_reason") or "none"
    if field == "milestones":
        return "; ".join(
            f"{each['title']} ({short_date(date.fromisoformat(each['promised_on'])) if each['promised_on'] else 'no date'})"
            for each in value
        )
    return str(value or "none")


def differences(before: Content | Any, after: Content | Any) -> list[Difference]:
    """What changed from one snapshot (or content) to the other, as shown, in the order of the plan."""
    found = []
    for field, label in LABELS.items():
        keys = {"owner": ("owner", "team"), "causes": ("causes", "no_cause_reason")}.get(field, (field,))
        if all(digest(before.values.get(key)) == digest(after.values.get(key)) for key in keys):
            continue
        found.append(
            Difference(
                field=field,
                label=label,
                before=shown(field, before.values, before.labels),
                after=shown(field, after.values, after.labels),
                note=change_note(field, before, after),
            )
        )
    return found


def change_note(field: str, before: Content | Any, after: Content | Any) -> str:
    """How far a date or a sum moved: "21 days later", "R 25 000 more"."""
    old, new = before.values.get(field), after.values.get(field)
    if old is None or new is None:
        return ""
    if field in DATES:
        days = (date.fromisoformat(new) - date.fromisoformat(old)).days
        return f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'later' if days > 0 else 'earlier'}"
    if field in MONEY:
        more = Decimal(new) - Decimal(old)
        return f"{after.labels['currency']}\u00a0{figure(abs(more))} {'more' if more > 0 else 'less'}"
    return ""
