"""A lifecycle as a table: which move leads from which states to which. It draws the buttons and guards the services."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.access import Conflict


@dataclass(frozen=True)
class Move:
    """One move: its verb, the states it may start from, the state it ends in, and whether a reason is asked for."""

    verb: str
    label: str
    sources: tuple[str, ...]
    target: str
    reason_needed: bool = False


class Lifecycle:
    """The table of moves of one kind of object."""

    def __init__(self, states: Iterable[tuple[str, str]], moves: Iterable[Move]):
        self.labels = dict(states)
        self.moves = {move.verb: move for move in moves}
        for move in self.moves.values():
            unknown = {*move.sources, move.target} - set(self.labels)
            if unknown:
                raise ValueError(f"The move {move.verb} names unknown states: {sorted(unknown)}")

    @property
    def choices(self) -> list[tuple[str, str]]:
        return list(self.labels.items())

    def from_state(self, state: str) -> list[Move]:
        """The moves that may start from the state, in the order of the table."""
        return [move for move in self.moves.values() if state in move.sources]

    def check(self, state: str, verb: str, name: str) -> Move:
        """The move, if it may start from the state; else raise `Conflict` with what is allowed."""
        move = self.moves[verb]
        if state not in move.sources:
            allowed = [each.label for each in self.from_state(state)]
            raise Conflict(f"{name} is {self.labels[state].lower()}, so this step is not possible now.", allowed)
        return move
