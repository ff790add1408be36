"""What people hold of findings: indicators whose readings they give, and questions they were asked."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import Department, User
from accounts.viewer import Viewer
from accounts.work import Foreseen, Handing, Held, Kind, Source, Work
from audit.services import record
from common.text import counted, cut
from gaps.models import Clarification, Gap, Kpi
from gaps.searching import index_kpis

KINDS = (
    Kind("readings", "Indicators they give readings of", "indicator to read", "indicators to read"),
    Kind("questions", "Questions they were asked", "question", "questions"),
)
ENDED = ("closed", "withdrawn", "treated")


def find(person: User, at: datetime) -> list[Work]:
    """In one statement."""
    kpis = Kpi.objects.filter(data_owner=person, is_active=True).order_by()
    asked = Clarification.objects.filter(answerer=person, state="open").order_by()
    rows = kpis.values_list(Value("readings", CharField()), "pk", Cast("name", TextField()), "pk").union(
        asked.values_list(Value("questions", CharField()), "pk", "question", "gap__number"), all=True
    )
    return [
        Work("readings", pk, title, reverse("kpi", args=[pk]))
        if kind == "readings"
        else Work("questions", pk, cut(title, 140), reverse("question", args=[pk]), sub=f"on G-{number:02d}")
        for kind, pk, title, number in sorted(rows, key=lambda row: (row[0] != "readings", row[2], row[1]))
    ]


def foresee(person: User, handings: Sequence[Handing], by: Viewer, at: datetime) -> dict[str, Foreseen]:
    return {
        each.work.key: Foreseen(
            f"{each.to} gives its readings from now on; those given stay."
            if each.work.kind == "readings"
            else f"{each.to} is asked instead."
        )
        for each in handings
    }


def give(person: User, handings: Sequence[Handing], reason: str, by: Viewer, at: datetime) -> None:
    """Write it, with an entry for each in the history."""
    to = {(each.work.kind, each.work.pk): each.to for each in handings}
    kpis = list(
        Kpi.objects.select_for_update(of=("self",)).filter(pk__in=[pk for kind, pk in to if kind == "readings"])
    )
    for kpi in kpis:
        kpi.data_owner = to["readings", kpi.pk]
        note("kpi.edited", kpi, "data_owner", person, kpi.data_owner, kpi.department_id, reason, by, at)
    Kpi.objects.bulk_update(kpis, ["data_owner"])
    index_kpis(*[each.pk for each in kpis], at=at)
    asked = list(
        Clarification.objects.select_for_update(of=("self",))
        .select_related("gap")
        .filter(pk__in=[pk for kind, pk in to if kind == "questions"])
    )
    for question in asked:
        answerer = to["questions", question.pk]
        if answerer is None:
            raise ValueError("a question is put to somebody")
        question.answerer = answerer
        note("question.handed_over", question, "to", person, answerer, question.gap.department_id, reason, by, at)
    Clarification.objects.bulk_update(asked, ["answerer"])


def note(verb, thing, field, old, new, department_id, reason, by, at) -> None:
    """The entry in the history of what went from one person to another."""
    record(
        verb,
        thing,
        actor=by.actor,
        at=at,
        department_id=department_id,
        old={field: old.name},
        new={field: new.name if new else ""},
        reason=reason,
    )


SOURCE = Source(KINDS, find, foresee, give)


def held_by(department: Department) -> list[Held]:
    """Gaps that are not closed."""
    gaps = Gap.objects.filter(department=department).exclude(state__in=ENDED).count()
    if not gaps:
        return []
    return [Held(f"{counted(gaps, 'gap is', 'gaps are')} not closed", f"{reverse('gaps')}?department={department.pk}")]
