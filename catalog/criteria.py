"""The values a search takes and gives; no framework, so that the dialogue can hold and render them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

Relaxed = Literal["price", "km", "year", "version", "equipment", "transmission", "model", "make"]

# The words of a version that tell the transmission; a version without any of them does not say.
AUTOMATIC_WORDS = frozenset(
    "AUTO AUT AUTOMATICO AUTOMATICA AT TA CVT ECVT XTRONIC DCT IVT DSG ASG TIPTRONIC STRONIC TRONIC STEPTRONIC "
    "MULTITRONIC 7GTRONIC 9GTRONIC POWERSHIFT EAT6 EAT8 EDC".split()
)
MANUAL_WORDS = frozenset("MT TM STD EST ESTANDAR MANUAL".split())


class Ordering(StrEnum):
    """In which order a customer wants to see cars."""

    CHEAPEST = "price"
    DEAREST = "-price"
    NEWEST = "-year"
    FEWEST_KM = "km"


@dataclass(frozen=True)
class CarCriteria:
    """What is asked for. Names are free text, misspellings tolerated; a search answers with the canonical ones."""

    makes: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    version: str | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    min_year: int | None = None
    max_year: int | None = None
    min_km: int | None = None
    max_km: int | None = None
    bluetooth: bool | None = None
    car_play: bool | None = None
    transmission: str | None = None
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
    def transmission(self) -> str | None:
        """What the version says of the transmission: "automatic", "manual" or nothing."""
        words = set(re.findall(r"\w+", self.version.upper()))
        if words & AUTOMATIC_WORDS:
            return "automatic"
        return "manual" if words & MANUAL_WORDS else None


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
