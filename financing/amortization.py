"""French amortisation in exact decimal arithmetic; no framework, no policy."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

CENTAVO = Decimal("0.01")
MONTHS_PER_YEAR = 12
_PRECISION = 40


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
    with localcontext(prec=_PRECISION):
        return to_centavo(principal / present_value_of_one(annual_rate=annual_rate, months=months))


def highest_principal(*, monthly_payment: Decimal, annual_rate: Decimal, months: int) -> Decimal:
    """Return the largest loan, in MXN, whose monthly payment is at most this one; zero when there is none."""
    worth = present_value_of_one(annual_rate=annual_rate, months=months)
    with localcontext(prec=_PRECISION):
        # Half a centavo more than stated is still charged as stated; a payment of just that is rounded up, and is not.
        limit = ((monthly_payment + CENTAVO / 2) * worth).quantize(CENTAVO, rounding=ROUND_DOWN)
        fits = to_centavo(limit / worth) <= monthly_payment
        return max(limit if fits else limit - CENTAVO, Decimal(0))


# A policy has few rates and terms, and this power is most of what a quote costs.
@lru_cache(maxsize=256)
def present_value_of_one(*, annual_rate: Decimal, months: int) -> Decimal:
    """Return what `months` payments of 1 are worth at the start: (1 - (1 + i)^-months) / i, with i the monthly rate."""
    if months <= 0 or annual_rate < 0:
        raise ValueError("months must be positive and the rate must not be negative")
    with localcontext(prec=_PRECISION):
        monthly_rate = annual_rate / MONTHS_PER_YEAR
        return (1 - (1 + monthly_rate) ** -months) / monthly_rate if monthly_rate else Decimal(months)


def to_centavo(amount: Decimal) -> Decimal:
    """Round half up to the centavo."""
    return amount.quantize(CENTAVO, rounding=ROUND_HALF_UP)
