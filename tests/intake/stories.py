"""What a few invented reports say, apart from how they say it: `layouts.py` writes each of them in many ways."""
# ruff: noqa: E501 - the samples are data

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .scoring import Wanted, WantedAction, WantedGap


@dataclass(frozen=True)
class Step:
    """An action with its owner and its day."""

    title: str
    owner: str
    due: date


@dataclass(frozen=True)
class Case:
    """One gap with its causes and steps."""

    unit: str
    gap: str
    causes: tuple[str, ...]
    steps: tuple[Step, ...]
    target: str = ""
    actual: str = ""
    rating: str = "High"
    effect: str = ""


@dataclass(frozen=True)
class Story:
    """A report: title, day, author, and what it found."""

    title: str
    day: date
    author: str
    cases: tuple[Case, ...]
    language: str = "en"

    def wanted(self, *, units: bool = True, causes: bool = True, fields: bool = True, ratings: bool = False) -> Wanted:
        """The right answer; the parts that a layout has no place for are left out."""
        gaps = [
            WantedGap(
                case.unit if units else "?",
                case.gap,
                {"free": "", **({"sev": case.rating} if ratings else {})},
                list(case.causes) if causes else [],
                [
                    WantedAction(step.title, step.owner if fields else None, step.due.isoformat() if fields else None)
                    for step in case.steps
                ],
            )
            for case in self.cases
        ]
        return Wanted({"title": self.title, "date": self.day.isoformat(), "by": self.author}, gaps)


@dataclass(frozen=True)
class Labels:
    """The words that a report uses for its parts."""

    gap: str = "Gap"
    causes: str = "Root causes"
    steps: str = "Corrective actions"
    owner: str = "Owner"
    due: str = "Due date"
    unit: str = "Department"
    rating: str = "Severity"
    effect: str = "Impact"
    extra: dict[str, str] = field(default_factory=dict)


CLINIC = Story(
    "Quarterly review of the Tamu clinics",
    date(2026, 4, 9),
    "Quality Desk",
    (
        Case(
            "Maternity",
            "Only 58 % of mothers came to the second check, against a target of 80 %.",
            ("Reminder calls stopped in January", "The clinic bus no longer serves the hill villages"),
            (
                Step("Start the reminder calls again", "Head Midwife", date(2026, 5, 15)),
                Step(
                    "Agree a weekly stop in the hill villages with the bus company",
                    "Transport Officer",
                    date(2026, 6, 30),
                ),
            ),
            effect="Complications are seen too late.",
        ),
        Case(
            "Pharmacy",
            "Antibiotics were out of stock on 21 days of the quarter.",
            ("Orders follow last year's use",),
            (Step("Order by the use of the last three months", "Pharmacist", date(2026, 5, 31)),),
            effect="Patients were sent to private shops.",
        ),
        Case(
            "Records",
            "Four in ten patient files hold no telephone number.",
            ("The admission form has no field for it", "Clerks were not told why it matters"),
            (Step("Add the field to the admission form", "Records Officer", date(2026, 4, 30)),),
            rating="Medium",
            effect="Nobody can be called back.",
        ),
    ),
)

DEPOT = Story(
    "Audit of the Northern depot",
    date(2025, 11, 3),
    "Internal Audit Unit",
    (
        Case(
            "Warehouse",
            "Stock counts differ from the ledger by 9 %.",
            ("Goods are booked a week after they arrive",),
            (
                Step("Book goods on the day of arrival", "Warehouse Manager", date(2025, 12, 15)),
                Step("Count one aisle every Friday", "Stock Controller", date(2026, 1, 9)),
            ),
            effect="Write-offs reached 41,000 euros.",
        ),
        Case(
            "Fleet",
            "Six of fourteen vans have missed their yearly inspection.",
            ("The calendar of inspections left with the former fleet manager",),
            (Step("Rebuild the calendar and send reminders a month ahead", "Fleet Coordinator", date(2025, 11, 28)),),
            rating="Critical",
            effect="Insurance does not pay for a van without inspection.",
        ),
        Case(
            "Purchasing",
            "Supplier invoices are paid 19 days after the agreed term.",
            ("Invoices need three signatures", "Two signatories travel most of the month"),
            (Step("Let the head of purchasing sign alone up to 2,000 euros", "Finance Director", date(2026, 1, 31)),),
            rating="Medium",
            effect="Two suppliers now ask for payment in advance.",
        ),
    ),
)

ECOLE = Story(
    "Revue des écoles du district de Kara",
    date(2026, 2, 16),
    "Inspection du district",
    (
        Case(
            "Cantines",
            "Les repas chauds ne sont servis que trois jours sur cinq.",
            ("Le bois de chauffe arrive en retard",),
            (Step("Signer un contrat avec deux fournisseurs de bois", "Intendant", date(2026, 3, 31)),),
        ),
        Case(
            "Bibliothèque",
            "Un livre sur quatre n'a pas été rendu à la fin du trimestre.",
            ("Les prêts sont notés sur des feuilles volantes", "Personne ne relance les élèves"),
            (
                Step("Tenir un registre des prêts par classe", "Bibliothécaire", date(2026, 4, 15)),
                Step("Relancer les familles chaque mois", "Directeur adjoint", date(2026, 4, 30)),
            ),
        ),
    ),
    "fr",
)

AGUA = Story(
    "Revisão do programa de água de Lichinga",
    date(2026, 3, 5),
    "Unidade de Monitoria",
    (
        Case(
            "Bombas",
            "Onze das trinta bombas estão paradas há mais de um mês.",
            ("As peças vêm da capital por encomenda",),
            (Step("Criar um pequeno armazém de peças no distrito", "Chefe de Manutenção", date(2026, 4, 30)),),
        ),
        Case(
            "Comités",
            "Só metade dos comités cobra a taxa mensal.",
            ("Os tesoureiros não receberam formação", "As famílias não conhecem as contas"),
            (
                Step("Formar os tesoureiros dos comités", "Oficial de Formação", date(2026, 5, 15)),
                Step("Afixar as contas junto a cada bomba", "Presidente do Comité", date(2026, 5, 31)),
            ),
        ),
    ),
    "pt",
)

STORIES = {"clinic": CLINIC, "depot": DEPOT, "ecole": ECOLE, "agua": AGUA}

LABELS: dict[str, dict[str, Labels]] = {
    "en": {
        "plain": Labels(),
        "audit": Labels("Finding", "Cause", "Recommendation", "Responsible person", "Target date", "Area", "Risk rating", "Consequence"),
        "talk": Labels("What went wrong", "Why it happened", "What we will do", "Who", "By when", "Team", "How serious", "So what"),
        "ngo": Labels("Challenge", "Contributing factors", "Proposed actions", "Focal person", "Timeline", "Programme", "Priority", "Implications"),
        "quality": Labels("Non-conformity", "Root cause analysis", "Corrective action", "Action owner", "Completion date", "Process", "Grade", "Effect"),
        "problem": Labels("Problem statement", "Underlying reasons", "Countermeasures", "Assigned to", "Deadline", "Section", "Level", "Business impact"),
        "weakness": Labels("Weakness", "Drivers", "Remedial measures", "Lead", "Complete by", "Function", "Criticality", "Effects"),
        "bottleneck": Labels("Bottleneck", "Reasons", "Way forward", "Responsibility", "Time frame", "Unit", "Importance", "Result of this"),
        "observation": Labels("Observation", "Reason", "Suggested action", "Accountable", "Target completion date", "Division", "Rating", "Risk"),
        "board": Labels("Area of concern", "Explanation", "Mitigation", "Executive lead", "Expected completion", "Directorate", "Risk level", "Impact"),
        "lesson": Labels("What did not go well", "Why", "Improvement actions", "Action lead", "When", "Workstream", "Priority", "Impact"),
        "capa": Labels("Description of non-conformance", "Root cause(s)", "Corrective/preventive action", "Responsible", "Due", "Dept.", "Class", "Impact"),
        "deficit": Labels("Deficiency noted", "Probable cause", "Action to be taken", "Person in charge", "Implementation date", "Branch", "Severity level", "Implication"),
        "shortcoming": Labels("Shortcoming", "Causal factors", "Agreed management actions", "Officer responsible", "Agreed date", "Component", "Urgency", "Consequences"),
    },
    "strange": {
        "odd": Labels("Sticking point", "Underneath", "Pledges", "Bearer", "Sunset", "Corner", "Heat", "Fallout"),
        "poetic": Labels("Cloud", "Weather", "Sunshine", "Gardener", "Harvest", "Garden", "Storm", "Puddle"),
    },
    "fr": {
        "plain": Labels("Écart", "Causes profondes", "Actions correctives", "Responsable", "Échéance", "Service", "Gravité", "Impact"),
        "constat": Labels("Constat", "Raisons", "Recommandations", "Personne responsable", "Date limite", "Domaine", "Priorité", "Conséquences"),
        "faiblesse": Labels("Point faible", "Explication", "Mesures correctives", "Porteur", "Délai", "Volet", "Niveau", "Risque"),
        "probleme": Labels("Problème rencontré", "Pourquoi", "Solutions proposées", "Qui", "Quand", "Secteur", "Urgence", "Effet"),
        "difficulte": Labels("Difficulté", "Origine du problème", "Actions à entreprendre", "Chargé de l'action", "Pour quand", "Département", "Criticité", "Incidence"),
    },
    "pt": {
        "plain": Labels("Lacuna", "Causas raiz", "Ações corretivas", "Responsável", "Prazo", "Departamento", "Gravidade", "Impacto"),
        "constatacao": Labels("Constatação", "Motivos", "Recomendações", "Pessoa responsável", "Data limite", "Área", "Prioridade", "Consequência"),
        "problema": Labels("Problema identificado", "Razões", "Medidas propostas", "Quem", "Quando", "Sector", "Urgência", "Efeito"),
        "fraqueza": Labels("Ponto fraco", "Porquê", "O que vamos fazer", "Encarregado", "Data prevista", "Componente", "Nível", "Risco"),
        "desafio": Labels("Desafio", "Fatores", "Plano de ação", "Responsável pela execução", "Data de conclusão", "Unidade", "Nível de risco", "Implicação"),
    },
}  # fmt: skip
