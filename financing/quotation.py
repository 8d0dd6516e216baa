"""The values a quote is made of; no framework, so that whoever renders them needs no database."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from financing import total_cost
from financing.amortization import MONTHS_PER_YEAR, Plan

# Below this a payment is a matter of centavos, and a fee may swallow the loan.
SMALLEST_LOAN = Decimal(1_000)


class RefusalCode(StrEnum):
    """Why a quote cannot be made."""

    NEGATIVE_DOWN_PAYMENT = "down_payment_negative"
    DOWN_PAYMENT_NOT_BELOW_PRICE = "down_payment_not_below_price"
    DOWN_PAYMENT_BELOW_MINIMUM = "down_payment_below_minimum"
    TERM_NOT_OFFERED = "term_not_offered"
    FINANCED_TOO_LITTLE = "financed_too_little"
    MONTHLY_PAYMENT_TOO_LOW = "monthly_payment_too_low"


@dataclass(frozen=True)
class Refusal:
    """A quote that was not made: why, and the figures that would have been possible.

    Without a price (what a monthly payment affords was asked) neither price nor minimum can be told.
    """

    code: RefusalCode
    price: Decimal | None
    down_payment: Decimal
    minimum_down_payment: Decimal | None
    offered_years: tuple[int, ...]

    @property
    def detail(self) -> str:
        """The reason in English, for integrators."""
        years = ", ".join(str(year) for year in self.offered_years)
        return {
            RefusalCode.NEGATIVE_DOWN_PAYMENT: "The down payment must not be negative.",
            RefusalCode.DOWN_PAYMENT_NOT_BELOW_PRICE: "The down payment must be below the car's price.",
            RefusalCode.DOWN_PAYMENT_BELOW_MINIMUM: f"The down payment must be at least {self.minimum_down_payment}.",
            RefusalCode.TERM_NOT_OFFERED: f"The term is not offered; the terms in years are {years}.",
            RefusalCode.FINANCED_TOO_LITTLE: f"At least {SMALLEST_LOAN} must be left to finance.",
            RefusalCode.MONTHLY_PAYMENT_TOO_LOW: "The monthly payment must be above zero.",
        }[self.code]


@dataclass(frozen=True)
class PriceLimit:
    """The highest price, in MXN, that a monthly payment and a down payment buy over one term; None is none at all."""

    months: int
    highest_price: Decimal | None

    @property
    def years(self) -> int:
        """The term in whole years."""
        return self.months // MONTHS_PER_YEAR


@dataclass(frozen=True)
class Quotation:
    """The plans offered for one price and down payment (MXN), and the policy they follow."""

    price: Decimal
    down_payment: Decimal
    annual_rate: Decimal
    plans: tuple[Plan, ...]
    policy_version: int
    legal_line: str
    opening_fee: Decimal = Decimal(0)

    @property
    def financed_amount(self) -> Decimal:
        """What is lent: the price less the down payment."""
        return self.price - self.down_payment

    def cat_percent(self, plan: Plan) -> Decimal:
        """Return the CAT of one of the plans: what is received, the fee taken off, against its payments."""
        return total_cost.cat_percent(
            received=self.financed_amount - self.opening_fee, payments=[plan.monthly_payment] * plan.months
        )


@dataclass(frozen=True)
class Changes:
    """What is no longer as a quote says: it ran out, the car has another price, or it cannot be bought now."""

    expired: bool = False
    price_now: Decimal | None = None
    status_now: str | None = None

    def __bool__(self) -> bool:
        return self != Changes()
