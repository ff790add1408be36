"""The bell: beat rings it each minute, and whoever writes a message rings it after commit."""

from celery import shared_task

from saypro.due import run_due as run


@shared_task(name="saypro.run_due")
def run_due() -> None:
    """Do whatever is due now."""
    run()
