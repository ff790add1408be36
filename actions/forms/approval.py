"""Forms of a bundle: submitting it, deciding on its items, and signing."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from actions.forms.fields import OwnerField, SumField, choose_from, owner_choice, owner_values
from actions.models import ApprovalItem
from actions.models.approval import CHOICES
from common.forms import HouseForm


class SubmitForm(HouseForm):
    """Which plans go to whom, until when."""

    actions = forms.TypedMultipleChoiceField(coerce=int, label="Plans", widget=forms.CheckboxSelectMultiple)
    signers = forms.TypedMultipleChoiceField(coerce=int, label="To be signed by", widget=forms.CheckboxSelectMultiple)
    due_on = forms.DateField(label="Decide by", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label="Note to the signers")

    def __init__(self, *args: Any, plans: list[tuple[int, str]], leaders: list[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "actions", plans)
        choose_from(self, "signers", [(leader.pk, leader.name) for leader in leaders])
        self.fields["actions"].error_messages["required"] = "Choose at least one plan."
        self.fields["signers"].error_messages["required"] = "Name at least one person who signs."


class DecisionForm(HouseForm):
    """One signer's choice on one item; its prefix names the item."""

    digest = forms.CharField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(choices=CHOICES, required=False)
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    owner = OwnerField(empty="Nobody yet")
    due_on = forms.DateField(required=False, label="Finish by", widget=forms.DateInput(attrs={"type": "date"}))
    cost_once = SumField(label="Cost once")
    cost_yearly = SumField(label="Cost per year")
    scope = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def for_item(cls, item: ApprovalItem, data: Any = None, draft: Any = None) -> "DecisionForm":
        """The form of one item: what was marked before, else the plan as asked."""
        values = {**item.snapshot.values, **(draft.overlay if draft else {})}
        initial = {
            "digest": item.snapshot.digest,
            "choice": draft.choice if draft else "",
            "reason": draft.reason if draft else "",
            "owner": owner_choice(values["owner"], values["team"]),
            "due_on": date.fromisoformat(values["due_on"]) if values["due_on"] else None,
            "cost_once": SumField().to_python(values["cost_once"]) if values["cost_once"] else None,
            "cost_yearly": SumField().to_python(values["cost_yearly"]) if values["cost_yearly"] else None,
            "scope": values["scope"],
        }
        return cls(data, prefix=f"i{item.pk}", initial=initial)

    def overlay(self) -> dict[str, Any]:
        """The values a signer sets over the plan; the service keeps only those that differ."""
        given = self.cleaned_data
        ids = owner_values(given["owner"])
        return {
            "owner": ids["owner_id"],
            "team": ids["team_id"],
            "due_on": given["due_on"],
            "cost_once": given["cost_once"],
            "cost_yearly": given["cost_yearly"],
            "scope": given["scope"],
        }


class SignForm(HouseForm):
    """The password, to sign."""

    password = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def digests(self) -> dict[int, str]:
        """The digest of each plan as it stood on the page, by the id of its item."""
        return {
            int(key.removeprefix("digest-")): str(value)
            for key, value in self.data.items()
            if key.startswith("digest-") and key.removeprefix("digest-").isdecimal()
        }
