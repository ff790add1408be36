"""The columns of gaps, actions, analyses and bundles as files."""

from datetime import date

from actions.lifecycle import ACTION, BLOCKER, CHECK_IN, REQUEST
from actions.models.check_in import COMPUTED
from common.exports import Column, column
from gaps.lifecycle import ANALYSIS, GAP
from gaps.models.gap import SEVERITIES
from gaps.models.kpi import DIRECTIONS, FREQUENCIES
from gaps.progress import is_stale

SEVERITY = dict(SEVERITIES)
HEALTH_LABELS = dict(COMPUTED)

GAP_COLUMNS = (
    column("Gap", "number", words="G-{:02d}".format, width=8),
    column("Statement", "statement", width=60),
    column("Theme", "theme"),
    column("Department", "department__name"),
    column("State", "state", words=GAP.labels.get, width=14),
    column("Severity", "severity", words=lambda key: SEVERITY.get(key, "") if key else "", width=10),
    column("Impact", "impact", width=40),
    column("Nonconformity", "is_nonconformity", width=14),
    column("Actions", "action_count", width=8),
    column("Analysis", "analysis__title", width=40),
)
ACTION_COLUMNS = (
    column("Action", "number", words="A-{:02d}".format, width=8),
    column("Title", "title", width=60),
    column("Gap", "gap__number", words="G-{:02d}".format, width=8),
    column("Department", "department__name"),
    column("State", "state", words=ACTION.labels.get, width=14),
    column("Owner", "owner__name", "team__name", words=lambda owner, team: owner or team, width=22),
    column("Start", "start_on", width=12),
    column("Finish", "due_on", width=12),
    column("First promised", "first_due_on", width=14),
    column("Milestones", "milestone_count", width=10),
    column("Reached", "reached_count", width=10),
    column("Cost once", "cost_once", width=14),
    column("Cost per year", "cost_yearly", width=14),
    column("Scope", "scope", width=40),
)
ANALYSIS_COLUMNS = (
    column("Analysis", "title", width=60),
    column("State", "state", words=ANALYSIS.labels.get, width=14),
    column("Date", "date", width=12),
    column("Prepared by", "prepared_by", width=22),
    column("Findings", "gap_count", width=10),
    column("Open", "open_count", width=10),
    column("Actions", "action_count", width=10),
)
BUNDLE_COLUMNS = (
    column("Bundle", "number", width=8),
    column("Analysis", "analysis__title", width=50),
    column("State", "state", words=REQUEST.labels.get, width=14),
    column("Plans", "item_count", width=8),
    column("Open", "pending_count", width=8),
    column("Asked by", "submitted_by__name", width=22),
    column("Submitted", "submitted_at", width=18),
    column("Decide by", "due_on", width=12),
    column("Decided", "decided_at", width=18),
    column("Note", "note", width=40),
)
CHECK_IN_COLUMNS = (
    column("Action", "action__number", words="A-{:02d}".format, width=8),
    column("Title", "action__title", width=50),
    column("Department", "action__department__name"),
    column("Period from", "period_start", width=12),
    column("Asked", "round__person__name", width=22),
    column("Closes", "closes_at", width=18),
    column("State", "state", words=CHECK_IN.labels.get, width=14),
    column("Owner says", "check_in__health", words=lambda key: HEALTH_LABELS.get(key, ""), width=12),
    column("Dates say", "check_in__computed", words=lambda key: HEALTH_LABELS.get(key, ""), width=12),
    column("What happened", "check_in__happened", width=60),
    column("Next step", "check_in__next_step", width=40),
    column("Answered by", "check_in__answered_by__name", width=22),
    column("Answered", "check_in__answered_at", width=18),
)
ROADBLOCK_COLUMNS = (
    column("Action", "action__number", words="A-{:02d}".format, width=8),
    column("Roadblock", "what", width=60),
    column("State", "state", words=BLOCKER.labels.get, width=12),
    column("Put to", "put_to__name", width=22),
    column("Raised by", "raised_by__name", width=22),
    column("Raised", "raised_at", width=18),
    column("Answer by", "answer_by", width=12),
    column("Answer", "answer", width=60),
)


def kpi_columns(day: date) -> tuple[Column, ...]:
    """The register as a file, with what is stale on the day."""

    def stale(frequency: str, latest: date | None, is_active: bool) -> bool:
        return is_active and is_stale(frequency, latest, day)

    return (
        column("KPI", "name", width=40),
        column("Department", "department__name"),
        column("Unit", "unit", width=10),
        column("Better is", "direction", words=dict(DIRECTIONS).get, width=16),
        column("Reading", "frequency", words=dict(FREQUENCIES).get, width=12),
        column("Data owner", "data_owner__name", width=22),
        column("Source", "source", width=30),
        column("Baseline", "baseline", width=12),
        column("Target", "target", width=12),
        column("Tolerance", "tolerance", width=10),
        column("Latest", "latest_value", width=12),
        column("Of", "latest_on", width=12),
        column("No new reading", "frequency", "latest_on", "is_active", words=stale, width=14),
        column("State", "is_active", words=lambda on: "In use" if on else "Switched off", width=12),
        column("Why switched off", "off_reason", width=30),
    )
