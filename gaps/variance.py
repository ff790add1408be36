"""How far a value is from what it is measured against: the one place where that is worked out, in decimals.

The amount is in the indicator's unit; of an indicator in per cent it is percentage points, which are not per cent.
The share is per cent of the comparator, and there is none against nought.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from common.numbers import figure

POINTS = "points"
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Variance:
    """The distance: `amount` is the value less the comparator, `share` the same in per cent of the comparator."""

    amount: Decimal
    share: Decimal | None
    unit: str
    is_adverse: bool
    against: str = "the target"

    @property
    def kind(self) -> str:
        """What the amount is counted in."""
        if self.unit == "%":
            return "percentage points"
        return f"in {self.unit}" if self.unit else "in the indicator's unit"

    @property
    def words(self) -> str:
        """As in "3 points below the target (15 % of it)"."""
        if not self.amount:
            return f"exactly {self.against}"
        unit = POINTS if self.unit == "%" else self.unit
        far = f"{figure(abs(self.amount))}\u00a0{unit}".rstrip("\u00a0")
        share = f" ({figure(abs(self.share))}\u00a0% of it)" if self.share is not None else ""
        return f"{far} {'above' if self.amount > 0 else 'below'} {self.against}{share}"


def variance_of(
    value: Decimal | None, comparator: Decimal | None, *, unit: str, direction: str, against: str = "the target"
) -> Variance | None:
    """The distance of the value from the comparator; None where one of the two is missing."""
    if value is None or comparator is None:
        return None
    amount = trimmed(value - comparator)
    share = None
    if comparator:
        share = trimmed((amount / abs(comparator) * 100).quantize(TENTH, rounding=ROUND_HALF_UP))
    adverse = amount < 0 if direction == "higher" else amount > 0
    return Variance(amount, share, unit, adverse, against)


def trimmed(value: Decimal) -> Decimal:
    """Without needless zeros, and without a negative nought."""
    return value.normalize() + 0


def differs(stated: Decimal | None, stated_unit: str, found: Variance | None) -> bool:
    """Whether a stated distance says something else than the figures do, by more than rounding.

    A report may mean points or per cent of the comparator; either is taken, whichever unit it wrote.
    """
    if stated is None or found is None:
        return False
    can_be = [abs(found.amount)]
    if stated_unit in ("%", "pp") and found.share is not None:
        can_be.append(abs(found.share))
    return all(abs(abs(stated) - each) > max(Decimal("0.5"), each / 50) for each in can_be)
