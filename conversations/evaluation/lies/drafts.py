"""Drafts of replies: the true statements about one situation, in groups, before they are put into words or bent."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from conversations.dialogue.facts import Fact
from conversations.dialogue.state import DialogueState
from conversations.evaluation.lies.oracle import Loan, World
from conversations.evaluation.lies.statements import Field, Statement

Group = tuple[Statement, ...]


@dataclass(frozen=True)
class Situation:
    """What a reply is about: the facts of the turn as the guard gets them, and the same as the oracle knows them."""

    shape: str  # cars, card, loan, budget, places, pages
    facts: tuple[Fact, ...]
    world: World
    customer: str = "busco un auto"
    state: DialogueState = field(default_factory=DialogueState)
    customer_price: Decimal | None = None

    def are_alike(self, one: int | None, two: int | None) -> bool:
        """Whether two cars have one name."""
        first, second = self.world.cars.get(one or 0), self.world.cars.get(two or 0)
        return bool(first and second and (first.model, first.year) == (second.model, second.year))


@dataclass(frozen=True)
class Draft:
    """What is to be said: groups of statements in order, then loose claims; `english` chooses the language."""

    shape: str
    groups: tuple[Group, ...]
    extra: tuple[Statement, ...] = ()
    english: bool = False

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that is stated."""
        return (*(one for group in self.groups for one in group), *self.extra)


def draft(situation: Situation, chance: Random) -> Draft:
    """Return true statements about a situation, a different choice each time."""
    english = chance.random() < 0.1
    makers = {"cars": _cars, "card": _card, "loan": _loan, "budget": _budget, "places": _places, "pages": _pages}
    groups = makers[situation.shape](situation.world, chance)
    return Draft(situation.shape, tuple(groups), (), english)


def first(group: Group, name: Field, months: int | None = None) -> Any:
    """Return the value of a field in a group, or None."""
    found = (one.value for one in group if one.field is name and (months is None or one.months == months))
    return next(found, None)


def _of_car(car: Any, chance: Random, *wanted: Field) -> Group:
    year = (Statement(Field.YEAR, car.year, car.stock_id),)
    values = {
        Field.PRICE: car.price,
        Field.KM: car.km,
        Field.VERSION: car.version,
        Field.STOCK_ID: car.stock_id,
        Field.BLUETOOTH: car.bluetooth,
        Field.CAR_PLAY: car.car_play,
        Field.LENGTH: car.length_mm,
    }
    return year + tuple(Statement(name, values[name], car.stock_id) for name in wanted if values[name] is not None)


def _cars(world: World, chance: Random) -> list[Group]:
    cars = list(world.cars.values())
    chance.shuffle(cars)
    cars = cars[: chance.randint(2, 5)] if len(cars) > 1 else cars
    wanted = [Field.PRICE, *chance.sample([Field.KM, Field.VERSION], chance.randint(0, 2))]
    groups = [_of_car(car, chance, *wanted) for car in cars]
    if world.counts and chance.random() < 0.6:
        groups.insert(0, (Statement(Field.COUNT, max(world.counts)),))
    return groups


def _card(world: World, chance: Random) -> list[Group]:
    car = chance.choice(list(world.cars.values()))
    more = [Field.VERSION, Field.BLUETOOTH, Field.CAR_PLAY, Field.STOCK_ID, Field.LENGTH]
    wanted = [Field.PRICE, Field.KM, *chance.sample(more, chance.randint(0, 5))]
    return [_of_car(car, chance, *wanted)]


def _loan(world: World, chance: Random) -> list[Group]:
    loans = [loan for loan in world.loans if loan.months]
    chosen = loans if len(loans) < 3 and chance.random() < 0.8 else loans[:1]
    return [_of_loan(world, loan, chance) for loan in chosen]


def _of_loan(world: World, loan: Loan, chance: Random) -> Group:
    car, down = loan.car, int(loan.down_payment)
    group = [Statement(Field.YEAR, world.cars[car].year, car)] if car else []
    if chance.random() < 0.6:
        group.append(Statement(Field.PRICE, loan.price, car))
    group.append(Statement(Field.DOWN_PAYMENT, loan.down_payment, car, None, down))
    if chance.random() < 0.4:
        group.append(Statement(Field.FINANCED, loan.price - loan.down_payment, car, None, down))
    if chance.random() < 0.4:
        group.append(Statement(Field.RATE, loan.rate_percent, car, None, down))
    terms = sorted(chance.sample(loan.months, chance.randint(1, len(loan.months))))
    with_total, with_interest = chance.random() < 0.4, chance.random() < 0.25
    for months in terms:
        payment = loan.payment(months)
        group.append(Statement(Field.MONTHLY, payment, car, months, down))
        if with_total:
            group.append(Statement(Field.TOTAL, payment * months, car, months, down))
        if with_interest:
            interest = payment * months - (loan.price - loan.down_payment)
            group.append(Statement(Field.INTEREST, interest, car, months, down))
    return tuple(group)


def _budget(world: World, chance: Random) -> list[Group]:
    limits = tuple(Statement(Field.LIMIT, Decimal(int(price)), None, months) for months, price in world.limits)
    groups: list[Group] = [tuple(chance.sample(limits, chance.randint(1, len(limits))))] if limits else []
    for loan in world.loans:
        if loan.car is None:
            continue
        car, months = world.cars[loan.car], loan.months[0]
        row = _of_car(car, chance, Field.PRICE)
        down = int(loan.down_payment)
        groups.append((*row, Statement(Field.MONTHLY, loan.payment(months), loan.car, months, down)))
    return groups


def _places(world: World, chance: Random) -> list[Group]:
    branches = list((world.branches or {}).values())
    chance.shuffle(branches)
    return [_of_branch(branch, chance) for branch in branches[: chance.randint(1, 3)]]


def _of_branch(branch: Any, chance: Random) -> Group:
    group = [Statement(Field.CITY, branch.city, branch.id)] if chance.random() < 0.6 else []
    if branch.address and chance.random() < 0.6:
        parts = branch.address.split(", ")
        told = ", ".join(parts[: chance.randint(1, len(parts))])
        if any(mark.isdigit() for mark in told):
            group.append(Statement(Field.ADDRESS, told, branch.id))
    if any(branch.hours.week) and (chance.random() < 0.8 or not group):
        group += _week(branch, chance)
    return tuple(group or [Statement(Field.CITY, branch.city, branch.id)])


def _week(branch: Any, chance: Random) -> list[Statement]:
    """State the whole usual week, run by run, or only some of it."""
    week: Any = branch.hours.week
    runs: list[list[int]] = []
    for day, ranges in enumerate(week):
        if runs and week[runs[-1][-1]] == ranges:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = []
    for days in runs:
        ranges = week[days[0]]
        said += [Statement(Field.HOURS, (tuple(days), part.opens, part.closes), branch.id) for part in ranges]
        if not week[days[0]]:
            said.append(Statement(Field.CLOSED, tuple(days), branch.id))
    return said if chance.random() < 0.6 else [chance.choice(said)]


def _pages(world: World, chance: Random) -> list[Group]:
    return [(Statement(Field.EXCERPT, chance.choice(world.excerpts)),)]
