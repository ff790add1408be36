"""The Celery application. Beat rings once a minute; the rows in the database are the work (ADR 0003)."""

import os
from pathlib import Path

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saypro.settings.base")

app = Celery("saypro")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

for name in ("data_folder_in", "control_folder"):
    folder = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}).get(name)
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
