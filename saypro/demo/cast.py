"""The people and units of the demo. Their addresses exist only there; the password is made on each machine."""

from dataclasses import dataclass

DOMAIN = "demo.saypro.test"


@dataclass(frozen=True)
class Person:
    """Somebody of the demo: the part before the @, name, title, unit, role, and the unit they lead."""

    key: str
    name: str
    job_title: str
    role: str = ""
    unit: str = ""
    leads: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


UNITS = ("Sales", "Marketing", "Customer Support", "Operations", "People")
ADMIN = Person("admin", "Lindiwe Mokoena", "Systems Administrator", "administrator")
PEOPLE = (
    Person("leader", "Nomsa Dlamini", "Chief Executive", "leadership"),
    Person("leader2", "Peter Adams", "Chief Operating Officer", "leadership"),
    Person("mande", "Grace Okafor", "Monitoring and Evaluation Lead", "monitoring"),
    Person("sales.owner", "Thabo Nkosi", "Head of Sales", unit="Sales", leads="Sales"),
    Person(
        "support.owner", "Ayesha Patel", "Head of Customer Support", unit="Customer Support", leads="Customer Support"
    ),
    Person("marketing.owner", "Lerato Khumalo", "Head of Marketing", unit="Marketing", leads="Marketing"),
    Person("operations.owner", "Johan van Wyk", "Head of Operations", unit="Operations", leads="Operations"),
    Person("people.owner", "Zanele Mthembu", "Head of People", unit="People", leads="People"),
)
SHOWN = ("leader", "leader2", "sales.owner", "support.owner", "mande", "admin")
THEME_OWNER = {"Employee Engagement and Retention": "People"}


@dataclass(frozen=True)
class Plan:
    """What M&E fills into the plan grid for one action: days count from the first approval, costs are in the organisation's currency."""

    owner: str
    start: int
    finish: int
    milestone: str
    milestone_by: int
    kpi: str
    kpi_from: str
    kpi_to: str
    once: str
    yearly: str = ""
    sponsor: str = "leader2"


@dataclass(frozen=True)
class Indicator:
    """What M&E knows about an indicator besides its name."""

    unit: str
    direction: str
    frequency: str
    target: str


INDICATORS = {
    "Lead conversion": Indicator("%", "higher", "week", "20"),
    "High-quality leads": Indicator("leads", "higher", "month", "1000"),
    "Response times": Indicator("h", "lower", "week", "4"),
    "Resolution rates": Indicator("%", "higher", "week", "90"),
    "Production timelines": Indicator("days", "lower", "month", "0"),
    "Product quality": Indicator("%", "higher", "month", "98"),
    "Employee turnover": Indicator("%", "lower", "quarter", "15"),
    "Employee engagement": Indicator("points", "higher", "quarter", "70"),
}

# In the order of the actions of the sample report.
PLANS = (
    Plan("sales.owner", -3, 25, "Criteria agreed with Marketing", 6, "Lead conversion", "17", "18", "0"),
    Plan("sales.owner", -3, 46, "Requirements agreed", 7, "Lead conversion", "17", "20", "180000"),
    Plan("sales.owner", 4, 46, "Trainer chosen", 11, "Lead conversion", "17", "18.5", "60000"),
    Plan("marketing.owner", 4, 68, "Segments signed off", 26, "High-quality leads", "800", "900", "45000"),
    Plan("marketing.owner", -3, 39, "Messages tested", 18, "High-quality leads", "800", "900", "70000"),
    Plan("marketing.owner", 11, 60, "First campaign live", 33, "High-quality leads", "800", "1000", "0", "96000"),
    Plan("support.owner", 11, 74, "Temporary posts filled", 46, "Response times", "7.5", "5.5", "0", "640000"),
    Plan("support.owner", 11, 102, "Supplier chosen", 39, "Resolution rates", "74", "84", "300000"),
    Plan("support.owner", -3, 32, "Routing rules written", 14, "Response times", "7.5", "7", "85000"),
    Plan("operations.owner", 4, 67, "Bottlenecks measured", 25, "Production timelines", "14", "11", "40000"),
    Plan("operations.owner", 11, 200, "Order placed", 60, "Production timelines", "14", "5", "2400000"),
    Plan("operations.owner", 18, 81, "Line 1 set up", 46, "Production timelines", "14", "9", "90000"),
    Plan("people.owner", -3, 20, "Questions agreed", 6, "Employee engagement", "58", "62", "25000"),
    Plan("", 11, 60, "Paths drafted", 39, "Employee turnover", "17.7", "16", "55000"),
    Plan("people.owner", 25, 130, "Pay compared", 74, "Employee turnover", "17.7", "15", "120000"),
)
