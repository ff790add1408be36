"""A page with every component in every state, to look at after a change. Plain made-up data, no database."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common.forms import HouseForm
from common.marks import HEALTH, STATES

TODAY = date(2025, 5, 20)
VALUES = (170, 168, 171, 169, 170, 171, 170, 174, 176, 181, 180, 184)
LONG = "A title that goes on for much longer than anybody would wish, because somebody pasted a whole sentence into it"


@dataclass(frozen=True)
class Line:
    """One line of a difference."""

    label: str
    before: str
    after: str
    note: str = ""


class SampleForm(HouseForm):
    """Each kind of field once."""

    name = forms.CharField(max_length=40, help_text="As it stands on the badge.")
    about = forms.CharField(required=False, widget=forms.Textarea)
    day = forms.DateField(required=False)
    unit = forms.ChoiceField(choices=[("", "Choose"), ("sales", "Sales"), ("support", "Customer Support")])
    answer = forms.ChoiceField(choices=[("yes", "Accept"), ("no", "Contest")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        required=False,
        choices=[("a", "The first cause"), ("b", "The second cause")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(required=False, label="Proof to follow")
    file = forms.FileField(required=False)


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Draw the gallery."""
    readings = [
        (TODAY - timedelta(weeks=len(VALUES) - 1 - index), Decimal(value) / 10) for index, value in enumerate(VALUES)
    ]
    context = {
        "today": TODAY,
        "days": [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=200)],
        "states": STATES,
        "healths": HEALTH,
        "plain_form": SampleForm(),
        "broken_form": SampleForm({"day": "no day", "answer": "yes"}),
        "lines": [
            Line("Finish by", "Fri 16 May", "Fri 6 Jun", "21 days later"),
            Line("Cost, once", "R 85 000", "R 110 000", "R 25 000 more"),
            Line("Scope", "All four lines", LONG),
        ],
        "values": [value for _, value in readings],
        "readings": readings,
        "start": TODAY - timedelta(weeks=5),
        "long": LONG,
    }
    return render(request, "gallery.html", context)
