"""The ways in which a report may be written. Each takes a story and its labels, and gives the text of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from .stories import Labels, Step, Story

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
HEAD = {"en": ("Date", "Prepared by"), "fr": ("Date", "Préparé par"), "pt": ("Data", "Elaborado por")}


def day(value: date, language: str) -> str:
    """A day in words."""
    link = " de " if language == "pt" else " "
    return f"{value.day}{link}{MONTHS[language].split()[value.month - 1]}{link}{value.year}"


@dataclass(frozen=True)
class Layout:
    """How a report is written, and what of the story it has no place for."""

    write: Callable[[Story, Labels], str]
    ending: str
    units: bool = True
    causes: bool = True
    fields: bool = True
    ratings: bool = False
    languages: tuple[str, ...] = ("en", "fr", "pt")


def head_of(story: Story, mark: str = "") -> list[str]:
    """Title, date and author."""
    when, who = HEAD[story.language]
    return [f"{mark}{story.title}", "", f"{when}: {day(story.day, story.language)}", f"{who}: {story.author}", ""]


def _inline(story: Story, labels: Labels, step: Step) -> str:
    return f"{step.title} ({labels.owner}: {step.owner}; {labels.due}: {day(step.due, story.language)})"


def headings(story: Story, labels: Labels) -> str:
    """A heading per unit, labels as headings below, lists."""
    lines = head_of(story, "# ")
    for case in story.cases:
        lines += [f"## {case.unit}", "", f"### {labels.gap}", "", case.gap, "", f"### {labels.causes}", ""]
        lines += [*(f"- {cause}" for cause in case.causes), "", f"### {labels.steps}", ""]
        lines += [*(f"- {_inline(story, labels, step)}" for step in case.steps), ""]
    return "\n".join(lines)


def bold_labels(story: Story, labels: Labels) -> str:
    """A heading per unit, labels in bold in front of the text."""
    lines = head_of(story, "# ")
    for case in story.cases:
        lines += [f"## {case.unit}", "", f"**{labels.gap}:** {case.gap}", ""]
        lines += [f"**{labels.causes}:** {'; '.join(case.causes)}.", "", f"**{labels.steps}:**", ""]
        lines += [*(f"1. {_inline(story, labels, step)}" for step in case.steps), ""]
    return "\n".join(lines)


def plain_labels(story: Story, labels: Labels) -> str:
    """Plain text: the unit on a line of its own, labels in front, a label per field."""
    lines = head_of(story)
    for case in story.cases:
        lines += [case.unit.upper(), "", f"{labels.gap}: {case.gap}", f"{labels.causes}:"]
        lines += [f"  - {cause}" for cause in case.causes]
        for step in case.steps:
            lines += [f"{labels.steps}: {step.title}", f"{labels.owner}: {step.owner}"]
            lines += [f"{labels.due}: {day(step.due, story.language)}"]
        lines.append("")
    return "\n".join(lines)


def outline(story: Story, labels: Labels) -> str:
    """Numbers before everything."""
    lines = head_of(story)
    for number, case in enumerate(story.cases, start=1):
        lines += [f"{number}. {case.unit}", f"{number}.1 {labels.gap}", f"   {case.gap}", f"{number}.2 {labels.causes}"]
        lines += [f"   {letter}) {cause}" for letter, cause in zip("abcd", case.causes, strict=False)]
        lines += [f"{number}.3 {labels.steps}"]
        lines += [
            f"   {letter}) {_inline(story, labels, step)}" for letter, step in zip("abcd", case.steps, strict=False)
        ]
        lines.append("")
    return "\n".join(lines)


def nested(story: Story, labels: Labels) -> str:
    """Bullets in bullets."""
    lines = head_of(story, "# ")
    for case in story.cases:
        lines += [f"- {case.unit}", f"  - {labels.gap}: {case.gap}", f"  - {labels.causes}:"]
        lines += [*(f"    - {cause}" for cause in case.causes), f"  - {labels.steps}:"]
        lines += [f"    - {_inline(story, labels, step)}" for step in case.steps]
    return "\n".join(lines)


def _flat(story: Story, labels: Labels) -> Iterator[list[str]]:
    yield [labels.unit, labels.gap, labels.rating, labels.causes, labels.steps, labels.owner, labels.due]
    for case in story.cases:
        for index, step in enumerate(case.steps):
            causes = "; ".join(case.causes) if index == 0 else ""
            first = [case.unit, case.gap, case.rating, causes]
            yield [*(first if index == 0 else ["", "", "", ""]), step.title, step.owner, day(step.due, story.language)]


def _md_table(rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]]


def table(story: Story, labels: Labels) -> str:
    """One table for all."""
    return "\n".join([*head_of(story, "# "), *_md_table(list(_flat(story, labels)))])


def table_per_unit(story: Story, labels: Labels) -> str:
    """A heading and a table for each unit."""
    lines = head_of(story, "# ")
    for case in story.cases:
        rows = [row[1:] for row in _flat(Story("", story.day, "", (case,), story.language), labels)]
        lines += [f"## {case.unit}", "", *_md_table(rows), ""]
    return "\n".join(lines)


def sheet(story: Story, labels: Labels) -> str:
    """The flat table as a CSV, the head above it."""
    when, who = HEAD[story.language]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[story.title], [when, story.day.isoformat()], [who, story.author], [], *_flat(story, labels)])
    return out.getvalue()


def pairs(story: Story, labels: Labels) -> str:
    """A table of labels and values for each finding."""
    lines = head_of(story, "# ")
    for number, case in enumerate(story.cases, start=1):
        causes = "; ".join(case.causes)
        rows = [["No.", str(number)], [labels.unit, case.unit], [labels.gap, case.gap], [labels.causes, causes]]
        for step in case.steps:
            rows += [[labels.steps, step.title], [labels.owner, step.owner]]
            rows += [[labels.due, day(step.due, story.language)]]
        lines += [f"## {labels.gap} {number}", "", *(f"| {' | '.join(row)} |" for row in rows), ""]
    return "\n".join(lines)


def linked(story: Story, labels: Labels) -> str:
    """A table of findings and one of actions, tied by a code."""
    findings = [["ID", labels.unit, labels.gap, labels.causes]]
    steps = [["ID", labels.steps, labels.owner, labels.due]]
    for number, case in enumerate(story.cases, start=1):
        findings.append([f"F{number}", case.unit, case.gap, "; ".join(case.causes)])
        steps += [[f"F{number}", s.title, s.owner, day(s.due, story.language)] for s in case.steps]
    middle = ["", f"## {labels.steps}", ""]
    return "\n".join([*head_of(story, "# "), f"## {labels.gap}", "", *_md_table(findings), *middle, *_md_table(steps)])


def coded(story: Story, labels: Labels) -> str:
    """Findings by code, and the actions in a chapter of their own that names the code."""
    lines = [*head_of(story, "# "), f"## {labels.gap}", ""]
    for number, case in enumerate(story.cases, start=1):
        lines += [f"### F{number} {case.unit}", "", case.gap, "", f"{labels.causes}: {'; '.join(case.causes)}", ""]
    lines += [f"## {labels.steps}", ""]
    for number, case in enumerate(story.cases, start=1):
        lines += [f"- F{number}: {_inline(story, labels, step)}" for step in case.steps]
    return "\n".join(lines)


def told(story: Story, labels: Labels) -> str:
    """Prose with cues."""
    said = {
        "en": ("The main reason is that {}.", "A second reason is that {}.", "We recommend to {} ({}, by {})."),
        "fr": ("La cause principale est que {}.", "Une autre raison est que {}.", "Nous recommandons de {} ({}, {})."),
        "pt": ("A principal causa é que {}.", "Outra razão é que {}.", "Recomendamos {} ({}, {})."),
    }[story.language]
    lines = head_of(story, "# ")
    for case in story.cases:
        causes = [said[min(n, 1)].format(cause[0].lower() + cause[1:]) for n, cause in enumerate(case.causes)]
        steps = [
            said[2].format(s.title[0].lower() + s.title[1:], s.owner, day(s.due, story.language)) for s in case.steps
        ]
        lines += [f"## {case.unit}", "", " ".join([case.gap, *causes, *steps]), ""]
    return "\n".join(lines)


def audit(story: Story, labels: Labels) -> str:
    """Condition, cause, effect, recommendation, response."""
    lines = [*head_of(story), "FINDINGS", ""]
    for number, case in enumerate(story.cases, start=1):
        lines += [f"Finding {number}: {case.unit}", f"Risk rating: {case.rating}", f"Condition: {case.gap}"]
        lines += [f"Cause: {'; '.join(case.causes)}", f"Effect: {case.effect}"]
        for step in case.steps:
            lines += [f"Recommendation: {step.title}"]
            lines += [f"Responsible: {step.owner}   Due: {day(step.due, story.language)}"]
        lines += ["Management response: Accepted.", ""]
    return "\n".join(lines)


def whys(story: Story, labels: Labels) -> str:
    """Problem, five whys, countermeasures."""
    lines = head_of(story, "# ")
    for case in story.cases:
        lines += [f"## {case.unit}", "", f"Problem: {case.gap}", ""]
        lines += [f"{n}. Why? {cause}" for n, cause in enumerate(case.causes, start=1)]
        lines += ["", "Countermeasures:", ""]
        lines += [f"- {s.title} – {s.owner} – {day(s.due, story.language)}" for s in case.steps]
        lines.append("")
    return "\n".join(lines)


def eight_d(story: Story, labels: Labels) -> str:
    """The 8D report, one for each case."""
    lines = head_of(story, "# ")
    for case in story.cases:
        lines += [
            f"## {case.unit}",
            "",
            "### D2 Problem description",
            "",
            case.gap,
            "",
            "### D4 Root cause analysis",
            "",
        ]
        lines += [*(f"- {cause}" for cause in case.causes), "", "### D5 Permanent corrective actions", ""]
        lines += [f"- {s.title} ({s.owner}, {s.due.isoformat()})" for s in case.steps]
        lines.append("")
    return "\n".join(lines)


def review(story: Story, labels: Labels) -> str:
    """The after-action review."""
    lines = head_of(story, "# ")
    for case in story.cases:
        lines += [f"## {case.unit}", "", "**What was supposed to happen?** All went by the plan.", ""]
        lines += [f"**What actually happened?** {case.gap}", "", "**Why was there a difference?**", ""]
        lines += [*(f"- {cause}" for cause in case.causes), "", "**What will we do next time?**", ""]
        lines += [f"- {s.title} — {s.owner}, by {day(s.due, story.language)}" for s in case.steps]
        lines.append("")
    return "\n".join(lines)


def separate(story: Story, labels: Labels) -> str:
    """Three lists: findings, causes and recommendations, each counted in the same order. One cause and step each."""
    lines = [*head_of(story, "# "), f"## {labels.gap}", ""]
    lines += [f"{n}. {case.unit}: {case.gap}" for n, case in enumerate(story.cases, start=1)]
    lines += ["", f"## {labels.causes}", ""]
    lines += [f"{n}. {'; '.join(case.causes)}" for n, case in enumerate(story.cases, start=1)]
    lines += ["", f"## {labels.steps}", ""]
    lines += [f"- {case.unit}: {_inline(story, labels, step)}" for case in story.cases for step in case.steps]
    return "\n".join(lines)


LAYOUTS: dict[str, Layout] = {
    "headings": Layout(headings, "md"),
    "bold-labels": Layout(bold_labels, "md"),
    "plain-labels": Layout(plain_labels, "txt"),
    "outline": Layout(outline, "txt"),
    "nested": Layout(nested, "md"),
    "table": Layout(table, "md", ratings=True),
    "table-per-unit": Layout(table_per_unit, "md", ratings=True),
    "sheet": Layout(sheet, "csv", ratings=True),
    "pairs": Layout(pairs, "md"),
    "linked": Layout(linked, "md"),
    "coded": Layout(coded, "md"),
    "told": Layout(told, "md"),
    "audit": Layout(audit, "txt", ratings=True, languages=("en",)),
    "whys": Layout(whys, "md", languages=("en",)),
    "eight-d": Layout(eight_d, "md", languages=("en",)),
    "review": Layout(review, "md", languages=("en",)),
    "separate": Layout(separate, "md"),
}
