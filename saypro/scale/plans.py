"""Corrective actions with owner, dates, cost, indicator, cause and four milestones."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import User
from actions.health import ENDED
from actions.models import ActionCause, CorrectiveAction, Milestone
from gaps.models import Gap
from saypro.scale.findings import Findings, moment
from saypro.scale.loading import Loader, decimal, first_id
from saypro.scale.people import Crowd
from saypro.scale.words import PLACES, RARE, STEPS, THINGS, VERBS

ACTIONS_A_GAP = 4
MILESTONES = len(STEPS)
RARE_ONES = 10
STATES = ("in_progress",) * 14 + ("approved", "approved", "implemented", "implemented", "implemented", "on_hold")
REVIEWED_ONE_IN, HELPED_ONE_IN, BY_TEAM_ONE_IN = 20, 10, 40


@dataclass
class Plan:
    """One action with what hangs on it. `person` answers for it: the owner, or the team's lead."""

    action: CorrectiveAction
    person: User
    milestones: list[Milestone] = field(default_factory=list)
    links: list[ActionCause] = field(default_factory=list)
    helpers: list[User] = field(default_factory=list)


class PlanMaker:
    """Makes actions one after the other, with ids and numbers that go on. `total` is how many there will be."""

    def __init__(self, random_: random.Random, crowd: Crowd, day: date, total: int):
        self.random, self.crowd, self.day = random_, crowd, day
        self.action_id, self.number = first_id(CorrectiveAction), first_id(CorrectiveAction, "number")
        self.milestone_id, self.link_id = first_id(Milestone), first_id(ActionCause)
        self.index = 0
        self.led: set[int] = set()
        step = max(1, total // RARE_ONES)
        # A little further each time, so that they lie in different departments.
        self.rare = {number * step + number * ACTIONS_A_GAP % step for number in range(RARE_ONES)}

    def plan(self, found: Findings, gap: Gap, approved_on: date) -> Plan:
        """The next action of the gap, approved on the day."""
        random_, unit = self.random, gap.department
        people = self.crowd.of[unit.pk]
        team = self.crowd.teams.get(unit.pk) if self.index % BY_TEAM_ONE_IN == 0 else None
        owner = None if team else random_.choice(people)
        if unit.pk not in self.led and unit.head is not None:
            # The head of each unit owns its first action, so that whoever tries it out finds work of their own.
            team, owner = None, unit.head
            self.led.add(unit.pk)
        kpi = found.measures[gap.pk].kpi
        assert kpi is not None
        state = random_.choice(("closed", "closed", "verified")) if gap.state == "closed" else random_.choice(STATES)
        start = approved_on + timedelta(days=random_.randint(3, 10))
        due = start + timedelta(days=random_.randint(80, 100) if gap.state == "closed" else random_.randint(150, 420))
        proposer = found.analysis.created_by
        thing = f"the {RARE}" if self.index in self.rare else random_.choice(THINGS)
        action = CorrectiveAction(
            pk=self.action_id,
            number=self.number,
            gap=gap,
            department=unit,
            title=f"{random_.choice(VERBS)} {thing} {random_.choice(PLACES)}",
            scope=f"Begins {random_.choice(PLACES)}, then {random_.choice(PLACES)}. What was learned goes to everybody.",
            kind=random_.choice(("corrective", "corrective", "correction", "preventive", "improvement")),
            state=state,
            owner=owner,
            team=team,
            sponsor=random_.choice(self.crowd.leaders),
            reviewer=random_.choice(self.crowd.preparers) if self.index % REVIEWED_ONE_IN == 0 else None,
            start_on=start,
            due_on=due,
            first_due_on=due,
            cost_once=decimal(random_.randint(0, 60) * 2500),
            kpi=kpi,
            kpi_from=decimal(float(kpi.target or 0) * 0.8),
            kpi_to=kpi.target,
            owner_answer="accepted",
            owner_answered_at=moment(approved_on, 16),
            state_reason="The supplier is being replaced." if state == "on_hold" else "",
            proposed_by=proposer,
            proposed_at=moment(approved_on - timedelta(days=4), 9),
            approved_at=moment(approved_on, 15),
            created_at=moment(found.analysis.date, 9),  # type: ignore[arg-type]
        )
        made = Plan(action, owner or team.lead)  # type: ignore[union-attr]
        self.add_milestones(made)
        made.links = [
            ActionCause(pk=self.link_id, action=action, cause=random_.choice(found.causes[gap.pk]), is_confirmed=True)
        ]
        if self.index % HELPED_ONE_IN == 0:
            made.helpers = [random_.choice(self.crowd.of[random_.choice(self.crowd.departments).pk])]
        self.link_id += 1
        self.action_id += 1
        self.number += 1
        self.index += 1
        return made

    def add_milestones(self, made: Plan) -> None:
        """Four on the way to the finish. Those of ended actions are reached; of the others nine of ten that were due."""
        action = made.action
        start, due = action.start_on, action.due_on
        assert start is not None
        assert due is not None
        last_day = self.day - timedelta(days=7)
        for position, title in enumerate(STEPS):
            promised = start + (due - start) * (position + 1) // MILESTONES
            is_reached = action.state in ENDED or (promised <= last_day and self.random.random() < 0.9)
            on = min(promised + timedelta(days=self.random.choice((0, 0, 0, 3, 6))), last_day)
            made.milestones.append(
                Milestone(
                    pk=self.milestone_id,
                    action=action,
                    title=title,
                    promised_on=promised,
                    first_promised_on=promised,
                    state="reached" if is_reached else "planned",
                    reached_on=on if is_reached else None,
                    reached_by=made.person if is_reached else None,
                    position=position,
                )
            )
            self.milestone_id += 1


def write_plans(loader: Loader, plans: list[Plan]) -> None:
    """Write the actions with what hangs on them."""
    loader.objects([plan.action for plan in plans])
    loader.objects([each for plan in plans for each in plan.milestones])
    loader.objects([each for plan in plans for each in plan.links])
    helpers = [(plan.action.pk, each.pk) for plan in plans for each in plan.helpers]
    loader.rows(CorrectiveAction.contributors.through, ["correctiveaction_id", "user_id"], helpers)
