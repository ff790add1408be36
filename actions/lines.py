"""One line of the list of actions: the columns it reads, and how it is drawn."""

from datetime import date
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from actions.lifecycle import ACTION
from common.addresses import to
from common.marks import expiry, state, who
from common.show import away, day

NOBODY = mark_safe('<span class="muted">nobody yet</span>')
NO_DATE = mark_safe('<span class="muted">no date</span>')


class ActionLine(NamedTuple):
    """What a line shows. The names are those of the columns; with those that the list can be sorted by."""

    pk: int
    number: int
    title: str
    department__name: str
    state: str
    owner__name: str | None
    team__name: str | None
    milestone_count: int
    reached_count: int
    due_on: date | None
    sort_due: date
    proof_until: date | None

    def drawn(self, today: date) -> SafeString:
        """The row of the table."""
        owner = self.owner__name or self.team__name
        return format_html(
            '<tr><td data-cell="title"><a class="title" href="{}">{}</a>'
            '<span class="sub"><span class="id">{}</span> · {}</span> {}</td>'
            '<td>{}</td><td data-cell="owner">{}</td>'
            '<td><span class="done"><progress max="{}" value="{}" aria-hidden="true"></progress>{}/{}</span></td>'
            '<td class="end">{}</td></tr>',
            to("action", self.pk),
            self.title,
            f"A-{self.number:02d}",
            self.department__name,
            expiry(self.proof_until, today, "Evidence"),
            state(self.state, ACTION.labels[self.state]),
            who(owner) if owner else NOBODY,
            self.milestone_count or 1,
            self.reached_count,
            self.reached_count,
            self.milestone_count,
            self.finish(today),
        )

    def finish(self, today: date) -> SafeString:
        """The date in force; how far away it is while the work goes on."""
        if not self.due_on:
            return NO_DATE
        if self.state not in ("approved", "in_progress"):
            return format_html("{}", day(self.due_on, today))
        return format_html('{}<span class="sub">{}</span>', day(self.due_on, today), away(self.due_on, today))
