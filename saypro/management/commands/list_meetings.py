"""List the meetings, for people and for scripts."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, F, Q

from meetings.models import Meeting


class Command(BaseCommand):
    """One line for each meeting, the next first; with `--json` one list of objects."""

    help = "List the meetings with number, date, state, analysis and open to-dos."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print JSON and nothing else.")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = (
            Meeting.objects.select_related("analysis", "facilitator")
            .annotate(open_tasks=Count("tasks", filter=Q(tasks__state="open")))
            .order_by(F("starts_at").asc(nulls_last=True), "pk")
        )
        if options["json"]:
            self.stdout.write(json.dumps([as_values(row) for row in rows], ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write(
                f"{row.pk}\t{row.when_words}\t{row.get_state_display()}\t{row.title}\t{row.analysis}"
                f"\t{row.open_tasks} open to-dos"
            )
        if not rows:
            self.stdout.write("There is no meeting yet.")


def as_values(row: Meeting) -> dict[str, Any]:
    """A meeting as plain values; the time is an instant with the offset of the place."""
    return {
        "id": row.pk,
        "title": row.title,
        "state": row.state,
        "starts_at": row.starts_at.astimezone(row.zone).isoformat() if row.starts_at else None,
        "time_zone": row.zone.key,
        "length": row.length,
        "place": row.place,
        "facilitator": row.facilitator.name if row.facilitator else None,
        "analysis": {"id": row.analysis_id, "title": row.analysis.title},
        "open_tasks": row.open_tasks,  # type: ignore[attr-defined]
    }
