"""The elements of an outline: lines with their place and their label."""

from __future__ import annotations

from dataclasses import dataclass

from ..readers.base import Line
from .prose import Told

TEXT, ITEM, PAGE = "text", "item", "page"


@dataclass(frozen=True, slots=True)
class Element:
    """A line with its place in the outline. `field` and `body` are set where a label stands before it."""

    line: Line
    kind: str
    level: int = 0
    field: str = ""
    body: str = ""
    said: str = ""
    told: Told | None = None

    @property
    def text(self) -> str:
        """The text without marker and code, and without the "A:" of an answer."""
        return self.said or self.line.text

    @property
    def number(self) -> int:
        """The number of the line."""
        return self.line.number

    @property
    def title(self) -> str:
        """A heading's words without the colon behind them."""
        return self.text.rstrip(" :")
