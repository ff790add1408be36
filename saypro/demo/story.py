"""The demo's story, told by the services themselves: nothing goes round the rules, so its history is true."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

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
from actions.services.milestones import add_proof, reach
from actions.services.ownership import answer_assignment
from actions.services.plans import confirm_suggestions, save_plan
from actions.services.signing import sign
from common.dates import today
from evidence.services import add_link
from gaps.models import Gap, GapAnalysis, Kpi, RootCause
from gaps.services.analyses import edit_analysis, edit_kpi
from gaps.services.responses import Response, respond
from intake.models import ImportDraft
from intake.services.owners import Choices
from intake.services.receiving import upload
from intake.services.saving import save
from meetings.models import Task
from meetings.services import assign_task
from saypro.demo.cast import ADMIN, INDICATORS, PEOPLE, PLANS, THEME_OWNER, UNITS

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "performance-review.txt"
DISPUTED = "Operations"


def working_day(day: date, days: int) -> date:
    """The date that many days away, or the Friday before where that is a weekend."""
    found = day + timedelta(days=days)
    return found - timedelta(days=max(0, found.weekday() - 4))


class Demo:
    """Tells the story up to the instant `at`; days before it are counted backwards."""

    def __init__(self, password: str, at: datetime):
        self.password = password
        self.at = at

    def day(self, days: int) -> datetime:
        return self.at + timedelta(days=days)

    def by(self, key: str) -> Viewer:
        """Somebody's viewer, by the part of their address before the @."""
        return load_viewer(User.objects.get(email__startswith=f"{key}@"), channel="command")

    def tell(self) -> None:
        """From the first administrator to a bundle that two leaders are signing."""
        self.people()
        analysis = self.imported()
        self.issued(analysis)
        self.answered(analysis)
        self.completed(analysis)
        request = self.submitted(analysis)
        self.signed(request)
        self.begun(analysis)

    def people(self) -> None:
        at = self.day(-20)
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
            joined = accept_invitation(token_of(invitation), name="", password=self.password, at=self.day(-19))
            if person.leads:
                unit = units[person.leads]
                units[person.leads] = edit_department(
                    unit, name=unit.name, is_theme=False, head=joined, deputy=None, time_zone="", by=admin, at=at
                )

    def imported(self) -> GapAnalysis:
        """The sample report, read line by line; the theme goes to the unit that owns it."""
        by, at = self.by("mande"), self.day(-14)
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
        by, at = self.by("mande"), self.day(-13)
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
                    target_on=today(self.day(180)),
                    data_owner=kpi.department.head if kpi.department else None,
                )
        issue_analysis(analysis, by=by, at=at)

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
            respond(gap, answer, by=self.by("leader"), at=self.day(-12))

    def completed(self, analysis: GapAnalysis) -> None:
        """M&E fills the plan grid; owners answer."""
        by, day = self.by("mande"), today(self.at)
        people = {person.key: User.objects.get(email=person.email) for person in PEOPLE}
        actions = list(CorrectiveAction.objects.filter(gap__analysis=analysis).select_related("gap").order_by("number"))
        confirm_suggestions(analysis, by=by, at=self.day(-10))
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
                at=self.day(-9),
            )
        self.owners_answer(actions)
        for task, owner, due in zip(
            Task.objects.filter(analysis=analysis), ("mande", "leader", "mande", "leader2"), (2, 3, 5, 6), strict=False
        ):
            assign_task(task, owner=people[owner], due_on=day + timedelta(days=due), by=by, at=self.day(-9))

    def owners_answer(self, actions: list[CorrectiveAction]) -> None:
        """Most accept; one contests the date."""
        for action, plan in zip(actions, PLANS, strict=True):
            if plan.owner in ("sales.owner", "marketing.owner", "people.owner"):
                answer_assignment(action, accepts=True, by=self.by(plan.owner), at=self.day(-8))
        answer_assignment(
            actions[7],
            accepts=False,
            reason="The supplier needs four weeks more for the connection to our telephone system.",
            by=self.by("support.owner"),
            at=self.day(-8),
        )

    def submitted(self, analysis: GapAnalysis) -> ApprovalRequest:
        plans = CorrectiveAction.objects.filter(gap__analysis=analysis, gap__state="confirmed").order_by("number")
        return submit_bundle(
            analysis,
            list(plans),
            signers=list(User.objects.filter(email__startswith="leader").order_by("email")),
            due_on=today(self.day(6)),
            note="Twelve plans from the review. Operations follows once its finding is agreed.",
            by=self.by("mande"),
            at=self.day(-6),
        )

    def signed(self, request: ApprovalRequest) -> None:
        """One leader signs five, the other three of them; the rest waits."""
        items = list(ApprovalItem.objects.filter(request=request).select_related("snapshot").order_by("position"))
        self.sign("leader", request, items[:5], self.day(-5))
        self.sign("leader2", request, items[:3], self.day(-4))
        ask_about(
            items[6],
            question="Do the temporary posts end with the new ticket rules, or do they stay?",
            answerer=User.objects.get(email__startswith="mande@"),
            by=self.by("leader2"),
            at=self.day(-1),
        )

    def sign(self, key: str, request: ApprovalRequest, items: list[ApprovalItem], at: datetime) -> None:
        by = self.by(key)
        for item in items:
            save_decision(item, choice="approve", digest_seen=item.snapshot.digest, by=by, at=at)
        sign(request, {item.pk: item.snapshot.digest for item in items}, by=by, at=at)

    def begun(self, analysis: GapAnalysis) -> None:
        """The first approved action is under way, with proof."""
        action = CorrectiveAction.objects.filter(gap__analysis=analysis, state="approved").order_by("number")[0]
        milestone = action.milestones.all()[0]
        by = self.by("sales.owner")
        reach(milestone, on=today(self.day(-2)), by=by, at=self.day(-2))
        proof = add_link(
            title="Criteria as agreed with Marketing",
            url="https://intranet.example.org/sales/lead-criteria",
            source="Minutes of Sales and Marketing",
            department_id=action.department_id,
            by=by,
            at=self.day(-2),
        )
        add_proof(action, proof, milestone=milestone, by=by, at=self.day(-2))
