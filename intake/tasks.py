"""The bell for long imports. The drafts are the work; the schedule finds what the bell missed."""

from celery import shared_task
from django.utils import timezone

from intake.services import save_waiting


@shared_task(name="intake.save_imports")
def save_imports() -> None:
    """Save the imports that wait."""
    save_waiting(timezone.now())
