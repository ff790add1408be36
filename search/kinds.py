"""The kinds of things that can be found, in the order of the page: how they are called, and their icon."""

KINDS = {
    "action": ("Action", "Actions", "list"),
    "gap": ("Gap", "Gaps", "gap"),
    "analysis": ("Analysis", "Analyses", "doc"),
    "kpi": ("KPI", "KPIs", "chart"),
    "meeting": ("Meeting", "Meetings", "people"),
    "task": ("To-do", "To-dos", "check"),
}
CHOICES = [(key, many) for key, (_, many, _) in KINDS.items()]
