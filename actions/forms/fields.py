"""Form fields for owners, people, figures and sums."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from accounts import choices
from common.numbers import figure, parse_decimal


class CachedChoiceField(forms.TypedChoiceField):
    """A choice out of the cache, with an empty first line; the value is an id or None."""

    def __init__(self, source: Callable[[], list[tuple[Any, str]]], *, empty: str = "Choose", **kwargs: Any):
        kwargs.setdefault("required", False)
        super().__init__(
            choices=lambda: [("", empty), *source()], coerce=kwargs.pop("coerce", int), empty_value=None, **kwargs
        )


class PersonField(CachedChoiceField):
    """One person, by id."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices.people, **kwargs)


class DepartmentField(CachedChoiceField):
    """One department, by id."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices.departments, **kwargs)


class OwnerField(CachedChoiceField):
    """A person ("u12") or a team ("t3")."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices.owners, coerce=str, **kwargs)


def owner_values(value: str | None) -> dict[str, int | None]:
    """The two ids, owner and team, that the choice stands for."""
    if not value:
        return {"owner_id": None, "team_id": None}
    pk = int(value[1:])
    return {"owner_id": pk, "team_id": None} if value[0] == "u" else {"owner_id": None, "team_id": pk}


def owner_choice(owner_id: int | None, team_id: int | None) -> str:
    """The choice that stands for an action's owner."""
    if owner_id:
        return f"u{owner_id}"
    return f"t{team_id}" if team_id else ""


def choose_from(form: forms.Form, name: str, options: Sequence[tuple[Any, str]]) -> None:
    """Say what the form's field of that name chooses from."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice")
    field.choices = options


class FigureField(forms.Field):
    """A figure as people type it: "55 000", "1,250.50", "17.5 %"; the value is a Decimal or None."""

    example = "17.5"

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return figure(value).replace("\u202f", " ") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """The figure as Decimal; None where nothing was typed."""
        text = str(value or "").strip()
        if not text:
            return None
        if len(text) > 40:
            raise forms.ValidationError(self.sentence(), code="figure")
        try:
            number = parse_decimal(text)
        except ValueError:
            raise forms.ValidationError(self.sentence(), code="figure") from None
        if abs(number) >= Decimal("1e12"):
            raise forms.ValidationError("Write a smaller figure.", code="figure")
        return self.rounded(number)

    def sentence(self) -> str:
        return f"Write a figure, such as {self.example}."

    def rounded(self, number: Decimal) -> Decimal:
        return round(number, 4)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


class SumField(FigureField):
    """A sum of money, nought or more, to the cent."""

    example = "55 000"

    def sentence(self) -> str:
        return f"Write a sum, such as {self.example}."

    def rounded(self, number: Decimal) -> Decimal:
        if number < 0:
            raise forms.ValidationError("A cost is nought or more.", code="figure")
        return round(number, 2)
