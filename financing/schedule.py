"""The life of a loan month by month: what each payment pays, and what settles the loan early; no framework."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from financing.amortization import MONTHS_PER_YEAR, monthly_payment, to_centavo


@dataclass(frozen=True)
class Installment:
    """One payment, in MXN: its interest and principal, and the balance it leaves."""

    number: int
    due: date
    payment: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal


@dataclass(frozen=True)
class YearOfPayments:
    """What one year of a loan pays, in MXN, the first year being 1, and the balance it leaves."""

    number: int
    interest: Decimal
    principal: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Payoff:
    """What settles a loan right after its n-th payment, in MXN, and the interest that is then never charged."""

    after: int
    amount: Decimal
    interest_saved: Decimal


def schedule(*, principal: Decimal, annual_rate: Decimal, months: int, first_due: date) -> tuple[Installment, ...]:
    """Return every payment; interest is rounded half up each month and the last payment closes the balance at 0.00.

    A payment falls on the day of `first_due`, or on the last day of a shorter month.
    """
    payment = monthly_payment(principal=principal, annual_rate=annual_rate, months=months)
    return tuple(_installments(principal, payment, annual_rate / MONTHS_PER_YEAR, months, first_due))


def by_year(installments: Sequence[Installment]) -> tuple[YearOfPayments, ...]:
    """Sum a schedule up by years of the loan, twelve payments each."""
    years = (installments[start : start + MONTHS_PER_YEAR] for start in range(0, len(installments), MONTHS_PER_YEAR))
    return tuple(
        YearOfPayments(
            number=number,
            interest=sum((one.interest for one in year), Decimal(0)),
            principal=sum((one.principal for one in year), Decimal(0)),
            balance=year[-1].balance,
        )
        for number, year in enumerate(years, start=1)
    )


def payoff(installments: Sequence[Installment], *, after: int) -> Payoff:
    """Return what settles the loan right after payment number `after`; 0 is the day it was signed."""
    if not 0 <= after <= len(installments):
        raise ValueError(f"a loan of {len(installments)} payments cannot be settled after payment {after}")
    remaining = installments[after:]
    return Payoff(
        after=after,
        amount=sum((one.principal for one in remaining), Decimal(0)),
        interest_saved=sum((one.interest for one in remaining), Decimal(0)),
    )


def _installments(
    principal: Decimal, payment: Decimal, monthly_rate: Decimal, months: int, first_due: date
) -> Iterator[Installment]:
    balance = principal
    for number in range(1, months + 1):
        interest = to_centavo(balance * monthly_rate)
        # The rounding of all payments gathers in the last; before it, a tiny loan is never paid below zero.
        repaid = balance if number == months else min(payment - interest, balance)
        balance -= repaid
        due = first_due + relativedelta(months=number - 1)
        yield Installment(number, due, repaid + interest, interest, repaid, balance)
