"""A choice drawn at once is what Django draws option by option."""

import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from common.selects import is_plain, select
from common.templatetags.ui import control

CHOICES = [("", "Every one"), ("1", "Sales & Marketing"), ("2", '<b>"Bold"</b>'), (3, "Three"), (None, "None")]


class OneForm(forms.Form):
    one = forms.ChoiceField(
        choices=CHOICES, required=True, help_text="Choose.", widget=forms.Select(attrs={"class": "input"})
    )
    many = forms.MultipleChoiceField(choices=CHOICES)
    grouped = forms.ChoiceField(choices=[("Group", [("a", "A"), ("b", "B")]), ("c", "C")])


@pytest.mark.parametrize("data", [None, {"one": "2"}, {"one": "3"}, {"one": "of no list"}, {"one": ""}])
def test_it_is_what_the_framework_draws(data):
    field = OneForm(data)["one"]
    assertHTMLEqual(select(field, {"class": "input wide"}), field.as_widget(attrs={"class": "input wide"}))


def test_markup_in_a_name_stays_text():
    assert "&lt;b&gt;" in control(OneForm()["one"])
    assert "<b>" not in control(OneForm()["one"])


@pytest.mark.parametrize("name", ["many", "grouped"])
def test_others_are_left_to_the_framework(name):
    field = OneForm({"many": ["1", "2"], "grouped": "b"})[name]
    assertHTMLEqual(control(field), field.as_widget(attrs={"class": "input"}))
    assert is_plain(OneForm()["one"])
