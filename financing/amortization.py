"""French amortisation in exact decimal arithmetic; no framework, no policy."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

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
    if principal <= 0 or months <= 0 or annual_rate < 0:
        raise ValueError("principal and months must be positive and the rate must not be negative")
    with localcontext(prec=_PRECISION):
        monthly_rate = annual_rate / MONTHS_PER_YEAR
        if monthly_rate == 0:
            exact = principal / months
        else:
            exact = principal * monthly_rate / (1 - (1 + monthly_rate) ** -months)
        return exact.quantize(CENTAVO, rounding=ROUND_HALF_UP)


def cat_percent(*, received: Decimal, payment: Decimal, months: int) -> Decimal:
    """Return the annual percentage of total cost (CAT, without IVA) to one decimal.

    It is the yearly equivalent of the monthly rate at which `months` payments are worth what was `received`.
    """
    with localcontext(prec=_PRECISION):
        low, high = Decimal(0), Decimal(1)
        for _ in range(60):
            middle = (low + high) / 2
            if _present_value(payment, middle, months) > received:
                low = middle
            else:
                high = middle
        yearly = ((1 + low) ** MONTHS_PER_YEAR - 1) * 100
        return yearly.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _present_value(payment: Decimal, monthly_rate: Decimal, months: int) -> Decimal:
    if monthly_rate == 0:
        return payment * months
    return payment * (1 - (1 + monthly_rate) ** -months) / monthly_rate
