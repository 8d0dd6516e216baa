"""Districts, malls and stations of the cities where sites are, and towns without one, with about where they stand."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from knowledge.language.folding import clauses, fold, words
from knowledge.language.places import PLACE_BY_NAME, Place, places_in
from knowledge.language.sounds import sound
from knowledge.language.tables import rows

_HERE = Path(__file__).parent

_LONGEST_NAME = 5  # words
LONGEST_ANSWER = 4  # words: nothing but the place
_BEFORE_ONE = frozenset(
    "en por x a d de del la el los las cerca rumbo hacia y o metro colonia col plaza zona fracc fraccionamiento av "
    "avenida calzada alcaldia delegacion municipio barrio".split()
)
_BEHIND_ONE = frozenset("me nos queda esta".split())  # "lindavista me queda cerca"
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class District:
    """A part of a city, by the name it was called, and about where it is."""

    name: str
    city: str  # by the first of its names in `places`
    latitude: float
    longitude: float

    def km_to(self, other: "District") -> float:
        """Return about how far another one is, as the crow flies: a city is as good as flat."""
        east = (self.longitude - other.longitude) * math.cos(math.radians(self.latitude))
        return math.hypot(self.latitude - other.latitude, east) * _KM_PER_DEGREE


@lru_cache(maxsize=256)
def named(text: str) -> tuple[District, ...]:
    """Return the districts that a customer names where one names places, of the cities that have most of them."""
    alone = len(words(text)) <= LONGEST_ANSWER
    each = [
        district
        for clause in clauses(fold(text))
        for spoken in [words(clause)]
        for start, end, found in _found(spoken)
        if alone or _stands_as_a_place(spoken, start, end)
        for district in found
    ]
    cities = Counter(district.city for district in each)
    return tuple(district for district in each if cities[district.city] == max(cities.values()))


def is_one(name: str) -> bool:
    """Tell whether a name is that of a district."""
    return tuple(map(sound, words(name))) in _by_sound()


def city_of(text: str) -> str:
    """Return the one city that has the districts named; none where it may be another."""
    cities = {district.city for district in named(text)}
    return cities.pop() if len(cities) == 1 else ""


@lru_cache(maxsize=256)
def of_address(text: str, city: str) -> District | None:
    """Return the district of a city that an address tells first: addresses go from the nearest to the farthest."""
    return next((one for _, _, found in _found(words(text)) for one in found if one.city == city), None)


def _stands_as_a_place(spoken: list[str], start: int, end: int) -> bool:
    before, behind = spoken[:start][-1:], spoken[end : end + 1]
    return before[0] in _BEFORE_ONE if before else not behind or behind[0] in _BEHIND_ONE


def _found(spoken: list[str]) -> Iterator[tuple[int, int, tuple[District, ...]]]:
    """Yield where names of districts begin and end among words, however they are spelt; the longest of each place."""
    heard = tuple(map(sound, spoken))
    at = 0
    while at < len(heard):
        sizes = (size for size in range(_LONGEST_NAME, 0, -1) if heard[at : at + size] in _by_sound())
        size = next(sizes, 0)
        if size:
            yield at, at + size, _by_sound()[heard[at : at + size]]
        at += size or 1


def town_in(text: str) -> District | None:
    """Return the one town that a text names of those in which no site is known to stand, and where it is."""
    found = [town for place in places_in(text) for town in [_towns().get(place)] if town is not None]
    return found[0] if len(found) == 1 else None


@cache
def middle_of(city: str) -> District | None:
    """Return the middle of a city, the first of its districts."""
    return next((one for found in _by_sound().values() for one in found if one.city == city), None)


@cache
def _towns() -> dict[Place, District]:
    return {
        PLACE_BY_NAME[name]: District(name, name, float(lat), float(long))
        for name, lat, long in rows(_HERE / "towns.tsv")
    }


@cache
def _by_sound() -> dict[tuple[str, ...], tuple[District, ...]]:
    found: dict[tuple[str, ...], tuple[District, ...]] = {}
    for city, latitude, longitude, names in rows(_HERE / "districts.tsv"):
        for name in names.split(", "):
            key = tuple(map(sound, name.split()))
            found[key] = (*found.get(key, ()), District(name, city, float(latitude), float(longitude)))
    return found
