"""What a price becomes when it is moved by an amount or a percentage; pure arithmetic."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from catalog.limits import HIGHEST_PRICE

_CENTAVO, _THOUSAND = Decimal("0.01"), Decimal(1000)


class Unit(StrEnum):
    """What the figure counts."""

    AMOUNT = "amount"  # MXN
    PERCENT = "percent"


class Ending(StrEnum):
    """How the new prices end."""

    EXACT = "exact"
    NINES = "999"  # as the prices of the shop do


@dataclass(frozen=True)
class Repricing:
    """A move of prices: by how much (negative is down), counted in what, and how the result ends."""

    by: Decimal
    unit: Unit
    ending: Ending = Ending.EXACT

    def of(self, price: Decimal) -> Decimal | None:
        """Return the new price, half centavos up and …999 the nearest one, or None when no car can cost that."""
        moved = price + (self.by if self.unit is Unit.AMOUNT else price * self.by / 100)
        if self.ending is Ending.NINES:
            moved = ((moved + 1) / _THOUSAND).quantize(Decimal(1), ROUND_HALF_UP) * _THOUSAND - 1
        moved = moved.quantize(_CENTAVO, ROUND_HALF_UP)
        return moved if 0 < moved <= HIGHEST_PRICE else None
