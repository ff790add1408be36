"""How people write figures: what is read from each phrase, and that nothing is read from what states none."""
# ruff: noqa: E501 - the samples are data

from __future__ import annotations

import pytest

from intake.interpret.figure_patterns import PAIR_PATTERNS, PAIR_TRIGGER
from intake.interpret.figures import read_measure
from intake.interpret.text import fold

# phrase; value and unit of the stated variance; target; actual
PHRASES: list[tuple[str, float | None, str | None, str | None, str | None]] = [
    # so much short of something
    ("Sales are 20 % short of target", 20, "%", None, None),
    ("Sales are 20% short of the target of 500 units", 20, "%", "500", None),
    ("Output is 15 per cent below plan", 15, "%", None, None),
    ("Output is fifteen percent below plan", 15, "%", None, None),
    ("Coverage is 12 percentage points under the benchmark", 12, "pp", None, None),
    ("Coverage is 0.8 points below the national average", 0.8, "points", None, None),
    ("Registrations are 340 fewer than planned", 340, None, None, None),
    ("There is a 15 % gap from target", 15, "%", None, None),
    ("There is a shortfall of 40 beds", 40, "beds", None, None),
    ("There is a shortfall of 7.5 % against the plan", 7.5, "%", None, None),
    ("The deficit is 12 % of budget", 12, "%", None, None),
    ("The gap to the target is 9 points", 9, "points", None, None),
    ("Visits missed the target by 18 %", 18, "%", None, None),
    ("The clinic fell short of its goal by 22 patients", 22, "patients", None, None),
    ("The target was missed by 6 points", 6, "points", None, None),
    ("Yield is 3 ‰ under the norm", 3, "‰", None, None),
    ("Accuracy is between 10 and 15 % below target", 10, "%", None, None),
    ("Accuracy is 10–15 % below target", 10, "%", None, None),
    ("Accuracy is 10 to 15 % below target", 10, "%", None, None),
    ("Stock counts differ from the ledger by 9 %", 9, "%", None, None),
    ("Stock differs by 4 %", 4, "%", None, None),
    ("Sign-ups fell 340 short of the goal of 2,000", 340, None, "2,000", None),
    ("Attendance is more than 20 % below the target", 20, "%", None, None),
    ("Attendance is about 20 % below the target", 20, "%", None, None),
    ("Response is 34 minutes above the standard", 34, "minutes", None, None),
    ("The delay exceeds the limit of 40 days by 18 days", 18, "days", "40 days", None),
    ("Calls last 18 % longer than the norm", 18, "%", None, None),
    ("Staff cost is 5 % higher than last year", 5, "%", None, None),
    ("Enrolment is 12 % lower than in 2024", 12, "%", None, None),
    ("Revenue is down 12 % on last year", 12, "%", None, None),
    ("Revenue dropped by 8 %", 8, "%", None, None),
    ("Complaints rose by 30 % compared with last quarter", 30, "%", None, None),
    ("School visits reached 61 % of the planned number", 39, "%", None, None),
    ("Only 45 % of the target was achieved", 55, "%", None, None),
    ("The team achieved 80 % of its target", 20, "%", None, None),
    # a rule, a promise or a contract said in the same breath
    ("Triage took 27 minutes on average; our own rule is ten", None, None, "ten", "27 minutes"),
    ("Results come after nine weeks, although the rules allow four", None, None, "four", "nine weeks"),
    ("The list is complete in 67 % of files; the standard asks for 95 %", None, None, "95 %", "67 %"),
    ("Occupation is between 40 and 45 %, and should be at 70 % by now", None, None, "70 %", "between 40 and 45 %"),
    ("Trucks stood for 96 days, twice the 48 days allowed", None, None, "48 days", "96 days"),
    ("Un bus reste 9 jours à l'atelier pour une cible de 4 jours", None, None, "4 jours", "9 jours"),
    ("Sur 40 ateliers prévus, 23 seulement ont eu lieu", None, None, "40", "23"),
    ("Calls take 3 h 10 min instead of 90 minutes", None, None, "90 minutes", "3 h 10 min"),
    ("Seed output was 36 tonnes, 24 tonnes below the plan", 24, "tonnes", None, "36 tonnes"),
    ("Repairs cost 22 % more per classroom than budgeted", 22, "%", None, None),
    ("The count differed from the system by 310 crates", 310, "crates", None, None),
    # the level in front, the distance behind it, and the target last
    (
        "Letters are answered after 31 days on average, 17 days later than the house limit of 14 days",
        17,
        "days",
        "14 days",
        "31 days",
    ),
    (
        "Only 58% of farmers got seed within 72 hours, which is 27 percentage points below the target of 85%",
        27,
        "pp",
        "85%",
        "58%",
    ),
    ("Only 49% of lamps burn at night, 31 percentage points short of the 80% target", 31, "pp", "80%", "49%"),
    ("Plots take 61 days to survey, 31 days longer than the legal 30 days", 31, "days", "30 days", "61 days"),
    ("Posts stayed empty for 140 days on average, 50 days longer than permitted", 50, "days", None, "140 days"),
    ("Le taux d'erreur dépasse de 4 points de pourcentage le seuil fixé", 4, "pp", None, None),
    ("Only 48% of letters are answered within 15 days, against a target of 90%", None, None, "90%", "48%"),
    ("Water complaints increased by 22% compared with 2024", 22, "%", None, None),
    ("Photographs were missing in 27% of the files sampled", None, None, None, "27%"),
    ("The address is known for only 44% of pensioners", None, None, None, "44%"),
    ("Enrolment in the night school is 30% below capacity", 30, "%", None, None),
    ("Les ventes de billets sont inférieures de 9 % aux prévisions", 9, "%", None, None),
    # late
    ("Reports are two weeks late on average", 2, "weeks", None, None),
    ("Reports are late by two weeks", 2, "weeks", None, None),
    ("Reports arrive 23 days late on average", 23, "days", None, None),
    ("The works are delayed by 6 weeks", 6, "weeks", None, None),
    ("The works have a delay of 10 days", 10, "days", None, None),
    ("A delay of three months has built up", 3, "months", None, None),
    ("Invoices are 45 days overdue", 45, "days", None, None),
    ("The project runs 3 weeks behind schedule", 3, "weeks", None, None),
    ("A 3-week delay in delivery", 3, "week", None, None),
    ("Delivery slipped by 12 working days", 12, "working days", None, None),
    ("Payments are made 12 days too late", 12, "days", None, None),
    ("Delays of two to three weeks are common", 2, "weeks", None, None),
    # money
    ("Spending is KES 1.2 m under budget", 1_200_000, "KES", None, None),
    ("Spending is USD 25,000 over budget", 25_000, "USD", None, None),
    ("The budget was exceeded by EUR 3,400", 3_400, "EUR", None, None),
    ("The budget was overspent by 4,5 %", 4.5, "%", None, None),
    ("Budget overspent by 4.5 % in the third quarter", 4.5, "%", None, None),
    ("The grant is underspent by $ 40k", 40_000, "$", None, None),
    ("Costs are €3.4 million above plan", 3_400_000, "€", None, None),
    ("Costs are 1,2 Mio EUR above plan", 1_200_000, "EUR", None, None),
    ("Revenue fell R 350 000 short of the forecast", 350_000, "R", None, None),
    ("Vault balances exceeded the limit by KES 210,000 on average", 210_000, "KES", None, None),
    ("There is a funding gap of UGX 15 million", 15_000_000, "UGX", None, None),
    ("Fuel is FCFA 500 000 over budget", 500_000, "FCFA", None, None),
    # against
    ("Satisfaction is 3.2/5 against 4.0", None, None, "4.0", "3.2/5"),
    ("Satisfaction scored 3.2 out of 5 against a target of 4.0", None, None, "4.0", "3.2 out of 5"),
    ("Only 61% (target 80%)", None, None, "80%", "61%"),
    ("Only 61 % (target: 80 %) of sites reported", None, None, "80 %", "61 %"),
    ("61% vs 80% planned", None, None, "80%", "61%"),
    ("61 % vs. a target of 80 %", None, None, "80 %", "61 %"),
    ("Coverage was 46 %, against a target of 65 %", None, None, "65 %", "46 %"),
    ("Coverage was 46 % compared to a goal of 65 %", None, None, "65 %", "46 %"),
    ("Coverage was 46 %; the target is 65 %", None, None, "65 %", "46 %"),
    ("Coverage was 46 %, below the target of 65 %", None, None, "65 %", "46 %"),
    ("Tests were done at 55 % of points, below the target of 90 %", None, None, "90 %", "55 %"),
    ("Coverage stands at 46 %, short of the 65 % target", None, None, "65 %", "46 %"),
    ("Coverage of 46 % against the 65 % target", None, None, "65 %", "46 %"),
    ("Kits reached 1,950 households instead of 3,000", None, None, "3,000", "1,950"),
    ("Complaints are answered after 19 days against a standard of 7 days", None, None, "7 days", "19 days"),
    ("Hiring takes 58 days; the standard is 40 days", None, None, "40 days", "58 days"),
    ("Hiring takes 58 days (standard: 40 days)", None, None, "40 days", "58 days"),
    ("Hiring takes 58 days, while the standard is 40 days", None, None, "40 days", "58 days"),
    ("Hiring takes 58 days where 40 are allowed", None, None, "40", "58 days"),
    ("Hiring takes 58 days rather than 40 days", None, None, "40 days", "58 days"),
    ("Only 2,140 of the planned 5,000 stoves were handed out", None, None, "5,000", "2,140"),
    ("2,140 out of a target of 5,000 stoves", None, None, "5,000", "2,140"),
    ("Of 5,000 planned stoves, 2,140 were handed out", None, None, "5,000", "2,140"),
    ("Savings groups stand at 44 against a plan of 70", None, None, "70", "44"),
    ("Target 90 %, actual 74 %", None, None, "90 %", "74 %"),
    ("Target: 90 %; achieved: 74 %", None, None, "90 %", "74 %"),
    ("Actual 74 %, target 90 %", None, None, "90 %", "74 %"),
    ("Planned 400, achieved 310", None, None, "400", "310"),
    ("310 achieved against 400 planned", None, None, "400", "310"),
    ("Nurse to patient ratio is 1:14 against 1:8", None, None, "1:8", "1:14"),
    ("The ratio stands at 1:62 against a norm of 1:40", None, None, "1:40", "1:62"),
    ("Stock lasts ≥ 30 days instead of 14 days", None, None, "14 days", "30 days"),
    ("Average income rose by 6 % against a target of 15 %", None, None, "15 %", "6 %"),
    ("Attendance fell from 94 % to 88 %", None, None, None, "88 %"),
    ("Pass rates fell from 82 to 74 per cent", None, None, None, "74 per cent"),
    ("Pass rates declined from 82 % in 2024 to 74 % in 2025", None, None, None, "74 %"),
    ("Stock fell to 12 days against a minimum of 30 days", None, None, "30 days", "12 days"),
    ("The team does only 5 visits a day instead of 8", None, None, "8", "5"),
    ("Spending reached USD 310,000 against a budget of USD 400,000", None, None, "USD 400,000", "USD 310,000"),
    # in words only
    ("Response times are below target", None, None, None, None),
    ("Quality is under the agreed standard", None, None, None, None),
    ("The unit did not meet its target", None, None, None, None),
    ("Results fell short of the target of 90 %", None, None, "90 %", None),
    ("Waiting is above the limit of 30 minutes", None, None, "30 minutes", None),
    # French
    ("Le taux est 15 % en dessous de l'objectif", 15, "%", None, None),
    ("Le délai est de 54 minutes contre un objectif de 30 minutes", None, None, "30 minutes", "54 minutes"),
    ("Les commandes arrivent avec trois semaines de retard", 3, "semaines", None, None),
    ("Les travaux ont un retard de 6 semaines", 6, "semaines", None, None),
    ("Le budget est dépassé de 8 %", 8, "%", None, None),
    ("Les dépenses sont 12,5 % au-dessus du budget", 12.5, "%", None, None),
    ("Seulement 61 % au lieu de 80 %", None, None, "80 %", "61 %"),
    ("Le taux est inférieur de 7 points à la moyenne", 7, "points", None, None),
    ("61 % (cible : 80 %)", None, None, "80 %", "61 %"),
    # Portuguese
    ("O atendimento está 20% abaixo da meta", 20, "%", None, None),
    ("A cobertura ficou 18 % aquém da meta", 18, "%", None, None),
    ("Os furos custam 12,5 % mais do que o orçamento", 12.5, "%", None, None),
    ("Pagamentos com 21 dias de atraso", 21, "dias", None, None),
    ("As obras têm um atraso de três semanas", 3, "semanas", None, None),
    ("Apenas 61 % em vez de 80 %", None, None, "80 %", "61 %"),
    ("O tempo médio é de 45 minutos face a uma meta de 30 minutos", None, None, "30 minutos", "45 minutos"),
    ("O orçamento foi ultrapassado em 9 %", 9, "%", None, None),
    ("61 % (meta: 80 %)", None, None, "80 %", "61 %"),
    # figures that are no distance
    ("Twelve of 40 sites sent their report", None, None, None, None),
    ("Three out of five pumps are broken", None, None, None, None),
    ("Only 12 of 40 sites sent their report on time", None, None, None, None),
    ("Four posts have been vacant for more than six months", None, None, None, None),
    ("Seven of twenty-five purchases had a single quotation", None, None, None, None),
    ("Signatures were missing for 37 % of the bags", None, None, None, None),
    ("Cash advances of USD 12,300 were not cleared within 30 days", None, None, None, None),
    ("Six volunteers work without a background check", None, None, None, None),
    ("Bills left the utility 23 days after reading", None, None, None, None),
    ("Section 4.2 of the manual is out of date", None, None, None, None),
    ("The form of 2024 is still in use", None, None, None, None),
    ("The office opens at 8:30", None, None, None, None),
    ("Vaccines worth USD 18,400 had to be thrown away", None, None, None, None),
]


@pytest.mark.parametrize(
    ("phrase", "value", "unit", "target", "actual"), PHRASES, ids=[phrase[0] for phrase in PHRASES]
)
def test_a_phrase(phrase: str, value: float | None, unit: str | None, target: str | None, actual: str | None) -> None:
    measure = read_measure(phrase)
    variance = measure.variance
    assert (variance.value if variance else None, variance.unit if variance else None) == (value, unit)
    assert (measure.target, measure.actual) == (target, actual)
    if variance:
        assert variance.wording in phrase


def test_there_are_enough_of_them() -> None:
    assert len(PHRASES) >= 120


@pytest.mark.parametrize("phrase", [phrase[0] for phrase in PHRASES])
def test_a_pair_is_searched_for_wherever_one_stands(phrase: str) -> None:
    """The quick look that spares most texts the search never hides a pair."""
    folded = fold(phrase)
    if any(pattern.search(folded) for pattern in PAIR_PATTERNS):
        assert PAIR_TRIGGER.search(folded)
