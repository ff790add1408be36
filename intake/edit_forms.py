"""Forms that correct one draft of an import, or make something of a line."""

from typing import Any

from django import forms

from common.forms import HouseForm
from common.text import cut
from intake.edits import KINDS, Node, nodes
from intake.interpret import Analysis
from intake.interpret.drafts import ActionDraft, GapDraft

LABELS = {
    "gap": "A gap",
    "cause": "A cause",
    "action": "An action",
    "objectives": "A purpose of the meeting",
    "agenda": "A point of the agenda",
    "preparation": "To prepare before the meeting",
    "leadership_actions": "A to-do of leadership",
    "summary": "Part of the summary",
}
FIELDS = {
    "gap": ("severity", "impact", "variance", "target", "actual"),
    "action": ("owner", "due", "success_measure"),
}


MOST_PLACES = 200


def places(analysis: Analysis, line: int, chosen: str) -> list[Any]:
    """What a draft may hang on: units for gaps, gaps for causes and actions; of very many the nearest by line."""
    owners = [(unit.line or 0, unit.key, cut(unit.name or "Gaps under no unit", 80)) for unit in analysis.units]
    gaps = [(node.line, node.key, f"{node.key} {node.text}") for node in nodes(analysis) if node.kind == "gap"]
    return [
        ("", "—"),
        ("A gap belongs to the unit", nearest(owners, line, chosen)),
        ("A cause or an action belongs to", nearest(gaps, line, chosen)),
    ]


def nearest(found: list[tuple[int, str, str]], line: int, chosen: str) -> list[tuple[str, str]]:
    """Keys and words of those next to the line, in the order of the document; the chosen one is always among them."""
    if len(found) > MOST_PLACES:
        near = sorted(found, key=lambda each: (each[1] != chosen, abs(each[0] - line)))[:MOST_PLACES]
        kept = {key for _, key, _ in near}
        found = [each for each in found if each[1] in kept]
    return [(key, cut(text, 90)) for _, key, text in found]


class PlaceForm(HouseForm):
    """What something is, and where it belongs."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label="What it says",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": "Write what it says, or drop it with a reason."},
    )
    kind = forms.ChoiceField(label="It is", choices=list(LABELS.items()))
    to = forms.ChoiceField(label="It belongs to", required=False)
    unit = forms.CharField(
        label="or to a new unit", required=False, max_length=160, help_text="For a gap whose unit is not in the list."
    )

    def __init__(self, *args: Any, analysis: Analysis, line: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.analysis = analysis
        self.fields["to"].choices = places(analysis, line, self.initial.get("to", ""))  # type: ignore[attr-defined]
        if len(analysis.gaps) > MOST_PLACES:
            self.fields["to"].help_text = f"The {MOST_PLACES} gaps next to this line."

    @property
    def place(self) -> dict[str, str]:
        given = self.cleaned_data
        return {"kind": given["kind"], "to": given["to"], "unit": given["unit"]}


class EditForm(PlaceForm):
    """One draft: its words and figures, what it is, where it belongs; and the ways to split, merge and drop it."""

    severity = forms.CharField(required=False, max_length=60)
    impact = forms.CharField(required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    variance = forms.CharField(
        label="How far off",
        required=False,
        max_length=200,
        help_text="In the report's words, such as “20 % below target”.",
    )
    target = forms.CharField(required=False, max_length=80)
    actual = forms.CharField(required=False, max_length=80)
    owner = forms.CharField(label="Owner, as the report says", required=False, max_length=160)
    due = forms.DateField(label="Due", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    success_measure = forms.CharField(label="How success is seen", required=False, max_length=300)
    into = forms.ChoiceField(label="Put it into", required=False)
    reason = forms.CharField(label="Why it is dropped", required=False, max_length=160)

    def __init__(self, *args: Any, node: Node, analysis: Analysis, seen: int, **kwargs: Any):
        super().__init__(*args, analysis=analysis, line=node.line, initial={**shown(node), "seen": seen}, **kwargs)
        self.node = node
        wanted = FIELDS.get(node.kind, ())
        for name in {each for names in FIELDS.values() for each in names} - set(wanted):
            del self.fields[name]
        alike = [each for each in nodes(analysis) if each.kind == node.kind and each.key != node.key]
        others = [(each.line, each.key, f"{each.key} {each.text}") for each in alike]
        self.fields["into"].choices = [("", "—"), *nearest(others, node.line, "")]  # type: ignore[attr-defined]

    def operations(self, verb: str) -> list[dict[str, Any]]:
        """The operations that a button stands for."""
        given, key = self.cleaned_data, self.node.key
        if verb == "drop":
            return [{"op": "drop", "key": key, "reason": given["reason"]}]
        if verb == "merge":
            return [{"op": "merge", "key": key, "into": given["into"]}]
        if verb == "split":
            return [{"op": "split", "key": key, "texts": given["text"].splitlines()}]
        fields = {name: given[name] for name in ("text", *FIELDS.get(self.node.kind, ())) if name in given}
        if fields.get("due"):
            fields["due"] = fields["due"].isoformat()
        elif "due" in fields:
            fields["due"] = ""
        fields["text"] = " ".join(fields["text"].split())
        found: list[dict[str, Any]] = []
        if fields != {name: shown_text(shown(self.node).get(name)) for name in fields}:
            found.append({"op": "edit", "key": key, "fields": fields})
        place = self.place
        is_elsewhere = place["kind"] != self.node.kind or (
            self.node.parent and (place["to"] != self.node.parent or place["unit"])
        )
        if is_elsewhere:
            found.append({"op": "move", "key": key, **place, **({"to": ""} if place["unit"] else {})})
        return found


class LineForm(PlaceForm):
    """What is made of one line."""

    def operation(self, line: int) -> dict[str, Any]:
        place = self.place
        return {
            "op": "use",
            "line": line,
            "text": " ".join(self.cleaned_data["text"].split()),
            **place,
            **({"to": ""} if place["unit"] else {}),
        }


def shown(node: Node) -> dict[str, Any]:
    """What the form shows of a draft."""
    found: dict[str, Any] = {"text": node.text, "kind": node.kind, "to": node.parent}
    draft = node.draft
    if isinstance(draft, GapDraft):
        variance = draft.measure.variance
        found |= {
            "severity": draft.severity or "",
            "impact": draft.impact or "",
            "variance": variance.wording if variance else "",
            "target": draft.measure.target or "",
            "actual": draft.measure.actual or "",
        }
    if isinstance(draft, ActionDraft):
        found |= {"owner": draft.owner or "", "due": draft.due or "", "success_measure": draft.success_measure or ""}
    return found


def shown_text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def words_of(verb: str, node: Node, operations: list[dict[str, Any]]) -> str:
    """The change in a line, as the undo button says it."""
    name = f"{KINDS[node.kind][0].lower()} “{cut(node.text, 80)}”"
    if verb == "save":
        moved = any(each["op"] == "move" for each in operations)
        return f"moved {name}" if moved else f"changed {name}"
    return {"drop": f"dropped {name}", "merge": f"put {name} into another", "split": f"split {name}"}[verb]
