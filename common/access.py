"""Answers to "may I?", and the exceptions that carry a refusal up to the page.

`Allowed` is true, `Denied` is false and says why; the same answer disables a button, explains it and guards the service.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Allowed:
    """The answer yes."""

    reason: str = ""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """The answer no, with a sentence that a person can act on."""

    reason: str

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Denied
ALLOWED = Allowed()


def first_denied(*answers: Answer) -> Answer:
    """The first refusal among the answers, else yes."""
    return next((answer for answer in answers if not answer), ALLOWED)


class Refused(Exception):
    """A person may see the thing but may not do this. Answered with 403 and the reason."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass
class Conflict(Exception):
    """The thing has moved on, or the move is not one of those allowed now. Answered with 409.

    `allowed` names the moves that are possible instead; `differences` holds what changed meanwhile, where that is why.
    """

    reason: str
    allowed: list[str] = field(default_factory=list)
    differences: list[Any] = field(default_factory=list)

    def __str__(self) -> str:
        return self.reason


class Unfit(Exception):
    """What was given does not fit. `errors` maps a field's name ("" for the whole) to sentences."""

    def __init__(self, errors: dict[str, list[str]] | str):
        self.errors: dict[str, list[str]] = {"": [errors]} if isinstance(errors, str) else errors
        super().__init__("; ".join(sentence for sentences in self.errors.values() for sentence in sentences))


def require(answer: Answer) -> None:
    """Raise `Refused` with the answer's reason unless it is yes."""
    if not answer:
        raise Refused(answer.reason)
