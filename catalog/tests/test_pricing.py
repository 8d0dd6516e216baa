"""Moves of prices, with their arithmetic."""

from decimal import Decimal

import pytest

from catalog.limits import HIGHEST_PRICE
from catalog.pricing import Ending, Repricing, Unit


@pytest.mark.parametrize(
    ("price", "by", "unit", "ending", "new"),
    [
        ("279999", "5000", Unit.AMOUNT, Ending.EXACT, "284999.00"),
        ("279999", "-5000", Unit.AMOUNT, Ending.EXACT, "274999.00"),
        ("279999", "-5", Unit.PERCENT, Ending.EXACT, "265999.05"),  # 279999 - 13999.95
        ("100.10", "5", Unit.PERCENT, Ending.EXACT, "105.11"),  # 105.105, half up
        ("279999", "-5", Unit.PERCENT, Ending.NINES, "265999.00"),
        ("279999", "-5300", Unit.AMOUNT, Ending.NINES, "274999.00"),  # 274699 is nearer to 274999 than to 273999
        ("279499", "0", Unit.AMOUNT, Ending.NINES, "279999.00"),  # as near to 278999: up
        ("300000", "-100", Unit.PERCENT, Ending.EXACT, None),
        ("300000", "-300000", Unit.AMOUNT, Ending.EXACT, None),
        ("300000", "-300001", Unit.AMOUNT, Ending.EXACT, None),
        ("300000", "-299999.99", Unit.AMOUNT, Ending.EXACT, "0.01"),
        ("400", "0", Unit.AMOUNT, Ending.NINES, None),  # the nearest is -1
        (HIGHEST_PRICE, "0.01", Unit.AMOUNT, Ending.EXACT, None),
        ("1", "9999999998.99", Unit.AMOUNT, Ending.EXACT, str(HIGHEST_PRICE)),
    ],
)
def test_a_price_moves(price, by, unit, ending, new):
    assert Repricing(Decimal(by), unit, ending).of(Decimal(price)) == (None if new is None else Decimal(new))
