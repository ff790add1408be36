"""Forms for questions on findings: asked of somebody by a date, or expected and answered beforehand."""

from typing import Any

from django import forms

from actions.forms.fields import PersonField, choose_from
from common.forms import HouseForm
from common.text import cut
from gaps.models import Gap

WHOLE = "The finding as a whole"


def parts_of(gap: Gap) -> list[tuple[str, str]]:
    """What a question may be about besides the whole finding: each figure and each cause, by key, in words."""
    figures = [(f"m{each.pk}", f"Figure: {each}") for each in gap.measures.select_related("kpi")]
    causes = [(f"c{each.pk}", f"Cause: {each.text}") for each in gap.causes.all()]
    return [(key, cut(words, 300)) for key, words in (*figures, *causes)]


class AboutForm(HouseForm):
    """A question on a finding, or on one figure or cause of it."""

    about = forms.ChoiceField(required=False, label="About")

    def __init__(self, *args: Any, gap: Gap | None, about: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        if gap is None:
            del self.fields["about"]
            return
        self.parts = parts_of(gap)
        if about and about not in dict(self.parts).values():
            self.parts.append(("kept", about))
        self.initial.setdefault("about", next((key for key, words in self.parts if words == about), ""))
        choose_from(self, "about", [("", WHOLE), *self.parts])

    def about_words(self) -> str:
        """What the question is about in words; empty for the whole finding."""
        return dict(self.parts).get(self.cleaned_data["about"], "")


class QuestionForm(AboutForm):
    """A question to somebody, with a deadline; the answerer is reminded."""

    question = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    answerer = PersonField(required=True, label="To whom")
    due_on = forms.DateField(
        label="Answer by",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="They see it in “My work” and are reminded. Unanswered, it goes on the next agenda.",
    )
    field_order = ["question", "about", "answerer", "due_on"]


class ExpectedForm(AboutForm):
    """A question that leadership is likely to ask, and the answer."""

    question = forms.CharField(label="What leadership is likely to ask", widget=forms.Textarea(attrs={"rows": 2}))
    answer = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Leadership reads both on the finding and in the briefing pack. Evidence can be added afterwards.",
    )
    field_order = ["question", "about", "answer"]
