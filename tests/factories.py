"""Factories for single rows. Where a story is needed, drive the services instead (tests/story.py)."""

from datetime import UTC, date, datetime

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from accounts.models import Department, Team, User
from actions.models import CorrectiveAction, Milestone
from gaps.models import Gap, GapAnalysis, GapMeasure, Kpi, RootCause
from meetings.models import Meeting
from reports.models import BriefingPack

NOW = datetime(2025, 4, 10, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    joined_at = NOW
    password = factory.django.Password(PASSWORD)


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"Department {n}")


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")
    lead = factory.SubFactory(UserFactory)


class AnalysisFactory(DjangoModelFactory):
    class Meta:
        model = GapAnalysis

    title = "Quarterly performance review"
    date = date(2025, 3, 27)
    state = "issued"
    created_by = factory.SubFactory(UserFactory)
    created_at = NOW
    issued_by = factory.LazyAttribute(lambda o: o.created_by if o.state != "draft" else None)
    issued_at = factory.LazyAttribute(lambda o: NOW if o.state != "draft" else None)


class KpiFactory(DjangoModelFactory):
    class Meta:
        model = Kpi

    name = factory.Sequence(lambda n: f"Indicator {n}")
    unit = "%"
    department = factory.SubFactory(DepartmentFactory)
    created_at = NOW


class GapFactory(DjangoModelFactory):
    class Meta:
        model = Gap

    number = factory.Sequence(lambda n: n + 1)
    analysis = factory.SubFactory(AnalysisFactory)
    department = factory.SubFactory(DepartmentFactory)
    statement = "Lead conversion is below target."
    state = "confirmed"
    created_at = NOW


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = GapMeasure

    gap = factory.SubFactory(GapFactory)
    name = "Lead conversion"


class CauseFactory(DjangoModelFactory):
    class Meta:
        model = RootCause

    gap = factory.SubFactory(GapFactory)
    text = "Leads reach sales before anybody has qualified them"


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = CorrectiveAction

    number = factory.Sequence(lambda n: n + 1)
    gap = factory.SubFactory(GapFactory)
    department = factory.LazyAttribute(lambda o: o.gap.department)
    title = factory.Sequence(lambda n: f"Score the leads, part {n}")
    start_on = date(2025, 4, 14)
    due_on = date(2025, 5, 30)
    first_due_on = factory.LazyAttribute(lambda o: None if o.state in ("draft", "proposed", "returned") else o.due_on)
    created_at = NOW


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    action = factory.SubFactory(ActionFactory)
    title = "Scoring rules agreed"
    promised_on = date(2025, 5, 16)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    title = factory.Sequence(lambda n: f"Follow-up meeting {n}")
    analysis = factory.SubFactory(AnalysisFactory)
    created_at = NOW


LISTS = ("needs", "plan", "findings", "changes", "questions", "agenda", "kpis", "tasks", "missing")


class PackFactory(DjangoModelFactory):
    """An issued pack with nothing in it and a file that is none; build one by the services to read what it says."""

    class Meta:
        model = BriefingPack

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = "issued"
    asked_at = NOW
    issued_at = NOW
    digest = "0" * 64
    sha256 = "0" * 64
    chain_head = "0" * 64
    standard = "PDF/UA-1"
    pages = 1
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-", name="pack.pdf"))
    data = factory.LazyFunction(
        lambda: {**{each: [] for each in LISTS}, "decisions": {}, "standing": {}, "scope": {"words": "All"}}
    )
