"""The eight weeks after the first approval: what owners reach, say and miss. Days count back from the day of the demo."""

from dataclasses import dataclass, field

# How many weeks after it is done an action should show in its indicator, by its number; the others at once.
DELAYS = {1: 2, 3: 4, 5: 4, 8: 6, 11: 12}

DAYS = 57  # from the first approval to the day of the demo


@dataclass(frozen=True)
class Step:
    """A milestone: promised on a day, reached on a day (None: not yet)."""

    title: str
    promised: int
    reached: int | None = None


@dataclass(frozen=True)
class Course:
    """How one action goes: its steps, when it is marked implemented, and what is said check-in by check-in.

    A saying is (health, what happened, next step); "same" stands for "nothing new"; None for a check-in that is missed.
    The last one goes on.
    """

    steps: tuple[Step, ...]
    implemented: int | None = None
    says: tuple[tuple[str, str, str] | str | None, ...] = ("same",)
    proof: str = ""


ON, RISK, OFF = "on_track", "at_risk", "off_track"

# By the number of the action in the sample report.
COURSES: dict[int, Course] = {
    1: Course(
        steps=(
            Step("Criteria agreed with Marketing", -51, -51),
            Step("Criteria used for every new lead", -37, -36),
        ),
        implemented=-35,
        says=(
            (ON, "Agreed with Marketing on one page of criteria.", "Try them on this month's leads."),
            (ON, "Used for half of the new leads.", "Use them for all."),
            "same",
        ),
        proof="Criteria as agreed with Marketing",
    ),
    2: Course(
        steps=(
            Step("Requirements agreed", -49, -49),
            Step("Scoring rules tried on 50 leads", -35, -33),
            Step("Pilot list of 200 leads scored", -12),
            Step("Scores visible in the CRM", -10),
        ),
        says=(
            (ON, "Requirements are written down.", "Draft the scoring rules."),
            (ON, "Draft rules exist.", "Try them on 50 leads."),
            (RISK, "The CRM test system cannot be reached.", "Get access, then try the rules."),
            (ON, "Access is there; two thirds ranked as the team would.", "Score the pilot list."),
            "same",
            (ON, "120 of 200 leads scored.", "Score the last 80 leads."),
            (RISK, "The rest waits for the new CRM release.", "Load the rules once it is out."),
            (RISK, "Release moved by two weeks; a new date is asked for.", "Score the last 80 leads by hand."),
        ),
    ),
    3: Course(
        steps=(
            Step("Trainer chosen", -45, -47),
            Step("First session held", -30, -30),
            Step("Second session held", -12, -11),
        ),
        implemented=-10,
        says=(
            (ON, "Three trainers answered.", "Choose one."),
            (ON, "Trainer chosen, dates agreed.", "Hold the first session."),
            "same",
            (ON, "First session went well; ten of twelve took part.", "Second session."),
            "same",
        ),
        proof="Attendance lists of both sessions",
    ),
    4: Course(
        steps=(
            Step("Segments signed off", -31, -28),
            Step("Groups set up in the mail system", -6),
        ),
        says=(
            (ON, "Data for the segments are collected.", "Draft the segments."),
            "same",
            (ON, "Six segments drafted.", "Have them signed off."),
            None,
            (ON, "Signed off, three days late.", "Set up the groups."),
            "same",
            "same",
            (ON, "Half of the groups are set up.", "The other half."),
        ),
    ),
    5: Course(
        steps=(Step("Messages tested", -38, -38), Step("New messages in use", -18, -18)),
        implemented=-17,
        says=(
            (ON, "Four messages written for each segment.", "Test them."),
            "same",
            (ON, "Tested; two of four work clearly better.", "Put them to use."),
            None,
            "same",
            (ON, "In use since Monday.", ""),
        ),
        proof="Result of the message test",
    ),
    6: Course(
        steps=(Step("First campaign live", -24, -22), Step("Second campaign live", 2)),
        says=(
            (ON, "Audience of past visitors defined.", "Write the first campaign."),
            "same",
            (ON, "First campaign is written.", "Go live."),
            None,
            (ON, "Live; 3 % come back.", "Second campaign."),
            "same",
        ),
    ),
    7: Course(
        steps=(Step("Temporary posts filled", -10), Step("Busy hours covered", 11)),
        says=(
            (ON, "Posts are advertised.", "Interviews."),
            "same",
            (ON, "Nine people interviewed.", "Make offers."),
            (RISK, "Two offers were declined.", "Advertise again."),
            (RISK, "No budget code for the temporary staff.", "Ask for the code."),
            (OFF, "Without the code no contract can be signed.", "Wait for the code."),
        ),
    ),
    9: Course(
        steps=(Step("Routing rules written", -42, -40), Step("Rules live for all queues", -26)),
        says=(
            (ON, "Rules for three queues written.", "The other four."),
            (ON, "All rules written.", "Load them into the system."),
            "same",
            (RISK, "Loading took longer; a new date within the allowance.", "Load the last two queues."),
            (RISK, "Five of seven queues live.", "The last two."),
            None,
        ),
    ),
    13: Course(
        steps=(Step("Questions agreed", -51, -50), Step("Survey answered by 70 %", -41, -41)),
        implemented=-38,
        says=((ON, "Questions agreed with the works council.", "Send the survey."), (ON, "74 % have answered.", "")),
        proof="Summary of the survey",
    ),
}


@dataclass(frozen=True)
class Series:
    """What is read of an indicator: by whom, and the values, one for each reading that falls due.

    `before` are weekly values up to the approval, entered by M&E from the source.
    """

    before: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    source: str = ""
    every: int = 7
    notes: dict[int, str] = field(default_factory=dict)


SERIES: dict[str, Series] = {
    "Lead conversion": Series(
        ("17.2", "16.8", "17.1", "16.9", "17.0", "17.1"),
        ("17.0", "17.4", "17.6", "18.1", "18.0", "18.4", "18.3", "18.6"),
        "CRM, weekly report",
        notes={3: "First week with the new criteria for all leads."},
    ),
    "Response times": Series(
        ("7.5", "7.4", "7.6", "7.3", "7.5", "7.4"), ("7.2", "7.1", "7.4", "7.6", "7.9", "8.1"), "Ticket system"
    ),
    "Resolution rates": Series(
        ("74", "74", "73", "75", "74", "74"), ("75", "76", "76", "75", "77", "76"), "Ticket system"
    ),
    "High-quality leads": Series(("805", "795", "800"), ("815", "850", "880"), "CRM, monthly report", every=30),
    "Production timelines": Series(("14", "15", "14"), ("14", "13"), "Production plan", every=30),
    "Employee turnover": Series(("17.8", "17.7"), ("17.5",), "Payroll", every=91),
    "Employee engagement": Series(("57", "58"), ("61",), "Survey", every=91),
}
