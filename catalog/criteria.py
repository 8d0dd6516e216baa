"""The values a search takes and gives; no framework, so that the dialogue can hold and render them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Protocol
from uuid import UUID

# What an alternative may differ in; an exclusion is never among them.
Relaxed = Literal[
    "price", "km", "year", "version", "equipment", "size", "transmission", "traction", "body", "model", "make"
]


class Ordering(StrEnum):
    """In which order a customer wants to see cars."""

    CHEAPEST = "price"
    DEAREST = "-price"
    NEWEST = "-year"
    FEWEST_KM = "km"
    LONGEST = "-length"
    SHORTEST = "length"
    TALLEST = "-height"
    LOWEST = "height"
    WIDEST = "-width"
    NARROWEST = "width"


class Ranked(Protocol):
    """What cars are put in order by, without their sizes."""

    @property
    def price(self) -> Decimal: ...

    @property
    def year(self) -> int: ...

    @property
    def km(self) -> int: ...


# What comes first has the least of it.
RANKED_BY: Mapping[Ordering, Callable[[Ranked], Decimal]] = {
    Ordering.CHEAPEST: lambda car: car.price,
    Ordering.DEAREST: lambda car: -car.price,
    Ordering.NEWEST: lambda car: Decimal(-car.year),
    Ordering.FEWEST_KM: lambda car: Decimal(car.km),
}


class Transmission(StrEnum):
    """Who changes the gears."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class Traction(StrEnum):
    """Which wheels pull; two that pull may be the front or the rear ones."""

    FOUR_WHEELS = "4x4"
    TWO_WHEELS = "4x2"
    FRONT = "front"
    REAR = "rear"


class Body(StrEnum):
    """The kind of car."""

    SEDAN = "sedan"
    HATCHBACK = "hatchback"
    SUV = "suv"
    PICKUP = "pickup"
    VAN = "van"
    WAGON = "wagon"
    COUPE = "coupe"
    CONVERTIBLE = "convertible"
    UTILITY = "utility"  # what Mexico calls a "camioneta"
    SEVEN_SEATS = "7_seats"  # or more


_WITHIN = {Body.UTILITY: frozenset({Body.SUV, Body.PICKUP, Body.VAN})}


def kinds_in(body: Body) -> frozenset[Body]:
    """Return the kinds that a name for several of them covers; any other kind is itself."""
    return _WITHIN.get(body, frozenset({body}))


# ── What a version says ─────────────────────────────────────────────────────────────────────────────────────────
# No column states transmission, traction or body: a version says them by these words, or does not say; of the body,
# `catalog.bodies` knows more. An entry of several words needs them all.
AUTOMATIC_WORDS = frozenset(
    "AUTO AUT AUTOMATICO AUTOMATICA AT TA CVT ECVT XTRONIC DCT IVT DSG ASG TIPTRONIC STRONIC TRONIC STEPTRONIC "
    "MULTITRONIC 7GTRONIC 9GTRONIC POWERSHIFT EAT6 EAT8 EDC".split()
)
MANUAL_WORDS = frozenset("MT TM STD EST ESTANDAR MANUAL".split())
_FRONT_WORDS = frozenset("FWD DELANTERA".split())
_REAR_WORDS = frozenset("RWD TRASERA".split())
_SUV_WORDS = frozenset({"SUV", "CROSSOVER"})
_PICKUP_WORDS = frozenset({"PICKUP", "PICK UP", "DOBLE CABINA", "CABINA DOBLE", "CREW CAB"})
_VAN_WORDS = frozenset({"VAN", "MINIVAN"})


def _badges(family: str) -> set[str]:
    """BMW writes the drive and the badge as one word: XDRIVE50IA."""
    sizes = "16 18 20 23 25 28 30 35 40 45 48 50 60".split()
    return {family, *(f"{family}{size}{fuel}" for size in sizes for fuel in ("I", "IA", "D", "DA", "E"))}


WORDS: dict[Transmission | Traction | Body, frozenset[str]] = {
    Transmission.AUTOMATIC: AUTOMATIC_WORDS,
    Transmission.MANUAL: MANUAL_WORDS,
    Traction.FOUR_WHEELS: frozenset(
        {*"4WD AWD 4X4 4MOTION QUATTRO 4MATIC ALL4 SYMMETRICAL".split(), *_badges("XDRIVE")}
    ),
    Traction.TWO_WHEELS: frozenset({*"2WD 4X2".split(), *_badges("SDRIVE"), *_FRONT_WORDS, *_REAR_WORDS}),
    Traction.FRONT: _FRONT_WORDS,
    Traction.REAR: _REAR_WORDS,
    Body.SEDAN: frozenset({"SEDAN", "SEDÁN", "SDN"}),
    Body.HATCHBACK: frozenset({"HATCHBACK", "HB", "SPORTBACK"}),
    Body.SUV: _SUV_WORDS,
    Body.PICKUP: _PICKUP_WORDS,
    Body.VAN: _VAN_WORDS,
    Body.WAGON: frozenset({"WAGON", "SPORTWAGON", "VAGONETA", "VARIANT", "AVANT"}),
    Body.COUPE: frozenset({"COUPE", "COUPÉ"}),
    Body.CONVERTIBLE: frozenset("CONVERTIBLE CABRIO CABRIOLET ROADSTER SPYDER SPIDER".split()),
    Body.UTILITY: _SUV_WORDS | _PICKUP_WORDS | _VAN_WORDS,
    Body.SEVEN_SEATS: frozenset({"7 PASAJEROS", "7 PAS", "7PAS", "7 PLAZAS", "3 ROW"}),
}
# Where a version says both, the second is what counts: a gearbox may be worked by hand and still change by itself.
_WINS_OVER: dict[Transmission | Traction | Body, Transmission] = {Transmission.MANUAL: Transmission.AUTOMATIC}
# A car may be both: a seven-seat van.
_SEATS = frozenset({Body.SEVEN_SEATS})
# What a version may say of such a car all the same: the GLC COUPÉ is a SUV, the Q3 SPORTBACK and the Transit WAGON too
# are what they are.
_CALLED_SO_TOO: dict[Body, frozenset[Body]] = {
    Body.SUV: frozenset({Body.HATCHBACK, Body.COUPE, Body.WAGON}),
    Body.VAN: frozenset({Body.WAGON}),
    Body.UTILITY: frozenset({Body.HATCHBACK, Body.COUPE, Body.WAGON}),
}


def words_of(version: str) -> list[str]:
    """Return the words of a version as `Car.version_words` keeps them."""
    return re.findall(r"\w+", version.upper())


def says(version: str, said: Transmission | Traction | Body) -> bool:
    """Tell whether a version says this of its car."""
    words = set(words_of(version))
    better = _WINS_OVER.get(said)
    return any(words.issuperset(entry.split()) for entry in WORDS[said]) and not (better and says(version, better))


def traction_in(version: str) -> Traction | None:
    """Return what a version says of the traction, or nothing."""
    return next((said for said in Traction if says(version, said)), None)


def engine_in(version: str) -> str | None:
    """Return the litres of the engine, which a version begins with, or nothing."""
    begun = re.match(r"\d\.\d(?!\d)", version.strip())
    return begun[0] if begun else None


def overruled_by(said: Transmission | Traction | Body) -> Transmission | None:
    """Return what a version says instead when it says both."""
    return _WINS_OVER.get(said)


def others_than(said: Transmission | Traction | Body) -> tuple[Transmission | Traction | Body, ...]:
    """Return what a version would have to say to contradict this."""
    if said in _SEATS:
        return ()
    if isinstance(said, Traction):
        four = said is Traction.FOUR_WHEELS
        return (Traction.TWO_WHEELS,) if four else (Traction.FOUR_WHEELS,)
    if isinstance(said, Transmission):
        return tuple(other for other in Transmission if other is not said)
    borne = kinds_in(said) | _CALLED_SO_TOO.get(said, frozenset()) | _SEATS | _WITHIN.keys()
    return tuple(other for other in Body if other not in borne)


# ── What is asked, and what comes back ──────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class CarCriteria:
    """What is asked for. Names are free text, misspellings tolerated; a search answers with the canonical ones.

    What is excluded is never offered, not even as an alternative. Sizes are in millimetres.
    """

    makes: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    excluded_makes: tuple[str, ...] = ()
    excluded_models: tuple[str, ...] = ()
    version: str | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    min_year: int | None = None
    max_year: int | None = None
    min_km: int | None = None
    max_km: int | None = None
    bluetooth: bool | None = None
    car_play: bool | None = None
    transmission: Transmission | None = None
    traction: Traction | None = None
    body: Body | None = None
    min_length_mm: Decimal | None = None
    max_length_mm: Decimal | None = None
    min_width_mm: Decimal | None = None
    max_width_mm: Decimal | None = None
    min_height_mm: Decimal | None = None
    max_height_mm: Decimal | None = None
    ordering: Ordering | None = None


@dataclass(frozen=True)
class CarMatch:
    """A car as it stood when it was found; prices in MXN, dimensions in millimetres, None is "not stated"."""

    id: UUID
    stock_id: int
    make: str
    model: str
    version: str
    year: int
    price: Decimal
    km: int
    bluetooth: bool | None
    car_play: bool | None
    length_mm: Decimal | None
    width_mm: Decimal | None
    height_mm: Decimal | None
    status: str

    @property
    def title(self) -> str:
        """The car's name and year, the make said once ("Mazda 3 2018", not "Mazda Mazda 3 2018")."""
        model = self.model.strip()
        named = model.lower().startswith(f"{self.make.lower()} ")
        return f"{model} {self.year}" if named else f"{self.make} {model} {self.year}"

    @property
    def transmission(self) -> Transmission | None:
        """What the version says of the transmission, or nothing."""
        return next((said for said in Transmission if says(self.version, said)), None)


@dataclass(frozen=True)
class SearchResult:
    """What was found, what it took, and what was not understood.

    `relaxed` is None when `cars` are exact matches; else it names the condition that was dropped so that `cars` are
    the nearest alternatives, and `total` (exact matches) is 0.
    """

    criteria: CarCriteria
    cars: tuple[CarMatch, ...]
    total: int
    relaxed: Relaxed | None = None
    suggestions: tuple[tuple[str, str | None], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_too_big(self) -> bool:
        """Whether cars of the name asked for were found, and a side of each is longer than was said."""
        return bool(self.relaxed and self.criteria.models and self.cars) and all(map(self._exceeds, self.cars))

    def _exceeds(self, car: CarMatch) -> bool:
        asked = self.criteria
        sides = (
            (car.length_mm, asked.max_length_mm),
            (car.width_mm, asked.max_width_mm),
            (car.height_mm, asked.max_height_mm),
        )
        return any(side is not None and most is not None and side > most for side, most in sides)
