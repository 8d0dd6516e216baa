"""Says which of the cars side by side comes first in what, and of two by how much."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from catalog.criteria import CarMatch
from conversations.dialogue.facts import Comparison
from conversations.dialogue.plan import Contrast, Side
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.writing import centimetres, kilometres, money, payment

_IN_VERSION = Sentence("En versión: {each}.", en="In version: {each}.")
_LONGEST = Sentence("Más largo: {car}.", en="Longest: {car}.")
_CHEAPEST = Sentence("Más barato: {car}{by}.", en="Cheapest: {car}{by}.")
_NEWEST = Sentence("Más nuevo: {car}{by}.", en="Newest: {car}{by}.")
_FEWEST_KM = Sentence("Con menos kilómetros: {car}{by}.", en="Lowest mileage: {car}{by}.")
_TALLEST = Sentence("Más alto: {car}.", en="Tallest: {car}.")
_SHORTEST = Sentence("Más corto: {car}.", en="Shortest: {car}.")
_END_OF = {
    ("length", False): _LONGEST,
    ("length", True): _SHORTEST,
    ("height", False): _TALLEST,
    ("height", True): Sentence("Más bajo: {car}.", en="Lowest: {car}."),
    ("width", False): Sentence("Más ancho: {car}.", en="Widest: {car}."),
    ("width", True): Sentence("Más angosto: {car}.", en="Narrowest: {car}."),
}
_BY = Sentence(" (diferencia de {apart})", en=" (a difference of {apart})")
_A_YEAR, _YEARS_APART = Sentence("1 año", en="1 year"), Sentence("{count} años", en="{count} years")
_BEST_EQUIPPED = Sentence("Con más equipo registrado: {car}.", en="With more equipment on record: {car}.")
_SAME = {
    Contrast.PRICE: Sentence("Cuestan lo mismo.", en="They cost the same."),
    Contrast.KM: Sentence("Tienen los mismos kilómetros.", en="They have the same mileage."),
    Contrast.YEAR: Sentence("Son del mismo año.", en="They are of the same year."),
}
MEASURED: dict[Contrast, tuple[Sentence, Callable[[CarMatch], Decimal]]] = {
    Contrast.PRICE: (_CHEAPEST, lambda car: car.price),
    Contrast.YEAR: (_NEWEST, lambda car: Decimal(-car.year)),
    Contrast.KM: (_FEWEST_KM, lambda car: Decimal(car.km)),
}


_TOGETHER = Sentence("Los {count} juntos: {price}.", en="All {count} together: {price}.")
_TOGETHER_A_MONTH = Sentence(
    "Los {count} juntos a {months} meses: enganche de {down_payment} y mensualidad de {payment}.",
    en="All {count} together over {months} months: down payment of {down_payment} and monthly payment of {payment}.",
)
_LESS_A_MONTH = Sentence(
    "Al mes a {months} meses pagas menos: {car} (diferencia de {apart}).",
    en="A month over {months} months you pay less: {car} (a difference of {apart}).",
)


def verdict(cars: Sequence[CarMatch], places: dict[int, int]) -> Iterator[Sentence]:
    """Yield which is the best in what can be told apart, of one model by version first; of what is alike nothing."""
    if len({car.model for car in cars}) == 1 < len({car.version for car in cars}) and all(car.version for car in cars):
        yield _IN_VERSION.filled(each="; ".join(f"{places[car.stock_id]}. {car.version}" for car in cars))
    for about in (Contrast.PRICE, Contrast.YEAR, Contrast.KM):
        if not _are_alike(cars, about):
            yield from first_in(about, cars, places)
    yield from _at_an_end(_LONGEST, max, cars, places)
    if len(cars) > 2:
        yield from _at_an_end(_SHORTEST, min, cars, places)
    yield from _at_an_end(_TALLEST, max, cars, places, side=lambda car: car.height_mm)


def first_in(about: Contrast, cars: Sequence[CarMatch], places: dict[int, int]) -> Iterator[Sentence]:
    """Yield which car comes first in this, and of two by how much; or that they are alike."""
    if about is Contrast.SIZE:
        yield from _at_an_end(_SHORTEST, min, cars, places)
        yield from _at_an_end(_LONGEST, max, cars, places)
        yield from _at_an_end(_TALLEST, max, cars, places, side=lambda car: car.height_mm)
        return
    if about is Contrast.EQUIPMENT:
        yield from _best_equipped(cars, places)
    if about in {Contrast.EQUIPMENT, Contrast.PAYMENT, Contrast.SUM}:
        return  # each car's own line says it
    sentence, value = MEASURED[about]
    best = [car for car in cars if value(car) == min(map(value, cars))]
    if len(cars) > 1 and _are_alike(cars, about):
        yield _SAME[about]
    elif len(cars) > len(best) == 1:
        by = _BY.filled(apart=distance(about, abs(value(cars[0]) - value(cars[1])))) if len(cars) == 2 else ""
        yield sentence.filled(car=marked(best[0], places), by=by)


def at_the_end_of(side: Side, cars: Sequence[CarMatch], places: dict[int, int]) -> Iterator[Sentence]:
    """Yield the one car that comes first in the side that is asked about."""
    end = min if side.least else max
    yield from _at_an_end(_END_OF[side.name, side.least], end, cars, places, side=lambda car: size_of(car, side))


def size_of(car: CarMatch, side: Side) -> Decimal | None:
    """Return how long a side of a car is, where somebody stated it."""
    return {"length": car.length_mm, "width": car.width_mm, "height": car.height_mm}[side.name]


def _at_an_end(
    sentence: Sentence,
    end: Callable[[list[Decimal]], Decimal],
    cars: Sequence[CarMatch],
    places: dict[int, int],
    *,
    side: Callable[[CarMatch], Decimal | None] = lambda car: car.length_mm,
) -> Iterator[Sentence]:
    """Yield the one car that is longest, shortest or tallest, where that side of all is on record."""
    sizes = [size for car in cars if (size := side(car)) is not None]
    there = [car for car in cars if sizes and side(car) == end(sizes)]
    if len(sizes) == len(cars) > len(there) == 1:
        yield sentence.filled(car=marked(there[0], places))


def _best_equipped(cars: Sequence[CarMatch], places: dict[int, int]) -> Iterator[Sentence]:
    """Yield the one car that is stated to have all that any other is, and more."""
    stated = [(car, {name for name in ("bluetooth", "car_play") if getattr(car, name)}) for car in cars]
    for best, has in stated:
        if all(has > others for car, others in stated if car is not best):
            yield _BEST_EQUIPPED.filled(car=marked(best, places))


def _are_alike(cars: Sequence[CarMatch], about: Contrast) -> bool:
    return len({MEASURED[about][1](car) for car in cars}) == 1


def distance(about: Contrast, apart: Decimal) -> Sentence | str:
    """Write how far apart two cars are in this."""
    if about is Contrast.SIZE:
        return centimetres(apart)
    if about is Contrast.PRICE:
        return money(apart)
    if about is Contrast.KM:
        return kilometres(int(apart))
    return _A_YEAR if apart == 1 else _YEARS_APART.filled(count=int(apart))


def marked(car: CarMatch, places: dict[int, int]) -> str:
    """Write a car as it is called beside others: by its number and its name."""
    return f"{places[car.stock_id]}. *{car.title}*"


def together(comparison: Comparison) -> Iterator[Sentence]:
    """Yield what all the cars cost together, and what is paid down and a month for all, over each term."""
    cars = comparison.cars
    yield _TOGETHER.filled(count=len(cars), price=money(sum((car.price for car in cars), Decimal(0))))
    quoted = [quotation for car in cars if (quotation := comparison.quotation_of(car)) is not None]
    if len(quoted) < len(cars):
        return
    for plans in zip(*(quotation.plans for quotation in quoted), strict=False):
        if len({plan.months for plan in plans}) == 1:
            yield _TOGETHER_A_MONTH.filled(
                count=len(cars),
                months=plans[0].months,
                down_payment=money(sum((quotation.down_payment for quotation in quoted), Decimal(0))),
                payment=payment(sum((plan.monthly_payment for plan in plans), Decimal(0))),
            )


def in_what_is_paid(about: Sequence[Contrast], comparison: Comparison, places: dict[int, int]) -> Iterator[Sentence]:
    """Yield what cars come to together where that is asked, or else which is less a month, where payments are told."""
    if Contrast.SUM in about:
        yield from together(comparison)
    elif Contrast.PAYMENT in about:
        yield from less_a_month(comparison, places)


def less_a_month(comparison: Comparison, places: dict[int, int]) -> Iterator[Sentence]:
    """Yield of two cars which one is paid with less a month, over each term that both have, and by how much."""
    paid = [(car, quotation) for car in comparison.cars if (quotation := comparison.quotation_of(car)) is not None]
    if len(paid) != 2 or len(comparison.cars) != 2:
        return
    for plan in paid[0][1].plans:
        each = [(one.monthly_payment, car) for car, of in paid for one in of.plans if one.months == plan.months]
        if len({amount for amount, _ in each}) == 2:
            (least, car), (most, _) = sorted(each, key=lambda one: one[0])
            yield _LESS_A_MONTH.filled(months=plan.months, car=marked(car, places), apart=payment(most - least))
