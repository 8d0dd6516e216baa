"""Judges statements by what is known and its own arithmetic; it reads no text and shares no code with the guard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from conversations.evaluation.lies.statements import Field, Statement

# Names of the fields of a car's row, which are compared as they stand.
_OF_A_ROW = {
    Field.PRICE: "price",
    Field.KM: "km",
    Field.YEAR: "year",
    Field.VERSION: "version",
    Field.BLUETOOTH: "bluetooth",
    Field.CAR_PLAY: "car_play",
    Field.LENGTH: "length_mm",
    Field.STOCK_ID: "stock_id",
}


@dataclass(frozen=True)
class Loan:
    """One price and down payment that were quoted, at a yearly rate in per cent, over these terms."""

    car: int | None
    price: Decimal
    down_payment: Decimal
    rate_percent: Decimal
    months: tuple[int, ...]

    def payment(self, months: int) -> Decimal:
        """Return the payment of an annuity in pesos and centavos, by exact fractions."""
        rate = Fraction(self.rate_percent) / 1200
        lent = Fraction(self.price - self.down_payment)
        exact = lent * rate / (1 - (1 + rate) ** -months) if rate else lent / months
        return Decimal(int(exact * 100 + Fraction(1, 2))) / 100


@dataclass(frozen=True)
class World:
    """All that is known when a reply is written: rows of cars and branches, loans, counts, excerpts."""

    cars: dict[int, Any]
    loans: tuple[Loan, ...] = ()
    branches: dict[int, Any] | None = None
    counts: frozenset[int] = frozenset()
    limits: tuple[tuple[int, Decimal], ...] = ()  # months, highest price
    excerpts: tuple[str, ...] = ()


def is_lie(statements: Sequence[Statement], world: World) -> bool:
    """Tell whether any of the statements is not so."""
    return not all(holds(statement, world) for statement in statements)


def holds(statement: Statement, world: World) -> bool:
    """Tell whether one statement is so."""
    match statement.field:
        case Field.COUNT:
            return statement.value in world.counts
        case Field.LIMIT:
            return any(m == statement.months and int(price) == int(statement.value) for m, price in world.limits)
        case Field.EXCERPT:
            return statement.value in world.excerpts
        case Field.HOURS | Field.CLOSED | Field.ADDRESS | Field.CITY:
            return _of_a_branch(statement, (world.branches or {}).get(statement.subject or 0))
        case Field.AVAILABLE:
            return bool(world.cars[statement.subject or 0].status == "available")
        case Field.CLAIM:
            return False
        case field if field in _OF_A_ROW and statement.subject in world.cars:
            return bool(getattr(world.cars[statement.subject], _OF_A_ROW[field]) == statement.value)
        case _:
            return any(_of_a_loan(statement, loan) for loan in _meant(statement, world.loans))


def _meant(statement: Statement, loans: Iterable[Loan]) -> Iterable[Loan]:
    for loan in loans:
        same_car = statement.subject is None or loan.car == statement.subject
        same_down = statement.down_payment is None or loan.down_payment == statement.down_payment
        if same_car and same_down and (statement.months is None or statement.months in loan.months):
            yield loan


def _of_a_loan(statement: Statement, loan: Loan) -> bool:
    months, value = statement.months, statement.value
    match statement.field:
        case Field.PRICE:
            return bool(loan.price == value)
        case Field.DOWN_PAYMENT:
            return bool(loan.down_payment == value)
        case Field.FINANCED:
            return bool(loan.price - loan.down_payment == value)
        case Field.RATE:
            return bool(loan.rate_percent == value)
        case Field.MONTHLY if months:
            return bool(loan.payment(months) == value)
        case Field.TOTAL if months:
            return bool(loan.payment(months) * months == value)
        case Field.INTEREST if months:
            return bool(loan.payment(months) * months - (loan.price - loan.down_payment) == value)
    return False


def _of_a_branch(statement: Statement, branch: Any) -> bool:
    if branch is None:
        return False
    match statement.field:
        case Field.ADDRESS:
            return bool(branch.address and branch.address.startswith(statement.value))
        case Field.CITY:
            return bool(branch.city == statement.value)
        case Field.CLOSED:
            return any(branch.hours.week) and not any(branch.hours.week[day] for day in statement.value)
        case _:
            days, opens, closes = statement.value
            return all(_opens_so(branch, day, opens, closes) for day in days)


def _opens_so(branch: Any, day: int, opens: Any, closes: Any) -> bool:
    """Tell whether a usual weekday has these hours; a day that is no weekday (7: today) has the date's."""
    if day < 7:
        ranges = branch.hours.week[day]
    else:
        date = branch.now.date() + timedelta(days=day - 7)
        special = [holiday for holiday in branch.hours.holidays if holiday.date == date]
        usual = branch.hours.week[date.weekday()]
        ranges = ((special[0].open,) if special[0].open else ()) if special else usual
    return any(part.opens == opens and part.closes == closes for part in ranges)
