"""Where things stand, as plain values: what is kept in a pack to compare with later."""

from typing import Any

from actions.kpi_page import figure_of
from actions.models.check_in import COMPUTED
from reports.packs.rows import Rows

HEALTH = dict(COMPUTED)


def standing(rows: Rows) -> dict[str, dict[str, Any]]:
    """By kind and id. Dates are ISO, figures as shown; nothing here needs the database."""
    return {
        "actions": {str(each.pk): action_values(each, rows) for each in rows.actions},
        "gaps": {
            str(each.pk): {
                "name": str(each),
                "state": each.state,
                "words": each.get_state_display(),
            }
            for each in rows.gaps
        },
        "kpis": {
            str(each.pk): {
                "name": each.name,
                "value": figure_of(each.latest_value, each.unit),
                "on": each.latest_on.isoformat() if each.latest_on else "",
                "direction": each.direction,
                "number": str(each.latest_value.normalize()) if each.latest_value is not None else "",
            }
            for each in rows.kpis
        },
        "roadblocks": {
            str(each.pk): {
                "name": each.what,
                "action": each.action.code,
                "state": each.state,
                "words": each.get_state_display(),
                "put_to": each.put_to.name,
                "answer": each.answer,
            }
            for each in rows.blockers
        },
        "questions": {
            str(each.pk): {"name": each.question, "state": each.state, "to": str(each.answerer), "answer": each.answer}
            for each in rows.questions
        },
        "decided": {
            str(each.pk): {"name": each.text, "meeting": each.meeting.title, "meeting_id": each.meeting_id}
            for each in rows.decided
        },
    }


def action_values(action: Any, rows: Rows) -> dict[str, Any]:
    """An action with owner, date, claim, and what the dates say of it now."""
    found = rows.verdict(action)
    return {
        "name": action.title,
        "code": action.code,
        "state": action.state,
        "words": action.get_state_display(),
        "owner": action.owner_name,
        "due": action.due_on.isoformat() if action.due_on else "",
        "claimed": action.said_health or "",
        "computed": found.key,
        "why": found.why,
        "reached": sum(each.state in ("reached", "verified") for each in action.milestones.all()),
    }
