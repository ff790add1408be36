"""Evidence of an action, and the milestone it belongs to."""

from typing import Any

from django import forms

from actions.forms.fields import choose_from
from evidence.forms import EvidenceForm


class ProofForm(EvidenceForm):
    """A file or an address, for the action or for one of its milestones."""

    milestone = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="Shows that it is reached")

    def __init__(self, *args: Any, milestones: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "milestone", [("", "The action as a whole"), *milestones])
