"""Hand-written Django views over the same rows with bare templates: what the framework costs with no product around."""

import tempfile
from datetime import datetime, timedelta

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Avg, Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template import engines
from django.utils import timezone

from actions.models import CheckIn, CheckInRequest, CorrectiveAction, Milestone
from gaps.models import Kpi, KpiReading

PER_PAGE = 25
CHARTS = 12
HEAD = "<!doctype html><html><head><title>Plain</title></head><body><h1>{{ title }}</h1>"
LIST = (
    HEAD
    + """<form><input name="q"><select name="state">{% for each in states %}<option>{{ each }}</option>{% endfor %}</select>
<button>Filter</button></form><p>{{ total }} in all</p><table>{% for each in rows %}<tr><td>A-{{ each.number }}</td>
<td><a href="/plain/actions/{{ each.pk }}/">{{ each.title }}</a></td><td>{{ each.department.name }}</td>
<td>{{ each.owner.name }}</td><td>{{ each.get_state_display }}</td><td>{{ each.reached }}/{{ each.steps }}</td>
<td>{{ each.due_on|date:"j M Y" }}</td></tr>{% endfor %}</table></body></html>"""
)
ONE = (
    HEAD
    + """<dl><dt>Gap</dt><dd>{{ action.gap.statement }}</dd><dt>Owner</dt><dd>{{ action.owner.name }}</dd>
<dt>Finish</dt><dd>{{ action.due_on|date:"j M Y" }}</dd><dt>State</dt><dd>{{ action.get_state_display }}</dd></dl>
<ul>{% for each in milestones %}<li>{{ each.title }}, {{ each.promised_on|date:"j M Y" }}, {{ each.get_state_display }}</li>
{% endfor %}</ul><ul>{% for each in answers %}<li>{{ each.answered_at|date:"j M Y H:i" }} {{ each.answered_by.name }}:
{{ each.get_health_display }} {{ each.happened }}</li>{% endfor %}</ul><ul>{% for each in causes %}<li>{{ each.text }}</li>
{% endfor %}</ul><form method="post">{% csrf_token %}<textarea name="happened"></textarea><button>Send</button></form>
</body></html>"""
)
DASHBOARD = (
    HEAD
    + """<table>{% for each in departments %}<tr><td>{{ each.department__name }}</td><td>{{ each.number }}</td>
<td>{{ each.late }}</td></tr>{% endfor %}</table><table>{% for each in health %}<tr><td>{{ each.0 }}</td><td>{{ each.1 }}</td>
<td>{{ each.2 }}</td></tr>{% endfor %}</table>{% for kpi, points in trends %}<h2>{{ kpi.name }}</h2><svg><polyline points="
{% for each in points %}{{ forloop.counter }},{{ each }} {% endfor %}"/></svg>{% endfor %}</body></html>"""
)
TEMPLATES: dict[str, object] = {}


def page(request: HttpRequest, text: str, context: dict) -> HttpResponse:
    """The template, compiled once."""
    if text not in TEMPLATES:
        TEMPLATES[text] = engines["django"].from_string(text)
    return HttpResponse(TEMPLATES[text].render(context, request))


@login_required
def actions(request: HttpRequest) -> HttpResponse:
    """25 of the list, filtered by state and department; late pages go by key."""
    rows = CorrectiveAction.objects.select_related("department", "owner")
    for name in ("state", "department"):
        if value := request.GET.get(name):
            rows = rows.filter(**{name: value})
    total = rows.count()
    if after := request.GET.get("after"):
        day, pk = after.split(",")
        rows = rows.filter(sort_due__gte=day).filter(Q(sort_due__gt=day) | Q(pk__gt=pk))
    shown = list(rows.order_by("sort_due", "pk")[:PER_PAGE])
    steps = Milestone.objects.filter(action__in=[each.pk for each in shown]).order_by().values_list("action")
    counts = {
        pk: (number, reached)
        for pk, number, reached in steps.annotate(every=Count("pk"), done=Count("pk", filter=Q(state="reached")))
    }
    for each in shown:
        each.steps, each.reached = counts.get(each.pk, (0, 0))
    states = [label for _, label in CorrectiveAction._meta.get_field("state").choices]
    return page(request, LIST, {"title": "Actions", "rows": shown, "total": total, "states": states})


@login_required
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action with milestones, causes and check-ins; a POST checks in."""
    found = get_object_or_404(CorrectiveAction.objects.select_related("gap", "owner"), pk=pk)
    if request.method == "POST":
        return check_in(request)
    answers = CheckIn.objects.filter(request__action=found).select_related("answered_by")
    context = {
        "title": found.title,
        "action": found,
        "milestones": found.milestones.all(),
        "answers": answers,
        "causes": found.causes.all(),
    }
    return page(request, ONE, context)


def check_in(request: HttpRequest) -> HttpResponse:
    """The answer and the request's state, with the row locked and no history."""
    with transaction.atomic():
        asked = get_object_or_404(CheckInRequest.objects.select_for_update(of=("self",)), pk=request.POST["request"])
        answer = CheckIn(
            request=asked,
            health=request.POST["health"],
            computed="unknown",
            happened=request.POST["happened"],
            answered_by=request.user,
            answered_at=timezone.now(),
        )
        answer.full_clean(exclude=["request", "answered_by"], validate_unique=False, validate_constraints=False)
        answer.save()
        asked.state = "answered"
        asked.save(update_fields=["state"])
    return HttpResponseRedirect("/plain/actions/")


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Counts by department, health of the last six weeks, and the last year of twelve indicators."""
    day = timezone.localdate()
    departments = (
        CorrectiveAction.objects.order_by()
        .values("department__name")
        .annotate(number=Count("pk"), late=Count("pk", filter=Q(due_on__lt=day, state="in_progress")))
    )
    since = day - timedelta(weeks=6)
    health = (
        CheckIn.objects.filter(request__period_start__gte=since)
        .order_by()
        .values_list("request__action__department__name", "health")
        .annotate(Count("pk"))
    )
    kpis = list(Kpi.objects.annotate(mean=Avg("target")).order_by("name", "pk")[:CHARTS])
    points: dict[int, list] = {kpi.pk: [] for kpi in kpis}
    year = KpiReading.objects.filter(kpi__in=kpis, is_current=True, date__gte=day - timedelta(days=364))
    for kpi, value in year.order_by("date").values_list("kpi_id", "value"):
        points[kpi].append(value)
    context = {
        "title": "Dashboard",
        "departments": departments,
        "health": health,
        "trends": [(kpi, points[kpi.pk]) for kpi in kpis],
    }
    return page(request, DASHBOARD, context)


@login_required
def actions_xlsx(request: HttpRequest) -> HttpResponse:
    """All rows out of one statement into XlsxWriter: what a file costs at least."""
    fields = ["number", "title", "scope", "department__name", "state", "owner__name", "team__name", "sponsor__name"]
    fields += ["start_on", "due_on", "first_due_on", "cost_once", "kpi__name", "gap__number"]
    out = tempfile.TemporaryFile()  # noqa: SIM115
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, fields)
    rows = CorrectiveAction.objects.order_by("sort_due", "pk").values_list(*fields)
    for number, row in enumerate(rows.iterator(chunk_size=2000), start=1):
        sheet.write_row(
            number, 0, [value.replace(tzinfo=None) if isinstance(value, datetime) else value for value in row]
        )
    book.close()
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="actions.xlsx")
