"""Units, gaps, causes and actions, as one line after the other tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from .building import GapBuilder, Ledger, UnitBuilder
from .causes import split_causes
from .drafts import ActionDraft, CauseDraft, IndicatorDraft, Measure, StatedVariance, UnitDraft
from .figures import parse_cell_variance, read_criterion, read_measure
from .inline_fields import InlineFields, read_due, read_inline_fields
from .links import similarity
from .prose import duty
from .ratings import is_rating
from .structure import Element, heading_name, is_unit_name, unit_name
from .text import capitalised, fold, without_stop

UNIT_BEFORE = re.compile(r"^(?P<unit>[A-ZÀ-Þ][\w&'’/ -]{1,45}?)\s*(?::|\s[–—-])\s+(?P<rest>\S.*)$", re.DOTALL)
LEAST_SIMILARITY = 0.2
LONGEST_LEVEL = 5
LONGEST_RATING = 3
CODE_IN_TEXT = re.compile(r"(?<!\w)(?:[A-Za-z]{1,5}[-–.]?\d{1,4}(?:\.\d{1,3})?)(?!\w)")
LEADING_REFERENCE = re.compile(
    r"^[(\[]?(?:(?:findings?|gaps?|issues?|observations?|obs\.?|challenge|point|weakness|problem|concern|constat|ecart|écart|constatação|lacuna|achado|ref\.?|re|to|for|para\.?)"
    r"\s*(?:no\.?\s*|n[°º]\s*|#\s*)?[A-Z]{0,4}-?\d{1,3}(?:\.\d{1,3})*|[A-Z]{1,4}-?\d{1,3}|\d{1,2}(?:\.\d{1,2})+)[)\]]?\s*(?:[-–—:.]\s*|(?<=[)\]])\s*)(?=\w)",
    re.IGNORECASE,
)
DOTTED_IN_TEXT = re.compile(r"(?:^|[(\[])\s*(?P<code>\d{1,2}(?:\.\d{1,2})+)(?=[\s)\],;:])(?!\s*%)")
REFERENCE = re.compile(
    r"\b(?:findings?|gaps?|issues?|observations?|weakness|problems?|concerns?|obs\.?|challenges?|points?|constats?|ecarts?|écarts?|constatac\w+|constataç\w+|"
    r"lacunas?|achados?|paragraph|para\.?|section|ref\.?)\s*(?:no\.?\s*|n[°º]\s*|#\s*)?"
    r"(?P<number>[A-Z]{0,4}-?\d{1,3}(?:\.\d{1,3})*)\b",
    re.IGNORECASE,
)

MORE_THAN_A_DATE = re.compile(r"[|:]")


@dataclass(slots=True)
class FindingsReader:
    """Builds units and gaps, and notes in the ledger which line became what."""

    ledger: Ledger
    units: list[UnitBuilder] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    report_date: date | None = None
    unit: UnitBuilder | None = None
    gap: GapBuilder | None = None
    code_above: str = ""
    held: list[tuple[str, str, Element]] = field(default_factory=list)
    codes: dict[str, GapBuilder] = field(default_factory=dict)
    _units: dict[str, UnitBuilder] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=lambda: {"U": 0, "G": 0, "C": 0, "A": 0})

    @property
    def gaps(self) -> list[GapBuilder]:
        """All gaps so far."""
        return [gap for unit in self.units for gap in unit.gaps]

    def built(self) -> tuple[UnitDraft, ...]:
        """The finished units. Where most headings say "Department", one that does not is a theme."""
        named = [unit for unit in self.units if unit.gaps and unit.name]
        said = [unit for unit in named if is_unit_name(unit.heading)]
        others = [unit.key for unit in named if unit not in said]
        themes = others if said and (len(others) == 1 or len(others) < len(said)) else []
        if others and not themes:
            # "Emergency Department" among "Pharmacy" and "Maternity" is called that.
            for unit in said:
                unit.name = heading_name(unit.heading)
        return tuple(unit.built(unit.key in themes) for unit in self.units if unit.gaps)

    def open_unit(self, heading: str, line: int | None, level: int = 0, *, is_cell: bool = False) -> UnitBuilder:
        """Go on with the unit of that name, or begin it; a cell holds the name as it is."""
        name, key = heading.strip() if is_cell else unit_name(heading), fold(unit_name(heading))
        self.gap, self.code_above = None, ""
        known = self._units.get(key)
        if known is not None:
            self.unit = known
            return known
        self.unit = UnitBuilder(self._key("U"), name, heading.strip(" :"), line, level)
        self.units.append(self.unit)
        self._units[key] = self.unit
        return self.unit

    def known_unit(self, heading: str) -> UnitBuilder | None:
        """The unit of that name, if there is one."""
        name = fold(unit_name(heading))
        return self._units.get(name) if name else None

    def add_gap(self, statement: str, element: Element) -> GapBuilder:
        """Begin a gap."""
        if self.unit is None:
            self.open_unit("", None)
        assert self.unit is not None
        self.gap = GapBuilder(self._key("G"), statement.strip(), element.number, measure=read_measure(statement))
        self.unit.gaps.append(self.gap)
        self.set_code(self.gap, element.line.code or self.code_above or _dotted(element.line.marker))
        self.code_above = ""
        self.ledger.mapped(element.line, "Gap", self.gap.key)
        held, self.held = self.held, []
        for name, body, above in held:
            self.set_field(name, body, above)
        return self.gap

    def complete_title(self, statement: str, element: Element) -> None:
        """The sentence that tells what a heading only named."""
        assert self.gap is not None
        gap, gap.is_title = self.gap, False
        gap.statement = f"{gap.statement.rstrip(' .:')}. {statement.strip()}"
        gap.measure = _filled(read_measure(statement), gap.measure)
        self._note(element, "Gap", gap)
        held, self.held = self.held, []
        for name, body, above in held:
            self.set_field(name, body, above)

    def move_gap(self, heading: str, element: Element) -> bool:
        """Give the gap that was added last to the unit that is named after it; false where it has one that was named."""
        gap = self.gap
        holder = next((unit for unit in self.units if gap in unit.gaps), None)
        if gap is None or holder is None or (holder.name and holder is not self.unit) or gap.has_unit:
            return False
        holder.gaps.remove(gap)
        unit = self.open_unit(heading, element.number)
        unit.gaps.append(gap)
        self.gap, gap.has_unit = gap, True
        self.ledger.mapped(element.line, "Unit", unit.key)
        return True

    def gap_of_code(self, code: str) -> GapBuilder | None:
        """The gap that carries a code such as "F1"."""
        return self.codes.get(fold(code)) if code else None

    def set_code(self, gap: GapBuilder, code: str) -> None:
        """Give a gap its code; of two with the same the first keeps it."""
        gap.code = code
        if code:
            self.codes.setdefault(fold(code), gap)

    def gap_referred_to(self, text: str) -> GapBuilder | None:
        """The gap that a text names by its code: "… (F2)", "Finding 3: …"."""
        named = REFERENCE.search(text)
        if named:
            number = named["number"]
            found = self.gap_of_code(number)
            if found is None and number.isdigit() and 0 < int(number) <= len(self.gaps):
                found = self.gaps[int(number) - 1]
            return found
        dotted = DOTTED_IN_TEXT.search(text)
        if dotted and fold(dotted["code"]) in self.codes:
            return self.codes[fold(dotted["code"])]
        return next((self.codes[fold(code)] for code in CODE_IN_TEXT.findall(text) if fold(code) in self.codes), None)

    @staticmethod
    def without_reference(text: str) -> str:
        """The text without the "Obs. 2 –" or "[F2]" in front of it that only names a gap."""
        named = LEADING_REFERENCE.match(text)
        return text[named.end() :] if named else text

    def hold(self, name: str, body: str, element: Element) -> None:
        """Keep a value that stands in front of its gap: a rating, a criterion."""
        self.held.append((name, body, element))

    def extend_gap(self, element: Element) -> None:
        """A further sentence of the gap's statement."""
        assert self.gap is not None
        self.gap.statement = f"{self.gap.statement.rstrip()} {element.text}"
        measure = read_measure(element.text)
        self.gap.measure = _filled(self.gap.measure, measure)
        self._note(element, "Gap", self.gap)

    def add_causes(self, text: str, element: Element, *, split: bool = True) -> bool:
        """The causes of a line; false where there is no gap for them."""
        if self.gap is None or not text.strip():
            return False
        for cause in split_causes(text) if split else [without_stop(text)]:
            self.gap.causes.append(CauseDraft(self._key("C"), cause, element.number))
        own = [cause for cause in self.gap.causes if cause.line == element.number]
        self._note(element, "Cause" if len(own) == 1 else f"{len(own)} causes", self.gap, own[0].key)
        return True

    def add_action(self, text: str, element: Element, gap: GapBuilder | None = None) -> bool:
        """The action of a line; false where there is no gap for it."""
        gap = gap or self.gap
        fields = read_inline_fields(text, self.report_date)
        if gap is None or not fields.title:
            return False
        self.add_action_fields(fields, element, gap)
        return True

    def add_told_action(self, sentence: str, element: Element) -> bool:
        """An action told in a sentence: who should do what, by when."""
        who, what = duty(sentence)
        fields = read_inline_fields(what, self.report_date)
        if self.gap is None or not fields.title:
            return False
        self.add_action_fields(replace(fields, owner=fields.owner or who or None), element, self.gap)
        return True

    def add_action_fields(self, fields: InlineFields, element: Element, gap: GapBuilder) -> None:
        """An action whose fields are known."""
        key = self._key("A")
        action = ActionDraft(
            key,
            capitalised(fields.title),
            element.number,
            fields.owner,
            fields.due,
            fields.due_wording,
            fields.success_measure,
            (element.number,),
        )
        gap.actions.append(action)
        self.warn_of_due(fields.due, fields.due_wording, element.number)
        if fields.due and fields.due_wording and MORE_THAN_A_DATE.search(fields.due_wording):
            self.ledger.rest(element.line, fields.due_wording)
        self._note(element, "Action", gap, key)

    def add_distant_action(self, text: str, element: Element) -> bool:
        """An action of a list that stands apart from the gaps: by the unit before the colon, else by its words."""
        before = UNIT_BEFORE.match(text)
        unit = self.known_unit(before["unit"]) if before else None
        if unit and unit.gaps and before:
            return self.add_action(before["rest"], element, self.nearest_gap(before["rest"], unit.gaps) or unit.gaps[0])
        candidates = self.unit.gaps if self.unit and self.unit.gaps else self.gaps
        nearest = candidates[0] if len(candidates) == 1 else self.nearest_gap(text, candidates)
        if nearest is None:
            self.warnings.append(f"Line {element.number}: no gap could be found for this action; it is left over.")
            return False
        return self.add_action(text, element, nearest)

    def nearest_gap(self, text: str, gaps: list[GapBuilder]) -> GapBuilder | None:
        """The gap whose words, or whose causes' words, are most like the text."""
        scored = [
            (max(similarity(text, own) for own in (gap.statement, *(c.statement for c in gap.causes))), gap)
            for gap in gaps
        ]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        return best[1] if best[0] >= LEAST_SIMILARITY else None

    def set_field(self, name: str, body: str, element: Element) -> bool:
        """A labelled value of the gap or of the action that was added last; false where it belongs to neither."""
        gap = self.gap
        if gap is None or not body:
            return False
        last = gap.actions[-1] if gap.actions else None
        if (
            last
            and name in ("owner", "due", "success_measure")
            and (getattr(last, name) or (name == "due" and last.due_wording))
        ):
            # What was said first stays; what is said again is left over, and not lost.
            self.ledger.left_over(element.line)
            return True
        if name in ("owner", "success_measure"):
            return self._note_if(
                gap.change_last_action(element.number, **{name: without_stop(body)}), element, "Action", gap
            )
        if name == "due":
            due, wording = read_due(body, self.report_date)
            self.warn_of_due(due, wording, element.number)
            return self._note_if(
                gap.change_last_action(element.number, due=due, due_wording=wording), element, "Action", gap
            )
        if name == "impact" and gap.severity is None and len(body.split()) <= LONGEST_RATING and is_rating(body):
            name = "severity"
        if name in ("severity", "impact"):
            before = getattr(gap, name)
            setattr(
                gap,
                name,
                f"{before} {body}"
                if before and name == "impact"
                else without_stop(body)
                if name == "severity"
                else body,
            )
        elif name == "kpi":
            names = [part.strip() for part in re.split(r"\s*;\s*|,\s+(?=[A-ZÀ-Þ])", without_stop(body)) if part.strip()]
            gap.named_indicators += [IndicatorDraft(one, element.number, Measure()) for one in names]
        elif name == "target" and len(body.split()) > LONGEST_LEVEL:
            return self._take_criterion(body, element, gap)
        elif name in ("target", "actual", "variance"):
            gap.measure = _with_figure(gap.measure, name, without_stop(body))
        else:
            return False
        self._note(element, "Gap", gap)
        return True

    def _take_criterion(self, body: str, element: Element, gap: GapBuilder) -> bool:
        """What ought to be, as a sentence: its figure is the target, and the statement's figure of that unit the actual."""
        target, actual = read_criterion(body, gap.statement)
        gap.measure = replace(
            gap.measure, target=gap.measure.target or target, actual=gap.measure.actual or (actual if target else None)
        )
        self._note(element, "Gap", gap)
        self.ledger.rest(element.line, body)
        return True

    def warn_of_due(self, due: str | None, wording: str | None, line: int) -> None:
        """Keep the words of a due date that names no day."""
        if wording and due is None:
            self.warnings.append(f"Line {line}: the due date “{wording}” names no day; set one before approval.")

    def _note_if(self, done: bool, element: Element, role: str, gap: GapBuilder) -> bool:
        if done:
            self._note(element, role, gap, gap.actions[-1].key)
        return done

    def _note(self, element: Element, role: str, gap: GapBuilder, key: str | None = None) -> None:
        gap.lines.add(element.number)
        if not self.ledger.is_noted(element.line):
            self.ledger.mapped(element.line, role, key or gap.key)

    def _key(self, letter: str) -> str:
        self._counts[letter] += 1
        return f"{letter}-{self._counts[letter]:02d}"


def _dotted(marker: str) -> str:
    """The number of a paragraph such as 3.2, which other parts of the report may refer to."""
    number = marker.rstrip(".)")
    return number if "." in number else ""


def _filled(measure: Measure, other: Measure) -> Measure:
    variance: StatedVariance | None = measure.variance or other.variance
    return Measure(variance, measure.target or other.target, measure.actual or other.actual)


def _with_figure(measure: Measure, name: str, body: str) -> Measure:
    if name == "variance":
        return replace(measure, variance=parse_cell_variance(body) or measure.variance)
    return replace(measure, target=body) if name == "target" else replace(measure, actual=body)
