"""Who may import: those who prepare analyses; saving makes a meeting too, so it asks for that as well."""

from accounts.viewer import Viewer
from common.access import Answer, first_denied
from gaps.permissions import can_prepare
from meetings.permissions import can_manage


def can_save(viewer: Viewer) -> Answer:
    """Whether the viewer may turn what was read into an analysis with its meeting."""
    return first_denied(can_prepare(viewer), can_manage(viewer))
