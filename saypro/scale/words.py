"""The words that made-up work is put together from. Plain lists: what is drawn from them depends on the seed alone."""

FIRST_NAMES = (
    "Ama", "Bongani", "Carla", "Daniel", "Esther", "Farid", "Grace", "Hendrik", "Ifeoma", "Jabu", "Kamala", "Lwazi",
    "Maria", "Naledi", "Oscar", "Priya", "Rafael", "Sipho", "Tariro", "Ulla", "Victor", "Wanjiru", "Yusuf", "Zodwa",
)  # fmt: skip
LAST_NAMES = (
    "Abrahams", "Botha", "Chikwanha", "Dube", "Eze", "Fourie", "Gumede", "Hassan", "Isaacs", "Jansen", "Kimani",
    "Lopez", "Mabaso", "Naidoo", "Otieno", "Pillay", "Radebe", "Sithole", "Tshabalala", "Venter", "Wekesa", "Zulu",
)  # fmt: skip
DEPARTMENTS = (
    "Finance", "Procurement", "Logistics", "Quality", "Maintenance", "Training", "Field Offices", "Research",
    "Compliance", "Information Systems", "Facilities", "Communications", "Partnerships", "Safety", "Planning",
)  # fmt: skip
INDICATORS = (
    ("Orders on time", "%", "higher", 92.0, 6.0),
    ("Complaints per thousand", "cases", "lower", 4.0, 1.5),
    ("Days to close a case", "days", "lower", 9.0, 3.0),
    ("Staff trained", "%", "higher", 85.0, 10.0),
    ("Budget spent as planned", "%", "higher", 96.0, 4.0),
    ("Reports without errors", "%", "higher", 97.0, 3.0),
    ("Stock outs", "cases", "lower", 3.0, 2.0),
    ("Downtime of systems", "h", "lower", 5.0, 4.0),
    ("Visits completed", "visits", "higher", 240.0, 40.0),
    ("Posts filled", "%", "higher", 94.0, 5.0),
)
VERBS = (
    "Write down", "Agree on", "Replace", "Train the team in", "Measure", "Simplify", "Publish", "Review", "Automate",
    "Hand over", "Set up", "Renew", "Audit", "Pilot", "Shorten", "Document",
)  # fmt: skip
THINGS = (
    "the intake form", "the weekly stock count", "the supplier contracts", "the escalation path", "the training plan",
    "the service desk queue", "the delivery routes", "the approval of invoices", "the handover between shifts",
    "the spare parts list", "the customer follow-up", "the quality checks", "the field report", "the access rights",
    "the budget forecast", "the onboarding of new staff", "the complaint register", "the maintenance calendar",
)  # fmt: skip
PLACES = (
    "in the north", "in the south", "at head office", "in the warehouse", "with partners", "on site", "for new clients",
    "in the call centre", "across branches", "for the night shift", "in the workshop", "with suppliers",
)  # fmt: skip
PROBLEMS = (
    "falls behind its target in most weeks", "takes longer than agreed", "differs from branch to branch",
    "stays below the standard", "costs more than planned", "is not recorded where it should be",
)  # fmt: skip
CAUSES = (
    "Nobody owns the step between the two teams", "The form asks for what nobody knows at that moment",
    "Two systems hold the same figure and differ", "New staff learn it by watching", "The supplier changed its terms",
    "Targets were set without asking who carries them", "The check comes after the fact", "Posts have been vacant",
)  # fmt: skip
CATEGORIES = ("process", "people", "technology", "resources", "leadership", "external")
STEPS = (
    "Need agreed with those who use it", "First draft tried out", "Half of the places follow it",
    "Running everywhere, with proof",
)  # fmt: skip
NEWS = (
    "Two branches follow it now.", "The draft went round and came back with remarks.", "Waiting for the supplier.",
    "The team met and agreed on the next step.", "Half of the places are done.", "No change since the last time.",
)  # fmt: skip
NEXT = ("Go through the remarks.", "Visit the last three places.", "Train the night shift.", "Ask for the figures.")
RARE = "heliograph"  # stands in ten actions, however many there are: what a search for a rare word finds
