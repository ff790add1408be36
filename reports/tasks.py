"""The bell for briefing packs. The rows are the work; the schedule finds what the bell missed."""

from celery import shared_task
from django.utils import timezone

from reports.services import build_waiting


@shared_task(name="reports.build_packs")
def build_packs() -> None:
    """Build the packs that wait."""
    build_waiting(timezone.now())
