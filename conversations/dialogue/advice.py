"""Picks one of the cars side by side by what is on record of them, and says how far it lies from each other one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.criteria import CarMatch
from conversations.dialogue.apart import MEASURED, distance, marked
from conversations.dialogue.plan import Contrast
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.writing import all_called, money

_PICK = Sentence(
    "Por lo registrado me inclinaría por {car}{apart}.", en="Going by what is on record, I would pick {car}{apart}."
)
_AND_AGAINST = Sentence("{car}{apart}.")
_BOTH = Sentence(": {gains} que {other}, aunque {losses}", en=": {gains} than {other}, though {losses}")
_GAINS = Sentence(": {gains} que {other}", en=": {gains} than {other}")
_LOSSES = Sentence(": {losses} que {other}", en=": {losses} than {other}")
_ALIKE = Sentence(
    ": igual que {other} en precio, año y kilometraje", en=": the same as {other} in price, year and mileage"
)
_BETTER = {
    Contrast.YEAR: Sentence("{apart} más nuevo", en="{apart} newer"),
    Contrast.KM: Sentence("{apart} menos recorridos", en="{apart} less mileage"),
    Contrast.PRICE: Sentence("{apart} más barato", en="{apart} cheaper"),
    Contrast.SIZE: Sentence("{apart} más largo", en="{apart} longer"),
}
_WORSE = {
    Contrast.SIZE: Sentence("{apart} más corto", en="{apart} shorter"),
    Contrast.YEAR: Sentence("{apart} más antiguo", en="{apart} older"),
    Contrast.KM: Sentence("{apart} más recorridos", en="{apart} more mileage"),
    Contrast.PRICE: Sentence("{apart} más caro", en="{apart} more expensive"),
}
_ALWAYS = (Contrast.YEAR, Contrast.KM, Contrast.PRICE)
_OF_NO_ACCOUNT = {Contrast.KM: Decimal("0.05"), Contrast.PRICE: Decimal("0.01")}  # 41,000 km or 42,000 are the same
_LEAST_APART = Decimal(100)  # mm: of two cars as long to within a hand's width neither is the longer


@dataclass(frozen=True)
class _Weighing:
    """Cars, and what the customer cares for: that counts double, and their length only where it matters."""

    cars: Sequence[CarMatch]
    matters: Sequence[Contrast]

    def merit(self, car: CarMatch) -> tuple[int, int, Decimal, int]:
        """Return how well a car does: over how many others in what, then in what matters, then in price and km."""
        sized = (Contrast.SIZE,) if Contrast.SIZE in self.matters else ()
        wins = {about: sum(_is_before(car, other, about) for other in self.cars) for about in (*_ALWAYS, *sized)}
        cared = sum(wins[about] for about in _ALWAYS if about in self.matters)
        return sum(wins.values()) + cared, cared, -self._share(car), car.year

    def _share(self, car: CarMatch) -> Decimal:
        """Return by how many times a car is dearer than the cheapest, and further driven than the least driven."""
        least_km = max(1, min(other.km for other in self.cars))
        return car.price / max(Decimal(1), min(other.price for other in self.cars)) + Decimal(car.km) / least_km


def pick(cars: Sequence[CarMatch], matters: Sequence[Contrast] = ()) -> CarMatch:
    """Return the car to advise: of those that can be bought the one that comes before most others in most."""
    weighing = _Weighing([car for car in cars if car.status == "available"] or cars, matters)
    return max(weighing.cars, key=weighing.merit)


def told(cars: Sequence[CarMatch], places: dict[int, int], matters: Sequence[Contrast] = ()) -> Iterator[Sentence]:
    """Yield the car to advise with how far it lies from one other, and then from each that is left."""
    best = pick(cars, matters)
    others = [car for car in cars if car is not best]
    for first, other in enumerate(others):
        sentence = _AND_AGAINST if first else _PICK
        yield sentence.filled(car=_priced(best, places), apart=_apart(best, other, places, matters))


def _apart(best: CarMatch, other: CarMatch, places: dict[int, int], matters: Sequence[Contrast]) -> Sentence:
    """Say what the car advised has before another and what it lacks; that it is shorter only where length matters."""
    left_out = () if Contrast.SIZE in matters else (Contrast.SIZE,)
    gains = [_told(said, about, best, other) for about, said in _BETTER.items() if _is_before(best, other, about)]
    losses = [
        _told(said, about, best, other)
        for about, said in _WORSE.items()
        if about not in left_out and _is_before(other, best, about)
    ]
    form = _BOTH if gains and losses else _GAINS if gains else _LOSSES if losses else _ALIKE
    return form.filled(gains=all_called(gains), losses=all_called(losses), other=_priced(other, places))


def _priced(car: CarMatch, places: dict[int, int]) -> str:
    """Write a car with its price, which tells it from others of its name."""
    return f"{marked(car, places)} ({money(car.price)})"


def _told(said: Sentence, about: Contrast, one: CarMatch, other: CarMatch) -> Sentence:
    return said.filled(apart=distance(about, abs(_measured(about, one) - _measured(about, other))))


def _is_before(one: CarMatch, other: CarMatch, about: Contrast) -> bool:
    """Whether a car does better than another in this, and it counts; in what is not on record of both neither does."""
    if about is Contrast.SIZE:
        lengths = one.length_mm, other.length_mm
        return None not in lengths and _measured(about, other) - _measured(about, one) >= _LEAST_APART
    worse = _measured(about, other)
    return worse - _measured(about, one) > worse * _OF_NO_ACCOUNT.get(about, Decimal(0))


def _measured(about: Contrast, car: CarMatch) -> Decimal:
    """Return what a car has of this, the least of it being the best."""
    return -(car.length_mm or Decimal(0)) if about is Contrast.SIZE else MEASURED[about][1](car)
