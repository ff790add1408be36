"""Indicators with their readings; analyses with gaps, figures, causes and leadership's answers."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.models import Department, User
from common.dates import organisation_zone
from gaps.models import Gap, GapAnalysis, GapMeasure, Kpi, KpiReading, ManagementResponse, RootCause
from saypro.scale.loading import Loader, decimal, first_id
from saypro.scale.people import Crowd
from saypro.scale.words import CATEGORIES, CAUSES, INDICATORS, PLACES, PROBLEMS

KPIS_A_DEPARTMENT = 10
READINGS = 100
CAUSES_A_GAP = 2
FINISHED = 0.2  # of the gaps


def moment(day: date, hour: int) -> datetime:
    """The local hour of the day."""
    return datetime.combine(day, time(hour), tzinfo=organisation_zone())


def make_kpis(loader: Loader, random_: random.Random, crowd: Crowd, day: date) -> dict[int, list[Kpi]]:
    """Ten indicators for each department, measured each week for the last hundred weeks; the head owns the data."""
    pk, found, readings = first_id(Kpi), {}, []
    monday = day - timedelta(days=day.weekday())
    for unit in crowd.departments:
        kpis = []
        for name, unit_word, direction, target, spread in INDICATORS[:KPIS_A_DEPARTMENT]:
            kpi = Kpi(
                pk=pk,
                name=name,
                unit=unit_word,
                direction=direction,
                frequency="week",
                department=unit,
                data_owner=unit.head,
                target=decimal(target),
                target_on=day + timedelta(days=120),
                created_at=moment(day - timedelta(days=800), 9),
            )
            pk += 1
            kpis.append(kpi)
            readings += readings_of(random_, kpi, monday, target, spread)
        found[unit.pk] = kpis
    loader.objects([kpi for kpis in found.values() for kpi in kpis])
    columns = ["kpi_id", "date", "value", "note", "source", "reported_by_id", "recorded_at", "by_owner", "reason"]
    loader.rows(KpiReading, [*columns, "is_current"], readings)
    return found


def readings_of(random_: random.Random, kpi: Kpi, monday: date, target: float, spread: float) -> list[tuple]:
    """A hundred weeks that come nearer to the target, with noise."""
    away = -1 if kpi.direction == "higher" else 1
    rows = []
    for number in range(READINGS):
        on = monday - timedelta(weeks=READINGS - 1 - number)
        left = (1 - number / READINGS) * 3 * spread + random_.uniform(-0.5, 0.7) * spread
        value = decimal(max(0.0, target + away * left))
        rows.append((kpi.pk, on, value, "", "Weekly return", kpi.data_owner_id, moment(on, 10), False, "", True))
    return rows


@dataclass
class Findings:
    """One analysis with its gaps; each gap with its causes and its figure, by the gap's id."""

    analysis: GapAnalysis
    gaps: list[Gap]
    causes: dict[int, list[RootCause]]
    measures: dict[int, GapMeasure]


class FindingMaker:
    """Makes analyses one after the other, with ids that go on."""

    def __init__(
        self, loader: Loader, random_: random.Random, crowd: Crowd, kpis: dict[int, list[Kpi]], at: datetime, day: date
    ):
        self.loader, self.random, self.crowd, self.kpis, self.at, self.day = loader, random_, crowd, kpis, at, day
        self.analysis_id, self.gap_id, self.cause_id = first_id(GapAnalysis), first_id(Gap), first_id(RootCause)
        self.measure_id = first_id(GapMeasure)
        self.gap_number = first_id(Gap, "number")
        self.made = 0

    def analysis(self, gaps: int) -> Findings:
        """An issued analysis with so many confirmed gaps, each in one department, written down."""
        random_, author = self.random, self.crowd.preparers[self.made % len(self.crowd.preparers)]
        on = self.day - timedelta(weeks=110 + self.made % 20)
        analysis = GapAnalysis(
            pk=self.analysis_id,
            title=f"Performance review {self.made + 1:04d}",
            date=on,
            prepared_by="Monitoring and evaluation",
            summary="What was planned and what was measured, by department.",
            state="in_follow_up",
            created_by=author,
            created_at=moment(on, 9),
            issued_by=author,
            issued_at=moment(on + timedelta(days=2), 9),
        )
        self.analysis_id += 1
        found = Findings(analysis, [], {}, {})
        for _ in range(gaps):
            self.gap(found, on)
        self.made += 1
        self.write(found, random_.choice(self.crowd.leaders))
        return found

    def gap(self, found: Findings, on: date) -> None:
        random_, index = self.random, self.gap_number
        unit: Department = self.crowd.departments[index % len(self.crowd.departments)]
        kpi = random_.choice(self.kpis[unit.pk])
        gap = Gap(
            pk=self.gap_id,
            number=self.gap_number,
            analysis=found.analysis,
            department=unit,
            theme=unit.name,
            statement=f"{kpi.name} {random_.choice(PLACES)} {random_.choice(PROBLEMS)}.",
            severity=random_.choice(("low", "medium", "medium", "high", "critical")),
            impact="Clients wait longer, and the work is done twice.",
            state="closed" if random_.random() < FINISHED else "in_treatment",
            created_at=moment(on, 9),
        )
        found.gaps.append(gap)
        far, way = random_.randint(5, 30), "below" if kpi.direction == "higher" else "above"
        found.measures[gap.pk] = GapMeasure(
            pk=self.measure_id,
            gap=gap,
            kpi=kpi,
            comparator="target",
            comparator_kind="target",
            target=kpi.target,
            stated_value=far,
            stated_unit="%",
            stated_wording=f"{far} % {way} target",
        )
        found.causes[gap.pk] = [
            RootCause(
                pk=self.cause_id + position,
                gap=gap,
                text=random_.choice(CAUSES),
                category=random_.choice(CATEGORIES),
                position=position,
            )
            for position in range(CAUSES_A_GAP)
        ]
        self.cause_id += CAUSES_A_GAP
        self.measure_id += 1
        self.gap_id += 1
        self.gap_number += 1

    def write(self, found: Findings, leader: User) -> None:
        self.loader.objects([found.analysis])
        self.loader.objects(found.gaps)
        self.loader.objects([cause for causes in found.causes.values() for cause in causes])
        self.loader.objects(list(found.measures.values()))
        assert found.analysis.date is not None
        answered_at = moment(found.analysis.date + timedelta(days=9), 11)
        answers = [(gap.pk, "accepted", "", leader.pk, answered_at, "") for gap in found.gaps]
        columns = ["gap_id", "outcome", "remark", "responded_by_id", "responded_at", "answer"]
        self.loader.rows(ManagementResponse, columns, answers)
