"""French amortisation in exact decimal arithmetic; no framework, no policy."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

CENTAVO = Decimal("0.01")
MONTHS_PER_YEAR = 12
# Twice the digits of the largest amount, whatever context the caller is in.
_EXACT = Context(prec=34)


@dataclass(frozen=True)
class Plan:
    """One term of a loan, in MXN: equal monthly payments, their sum, and the interest in it."""

    months: int
    monthly_payment: Decimal
    total_amount: Decimal
    interest_amount: Decimal

    @property
    def years(self) -> int:
        """The term in whole years."""
        return self.months // MONTHS_PER_YEAR


def plan(*, principal: Decimal, annual_rate: Decimal, months: int) -> Plan:
    """Return the plan that pays `principal` back in `months` equal payments.

    `annual_rate` is a ratio (0.10 is 10 % a year) charged by twelfths. The payment is rounded half up to the
    centavo and the total is payment x months, as the customer is charged.
    """
    payment = monthly_payment(principal=principal, annual_rate=annual_rate, months=months)
    total = payment * months
    return Plan(months=months, monthly_payment=payment, total_amount=total, interest_amount=total - principal)


def monthly_payment(*, principal: Decimal, annual_rate: Decimal, months: int) -> Decimal:
    """Return principal x i / (1 - (1 + i)^-months), half up to the centavo, with i the monthly rate."""
    if principal <= 0:
        raise ValueError("principal must be positive")
    return to_centavo(_EXACT.divide(principal, present_value_of_one(annual_rate=annual_rate, months=months)))


def highest_principal(*, monthly_payment: Decimal, annual_rate: Decimal, months: int) -> Decimal:
    """Return the largest loan, in MXN, whose monthly payment is at most this one; zero when there is none."""
    worth = present_value_of_one(annual_rate=annual_rate, months=months)
    # Half a centavo more than stated is still charged as stated; a payment of just that is rounded up, and is not.
    limit = _EXACT.multiply(monthly_payment + CENTAVO / 2, worth).quantize(CENTAVO, ROUND_DOWN, _EXACT)
    fits = to_centavo(_EXACT.divide(limit, worth)) <= monthly_payment
    return max(limit if fits else limit - CENTAVO, Decimal(0))


# A policy has few rates and terms, and this power is most of what a quote costs.
@lru_cache(maxsize=256)
def present_value_of_one(*, annual_rate: Decimal, months: int) -> Decimal:
    """Return what `months` payments of 1 are worth at the start: (1 - (1 + i)^-months) / i, with i the monthly rate."""
    if months <= 0 or annual_rate < 0:
        raise ValueError("months must be positive and the rate must not be negative")
    monthly_rate = _EXACT.divide(annual_rate, Decimal(MONTHS_PER_YEAR))
    if not monthly_rate:
        return Decimal(months)
    discount = _EXACT.power(_EXACT.add(1, monthly_rate), -months)
    return _EXACT.divide(_EXACT.subtract(1, discount), monthly_rate)


def to_centavo(amount: Decimal) -> Decimal:
    """Round half up to the centavo."""
    return amount.quantize(CENTAVO, ROUND_HALF_UP, _EXACT)
