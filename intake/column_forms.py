"""The form that says what each column of a table is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from common.forms import HouseForm
from intake.interpret import TableColumns

WORDS = {
    "gap": "Gap",
    "unit": "Owning unit",
    "cause": "Root cause",
    "action": "Corrective action",
    "owner": "Action owner",
    "due": "Due date",
    "kpi": "Indicator",
    "target": "Target",
    "actual": "Actual",
    "variance": "Variance",
    "severity": "Severity",
    "impact": "Impact",
    "success_measure": "Evidence of success",
    "status": "Status",
    "comment": "Remark",
    "reference": "ID",
    "gap_reference": "Reference to a finding",
}
CHOICES = [("", "Not used"), *WORDS.items()]


@dataclass(frozen=True)
class ColumnRow:
    """One column: its heading as written, some of its cells, and the select."""

    head: str
    samples: tuple[str, ...]
    field: BoundField


class ColumnsForm(HouseForm):
    """For each column of each table what it is taken for."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, tables: Sequence[TableColumns], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.tables = tables
        for table in tables:
            for place, (head, name) in enumerate(zip(table.heads, table.fields, strict=True)):
                self.fields[f"{table.fingerprint}-{place}"] = forms.ChoiceField(
                    required=False,
                    label=f"“{head}” is" if head else f"Column {place + 1} is",
                    choices=CHOICES,
                    initial=name,
                    error_messages={"invalid_choice": "Choose one of the list."},
                )

    def shown(self) -> Iterator[tuple[TableColumns, list[ColumnRow]]]:
        """Each table with its columns; one without heading and cells is not worth a line."""
        for table in self.tables:
            rows = [
                ColumnRow(head or f"Column {place + 1}", samples, self[f"{table.fingerprint}-{place}"])
                for place, (head, samples) in enumerate(zip(table.heads, table.samples, strict=True))
                if head or samples
            ]
            yield table, rows

    def columns(self) -> dict[str, list[str]]:
        """For each table the field of each column."""
        given = self.cleaned_data
        return {
            table.fingerprint: [given.get(f"{table.fingerprint}-{place}", "") for place in range(len(table.heads))]
            for table in self.tables
        }
