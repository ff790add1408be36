"""What somebody has open, and how it goes to somebody else: the shape in which each app tells of its own.

This app cannot know the ones above it. Each has a `handing.py` with one `Source`; `saypro/work.py` names them all and
passes them in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Department, User
from accounts.viewer import Viewer
from common.text import counted, listed

NOBODY = "nobody"
PLAIN, SIGNATURE, REFUSED = "plain", "signature", "refused"


@dataclass(frozen=True)
class Kind:
    """One kind of work: its heading, one and many of it in a sentence, and whether it may go to nobody."""

    key: str
    label: str
    one: str
    many: str
    is_optional: bool = False

    @property
    def label_for_receiver(self) -> str:
        """The heading without whose it is: "Actions to own"."""
        return self.many[:1].upper() + self.many[1:]


@dataclass(frozen=True)
class Work:
    """One open thing of a person. `needs` is the permission code without which they could not do it."""

    kind: str
    pk: int
    title: str
    address: str = ""
    sub: str = ""
    needs: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.pk}"


@dataclass(frozen=True)
class Handing:
    """One thing and who gets it; None takes it off without a successor."""

    work: Work
    to: User | None


@dataclass(frozen=True)
class Foreseen:
    """What handing it over would do, in words: at once, by a signature, or not at all."""

    text: str
    tone: str = PLAIN


@dataclass(frozen=True)
class Source:
    """One app's open work.

    `find(person, at)` lists it; `foresee(person, handings, by, at)` says by key what each would do, without writing;
    `give(person, handings, reason, by, at)` does it, inside the caller's transaction.
    """

    kinds: tuple[Kind, ...]
    find: Callable[[User, datetime], list[Work]]
    foresee: Callable[[User, Sequence[Handing], Viewer, datetime], dict[str, Foreseen]]
    give: Callable[[User, Sequence[Handing], str, Viewer, datetime], None]


@dataclass(frozen=True)
class Held:
    """What keeps a department open: how many of what, where they are listed."""

    words: str
    address: str


HeldBy = Callable[[Department], list[Held]]


def kinds_of(sources: Iterable[Source]) -> dict[str, Kind]:
    """Every kind by its key, in the order in which pages list them."""
    return {kind.key: kind for source in sources for kind in source.kinds}


def open_work(person: User, sources: Iterable[Source], at: datetime) -> list[Work]:
    """Everything the person has open, kind by kind."""
    return [work for source in sources for work in source.find(person, at)]


def blocking(works: Iterable[Work], kinds: dict[str, Kind]) -> list[Work]:
    """What must have a successor before its person is switched off."""
    return [work for work in works if not kinds[work.kind].is_optional]


def counts_in_words(works: Iterable[Work], kinds: dict[str, Kind]) -> str:
    """As in "three actions and one roadblock"."""
    found = Counter(work.kind for work in works)
    return listed([counted(found[key], kind.one, kind.many) for key, kind in kinds.items() if found[key]])
