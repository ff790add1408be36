"""Score an interpretation against the right answer of a sample, written line by line in a `.want` file.

`title:`, `date:` and `by:` come first. Then `U unit`, `G statement | key=value …`, `C cause`, `A title | owner | due | success measure`
and `? left-over line`. A unit or cause that ends with "?" may be missing; `free` on a gap leaves its figures unjudged; a due of "-" is none.
"""
# ruff: noqa: E501 - the samples are data

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from intake.interpret import Analysis, to_json
from intake.interpret.dates import find_date
from intake.interpret.labels import field_of, labelled

WEIGHTS = {
    "gaps": 24, "causes": 13, "actions": 20, "figures": 13, "owners": 6, "dates": 6, "other": 6, "kept": 9, "left over": 3,
}  # fmt: skip
LIKE = 0.6


@dataclass
class WantedAction:
    title: str
    owner: str | None = None
    due: str | None = None
    success_measure: str | None = None


@dataclass
class WantedGap:
    unit: str
    statement: str
    said: dict[str, str] = field(default_factory=dict)
    causes: list[str] = field(default_factory=list)
    actions: list[WantedAction] = field(default_factory=list)


@dataclass
class Wanted:
    head: dict[str, str] = field(default_factory=dict)
    gaps: list[WantedGap] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)


@dataclass
class Score:
    value: float
    parts: dict[str, float]
    notes: list[str]


def read_wanted(text: str) -> Wanted:
    """The right answer that a `.want` text describes."""
    wanted, unit = Wanted(), ""
    for line in filter(str.strip, text.splitlines()):
        head = re.match(r"(title|date|by): (.*)", line)
        mark, _, rest = line.partition(" ")
        parts = [part.strip() for part in rest.split(" | ")]
        if head:
            wanted.head[head[1]] = head[2]
        elif mark == "U":
            unit = rest
        elif mark == "G":
            said = dict((*part.split("=", 1), "")[:2] for part in parts[1:])
            wanted.gaps.append(WantedGap(unit, parts[0], said))
        elif mark == "C":
            wanted.gaps[-1].causes.append(rest)
        elif mark == "A":
            own = [part if part not in ("", "-") else None for part in parts]
            wanted.gaps[-1].actions.append(WantedAction(str(own[0]), *own[1:]))
        else:
            wanted.left_over.append(rest)
    return wanted


def score(analysis: Analysis, wanted: Wanted) -> Score:
    """How near the interpretation is to the right answer, 0 to 1, with a note for each thing that is not."""
    return _Scoring(to_json(analysis), wanted, analysis).score()


class _Scoring:
    def __init__(self, answer: dict[str, Any], wanted: Wanted, analysis: Analysis) -> None:
        self.answer, self.wanted, self.analysis = answer, wanted, analysis
        self.tallies = {name: [0.0, 0.0] for name in WEIGHTS}
        self.notes: list[str] = []

    def add(self, name: str, hits: float, wanted: float, got: float, note: str = "") -> None:
        self.tallies[name][0] += hits
        self.tallies[name][1] += wanted + got - hits
        if note and hits < max(wanted, got):
            self.notes.append(f"{name}: {note}")

    def score(self) -> Score:
        got = [(unit["name"] or "", gap) for unit in self.answer["units"] for gap in unit["gaps"]]
        pairs = paired(self.wanted.gaps, got, lambda w, g: alike(w.statement, g[1]["statement"]))
        self.add("gaps", len(pairs), len(self.wanted.gaps), len(got))
        for index, gap in enumerate(self.wanted.gaps):
            if index not in pairs:
                self.notes.append(f"gap missed: {gap.statement}")
            unit, found = got[pairs[index]] if index in pairs else ("", {})
            self.take_gap(gap, unit, found)
        for index, (_, gap) in enumerate(got):
            if index not in pairs.values():
                self.notes.append(f"gap invented: {gap['statement']}")
                self.add("causes", 0, 0, len(gap["root_causes"]))
                self.add("actions", 0, 0, len(gap["actions"]))
        self.take_head()
        self.take_lines()
        parts = {name: hits / all_ for name, (hits, all_) in self.tallies.items() if all_}
        total = sum(WEIGHTS[name] for name in parts)
        return Score(sum(WEIGHTS[name] * part for name, part in parts.items()) / total, parts, self.notes)

    def take_gap(self, gap: WantedGap, unit: str, found: dict[str, Any]) -> None:
        if not gap.unit.endswith("?"):
            self.add("other", float(overlap(gap.unit, unit) >= 0.7), 1, float(bool(found)), f"unit {gap.unit} / {unit}")
        self.take_figures(gap, found)
        for key, name in (("sev", "severity"), ("impact", "impact")):
            self.field("other", gap.said.get(key), found.get(name), f"{name} of {gap.statement[:30]}")
        if "kpi" in gap.said:
            hit = any(alike(gap.said["kpi"], kpi) >= 0.7 for kpi in found.get("kpis", ()))
            self.add("other", float(hit), 1, float(hit), f"kpi {gap.said['kpi']} / {found.get('kpis')}")
        causes = found.get("root_causes", [])
        hits = paired(gap.causes, causes, lambda w, g: alike(w.rstrip(" ?"), g))
        needed = [i for i, cause in enumerate(gap.causes) if not cause.endswith(" ?") or i in hits]
        self.add("causes", len(hits), len(needed), len(causes), f"{gap.causes} / {causes}")
        self.take_actions(gap, found.get("actions", []))

    def take_figures(self, gap: WantedGap, found: dict[str, Any]) -> None:
        if "free" in gap.said:
            return
        variance = found.get("stated_variance") or {}
        wanted, got = gap.said.get("var"), variance.get("value")
        if wanted or got is not None:
            said, own = number(wanted), number(str(got)) if got is not None else None
            unit = (wanted or "").split(" ", 1)[-1]
            named = (variance.get("unit") or "") in unit or unit in (variance.get("unit") or "")
            derived = not wanted and gap.said.get("target")
            hit = said is not None and own is not None and abs(abs(said) - abs(own)) < 0.01 and named
            if not (derived and own is None):
                self.add("figures", float(hit), float(bool(wanted)), float(got is not None), f"{wanted} / {variance}")
        for name in ("target", "actual"):
            said_level, level = gap.said.get(name), found.get(name)
            if level and not said_level and number(level) is not None and level.split()[0].strip("%") in gap.statement:
                continue
            hit = bool(said_level and level) and (
                number(said_level) == number(level) if number(level) is not None else overlap(said_level, level) >= 0.6
            )
            if said_level or level:
                self.add("figures", hit, float(bool(said_level)), float(bool(level)), f"{name} {said_level} / {level}")

    def take_actions(self, gap: WantedGap, actions: list[dict[str, Any]]) -> None:
        pairs = paired(gap.actions, actions, lambda w, g: alike(w.title, g["title"]))
        self.add("actions", len(pairs), len(gap.actions), len(actions))
        for index, action in enumerate(gap.actions):
            found = actions[pairs[index]] if index in pairs else {}
            if index not in pairs:
                self.notes.append(f"action missed: {action.title}")
            self.field("owners", action.owner, found.get("owner"), action.title[:40])
            due = found.get("due")
            self.add(
                "dates",
                float(due == action.due and due is not None),
                float(action.due is not None),
                float(due is not None),
                f"{action.due} / {due}",
            )
            self.field("other", action.success_measure, found.get("success_measure"), f"measure of {action.title[:30]}")
        for index, found in enumerate(actions):
            if index not in pairs.values():
                self.notes.append(f"action invented: {found['title']}")

    def field(self, tally: str, wanted: str | None, got: str | None, note: str) -> None:
        if wanted or got:
            hit = bool(wanted and got) and alike(wanted or "", got or "") >= 0.7
            self.add(tally, float(hit), float(bool(wanted)), float(bool(got)), f"{note}: {wanted} / {got}")

    def take_head(self) -> None:
        for key, name in (("title", "title"), ("date", "date"), ("by", "prepared_by")):
            wanted, got = self.wanted.head.get(key), self.answer[name]
            if wanted:
                self.add(
                    "other", float(alike(wanted, got or "") >= 0.7), 1, float(bool(got)), f"{name} {wanted} / {got}"
                )

    def take_lines(self) -> None:
        lost = lost_lines(self.analysis)
        self.add(
            "kept", len(self.analysis.line_map) - len(lost), len(self.analysis.line_map), len(self.analysis.line_map)
        )
        self.notes += [f"lost: {line}" for line in lost]
        got = [entry["text"] for entry in self.answer["unmapped"]]
        elsewhere = [text for entries in self.answer["follow_up"].values() for text in entries]
        for line in self.wanted.left_over:
            hit = any(alike(line, text) >= 0.7 or inside(line, text) > 0.9 for text in (*got, *elsewhere))
            self.add("left over", float(hit), 1, float(hit), f"missing {line}")
        for text in got:
            wanted = [*(gap.statement for gap in self.wanted.gaps), *self.wanted_texts()]
            if any(alike(text, line) >= 0.7 for line in wanted):
                self.add("left over", 0, 0, 1)
                self.notes.append(f"left over as well: {text}")

    def wanted_texts(self) -> list[str]:
        return [
            text
            for gap in self.wanted.gaps
            for text in (*gap.causes, *(action.title for action in gap.actions), gap.said.get("impact", ""))
            if text
        ]


def lost_lines(analysis: Analysis) -> list[str]:
    """The lines whose words stand nowhere in the answer although they are no structure."""
    pool = " ".join(_strings(to_json(analysis)))
    return [
        role.text
        for role in analysis.line_map
        if role.state != "structure"
        and role.role not in ("Unit", "title", "date", "prepared by", "Analysis")
        and inside(re.sub(r"\b\w*\d\w*\b|\b\w\b|%", " ", _without_labels(role.text)), pool) < 0.75
    ]


def _without_labels(text: str) -> str:
    text = re.sub(r"^\W*(?:\d+(?:\.\d+)*[.)]?\s+)?(?:\w+\?\s+)?", "", text)
    label = labelled(text)
    text = label.body if label and label.body else text
    cells = [cell for cell in text.split(" | ") if not field_of(cell) and not find_date(cell)]
    text = " ".join(cells)
    bare = re.sub(r"\b[\w ]{2,40}:\s", " ", text) if ": " in text else text
    return "" if find_date(bare) and len(bare.split()) <= 3 else bare


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [str(value)] if value is not None else []


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return re.sub(r"[^\w%€$]+", " ", folded).split()


def overlap(one: str, other: str) -> float:
    """The words that two texts share, as F1."""
    a, b = words(one), words(other)
    rest, hits = list(b), 0
    for word in a:
        if word in rest:
            rest.remove(word)
            hits += 1
    return 2 * hits / (len(a) + len(b)) if a and b else 0.0


def inside(one: str, other: str) -> float:
    """The share of the words of `one` that stand in `other`."""
    a, b = words(one), set(words(other))
    return sum(word in b for word in a) / len(a) if a else 1.0


def alike(wanted: str, got: str) -> float:
    """How like two sentences are; one that is cut or joined within reason counts as like."""
    value = overlap(wanted, got)
    if inside(wanted, got) >= 0.95 and len(words(got)) <= 2.5 * len(words(wanted)):
        value = max(value, 0.85)
    if len(words(got)) >= 4 and inside(got, wanted) >= 0.95 and len(words(wanted)) <= 2.2 * len(words(got)):
        value = max(value, 0.8)
    return value


def paired(wanted: Sequence[Any], got: Sequence[Any], like: Callable[[Any, Any], float]) -> dict[int, int]:
    """One to one by likeness, the best first."""
    ranked = sorted(((like(w, g), i, j) for i, w in enumerate(wanted) for j, g in enumerate(got)), key=lambda t: -t[0])
    pairs: dict[int, int] = {}
    for value, i, j in ranked:
        if value >= LIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def number(text: str | None) -> float | None:
    """The first number of a text."""
    found = re.search(r"\d[\d.,\u00a0 ]*", text or "")
    if not found:
        return None
    digits = re.sub(r"\s", "", found.group()).rstrip(".,")
    digits = digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits) else digits.replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        return None
