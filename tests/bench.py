"""Times the main pages on the demo's data: `make bench`. Prints medians, 95th percentiles and statements; decides nothing."""

import os
import statistics
import tempfile
import time

ROUNDS = 30
PAGES = (
    ("leader", "/"),
    ("leader", "/actions/"),
    ("leader", "/actions/1/"),
    ("leader", "/gaps/1/"),
    ("leader", "/analyses/1/"),
    ("leader", "/approvals/1/"),
    ("mande", "/analyses/1/plan/"),
    ("leader", "/search/?q=lead"),
    ("sales.owner", "/search/?q=lead"),
)


def main() -> None:
    """Load the demo into a database that is thrown away, then ask each page some times."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="saypro.settings.base",
        DEBUG="1",
        DATA_DIR=tempfile.mkdtemp(prefix="saypro-bench-"),
        DEMO_PASSWORD="only for this run",
        LOG_LEVEL="ERROR",
        ALLOWED_HOSTS="testserver",
    )
    import django  # noqa: PLC0415 - settings come from the environment above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_demo")
    print(f"{'page':<24}{'p50 ms':>8}{'p95 ms':>8}{'statements':>12}")
    for who, path in PAGES:
        client = Client()
        client.force_login(User.objects.get(email__startswith=f"{who}@"))
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path)
            statements = len(seen.captured_queries) or len(connection.queries_log)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}.")
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - begun) * 1000)
        print(
            f"{path:<24}{statistics.median(times):>8.1f}{statistics.quantiles(times, n=20)[-1]:>8.1f}{statements:>12}"
        )


if __name__ == "__main__":
    main()
