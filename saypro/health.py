"""Is it alive, and is it fit for work? For whoever watches from outside; both answer without sign-in."""

import logging
import time
from datetime import datetime, timedelta

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import open_to_all
from saypro.due import LAST_RUN

log = logging.getLogger("saypro.health")

STARTED = time.monotonic()
QUIET = timedelta(minutes=5)


@open_to_all
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@open_to_all
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """Each thing it needs, by name: "ok" or what is wrong. 503 when one is wrong."""
    checks = {
        "database": database(),
        "migrations": migrations(),
        "static files": static_files(),
        "schedule": schedule(),
    }
    is_ready = all(answer == "ok" for answer in checks.values())
    return JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "The database does not answer."
    return "ok"


def migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "The database does not answer."
    if not waiting:
        return "ok"
    how_many = "One migration is" if len(waiting) == 1 else f"{len(waiting)} migrations are"
    return f"{how_many} not applied; run `manage.py migrate`."


def static_files() -> str:
    """With DEBUG off a page without its hashed stylesheet is an error, so this is checked before anybody sees it."""
    try:
        staticfiles_storage.url("css/app.css")
    except ValueError:
        return "Static files are not collected; run `manage.py collectstatic`."
    return "ok"


def last_run() -> datetime | None:
    """When the schedule ran last, by the real clock."""
    text = cache.get(LAST_RUN)
    return datetime.fromisoformat(text) if text else None


def schedule() -> str:
    """The schedule ran in the last five minutes, or this process has only just begun."""
    try:
        last = last_run()
    except Exception:
        log.exception("readyz: the cache does not answer")
        return "The cache does not answer; look at REDIS_URL."
    if last and timezone.now() - last < QUIET:
        return "ok"
    if time.monotonic() - STARTED < QUIET.total_seconds():
        return "ok"
    return "The schedule has stopped; start worker and beat."
