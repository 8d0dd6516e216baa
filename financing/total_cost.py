"""The annual percentage of total cost (CAT): the internal rate of return of a loan's real cash flow; no framework."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from financing.amortization import MONTHS_PER_YEAR

_PRECISION = 30
_TENTH = Decimal("0.1")
# The rate is halved in until it is known to far less than the tenth of a percent that is told.
_HALVINGS = 48
_HIGHEST_MONTHLY_RATE = Decimal(1)


def cat_percent(*, received: Decimal, payments: Sequence[Decimal]) -> Decimal:
    """Return the CAT without IVA in percent, to one decimal.

    It is the yearly equivalent, (1 + i)^12 - 1, of the monthly rate i at which the `payments`, one a month from the
    first month on, are worth what was `received` at the start: the loan less any fee taken for it. Source: Banco de
    México, circular 21/2009.
    """
    if received <= 0 or not payments:
        raise ValueError("something must be received and paid back")
    with localcontext(prec=_PRECISION):
        yearly = ((1 + _monthly_rate(received, payments)) ** MONTHS_PER_YEAR - 1) * 100
        return yearly.quantize(_TENTH, rounding=ROUND_HALF_UP)


def _monthly_rate(received: Decimal, payments: Sequence[Decimal]) -> Decimal:
    low, high = Decimal(0), _HIGHEST_MONTHLY_RATE
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _present_value(payments, middle) > received else (low, middle)
    return (low + high) / 2


def _present_value(payments: Sequence[Decimal], monthly_rate: Decimal) -> Decimal:
    """Discount each payment by its month, from the last to the first (Horner)."""
    discount = 1 / (1 + monthly_rate)
    worth = Decimal(0)
    for payment in reversed(payments):
        worth = (worth + payment) * discount
    return worth
