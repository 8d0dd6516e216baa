"""From what a customer can pay to the cars they can have: highest prices, needed down payments, and cars that fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from catalog import search
from catalog.criteria import CarCriteria, CarMatch, Ordering
from catalog.limits import HIGHEST_PRICE
from financing import quoting
from financing.amortization import CENTAVO, Plan, highest_principal, to_centavo
from financing.models import FinancingPolicy
from financing.quotation import SMALLEST_LOAN, PriceLimit, Quotation, Refusal, RefusalCode

ANY_CAR = CarCriteria()


@dataclass(frozen=True)
class AffordableCar:
    """A car that fits, quoted over the shortest term in which it does."""

    car: CarMatch
    quotation: Quotation

    @property
    def plan(self) -> Plan:
        """The one plan of the quotation."""
        return self.quotation.plans[0]


@dataclass(frozen=True)
class Affordable:
    """What a monthly payment and a down payment (MXN) buy: limits by term, cars dearest first, and how many fit.

    `wish` is what was asked for besides, its names as the inventory writes them.
    """

    monthly_payment: Decimal
    down_payment: Decimal
    wish: CarCriteria
    limits: tuple[PriceLimit, ...]
    cars: tuple[AffordableCar, ...]
    total: int


@dataclass(frozen=True)
class NeededDownPayment:
    """The quotation over one term with the lowest down payment that keeps a price within a monthly payment."""

    quotation: Quotation

    @property
    def down_payment(self) -> Decimal:
        """The down payment in MXN."""
        return self.quotation.down_payment

    @property
    def plan(self) -> Plan:
        """The one plan of the quotation."""
        return self.quotation.plans[0]


def affordable(
    *,
    monthly_payment: Decimal,
    down_payment: Decimal,
    months: int | None = None,
    wish: CarCriteria = ANY_CAR,
    limit: int = 10,
    offset: int = 0,
) -> Affordable | Refusal:
    """Return what the customer can buy over `months`, or over any offered term, among the cars that match `wish`."""
    policy = quoting.current_policy()
    monthly_payment, down_payment = to_centavo(monthly_payment), to_centavo(down_payment)
    if refused := _refusal(policy, monthly_payment, down_payment, months):
        return refused
    terms = sorted(policy.terms_months) if months is None else [months]
    limits = tuple(PriceLimit(term, _highest_price(policy, monthly_payment, down_payment, term)) for term in terms)
    found = search.search(_within(wish, limits, down_payment), limit=limit, offset=offset)
    matching = found.cars if found.total else ()
    return Affordable(
        monthly_payment=monthly_payment,
        down_payment=down_payment,
        wish=replace(found.criteria, min_price=wish.min_price, max_price=wish.max_price, ordering=wish.ordering),
        limits=limits,
        cars=tuple(AffordableCar(car, _shortest(policy, car, limits, down_payment)) for car in matching),
        total=found.total,
    )


def needed_down_payments(
    *, price: Decimal, monthly_payment: Decimal, months: int | None = None
) -> tuple[NeededDownPayment, ...] | Refusal:
    """Return, for every offered term or the one asked for, the least to pay down so that the payment fits.

    A term is left out when even the whole policy cannot make it fit: what is left to finance would be nothing.
    """
    policy = quoting.current_policy()
    price, monthly_payment = to_centavo(price), to_centavo(monthly_payment)
    if refused := _refusal(policy, monthly_payment, Decimal(0), months):
        return replace(refused, price=price)
    terms = sorted(policy.terms_months) if months is None else [months]
    return tuple(_needed(policy, price, monthly_payment, terms))


def _needed(
    policy: FinancingPolicy, price: Decimal, monthly_payment: Decimal, terms: list[int]
) -> Iterator[NeededDownPayment]:
    minimum = quoting.minimum_down_payment(policy, price)
    for term in terms:
        borrowed = highest_principal(monthly_payment=monthly_payment, annual_rate=policy.annual_rate, months=term)
        financed = min(borrowed, price - minimum)
        if financed >= SMALLEST_LOAN:
            yield NeededDownPayment(quoting.under(policy, price=price, down_payment=price - financed, terms=[term]))


def _refusal(
    policy: FinancingPolicy, monthly_payment: Decimal, down_payment: Decimal, months: int | None
) -> Refusal | None:
    code = None
    if monthly_payment <= 0:
        code = RefusalCode.MONTHLY_PAYMENT_TOO_LOW
    elif down_payment < 0:
        code = RefusalCode.NEGATIVE_DOWN_PAYMENT
    elif months is not None and months not in policy.terms_months:
        code = RefusalCode.TERM_NOT_OFFERED
    if code is None:
        return None
    return Refusal(code, None, down_payment, None, quoting.offered_years(policy))


def _highest_price(
    policy: FinancingPolicy, monthly_payment: Decimal, down_payment: Decimal, months: int
) -> Decimal | None:
    """Return down payment + highest loan, no more than the minimum down payment lets this one buy."""
    borrowed = highest_principal(monthly_payment=monthly_payment, annual_rate=policy.annual_rate, months=months)
    highest = down_payment + borrowed
    ratio = policy.minimum_down_payment_ratio
    if ratio and quoting.minimum_down_payment(policy, highest) > down_payment:
        # Half a centavo of minimum is still rounded down to what was paid.
        highest = ((down_payment + CENTAVO / 2) / ratio).quantize(CENTAVO, rounding=ROUND_DOWN)
        if quoting.minimum_down_payment(policy, highest) > down_payment:
            highest -= CENTAVO
    highest = min(highest, HIGHEST_PRICE)
    return highest if highest - down_payment >= SMALLEST_LOAN else None


def _within(wish: CarCriteria, limits: tuple[PriceLimit, ...], down_payment: Decimal) -> CarCriteria:
    """Narrow a wish to the prices that fit; a car no dearer than the down payment needs no financing."""
    dearest = max((limit.highest_price for limit in limits if limit.highest_price), default=Decimal(0))
    return replace(
        wish,
        min_price=max(wish.min_price or Decimal(0), down_payment + SMALLEST_LOAN),
        max_price=dearest if wish.max_price is None else min(wish.max_price, dearest),
        ordering=wish.ordering or Ordering.DEAREST,
    )


def _shortest(
    policy: FinancingPolicy, car: CarMatch, limits: tuple[PriceLimit, ...], down_payment: Decimal
) -> Quotation:
    fitting = (limit.months for limit in limits if limit.highest_price and car.price <= limit.highest_price)
    return quoting.under(policy, price=car.price, down_payment=down_payment, terms=[min(fitting)])
