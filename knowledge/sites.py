"""The sites of ours that pages tell of, below headings that name a city: "Kavak Puebla"."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from knowledge.language import districts
from knowledge.language.districts import LONGEST_ANSWER, District
from knowledge.language.folding import clauses, fold, words
from knowledge.language.places import PLACE_BY_NAME, Place, Site, places_in
from knowledge.models import Chunk
from knowledge.models.chunk import ChunkQuerySet
from knowledge.splitting import PATH_SEPARATOR, last_heading

_NAMING = frozenset("kavak sede sedes sucursal sucursales en de la".split())
_OUR_NAME = "Kavak "
_BETWEEN_SITES = "\n\n"
_SHORTEST_TELLING = 5
_MOST_CITIES = _MOST_NEAREST = 2
_AS_NEAR_KM = 3  # where districts stand is known about so well
_FARTHEST_KM, _FARTHEST_TOWN_KM = 60, 250
_SHORT = frozenset("sur norte nte ote pte rio lago san sta col ex".split())  # words within the name of a place
_STREET = frozenset("avenida calle boulevard calzada periferico prolongacion carretera".split())
_BEFORE_A_PLACE = _STREET | frozenset("en por x a al de del la el las los cerca rumbo hacia y o".split())
# As addresses and customers shorten them.
_SHORTENED = {"av": "avenida", "ave": "avenida", "blvd": "boulevard", "perif": "periferico", "calz": "calzada"}
# What stands in addresses all over the country, and in questions that name none.
_OF_ANY_ADDRESS = frozenset(
    "avenida calle colonia boulevard sotano numero exterior plaza patio centro norte mexico ciudad puebla kavak "
    "guadalajara monterrey queretaro cuernavaca nuevo nueva hacienda municipio libre flores jardines bosques villas "
    "valle italia garcia miguel alvaro vasco manuel jose adolfo ricardo ignacio secc esquina".split()
)


class Placed(Protocol):
    """What stands somewhere: a site of a page, or a branch that staff keep."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def city(self) -> str:
        """Where it is."""

    @property
    def address(self) -> str:
        """Where exactly, as far as that is stated."""


P = TypeVar("P", bound=Placed)


def cities() -> tuple[str, ...]:
    """Return the cities as their headings write them, in the order of the pages."""
    paths = _headed().values_list("heading_path", flat=True)
    headings = dict.fromkeys(heading for path in paths for heading in path.split(PATH_SEPARATOR))
    return tuple(map(_city, filter(_is_a_city, headings)))


def all_sites() -> tuple[Site, ...]:
    """Return the sites that stand below the cities' headings, each on the first line of its address."""
    passages = _headed().values_list("heading_path", "text")
    return tuple(dict.fromkeys(site for path, text in passages for site in _sites(last_heading(path), text)))


def _headed() -> ChunkQuerySet:
    """Return the passages below a heading that has our name, and no others: of 100,000 these are few."""
    return Chunk.objects.live().filter(heading_path__contains=_OUR_NAME).order_by("source_id", "position")


def _sites(heading: str, text: str) -> Iterator[Site]:
    if _is_a_city(heading):
        blocks = (block.strip().split("\n") for block in text.split(_BETWEEN_SITES))
        yield from (
            Site(name.strip(), _city(heading), " ".join(below[:1]).strip())
            for name, *below in blocks
            if name.startswith(_OUR_NAME)
        )


def near(text: str, known: Sequence[Site]) -> tuple[Site, ...]:
    """Return the sites whose address has most of the places, streets and districts that `text` names; often none."""
    spoken, places = list(_where_one_stands(text)), places_in(text)
    shared = {
        site: 2 * len(places & (places_in(site.address) - places_in(site.city)))
        + len(_districts(spoken) & _districts(_in_full(f"{site.name} {site.address}")))
        + len(_streets(spoken, site.address))
        for site in known
    }
    return _that_have_most(shared)


def of_each_place(places: Sequence[Place], known: Sequence[Site]) -> tuple[Site, ...]:
    """Return the sites of every city or state named, in the order of the pages; all of them where none is named."""
    if not places:
        return tuple(known)
    there = {site for place in places for site in _of(place, known)}
    return tuple(site for site in known if site in there)


def _of(place: Place, known: Sequence[Site]) -> list[Site]:
    """Return the sites in a city; of a state whose post codes are its own, those; else those of the city it goes to."""
    in_the_state = [site for site in known if place.posts_to(site.address)]
    serving = PLACE_BY_NAME[place.nearest or place.names[0]]
    return in_the_state or [site for site in known if serving in places_in(site.city)]


def in_the_street(text: str, known: Sequence[P]) -> tuple[P, ...]:
    """Return the sites whose address has the street that `text` names: "el de av revolución", "en López Mateos"."""
    spoken = list(_where_one_stands(text))
    return _that_have_most({site: len(_streets(spoken, site.address)) for site in known})


def _that_have_most(shared: Mapping[P, int]) -> tuple[P, ...]:
    most = max(shared.values(), default=0)
    return tuple(site for site, count in shared.items() if count == most > 0)


def _streets(spoken: Sequence[str], address: str) -> set[tuple[str, str]]:
    """Return the words that stand side by side in an address as they are spoken, one of which tells a part of a city.

    The kind of a street, "avenida", may be left out of an address or said in another way.
    """
    told = _in_full(address)
    telling = _districts(told)
    pairs = set(pairwise(spoken)) & (set(pairwise(told)) | {(kind, word) for kind in _STREET for word in telling})
    return {pair for pair in pairs if pair[0] in _STREET or not telling.isdisjoint(pair)}


def nearest(text: str, known: Sequence[P]) -> tuple[P, ...]:
    """Return the site nearest to the district that `text` names, two where it is not plain which of them.

    Where two cities have a district called so it is the nearest of each; none where a site's own is not known.
    """
    found = {district.city: district for district in districts.named(text)}
    there = {city: [site for site in known if PLACE_BY_NAME[city] in places_in(site.city)] for city in found}
    cities = [city for city, sites in there.items() if sites]
    if not 0 < len(cities) <= _MOST_CITIES:
        return ()
    most = 1 if len(cities) > 1 else _MOST_NEAREST
    return tuple(site for city in cities for site in _nearest(found[city], there[city])[:most])


def nearest_to_town(text: str, known: Sequence[P]) -> tuple[P, ...]:
    """Return the site nearest to the town that `text` names, in which none stands; none where all are far away."""
    town = districts.town_in(text)
    placed = [(town.km_to(stands), site) for site in known for stands in [_stands(site)] if stands] if town else []
    km, site = min(placed, key=lambda one: one[0], default=(math.inf, None))
    return (site,) if site is not None and km <= _FARTHEST_TOWN_KM else ()


def _stands(site: Placed) -> District | None:
    """Return about where a site stands: its district, or else the middle of its city."""
    [city, *_] = [place.names[0] for place in places_in(site.city)] or [""]
    return districts.of_address(f"{site.name}, {site.address}", city) or districts.middle_of(city)


def _nearest(district: District, sites: Sequence[P]) -> tuple[P, ...]:
    """Return the sites of a city from the nearest on, as far as one may be as near as the other."""
    at_it = [site for site in sites if district.name in fold(f"{site.name} {site.address}")]
    if len(sites) == 1 or len(at_it) == 1:
        return tuple(at_it or sites)
    placed = [districts.of_address(f"{site.name}, {site.address}", district.city) for site in sites]
    if None in placed:
        return ()
    far = sorted((district.km_to(stands), at) for at, stands in enumerate(placed) if stands is not None)
    near = [sites[at] for km, at in far if km < far[0][0] + _AS_NEAR_KM]
    return tuple(near) if far[0][0] <= _FARTHEST_KM else ()


def _where_one_stands(text: str) -> Iterator[str]:
    """Yield the words that stand where a place would: "por López Mateos", and not the name in "el lunes, Ana Garza"."""
    nothing_else = len(words(text)) <= LONGEST_ANSWER
    for clause in clauses(text):
        place = nothing_else
        for word in _in_full(clause):
            place = nothing_else or word in _BEFORE_A_PLACE | _SHORT or (place and len(word) >= _SHORTEST_TELLING)
            if place:
                yield word


def _in_full(text: str) -> list[str]:
    return [_SHORTENED.get(word, word) for word in words(text)]


def _districts(spoken: Sequence[str]) -> set[str]:
    """Return the words that may tell one part of a city from another."""
    return {word for word in spoken if len(word) >= _SHORTEST_TELLING and word not in _OF_ANY_ADDRESS}


def _city(heading: str) -> str:
    return heading.removeprefix(_OUR_NAME).strip()


def _is_a_city(heading: str) -> bool:
    """Tell whether a heading says nothing but our name and a city's."""
    named = {word for place in places_in(heading) for name in place.names for word in name.split()}
    said = set(words(heading))
    return bool(named) and heading.startswith(_OUR_NAME) and said <= named | _NAMING
