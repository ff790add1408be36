"""What a corrected version of a document says otherwise than the version before. Plain functions on two readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from common.dates import short_date
from common.likeness import folded, paired
from intake.edits.tree import LISTS
from intake.interpret import Analysis
from intake.interpret.drafts import ActionDraft, CauseDraft, Entry, GapDraft, IndicatorDraft, Measure, UnitDraft
from intake.services.figures import measured

NEW, CHANGED, GONE = "new", "changed", "gone"
ENTRY_KINDS = tuple(name for name in LISTS if name not in ("purpose", "objectives", "summary"))


@dataclass(frozen=True)
class Words:
    """One thing that is said otherwise: its label, the words before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureDraft:
    """A figure of a gap: the indicator, where one is named, with its measure."""

    key: str
    indicator: IndicatorDraft | None
    measure: Measure
    gap: GapDraft

    @property
    def name(self) -> str:
        """What it is called: the indicator, else the gap."""
        return self.indicator.name if self.indicator else self.gap.statement


Draft = GapDraft | CauseDraft | ActionDraft | Entry | FigureDraft


@dataclass(frozen=True)
class Change:
    """One difference. `old` and `new` are the drafts of both readings; `gaps` those that it hangs on.

    `words` holds what differs, for a new or lost one its text alone.
    """

    kind: str
    what: str
    old: Draft | None
    new: Draft | None
    words: tuple[Words, ...]
    unit: UnitDraft | None = None
    gaps: tuple[GapDraft | None, GapDraft | None] = (None, None)

    @property
    def key(self) -> str:
        """Tells the differences of one page apart."""
        names = [each.key if each else "" for each in (self.old, self.new)]
        return ":".join([self.kind, *names])


@dataclass(frozen=True)
class Difference:
    """All differences in the order of the new document, and the pairs of drafts that are the same thing in both."""

    changes: tuple[Change, ...]
    same: tuple[tuple[str, Draft, Draft], ...]
    units: dict[str, UnitDraft]


def difference(old: Analysis, new: Analysis) -> Difference:
    """What is new, changed and gone from one reading to the other."""
    changes: list[Change] = list(header(old, new))
    same: list[tuple[str, Draft, Draft]] = []
    owners = {gap.key: unit for unit in old.units for gap in unit.gaps}
    units = {gap.key: unit for unit in new.units for gap in unit.gaps}

    def heading(pair: tuple[GapDraft, bool]) -> str:
        gap, is_old = pair
        return folded((owners if is_old else units)[gap.key].name)

    pairs, gone, fresh = paired(
        [(gap, True) for gap in old.gaps],
        [(gap, False) for gap in new.gaps],
        lambda pair: pair[0].statement,
        heading,
        least=0.45,
    )
    partner = {after.key: before for (before, _), (after, _) in pairs}
    for gap in new.gaps:
        before = partner.get(gap.key)
        if before is None:
            changes.append(Change("gap", NEW, None, gap, (Words("Gap", "", gap.statement),), units[gap.key]))
            continue
        same.append(("gap", before, gap))
        changes += of_gap(before, gap, units[gap.key], same)
    for gap, _ in gone:
        changes.append(Change("gap", GONE, gap, None, (Words("Gap", gap.statement, ""),), owners[gap.key]))
    for kind in ENTRY_KINDS:
        changes += entries(kind, getattr(old, kind), getattr(new, kind), same)
    return Difference(tuple(changes), tuple(same), {**owners, **units})


def header(old: Analysis, new: Analysis) -> Iterator[Change]:
    """Title, date, who prepared it and the summary; what the new version leaves out is not taken away."""
    for name, label, value in (
        ("title", "Title", lambda each: each.title or ""),
        ("date", "Date", lambda each: each.date or ""),
        ("prepared_by", "Prepared by", lambda each: each.prepared_by or ""),
        ("summary", "Summary", lambda each: "\n".join(entry.full_text for entry in each.summary)),
    ):
        before, after = value(old), value(new)
        if after and folded(before) != folded(after):
            yield Change(name, CHANGED if before else NEW, None, None, (Words(label, before, after),))


def of_gap(old: GapDraft, new: GapDraft, unit: UnitDraft, same: list[tuple[str, Draft, Draft]]) -> Iterator[Change]:
    """The gap's own words, its figures, causes and actions."""
    gaps = (old, new)
    words = differing(
        ("Gap", old.statement, new.statement),
        ("Severity", old.severity, new.severity),
        ("Impact", old.impact, new.impact),
    )
    if words:
        yield Change("gap", CHANGED, old, new, words, unit, gaps)
    yield from listed("figure", figures(old), figures(new), figure_text, figure_words, unit, gaps, same)
    yield from listed(
        "cause",
        old.causes,
        new.causes,
        lambda each: each.statement,
        lambda a, b: differing(("Cause", a.statement, b.statement)),
        unit,
        gaps,
        same,
    )
    yield from listed("action", old.actions, new.actions, lambda each: each.title, action_words, unit, gaps, same)


def listed(
    kind: str,
    olds: Sequence[Draft],
    news: Sequence[Draft],
    text: Callable,
    compare: Callable,
    unit: UnitDraft | None,
    gaps: tuple[GapDraft | None, GapDraft | None],
    same: list[tuple[str, Draft, Draft]],
) -> Iterator[Change]:
    """The differences of two lists of one kind, new ones in their order, then what is gone."""
    label = LABELS[kind]
    pairs, gone, fresh = paired(olds, news, text)
    partner = {after.key: before for before, after in pairs}
    new_keys = {each.key for each in fresh}
    for each in news:
        if each.key in new_keys:
            yield Change(kind, NEW, None, each, (Words(label, "", text(each)),), unit, gaps)
            continue
        before = partner[each.key]
        same.append((kind, before, each))
        words = compare(before, each)
        if words:
            yield Change(kind, CHANGED, before, each, words, unit, gaps)
    for each in gone:
        yield Change(kind, GONE, each, None, (Words(label, text(each), ""),), unit, gaps)


LABELS = {
    "figure": "Figure",
    "cause": "Cause",
    "action": "Action",
    "agenda": "Agenda",
    "preparation": "Preparation",
    "leadership_actions": "To-do of leadership",
}


def entries(
    kind: str, old: Sequence[Entry], new: Sequence[Entry], same: list[tuple[str, Draft, Draft]]
) -> Iterator[Change]:
    """The points of one list of the follow-up; a point with those under it is one."""
    yield from listed(
        kind,
        old,
        new,
        lambda each: each.full_text,
        lambda a, b: differing((LABELS[kind], a.full_text, b.full_text)),
        None,
        (None, None),
        same,
    )


def differing(*pairs: tuple[str, str | None, str | None]) -> tuple[Words, ...]:
    """Those of which the words differ, by more than blanks, case or a full stop."""
    return tuple(
        Words(label, before or "", after or "")
        for label, before, after in pairs
        if folded(before or "") != folded(after or "")
    )


def action_words(old: ActionDraft, new: ActionDraft) -> tuple[Words, ...]:
    return differing(
        ("Action", old.title, new.title),
        ("Owner", old.owner, new.owner),
        ("Due", due_words(old), due_words(new)),
        ("Success measure", old.success_measure, new.success_measure),
    )


def due_words(action: ActionDraft) -> str:
    """The date as the product writes dates, else as the report words it."""
    return short_date(date.fromisoformat(action.due)) if action.due else action.due_wording or ""


def figures(gap: GapDraft) -> list[FigureDraft]:
    """The gap's figures, each with a key of its own."""
    return [
        FigureDraft(f"{gap.key}.{place}", indicator, measure, gap)
        for place, (indicator, measure) in enumerate(measured(gap), 1)
    ]


def figure_text(figure: FigureDraft) -> str:
    """The indicator's name; the gap's own distance has none, and is one of a kind."""
    return figure.indicator.name if figure.indicator else ""


def figure_words(old: FigureDraft, new: FigureDraft) -> tuple[Words, ...]:
    """Indicator, stated distance, target and actual as worded."""
    return differing(
        ("Indicator", figure_text(old), figure_text(new)),
        ("Stated", stated(old.measure), stated(new.measure)),
        ("Target", old.measure.target, new.measure.target),
        ("Actual", old.measure.actual, new.measure.actual),
    )


def stated(measure: Measure) -> str:
    return measure.variance.wording if measure.variance else ""
