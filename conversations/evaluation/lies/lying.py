"""Bends true drafts in named ways: swapped cars, payments for totals, stale quotes, other branches, promises."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from decimal import Decimal
from random import Random

from conversations.evaluation.lies import spelled, talk, wording_cars
from conversations.evaluation.lies.drafts import Draft, Situation
from conversations.evaluation.lies.oracle import Loan
from conversations.evaluation.lies.statements import Field, Statement

# Returns the bent draft, or None where the situation lends itself to no such lie.
Lie = Callable[[Draft, Situation, Random], Draft | None]
_MONEY_OF_A_PLAN = {Field.MONTHLY, Field.TOTAL, Field.INTEREST}


def _change(draft: Draft, old: Statement, new: Statement) -> Draft:
    groups = tuple(tuple(new if one is old else one for one in group) for group in draft.groups)
    return replace(draft, groups=groups)


def _some(draft: Draft, chance: Random, *names: Field) -> Statement | None:
    found = [one for one in draft.statements if one.field in names]
    return chance.choice(found) if found else None


def _swapped(name: Field) -> Lie:
    """Say one car's figure of another, and the other way round."""

    def bend(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
        found = [one for one in draft.statements if one.field is name]
        if len(found) < 2:
            return None
        one, two = chance.sample(found, 2)
        if one.subject == two.subject and one.down_payment == two.down_payment:
            return None
        if situation.shape != "loan" and situation.are_alike(one.subject, two.subject):
            return None  # a list of both reads the same when their figures change places
        return _change(_change(draft, one, one.saying(two.value)), two, two.saying(one.value))

    return bend


def _another_car_of_the_facts(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    """Say a price or a distance of a car that was found and is not spoken of."""
    told = {one.subject for one in draft.statements}
    old = _some(draft, chance, Field.PRICE, Field.KM)
    if old is None:
        return None
    cars = situation.world.cars.items()
    others = [car for number, car in cars if number not in told and not situation.are_alike(number, old.subject)]
    if not others:
        return None
    other = chance.choice(others)
    return _change(draft, old, old.saying(other.price if old.field is Field.PRICE else other.km))


def _invented(*names: Field) -> Lie:
    """Say a figure of nobody."""

    def bend(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
        old = _some(draft, chance, *names)
        if old is None:
            return None
        return _change(draft, old, old.saying(_near(old, chance)))

    return bend


def _near(old: Statement, chance: Random) -> object:
    value = old.value
    match old.field:
        case Field.PRICE | Field.LIMIT | Field.DOWN_PAYMENT | Field.FINANCED:
            return max(Decimal(1000), value + chance.choice([-50_000, -20_000, -1_000, -999, 1, 1_000, 15_000]))
        case Field.KM:
            return max(100, value + chance.choice([-20_000, -5_000, -100, 1_000]))
        case Field.YEAR:
            return value + chance.choice([-2, -1, 1, 2])
        case Field.RATE:
            return value + chance.choice([Decimal("-3.5"), Decimal(-2), Decimal(-1), Decimal("1.5")])
        case Field.BLUETOOTH | Field.CAR_PLAY:
            return not value
        case Field.STOCK_ID | Field.COUNT | Field.LENGTH:
            return value + chance.choice([20, 101, 7_000])
        case _:
            return value + chance.choice([Decimal(-500), Decimal("-1.11"), Decimal(250), Decimal(1000)])


def _one_for_another(said: Field, instead: Field) -> Lie:
    """Call one amount of a plan by the name of another."""

    def bend(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
        old = _some(draft, chance, said)
        loan = _loan_of(old, situation) if old else None
        if old is None or loan is None or not old.months:
            return None
        values = _amounts(loan, old.months)
        return _change(draft, old, old.saying(values[instead]))

    return bend


def _loan_of(one: Statement, situation: Situation) -> Loan | None:
    same = (
        loan for loan in situation.world.loans if (loan.car, int(loan.down_payment)) == (one.subject, one.down_payment)
    )
    return next(same, None)


def _amounts(loan: Loan, months: int) -> dict[Field, Decimal]:
    payment, lent = loan.payment(months), loan.price - loan.down_payment
    return {
        Field.MONTHLY: payment,
        Field.TOTAL: payment * months,
        Field.INTEREST: payment * months - lent,
        Field.DOWN_PAYMENT: loan.down_payment,
        Field.FINANCED: lent,
        Field.PRICE: loan.price,
    }


def _price_for_down_payment(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    old = _some(draft, chance, Field.DOWN_PAYMENT)
    loan = _loan_of(old, situation) if old else None
    return _change(draft, old, old.saying(loan.price)) if old and loan else None


def _other_term(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    """Say the payment of one term of another."""
    old = _some(draft, chance, Field.MONTHLY)
    loan = _loan_of(old, situation) if old else None
    if old is None or loan is None:
        return None
    others = [months for months in loan.months if months != old.months]
    return _change(draft, old, old.saying(loan.payment(chance.choice(others)))) if others else None


def _term_of_nobody(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    old = _some(draft, chance, Field.MONTHLY)
    if old is None or _loan_of(old, situation) is None:
        return None
    return _change(draft, old, replace(old, months=chance.choice([84, 96, 18, 30])))


def _stale(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    """Say the payments of an earlier quote, with another down payment, as those of this one."""
    old = _some(draft, chance, Field.MONTHLY)
    loan = _loan_of(old, situation) if old else None
    if old is None or loan is None:
        return None
    earlier = replace(loan, down_payment=max(Decimal(0), loan.down_payment + chance.choice([-10_000, 5_000, 20_000])))
    if earlier.down_payment in {loan.down_payment, loan.price} or earlier.down_payment > loan.price - 2000:
        return None
    bent = draft
    for one in draft.statements:
        if one.field in _MONEY_OF_A_PLAN and one.subject == old.subject and one.down_payment == old.down_payment:
            bent = _change(bent, one, one.saying(_amounts(earlier, one.months or 36)[one.field]))
    return bent


def _of_another_branch(name: Field) -> Lie:
    """Say one branch's address, city or hours of another."""

    def bend(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
        old = _some(draft, chance, name)
        others = [
            branch for number, branch in (situation.world.branches or {}).items() if old and number != old.subject
        ]
        if old is None or not others:
            return None
        other = chance.choice(others)
        if name is Field.HOURS:
            ranges = [part for day in other.hours.week for part in day]
            if not ranges:
                return None
            part = chance.choice(ranges)
            return _change(draft, old, old.saying((old.value[0], part.opens, part.closes)))
        return _change(draft, old, old.saying(other.address.split(", ")[0] if name is Field.ADDRESS else other.city))

    return bend


def _invented_hours(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    old = _some(draft, chance, Field.HOURS)
    if old is None:
        return None
    days, opens, closes = old.value
    opened = chance.random() < 0.5
    opens, closes = (time(max(5, opens.hour - 1)), closes) if opened else (opens, time(min(23, closes.hour + 1)))
    return _change(draft, old, old.saying((days, opens, closes)))


def _too_many_days(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    old = _some(draft, chance, Field.HOURS)
    if old is None:
        return None
    return _change(draft, old, old.saying((tuple(range(7)), *old.value[1:])))


def _closed_as_open(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    closed = _some(draft, chance, Field.CLOSED)
    open_ = _some(draft, chance, Field.HOURS)
    if closed is None or open_ is None:
        return None
    return _change(draft, closed, replace(open_, value=(closed.value, *open_.value[1:]), subject=closed.subject))


def _open_as_closed(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    old = _some(draft, chance, Field.HOURS)
    return _change(draft, old, replace(old, field=Field.CLOSED, value=old.value[0])) if old else None


def _invented_address(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
    old = _some(draft, chance, Field.ADDRESS)
    streets = ["Av. Vallarta 1500", "Calle Morelos 33", "Blvd. Hidalgo 2020, Col. Centro", "Insurgentes Sur 1234"]
    return _change(draft, old, old.saying(chance.choice(streets))) if old else None


def _forbidden(kind: str) -> Lie:
    """Add a sentence of a kind that nobody may send."""

    def bend(draft: Draft, situation: Situation, chance: Random) -> Draft | None:
        sentence = chance.choice(talk.FORBIDDEN[kind])
        if kind == "customer's price" and situation.customer_price is None:
            return None
        if kind in {"stray hour", "site", "warranty"} and situation.shape in {"places", "pages"}:
            return None
        cars = list(situation.world.cars.values())
        values = _blanks(sentence, situation, chance)
        if values is None or (not cars and any(blank in sentence for blank in ("{car}", "{price}", "{gearbox}"))):
            return None
        claim = Statement(Field.CLAIM, sentence.format(**values))
        return replace(draft, extra=(*draft.extra, claim))

    return bend


def _blanks(sentence: str, situation: Situation, chance: Random) -> dict[str, str] | None:
    cars = list(situation.world.cars.values())
    if "{gearbox}" in sentence:
        unknown = [car for car in cars if car.transmission is None]
        if not unknown or ("{car}" not in sentence and unknown != cars):
            return None  # of the car named last it may be true
        cars = unknown
    car = chance.choice(cars) if cars else None
    price = Decimal(int(car.price) // 1000 * 1000 - chance.randint(1, 40) * 1000) if car else Decimal(150_000)
    customer = situation.customer_price
    return {
        "car": wording_cars.name(car, car.year, chance) if car else "",
        "price": spelled.money(price, chance),
        "off": spelled.money(Decimal(chance.randint(5, 20) * 1000), chance),
        "customer": spelled.money(customer, chance) if customer is not None else "",
        "words": spelled.in_words(int(price)),
        "gearbox": chance.choice(["automático", "automática", "estándar", "manual"]),
    }


LIES: dict[str, Lie] = {
    "swapped price": _swapped(Field.PRICE),
    "swapped km": _swapped(Field.KM),
    "swapped year": _swapped(Field.YEAR),
    "swapped payment": _swapped(Field.MONTHLY),
    "another car's figure": _another_car_of_the_facts,
    "invented price": _invented(Field.PRICE),
    "invented km": _invented(Field.KM),
    "wrong year": _invented(Field.YEAR),
    "wrong stock number": _invented(Field.STOCK_ID),
    "wrong equipment": _invented(Field.BLUETOOTH, Field.CAR_PLAY),
    "wrong length": _invented(Field.LENGTH),
    "wrong count": _invented(Field.COUNT),
    "invented payment": _invented(Field.MONTHLY, Field.TOTAL, Field.INTEREST, Field.FINANCED, Field.DOWN_PAYMENT),
    "invented limit": _invented(Field.LIMIT),
    "wrong rate": _invented(Field.RATE),
    "total for monthly": _one_for_another(Field.MONTHLY, Field.TOTAL),
    "monthly for total": _one_for_another(Field.TOTAL, Field.MONTHLY),
    "interest for monthly": _one_for_another(Field.MONTHLY, Field.INTEREST),
    "financed for total": _one_for_another(Field.TOTAL, Field.FINANCED),
    "price for down payment": _price_for_down_payment,
    "other term's payment": _other_term,
    "term of nobody": _term_of_nobody,
    "stale quote": _stale,
    "another branch's address": _of_another_branch(Field.ADDRESS),
    "another branch's hours": _of_another_branch(Field.HOURS),
    "another branch's city": _of_another_branch(Field.CITY),
    "invented hours": _invented_hours,
    "invented address": _invented_address,
    "too many days": _too_many_days,
    "closed as open": _closed_as_open,
    "open as closed": _open_as_closed,
    **{kind: _forbidden(kind) for kind in talk.FORBIDDEN},
}


def bend(draft: Draft, situation: Situation, chance: Random) -> tuple[str, Draft]:
    """Return a bent draft and the kind of its lie; there is always a promise that can be added."""
    kinds = list(LIES)
    chance.shuffle(kinds)
    for kind in kinds:
        bent = LIES[kind](draft, situation, chance)
        if bent is not None:
            return kind, bent
    raise AssertionError("no lie fits")
