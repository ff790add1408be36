"""The way from an analysis to a signed plan, told by driving the services. Tests stop where they want."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from actions.models import ApprovalItem, ApprovalRequest, CorrectiveAction
from actions.services.bundles import submit_bundle
from actions.services.decisions import save_decision
from actions.services.issue import issue_analysis
from actions.services.plans import add_action, save_plan
from actions.services.signing import sign
from common.dates import organisation_zone
from gaps.models import Gap, GapAnalysis
from gaps.services.analyses import Figure, add_gap, create_analysis
from gaps.services.kpi_book import find_or_make_kpi
from gaps.services.responses import Response, respond
from tests.conftest import Cast
from tests.factories import NOW


@dataclass
class Story:
    """An analysis with one gap in Sales and one in Customer Support, two actions each."""

    cast: Cast
    analysis: GapAnalysis
    gaps: list[Gap]
    actions: list[CorrectiveAction]
    at: datetime = NOW

    def by(self, name: str):
        return self.cast.viewer(name)

    def refresh(self) -> None:
        """Load everything anew."""
        self.analysis.refresh_from_db()
        self.gaps = list(Gap.objects.filter(analysis=self.analysis).order_by("number"))
        self.actions = list(
            CorrectiveAction.objects.full_plans().filter(gap__analysis=self.analysis).order_by("number")
        )

    def issue(self) -> "Story":
        issue_analysis(self.analysis, by=self.by("mande"), at=self.at)
        self.refresh()
        return self

    def confirm(self) -> "Story":
        for gap in self.gaps:
            respond(gap, Response("accepted"), by=self.by("leader"), at=self.at)
        self.refresh()
        return self

    def complete(self) -> "Story":
        owners = {self.cast.sales.pk: self.cast.sales_owner, self.cast.support.pk: self.cast.support_owner}
        for action in self.actions:
            save_plan(
                action,
                {
                    "owner": owners[action.department_id],
                    "start_on": date(2025, 4, 14),
                    "due_on": date(2025, 5, 30),
                    "cost_once": 100_000,
                },
                milestone="First step shown",
                milestone_on=date(2025, 5, 9),
                causes=[cause.pk for cause in action.gap.causes.all()[:1]],
                by=self.by("mande"),
                at=self.at,
            )
        self.refresh()
        return self

    def submit(self, *, needed: int = 1, actions: list[CorrectiveAction] | None = None) -> ApprovalRequest:
        self.analysis.signatures_needed = needed
        self.analysis.save()
        return submit_bundle(
            self.analysis,
            actions or self.actions,
            signers=[self.cast.leader, self.cast.leader2],
            due_on=date(2025, 4, 25),
            by=self.by("mande"),
            at=self.at,
        )

    def ready(self) -> "Story":
        return self.issue().confirm().complete()

    def signed(self) -> "Story":
        """Every plan approved by one leader."""
        request = self.ready().submit()
        for item in ApprovalItem.objects.filter(request=request):
            decide(item, "approve", self.by("leader"))
        sign_all(request, self.by("leader"))
        self.refresh()
        return self


def begin(cast: Cast) -> Story:
    """A draft analysis by M&E with gaps, causes and actions."""
    by = cast.viewer("mande")
    analysis = create_analysis(
        title="Review of the first quarter", date=date(2025, 3, 27), prepared_by="M&E team", by=by, at=NOW
    )
    story = Story(cast, analysis, [], [])
    for department, name, statement in (
        (cast.sales, "Lead conversion", "Lead conversion is 15 % below target."),
        (cast.support, "First response", "First responses take longer than the standard."),
    ):
        kpi = find_or_make_kpi(name, department, unit="%", line=None, at=NOW)
        gap = add_gap(
            analysis,
            department=department,
            theme=department.name,
            statement=statement,
            figures=[Figure(kpi=kpi, name=name, stated_value=15, stated_unit="%", stated_wording="15 % below target")],
            causes=[("Leads are not qualified", None), ("Follow-up is slow", None)],
            by=by,
            at=NOW,
        )
        for title in ("Write down the criteria", "Train the team"):
            add_action(gap, title=f"{title} ({department.name})", suggested_causes=gap.causes.all()[:1], by=by, at=NOW)
    story.refresh()
    return story


def decide(item: ApprovalItem, choice: str, by, at: datetime = NOW, *, reason: str = "", overlay=None):
    """Mark one decision on the plan as it stands."""
    item = ApprovalItem.objects.select_related("snapshot").get(pk=item.pk)
    return save_decision(
        item, choice=choice, digest_seen=item.snapshot.digest, reason=reason, overlay=overlay, by=by, at=at
    )


def sign_all(request: ApprovalRequest, by, at: datetime = NOW):
    """Sign what was marked, with the digests as they stand."""
    digests = dict(ApprovalItem.objects.filter(request=request).values_list("pk", "snapshot__digest"))
    return sign(request, digests, by=by, at=at)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """The local hour of the organisation's day."""
    return datetime.combine(day, time(hour, minute), tzinfo=organisation_zone())


MONDAY = date(2025, 4, 14)


def week(number: int, hour: int = 9, *, day: int = 0) -> datetime:
    """The hour of a day (0: Monday) of the nth week of check-ins, counted from 0."""
    return local(MONDAY + timedelta(weeks=number, days=day), hour)


def later(**kwargs) -> datetime:
    return NOW + timedelta(**kwargs)
