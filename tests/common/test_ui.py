"""Tags and filters: what they write, and that nothing a person typed gets out unescaped."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from common.forms import HouseForm
from common.icons import GENERAL, SHAPES, svg
from common.marks import STATES, health, initials, pair, pill, state, who
from saypro.shell import Shell, current, shell

TODAY = date(2025, 5, 20)
NASTY = "<script>alert(1)</script>"


def draw(source: str, **values) -> str:
    return Template(source).render(Context(values))


class Sample(HouseForm):
    name = forms.CharField(help_text="As on the badge.")
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    at = forms.DateTimeField(required=False)
    about = forms.CharField(required=False, widget=forms.Textarea)
    answer = forms.ChoiceField(choices=[("yes", "Accept"), ("no", "Contest")], widget=forms.RadioSelect)
    agree = forms.BooleanField(required=False)
    hidden = forms.CharField(required=False, widget=forms.HiddenInput)


@pytest.mark.parametrize("name", [*GENERAL, *SHAPES])
def test_every_icon_draws_and_is_silent(name):
    drawn = svg(name)
    assert drawn.startswith('<svg class="icon')
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn
    assert drawn.count("<svg") == 1


def test_an_unknown_icon_is_a_fault():
    with pytest.raises(ValueError, match="no icon"):
        svg("sparkles")


def test_every_ring_of_a_state_is_drawn():
    assert {ring for _, ring in STATES.values()} <= set(SHAPES)


@pytest.mark.parametrize("mark", [pill("ok", "check", NASTY), state("draft", NASTY), who(NASTY)])
def test_marks_escape_what_was_typed(mark):
    assert "<script>" not in mark
    assert "&lt;script&gt;" in mark


def test_an_unknown_state_still_has_a_ring_and_words():
    drawn = state("brand_new")
    assert "Brand new" in drawn
    assert "<svg" in drawn


def test_health_is_one_pill_where_claim_and_fact_agree():
    assert pair("on_track", "on") == health("on")
    assert "dates say" in pair("on", "at_risk")


@pytest.mark.parametrize(
    ("name", "letters"), [("Nomsa Dlamini", "ND"), ("Johan van der Wyk", "JW"), ("Ayesha", "A"), ("", "")]
)
def test_initials_are_of_the_first_and_the_last_name(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ on|day:today }}", '<time datetime="2025-05-23">Fri 23 May</time>'),
        ("{{ on|day:other }}", '<time datetime="2025-05-23">Fri 23 May 2025</time>'),
        ("{{ on|away:today }}", "in 3 days"),
        ("{{ nothing|day }}{{ nothing|away }}{{ nothing|moment }}{{ nothing|money }}{{ nothing|figure }}", ""),
        ("{{ at|moment:today }}", '<time datetime="2025-04-10T14:31:00+02:00">Thu 10 Apr, 14:31</time>'),
        ("{{ late|day:today }}", '<time datetime="2025-05-21">Wed 21 May</time>'),
        ("{{ cost|money:'R' }}", "R\u202f2\u202f400\u202f000"),
        ("{{ cost|money:'' }}", "R\u202f2\u202f400\u202f000"),
        ("{{ share|unit_figure:'%' }}", "18.4\u00a0%"),
        ("{{ 5|counted:'plan,plans'|capfirst }}", "Five plans"),
        ("{{ 1|counted:'finding is,findings are' }}", "one finding is"),
    ],
)
def test_dates_sums_and_counts_read_as_people_write_them(source, words):
    values = {
        "today": TODAY,
        "other": date(2026, 1, 1),
        "on": date(2025, 5, 23),
        "at": datetime(2025, 4, 10, 12, 31, tzinfo=UTC),
        "late": datetime(2025, 5, 20, 22, 30, tzinfo=UTC),
        "nothing": None,
        "cost": Decimal("2400000.00"),
        "share": Decimal("18.40"),
    }
    assert draw(source, **values) == words


def test_wrap_leaves_nothing_around_nothing():
    assert draw('{% wrap "p" "lead" %}  {% endwrap %}') == ""
    assert draw('{% wrap "nav" "crumbs" "Where" %}x{% endwrap %}') == '<nav class="crumbs" aria-label="Where">x</nav>'


def test_fields_say_what_is_asked_and_what_is_wrong():
    drawn = draw("{% load crispy_forms_tags %}{{ form|crispy }}", form=Sample({"day": "no day"}))
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_error"' in drawn
    assert '<fieldset class="field" id="id_answer"' in drawn
    assert 'class="seg"' in drawn
    assert 'class="tick"' in drawn
    assert drawn.index("id_name_helptext") < drawn.index('id="id_name_error"') < drawn.index('name="name"')
    assert drawn.count(">optional<") == 3


def test_elements_carry_our_class_and_open_a_calendar():
    form = Sample()
    assert 'class="input"' in str(form["name"])
    assert 'type="date"' in str(form["day"])
    assert 'type="datetime-local"' in str(form["at"])
    assert 'rows="3"' in str(form["about"])
    assert "input" not in form.fields["agree"].widget.attrs.get("class", "")


def test_a_field_may_be_named_anew_and_lose_its_hint():
    drawn = draw('{% field form.name label="Your name" hint="" %}', form=Sample())
    assert "Your name" in drawn
    assert "helptext" not in drawn


def test_the_summary_links_to_each_field():
    drawn = draw('{% include "components/error_summary.html" %}', form=Sample({"day": "no day"}))
    assert "Three things need another look" in drawn
    assert 'href="#id_answer"' in drawn


def test_without_a_viewer_the_shell_is_empty():
    assert shell(RequestFactory().get("/")) == {"shell": Shell()}


@pytest.mark.parametrize(
    ("url", "path", "value"),
    [("/", "/", "page"), ("/", "/gaps/", ""), ("/gaps/", "/gaps/", "page"), ("/gaps/", "/gaps/3/", "true")],
)
def test_the_shell_says_where_one_is(url, path, value):
    assert current(url, path) == value


@pytest.mark.django_db
def test_the_shell_shows_only_what_a_person_may_open(cast):
    def labels(name: str) -> set[str]:
        request = RequestFactory().get("/")
        request.viewer = cast.viewer(name)
        return {item.name for group in shell(request)["shell"].nav for item in group.items}

    assert {"approvals", "audit", "people"} <= labels("leader")
    assert "messages" not in labels("leader")
    assert {"messages", "people"} <= labels("admin")
    assert not {"approvals", "people", "audit", "messages"} & labels("stranger")
    assert {"my_work", "actions", "meetings"} <= labels("stranger")
