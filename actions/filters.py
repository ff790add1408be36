"""Filters of the lists: `?q= &status= &department= &owner= &due=`."""

from datetime import date, timedelta

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import choices
from actions.cause_answers import unanswered
from actions.lifecycle import ACTION, BLOCKER
from actions.models import ActionCause, Blocker, CheckInRequest, CorrectiveAction
from common.dates import today
from evidence.querysets import where_proof
from gaps.lifecycle import GAP
from gaps.models import Gap, Kpi, RootCause
from gaps.models.gap import SEVERITIES
from gaps.models.kpi import FREQUENCIES

DUE = [("overdue", "Overdue"), ("week", "This week"), ("month", "This month"), ("none", "No date")]


def by_words(rows: QuerySet, text: str, *fields: str) -> QuerySet:
    """Rows in which every word of the text occurs in one of the fields."""
    for word in text.split()[:8]:
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(wanted)
    return rows


class ListFilter(django_filters.FilterSet):
    """What the lists share: a search field and the department, chosen out of the cache."""

    mark = staticmethod(choices.mark)

    q = django_filters.CharFilter(
        method="by_text", label="Search", widget=forms.TextInput(attrs={"type": "search"}), max_length=200
    )
    department = django_filters.ChoiceFilter(
        choices=choices.departments, empty_label="Every department", label="Department"
    )

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return by_words(rows, value, "title")


class EvidenceFilter(ListFilter):
    """What carries evidence can be narrowed to what has to be renewed."""

    evidence = django_filters.ChoiceFilter(
        method="by_evidence",
        choices=[("expired", "Expired"), ("soon", "Expires within 30 days")],
        empty_label="Any evidence",
        label="Evidence",
    )

    def by_evidence(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return where_proof(rows, value, today(timezone.now()))


def owner_choices() -> list[tuple[str, str]]:
    """Me, nobody, and everybody by name."""
    return [("me", "Me"), ("nobody", "Nobody yet"), *((str(pk), name) for pk, name in choices.people())]


class ActionFilter(EvidenceFilter):
    """Actions by words, state, department, owner and due date."""

    status = django_filters.ChoiceFilter(
        method="by_status", choices=[("open", "Open"), *ACTION.choices], empty_label="Every state", label="State"
    )
    owner = django_filters.ChoiceFilter(
        method="by_owner", choices=owner_choices, empty_label="Every owner", label="Owner"
    )
    due = django_filters.ChoiceFilter(method="by_due", choices=DUE, empty_label="Any date", label="Due")

    cause = django_filters.ChoiceFilter(
        method="by_cause", choices=[("none", "No cause")], empty_label="Any cause", label="Cause"
    )

    sorts = {"due": "sort_due", "number": "number", "title": "title", "state": "state"}
    steady = frozenset({"status", "department", "owner", "due"})

    class Meta:
        model = CorrectiveAction
        fields: list[str] = []

    def by_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "open":
            return rows.exclude(state__in=["closed", "rejected", "cancelled", "verified"])
        return rows.filter(state=value)

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        code = value.upper().removeprefix("A-").lstrip("0")
        if code.isdecimal() and len(code) < 9:
            return rows.filter(Q(number=int(code)) | Q(title__icontains=value))
        return by_words(rows, value, "title", "owner__name")

    def by_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "me":
            return rows.owned_by(self.request.viewer)  # type: ignore[attr-defined]
        if value == "nobody":
            return rows.filter(owner=None, team=None)
        return rows.filter(owner=int(value))

    def by_cause(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        links = ActionCause.objects.filter(action=OuterRef("pk"), is_confirmed=True)
        return rows.exclude(state__in=("cancelled", "rejected")).filter(~Exists(links), no_cause_reason="")

    def by_due(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        day = today(timezone.now())
        running = ("draft", "proposed", "returned", "approved", "in_progress", "on_hold")
        if value == "overdue":
            return rows.overdue(day)  # type: ignore[attr-defined]
        if value == "none":
            return rows.filter(due_on=None)
        last = day + timedelta(days=6 - day.weekday()) if value == "week" else month_end(day)
        return rows.filter(due_on__gte=day, due_on__lte=last, state__in=running)


def month_end(day: date) -> date:
    """The last day of the month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


class GapFilter(EvidenceFilter):
    """Gaps by words, state, department, severity, evidence and what their causes lack."""

    cause = django_filters.ChoiceFilter(
        method="by_cause",
        choices=[("none", "No cause"), ("open", "Cause without an action")],
        empty_label="Any cause",
        label="Causes",
    )

    status = django_filters.ChoiceFilter(
        field_name="state", choices=GAP.choices, empty_label="Every state", label="State"
    )
    severity = django_filters.ChoiceFilter(choices=SEVERITIES[1:], empty_label="Any severity", label="Severity")
    cycle = django_filters.ChoiceFilter(
        method="by_cycle",
        choices=[("again", "In the cycle before too"), ("new", "New in its cycle")],
        empty_label="New or not",
        label="Cycle",
    )

    sorts = {"number": "number", "state": "state"}

    class Meta:
        model = Gap
        fields: list[str] = []

    def by_cause(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        own = RootCause.objects.filter(Q(gap=OuterRef("pk")) | Q(gap_links__gap=OuterRef("pk")))
        if value == "none":
            return rows.filter(~Exists(own))
        return rows.filter(Exists(unanswered(own)))

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        code = value.upper().removeprefix("G-").lstrip("0")
        if code.isdecimal() and len(code) < 9:
            return rows.filter(Q(number=int(code)) | Q(statement__icontains=value))
        return by_words(rows, value, "statement", "theme")

    def by_cycle(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_compared=True, previous__isnull=value == "new")


class CheckInFilter(ListFilter):
    """Questions to owners by words, what came of them, department and owner."""

    status = django_filters.ChoiceFilter(
        method="by_status",
        choices=[("waiting", "Waiting"), ("answered", "Answered"), ("missed", "Missed"), ("unread", "Not yet read")],
        empty_label="Answered or not",
        label="State",
    )
    department = django_filters.ChoiceFilter(
        field_name="action__department", choices=choices.departments, empty_label="Every department", label="Department"
    )
    owner = django_filters.ChoiceFilter(
        method="by_owner", choices=owner_choices, empty_label="Everybody", label="Asked"
    )

    sorts = {"period": "period_start"}

    class Meta:
        model = CheckInRequest
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        code = value.upper().removeprefix("A-").lstrip("0")
        if code.isdecimal() and len(code) < 9:
            return rows.filter(action__number=int(code))
        return by_words(rows, value, "action__title", "round__person__name")

    def by_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        at = timezone.now()
        if value == "waiting":
            return rows.filter(state="sent", closes_at__gt=at)
        if value == "missed":
            return rows.missed(at)  # type: ignore[attr-defined]
        if value == "unread":
            return rows.filter(state="answered")
        return rows.answered()  # type: ignore[attr-defined]

    def by_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "nobody":
            return rows.filter(round=None)
        person = self.request.viewer.id if value == "me" else int(value)
        return rows.filter(round__person=person)


class RoadblockFilter(ListFilter):
    """Roadblocks by words, state and department."""

    status = django_filters.ChoiceFilter(
        field_name="state", choices=BLOCKER.choices, empty_label="Every state", label="State"
    )
    department = django_filters.ChoiceFilter(
        field_name="action__department", choices=choices.departments, empty_label="Every department", label="Department"
    )

    sorts = {"raised": "raised_at", "due": "answer_by"}

    class Meta:
        model = Blocker
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return by_words(rows, value, "what", "action__title", "put_to__name")


class KpiFilter(ListFilter):
    """Indicators by words, department, rhythm, data owner, and whether they are used and read in time."""

    frequency = django_filters.ChoiceFilter(choices=FREQUENCIES, empty_label="Every rhythm", label="Reading")
    owner = django_filters.ChoiceFilter(
        method="by_owner", choices=owner_choices, empty_label="Every data owner", label="Data owner"
    )
    status = django_filters.ChoiceFilter(
        method="by_status",
        choices=[("stale", "No new reading"), ("fresh", "Read in time"), ("off", "Switched off"), ("all", "All")],
        empty_label="In use",
        label="State",
    )

    @property
    def qs(self) -> QuerySet:
        """Those in use, unless others are asked for."""
        rows = super().qs
        return rows if self.form.cleaned_data.get("status") else rows.in_use()

    def by_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "nobody":
            return rows.filter(data_owner=None)
        return rows.filter(data_owner=self.request.viewer.id if value == "me" else int(value))

    def by_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        day = today(timezone.now())
        if value == "stale":
            return rows.stale(day)  # type: ignore[attr-defined]
        if value == "fresh":
            stale = rows.stale(day)  # type: ignore[attr-defined]
            return rows.in_use().exclude(pk__in=stale.order_by().values("pk"))  # type: ignore[attr-defined]
        return rows.filter(is_active=False) if value == "off" else rows

    sorts = {"name": "name"}

    class Meta:
        model = Kpi
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return by_words(rows, value, "name")
