"""The demo's story, told by the services themselves: nothing goes round the rules, so its history is true."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.first_admin import make_first_admin, mint_code
from accounts.models import Department, Role, User
from accounts.services.departments import create_department, edit_department
from accounts.services.invitations import accept_invitation, invite, token_of
from accounts.services.organisation import edit_organisation
from accounts.viewer import Viewer, load_viewer
from actions.models import ApprovalItem, ApprovalRequest, CorrectiveAction
from actions.services.bundles import submit_bundle
from actions.services.decisions import ask_about, save_decision
from actions.services.issue import issue_analysis
from actions.services.ownership import answer_assignment
from actions.services.plans import confirm_suggestions, save_plan
from actions.services.proof import prove_gap, prove_question
from actions.services.signing import sign
from common.dates import today
from evidence.services import add_link
from gaps.models import Gap, GapAnalysis, Kpi, RootCause
from gaps.services.analyses import edit_analysis, edit_kpi
from gaps.services.questions import expect
from gaps.services.responses import Response, respond
from intake.models import ImportDraft
from intake.services.owners import Choices
from intake.services.receiving import upload
from intake.services.saving import save
from meetings.models import Task
from meetings.services import assign_task, end_task
from saypro.demo.cast import ADMIN, INDICATORS, PEOPLE, PLANS, THEME_OWNER, UNITS
from saypro.demo.eight_weeks import EightWeeks, working_day
from saypro.demo.meetings import Meetings
from saypro.demo.weeks import DAYS

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "performance-review.txt"
DISPUTED = "Operations"


class Demo:
    """Tells the story up to the instant `at`; days before it are counted backwards."""

    def __init__(self, password: str, at: datetime):
        self.password = password
        self.at = at

    def day(self, days: int) -> datetime:
        return self.at + timedelta(days=days)

    def before(self, days: int) -> datetime:
        """The instant so many days from the first approval, eight weeks ago."""
        return self.day(days - DAYS)

    def by(self, key: str) -> Viewer:
        """Somebody's viewer, by the part of their address before the @."""
        return load_viewer(User.objects.get(email__startswith=f"{key}@"), channel="command")

    def tell(self) -> None:
        """From the first administrator over meetings and eight weeks of follow-up to three plans that two leaders are signing."""
        self.people()
        analysis = self.imported()
        self.issued(analysis)
        self.answered(analysis)
        self.completed(analysis)
        meetings = Meetings(self, analysis)
        meetings.planned(self.meeting_day(0), self.before(-8))
        self.submitted(analysis)
        meetings.first(self.meeting_day(0), self.following())
        EightWeeks(self, analysis, meetings).pass_by()
        self.submitted_again(analysis)
        meetings.prepare_third(self.day(-2))

    def people(self) -> None:
        at = self.before(-20)
        make_first_admin(
            code=mint_code(), name=ADMIN.name, email=ADMIN.email, password=self.password, organisation="SayPro", at=at
        )
        admin = self.by("admin")
        edit_organisation(name="SayPro", currency="R", single_signer=False, by=admin, at=at)
        units = {name: create_department(name=name, by=admin, at=at) for name in UNITS}
        for person in PEOPLE:
            invitation = invite(
                email=person.email,
                name=person.name,
                job_title=person.job_title,
                department=units.get(person.unit),
                role=Role.objects.get(slug=person.role) if person.role else None,
                by=admin,
                at=at,
            )
            joined = accept_invitation(token_of(invitation), name="", password=self.password, at=self.before(-19))
            if person.leads:
                unit = units[person.leads]
                units[person.leads] = edit_department(
                    unit, name=unit.name, is_theme=False, head=joined, deputy=None, time_zone="", by=admin, at=at
                )

    def imported(self) -> GapAnalysis:
        """The sample report, read line by line; the theme goes to the unit that owns it."""
        by, at = self.by("mande"), self.before(-14)
        with SAMPLE.open("rb") as source:
            file = SimpleUploadedFile(SAMPLE.name, File(source).read())
        draft = upload(file, SAMPLE.name, by=by, at=at).draft
        if draft is None:
            raise LookupError("The sample report was imported before.")
        return save(draft, self.choices(draft), by=by, at=at)

    def choices(self, draft: ImportDraft) -> Choices:
        """For each unit of the report the department that owns it."""
        departments = {each.name: str(each.pk) for each in Department.objects.all()}
        units = draft.content["units"]
        return Choices({unit["key"]: departments[THEME_OWNER.get(unit["name"], unit["name"])] for unit in units})

    def issued(self, analysis: GapAnalysis) -> None:
        by, at = self.by("mande"), self.before(-13)
        edit_analysis(analysis, by=by, at=at, signatures_needed=2)
        for kpi in Kpi.objects.all():
            known = INDICATORS.get(kpi.name)
            if known:
                edit_kpi(
                    kpi,
                    by=by,
                    at=at,
                    unit=known.unit,
                    direction=known.direction,
                    frequency=known.frequency,
                    target=Decimal(known.target),
                    target_on=today(self.day(120)),
                    data_owner=kpi.department.head if kpi.department else None,
                )
        issue_analysis(analysis, by=by, at=at)
        self.prepared(Gap.objects.filter(analysis=analysis).order_by("number")[0], by, at)

    def prepared(self, gap: Gap, by: Viewer, at: datetime) -> None:
        """M&E expects a question and answers it beforehand; the finding rests on an export that has to be renewed."""
        about: dict[str, Any] = {"department_id": gap.department_id, "by": by, "at": at}
        report = "https://intranet.example.org/reports"
        export = add_link(
            title="Export of the sales tool, first quarter",
            url=f"{report}/conversion-q1",
            source="Sales tool",
            expires_on=today(self.day(20)),
            **about,
        )
        prove_gap(gap, export, by=by, at=at)
        question = expect(
            gap,
            question="Is this the season, or does it last?",
            answer="It lasts: conversion was below target in each of the last four quarters.",
            by=by,
            at=at,
        )
        quarters = add_link(title="Conversion by quarter", url=f"{report}/quarters", source="Sales tool", **about)
        prove_question(question, quarters, by=by, at=at)

    def answered(self, analysis: GapAnalysis) -> None:
        """Leadership confirms the findings but one."""
        for gap in Gap.objects.filter(analysis=analysis).select_related("department").order_by("number"):
            answer = Response("accepted")
            if gap.department.name == DISPUTED:
                answer = Response("rejected", "The two weeks include the strike in March. Show the months without it.")
            elif gap.department.name == "Marketing":
                answer = Response(
                    "partly", "The target was raised in February; the shortfall against the old one is 9 %."
                )
            respond(gap, answer, by=self.by("leader"), at=self.before(-12))

    def completed(self, analysis: GapAnalysis) -> None:
        """M&E fills the plan grid; owners answer."""
        by, day = self.by("mande"), today(self.before(0))
        people = {person.key: User.objects.get(email=person.email) for person in PEOPLE}
        actions = list(CorrectiveAction.objects.filter(gap__analysis=analysis).select_related("gap").order_by("number"))
        confirm_suggestions(analysis, by=by, at=self.before(-10))
        for action, plan in zip(actions, PLANS, strict=True):
            causes = list(action.cause_links.values_list("cause_id", flat=True))
            first = RootCause.objects.filter(gap=action.gap_id).order_by("position").values_list("pk", flat=True)[:1]
            save_plan(
                action,
                {
                    "owner": people.get(plan.owner),
                    "sponsor": people[plan.sponsor],
                    "start_on": working_day(day, plan.start),
                    "due_on": working_day(day, plan.finish),
                    "kpi": Kpi.objects.filter(name=plan.kpi).first(),
                    "kpi_from": Decimal(plan.kpi_from),
                    "kpi_to": Decimal(plan.kpi_to),
                    "cost_once": Decimal(plan.once),
                    "cost_yearly": Decimal(plan.yearly) if plan.yearly else None,
                },
                milestone=plan.milestone,
                milestone_on=working_day(day, plan.milestone_by),
                causes=causes or list(first),
                by=by,
                at=self.before(-9),
            )
        self.owners_answer(actions)
        self.to_dos(analysis, people, day)

    def to_dos(self, analysis: GapAnalysis, people: dict[str, User], day: date) -> None:
        """The report's preparation falls before the meeting, leadership's own to-dos after it."""
        given = [("mande", -5), ("mande", -4), ("leader", -4), ("mande", -2), ("leader", -2)]
        given += [("leader", 1), ("leader2", 7), ("leader2", 5), ("mande", DAYS + 6)]
        given += [("mande", -7), ("mande", -6), ("leader2", -3)]
        for task, (owner, due) in zip(Task.objects.filter(analysis=analysis).order_by("pk"), given, strict=True):
            due_on = working_day(day, due)
            assign_task(task, owner=people[owner], due_on=due_on, by=self.by("mande"), at=self.before(-9))
            if due < 0:
                end_task(task, "finish", by=self.by(owner), at=self.before(due - 1))

    def owners_answer(self, actions: list[CorrectiveAction]) -> None:
        """Most accept; one contests the date."""
        for action, plan in zip(actions, PLANS, strict=True):
            if plan.owner in ("sales.owner", "marketing.owner", "people.owner"):
                answer_assignment(action, accepts=True, by=self.by(plan.owner), at=self.before(-8))
        answer_assignment(
            actions[7],
            accepts=False,
            reason="The supplier needs four weeks more for the connection to our telephone system.",
            by=self.by("support.owner"),
            at=self.before(-8),
        )

    def submitted(self, analysis: GapAnalysis) -> ApprovalRequest:
        plans = CorrectiveAction.objects.filter(gap__analysis=analysis, gap__state="confirmed").order_by("number")
        return submit_bundle(
            analysis,
            list(plans),
            signers=self.leaders(),
            due_on=today(self.before(6)),
            note="Twelve plans from the review. Operations follows once its finding is agreed.",
            by=self.by("mande"),
            at=self.before(-6),
        )

    def leaders(self) -> list[User]:
        return list(User.objects.filter(email__startswith="leader").order_by("email"))

    def meeting_day(self, number: int) -> date:
        """The working day of one of the meetings, which come every four weeks."""
        return working_day(today(self.before(0)), 28 * number)

    def following(self) -> list[date]:
        """The six meetings that the first one agrees on."""
        return [self.meeting_day(number) for number in range(1, 7)]

    def sign(
        self,
        key: str,
        request: ApprovalRequest,
        items: list[ApprovalItem],
        at: datetime,
        *,
        choice: str = "approve",
        reason: str = "",
    ) -> None:
        by = self.by(key)
        for item in items:
            save_decision(item, choice=choice, digest_seen=item.snapshot.digest, reason=reason, by=by, at=at)
        sign(request, {item.pk: item.snapshot.digest for item in items}, by=by, at=at)

    def submitted_again(self, analysis: GapAnalysis) -> None:
        """The three that went back have new dates and owners, and wait for the two leaders; one has signed one of them."""
        day, by = today(self.at), self.by("mande")
        owner = User.objects.get(email__startswith="people.owner@")
        plans = list(CorrectiveAction.objects.filter(gap__analysis=analysis, state="returned").order_by("number"))
        for action, (begin, finish) in zip(plans, ((8, 100), (8, 75), (20, 130)), strict=True):
            values = {
                "owner": action.owner or owner,
                "start_on": working_day(day, begin),
                "due_on": working_day(day, finish),
            }
            save_plan(action, values, milestone_on=working_day(day, finish - 30), by=by, at=self.day(-5))
        request = submit_bundle(
            analysis,
            plans,
            signers=self.leaders(),
            due_on=today(self.day(5)),
            note="The three plans that went back, with dates that their owners agree to.",
            by=by,
            at=self.day(-4),
        )
        items = list(ApprovalItem.objects.filter(request=request).select_related("snapshot").order_by("position"))
        self.sign("leader", request, items[:1], self.day(-3))
        ask_about(
            items[1],
            question="Which posts do the new paths begin with?",
            answerer=User.objects.get(email__startswith="mande@"),
            by=self.by("leader2"),
            at=self.day(-1),
        )
