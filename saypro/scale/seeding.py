"""The whole of it, in one transaction: all or nothing, the same for the same seed on the same day."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accounts import choices
from actions.models import CheckIn
from common.dates import today
from gaps.models import KpiReading
from saypro.scale.approvals import PLANS_A_BUNDLE, ApprovalMaker, names_of
from saypro.scale.check_ins import CheckInMaker
from saypro.scale.findings import FindingMaker, Findings, make_kpis
from saypro.scale.history import HistoryMaker, lock_chain
from saypro.scale.loading import Loader
from saypro.scale.people import gather
from saypro.scale.plans import ACTIONS_A_GAP, Plan, PlanMaker, write_plans
from saypro.scale.searching import write_documents, write_kpis

GAPS_AN_ANALYSIS = 25
ANALYSES_A_BATCH = 10


@dataclass(frozen=True)
class Order:
    """How much to make. `departments` and `users` are how many there are afterwards, at least."""

    actions: int
    departments: int = 20
    users: int = 200
    seed: int = 1


def seed(order: Order, *, at: datetime, say: Callable[[str], None]) -> dict[str, int]:
    """Make it; returns how many rows of each kind were written. `say` gets a line for each part."""
    began = time.monotonic()

    def tell(text: str) -> None:
        say(f"{time.monotonic() - began:6.1f} s  {text}")

    with transaction.atomic():
        counts = Seeding(order, at, tell).run()
    choices.forget()
    analyze()
    tell("done")
    return counts


def analyze() -> None:
    """Let the planner know what is there now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Seeding:
    """One run."""

    def __init__(self, order: Order, at: datetime, tell: Callable[[str], None]):
        self.order, self.at, self.tell = order, at, tell
        self.day = today(at)
        self.random = random.Random(order.seed)  # noqa: S311 - made-up work, no secrets
        self.loader = Loader()

    def run(self) -> dict[str, int]:
        order, loader = self.order, self.loader
        lock_chain()
        crowd = gather(loader, self.random, order.departments, order.users, self.at)
        self.tell(f"{len(crowd.departments)} departments, {sum(map(len, crowd.of.values()))} people in them")
        kpis = make_kpis(loader, self.random, crowd, self.day)
        write_kpis(loader, [kpi for each in kpis.values() for kpi in each], self.at)
        self.tell(f"{loader.counts[KpiReading]:,} readings of indicators")
        self.findings = FindingMaker(loader, self.random, crowd, kpis, self.at, self.day)
        self.plans = PlanMaker(self.random, crowd, self.day, order.actions)
        self.approvals = ApprovalMaker(loader, crowd, names_of(crowd))
        self.check_ins = CheckInMaker(loader, self.random, crowd, self.day, self.at)
        self.history = HistoryMaker(loader)
        while self.plans.index < order.actions:
            self.batch()
            if self.plans.index % 10_000 == 0 or self.plans.index >= order.actions:
                self.tell(f"{self.plans.index:,} actions, {loader.counts[CheckIn]:,} check-ins")
        for each in self.check_ins.write_rounds():
            self.history.round(each, self.check_ins.asked[each.person_id, each.period_start])
        self.history.seeded(order.actions, self.at)
        self.history.write()
        loader.finish()
        return {model._meta.label: number for model, number in loader.counts.items()}

    def batch(self) -> None:
        """Some analyses with everything that hangs on them, so that memory stays flat."""
        findings: list[Findings] = []
        plans: list[Plan] = []
        for _ in range(ANALYSES_A_BATCH):
            left = self.order.actions - self.plans.index
            if left <= 0:
                break
            found = self.findings.analysis(min(GAPS_AN_ANALYSIS, -(-left // ACTIONS_A_GAP)))
            findings.append(found)
            plans += self.plans_of(found)
        for plan in plans:
            self.check_ins.note_asked(plan)
        write_plans(self.loader, plans)
        for request in self.approvals.requests:
            self.history.bundle(request)
        for signature in self.approvals.signatures:
            self.history.signature(signature)
        write_documents(self.loader, findings, plans, self.at)
        self.approvals.write()
        for plan in plans:
            self.check_ins.check_in(plan)
        for newest in self.check_ins.newest:
            self.history.answer(newest)
        self.check_ins.write()
        self.history.write()

    def plans_of(self, found: Findings) -> list[Plan]:
        """The plans of one analysis, in signed bundles, with the relations that search and snapshots read filled in."""
        self.history.analysis(found)
        plans: list[Plan] = []
        for gap in found.gaps:
            gap._prefetched_objects_cache = {  # type: ignore[attr-defined]
                "causes": found.causes[gap.pk],
                "shared_causes": [],
                "measures": [found.measures[gap.pk]],
            }
        slots = [gap for gap in found.gaps for _ in range(ACTIONS_A_GAP)]
        slots = slots[: self.order.actions - self.plans.index]
        for start in range(0, len(slots), PLANS_A_BUNDLE):
            approved_on = self.working_day(self.day - timedelta(days=self.random.randint(135, 300)))
            bundle = [self.plans.plan(found, gap, approved_on) for gap in slots[start : start + PLANS_A_BUNDLE]]
            for plan in bundle:
                plan.action._prefetched_objects_cache = {  # type: ignore[attr-defined]
                    "milestones": plan.milestones,
                    "cause_links": plan.links,
                    "contributors": plan.helpers,
                }
                self.history.plan(plan)
            self.approvals.bundle(bundle)
            plans += bundle
        return plans

    def working_day(self, day: date) -> date:
        """The day, or the Friday before."""
        return day - timedelta(days=max(0, day.weekday() - 4))
