"""Who may do what with analyses and gaps. The codes are declared here; roles hold them as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.access import ALLOWED, Answer, Denied

if TYPE_CHECKING:
    from accounts.viewer import Viewer
    from gaps.models import Clarification, Gap, GapAnalysis, Kpi, KpiReading

SEE = "gaps.see"
PREPARE = "gaps.prepare"
RESPOND = "gaps.respond"

CODES = {
    SEE: "see issued analyses, gaps, causes and figures",
    PREPARE: "import, write and issue analyses, and answer disputes",
    RESPOND: "confirm or dispute findings for leadership",
}


def can_prepare(viewer: Viewer) -> Answer:
    return ALLOWED if viewer.may(PREPARE) else Denied("The M&E team prepares analyses; your roles do not include it.")


def can_edit_analysis(viewer: Viewer, analysis: GapAnalysis) -> Answer:
    if not viewer.may(PREPARE):
        return Denied("The M&E team writes the analysis; ask them for a change.")
    if analysis.state != "draft":
        return Denied("The analysis is issued, so its text is frozen.")
    return ALLOWED


def can_edit_causes(viewer: Viewer, gap: Gap) -> Answer:
    """Whether the person works on the gap's tree of causes; asking why goes on after the analysis is issued."""
    if not viewer.may(PREPARE):
        return Denied("The M&E team keeps the causes; ask them for a change.")
    if gap.state in ("closed", "withdrawn"):
        return Denied(f"{gap.code} is {gap.get_state_display().lower()}, so its causes stay as they are.")
    return ALLOWED


def can_respond_at_all(viewer: Viewer) -> Answer:
    """Whether the person responds to findings for leadership."""
    if viewer.may(RESPOND):
        return ALLOWED
    return Denied("Leadership confirms or disputes findings; your roles do not include it.")


def can_respond(viewer: Viewer, gap: Gap) -> Answer:
    if not can_respond_at_all(viewer):
        return can_respond_at_all(viewer)
    if gap.state == "draft":
        return Denied("The analysis is not issued yet.")
    if gap.state != "issued":
        return Denied(f"{gap.code} is {gap.get_state_display().lower()}, so it has its answer.")
    return ALLOWED


def can_answer_dispute(viewer: Viewer, gap: Gap) -> Answer:
    if not viewer.may(PREPARE):
        return Denied("The M&E team answers disputed findings.")
    if gap.state != "disputed":
        return Denied(f"{gap.code} is not disputed.")
    return ALLOWED


def can_answer_question(viewer: Viewer, question: Clarification) -> Answer:
    if question.kind == "expected":
        return Denied("An expected question has its answer; the M&E team mends it.")
    if question.state == "withdrawn":
        return Denied("The question was withdrawn.")
    if question.state != "open":
        return Denied("The question has its answer.")
    if viewer.id != question.answerer_id and not viewer.may(PREPARE):
        return Denied(f"{question.answerer} was asked, so {question.answerer} or the M&E team answers.")
    return ALLOWED


def can_withdraw_question(viewer: Viewer, question: Clarification) -> Answer:
    """Whether the person takes the question back: who asked it, or the M&E team."""
    if question.state == "withdrawn":
        return Denied("The question was withdrawn.")
    if question.kind == "expected":
        return can_edit_expected(viewer, question)
    if question.state != "open":
        return Denied("The question has its answer.")
    if viewer.id != question.asked_by_id and not viewer.may(PREPARE):
        return Denied(f"{question.asked_by} or the M&E team takes it back.")
    return ALLOWED


def can_see_expected(viewer: Viewer) -> bool:
    """Whether the person reads the questions that leadership is expected to ask: leadership and M&E."""
    return viewer.may(PREPARE) or viewer.may(SEE)


def can_edit_expected(viewer: Viewer, question: Clarification) -> Answer:
    if not viewer.may(PREPARE):
        return Denied("The M&E team writes expected questions and their answers.")
    if question.kind != "expected":
        return Denied("Somebody asked this question, so its words stay.")
    if question.state == "withdrawn":
        return Denied("The question was withdrawn.")
    return ALLOWED


def can_give_reading(viewer: Viewer, kpi: Kpi) -> Answer:
    if not kpi.is_active:
        return Denied("The indicator is switched off, so it takes no readings.")
    if viewer.may(PREPARE) or viewer.id == kpi.data_owner_id:
        return ALLOWED
    return Denied("The indicator's data owner or the M&E team gives its readings.")


def can_upload_readings(viewer: Viewer) -> Answer:
    """Whether the person takes in a table of readings; each line is asked about by itself besides."""
    if viewer.may(PREPARE):
        return ALLOWED
    return Denied("The M&E team takes in tables of readings; give yours on the indicator's page.")


def can_prove_reading(viewer: Viewer, reading: KpiReading) -> Answer:
    """Whether the person adds proof to the reading."""
    if viewer.may(PREPARE) or viewer.id in (reading.reported_by_id, reading.kpi.data_owner_id):
        return ALLOWED
    return Denied(f"{reading.reported_by} or the M&E team adds its proof.")


def can_correct_reading(viewer: Viewer, reading: KpiReading) -> Answer:
    if viewer.may(PREPARE) or (viewer.id == reading.reported_by_id and reading.confirmed_at is None):
        return ALLOWED
    if viewer.id == reading.reported_by_id:
        return Denied("The M&E team has confirmed it, so they correct it.")
    return Denied(f"{reading.reported_by} or the M&E team corrects it.")


def can_confirm_reading(viewer: Viewer, reading: KpiReading) -> Answer:
    if not viewer.may(PREPARE):
        return Denied("The M&E team confirms readings.")
    if reading.reported_by_id == viewer.id:
        return Denied("You reported it, so somebody else confirms it.")
    if not reading.waits_for_confirmation:
        return Denied("It needs no confirmation.")
    return ALLOWED
