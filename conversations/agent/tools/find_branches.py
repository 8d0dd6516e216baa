"""Tool: the branches that staff keep: addresses, opening hours, whether they are open now."""

import re
from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise

from pydantic import AliasChoices, Field

from catalog import branch_names, branches
from catalog.places import BranchMatch, distance_km
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue import lexer, lexicon, places
from conversations.dialogue.facts import BranchesFound, FactValue
from conversations.dialogue.introductions import without_name
from knowledge import sites
from knowledge.language import districts, reading
from knowledge.language.folding import fold, words
from knowledge.language.places import Site, places_in, take_places
from knowledge.language.reading import Reading
from knowledge.language.topics import HOURS
from knowledge.sites import P

# Words that say when; whatever else a question names and we do not have is a place that we do not know.
_WHEN = frozenset(
    "ahorita ahora hoy manana tarde noche lunes martes miercoles jueves viernes sabado sabados domingo domingos semana "
    "fin fines festivos feriados diario siempre normalmente todavia aun siguen sigue ya cerraron abrieron temprano "
    "momento".split()
)

_NEAREST = 2  # branches that a position is answered with
_TOO_FAR_KM = 300  # nobody is nearest to another country

_OF_A_SITE = lexer.phrases(*lexicon.OF_A_SITE)
_BEFORE_A_SITE = frozenset("de del en la las los el kavak sucursal sede tienda agencia horario horarios".split())
_ARTICLE = re.compile(r"^(?:el|la|los|las) ")
_CALLED = r"(?<!\w)(?:horarios?|sucursal|sede|agencia|tienda|kavak) (?:de |del |de la )?"


class FindBranchesArgs(ToolArgs):
    """Where: in the customer's words."""

    place: str = Field(
        "",
        max_length=2000,
        validation_alias=AliasChoices("place", "city", "name", "branch"),
        description="City or branch as the customer typed it; misspelling is tolerated. Empty for all branches.",
    )
    latitude: float | None = Field(None, ge=-90, le=90, description="Where the customer is, if they sent a location.")
    longitude: float | None = Field(None, ge=-180, le=180)


def run(args: FindBranchesArgs, context: ToolContext) -> FactValue:
    """Return the branches meant, as they stand now."""
    known = branches.all_branches(now=context.now)
    if args.latitude is not None and args.longitude is not None:
        return BranchesFound(args.place, found=_nearest(args.latitude, args.longitude, known))
    if not known:
        everywhere = sites.all_sites()
        there = sites_there(args.place, everywhere) or _nearest_to_town(args.place, everywhere)
        return BranchesFound(
            args.place,
            cities=sites.cities(),
            sites=there,
            nearest=_are_but_near(args.place, there),
            listed=sites.of_each_place(reading.read(args.place).places, everywhere),
        )
    found, by = _meant(args.place, known)
    return BranchesFound(
        place=args.place,
        found=found,
        elsewhere=tuple(branch.name for branch in known if branch not in found),
        cities=tuple(dict.fromkeys(branch.city for branch in known)),
        by_city=by is _By.CITY,
        by_name=by is _By.NAME,
        nearest=by is _By.NAME and _are_but_near(args.place, found),
    )


def _nearest(latitude: float, longitude: float, known: tuple[BranchMatch, ...]) -> tuple[BranchMatch, ...]:
    """Return the branches nearest to a position, the nearest first, of those that have one."""
    by_distance = sorted(
        (distance_km(latitude, longitude, float(branch.latitude), float(branch.longitude)), branch.id, branch)
        for branch in known
        if branch.latitude is not None and branch.longitude is not None
    )
    return tuple(branch for distance, _, branch in by_distance[:_NEAREST] if distance <= _TOO_FAR_KM)


class _By(Enum):
    """Why branches were found, or none."""

    NAME = auto()
    CITY = auto()
    NOTHING = auto()


def _meant(place: str, known: tuple[BranchMatch, ...]) -> tuple[tuple[BranchMatch, ...], _By]:
    """Return the branches that a text means, and why: all of them where it names nothing."""
    read = reading.read(place)
    # A place alone is misread as a word like any other; "en" says that it is one.
    located = read if read.places else reading.read(f"en {place}")
    there = _in_cities(located, known) or branch_names.in_city(place, known)
    named = branch_names.named_in(place, there) or branch_names.named_in(place, known, wholly=True)
    if named:
        return named, _By.NAME
    if there or located.places:
        unknown_site = HOURS in read.topic_names and _points_at_a_site(read)
        near = _by_district(place, there) if there else _nearest_to_town(place, known)
        return (near, _By.NAME) if unknown_site or near else (there, _By.CITY)
    named = branch_names.named_in(place, known) or _by_district(place, known)
    if named or _names_something(read):
        return named, _By.NAME
    return known, _By.NOTHING


def _names_something(read: Reading) -> bool:
    """Whether a word may be a place that we do not know; beside hours only where it stands as one."""
    if HOURS in read.topic_names:
        return _points_at_a_site(read)
    return not all(_says_when(word) for word in read.terms)


def _points_at_a_site(read: Reading) -> bool:
    """Whether a word that is neither place nor time stands where a site's name would: "horario de Midtown en gdl"."""
    unknown = {word for word in read.terms if not _says_when(word)}
    return any(before in _BEFORE_A_SITE and word in unknown for before, word in pairwise(read.words))


def _says_when(word: str) -> bool:
    return word in _WHEN or places.is_of_hours(word)


def sites_there(text: str, everywhere: Sequence[Site]) -> tuple[Site, ...]:
    """Return the sites that a text names, or that stand where it says, of those that pages tell of."""
    asked = reading.read(text)
    cities = {*asked.places, *asked.nearest_places}
    known = [s for s in everywhere if not cities or not places_in(f"{s.city} {s.address}").isdisjoint(cities)]
    # "en Explanada, soy Guadalupe"; "va, Santa Fe", after there was none in Toluca
    elsewhere = branch_names.named_in(text, everywhere, wholly=bool(known))
    near = _by_district(text, known)
    in_it = () if _are_but_near(text, near) else near  # "por López Mateos, cerca de Tlajomulco": the one there
    wholly = branch_names.named_in(text, known, wholly=True) or in_it or sites.in_the_street(text, known)
    without_cities = " ".join(take_places(words(text))[1])  # "nuevo león" is not Nuevo Sur
    named = wholly or near or branch_names.named_in(without_cities, known)
    return named or elsewhere or sites.near(text, known)


def _by_district(text: str, known: Sequence[P]) -> tuple[P, ...]:
    """Return those nearest to the district named; the hours of one called like it ("de Andares") are no other's."""
    names = "|".join(district.name for district in districts.named(text))
    called_so = re.search(rf"{_CALLED}(?:{names})(?!\w)", fold(text)) if places.says_hours(text) else None
    return () if called_so else sites.nearest(text, known)


def _nearest_to_town(text: str, known: Sequence[P]) -> tuple[P, ...]:
    """Return the site nearest to a town where one is asked for: "¿quién gana, León o Chivas?" asks for none."""
    asks = places.says_where(text) or _OF_A_SITE.search(fold(text))
    return sites.nearest_to_town(without_name(text), known) if asks else ()


def _are_but_near(text: str, found: Sequence[P]) -> bool:
    """Tell whether a district is named in which none stands: one that is there, or is named, is not called near."""
    asked = [_ARTICLE.sub("", district.name) for district in districts.named(text)]
    within = (name in fold(f"{one.name} {one.address}") for one in found for name in asked)
    stands_there = len(found) == 1 and (any(within) or bool(branch_names.named_in(text, found)))
    return (bool(asked) and not stands_there) or found == _nearest_to_town(text, found) != ()


def branches_there(text: str, known: tuple[BranchMatch, ...]) -> tuple[tuple[BranchMatch, ...], bool]:
    """Return the branches in the city that a text names, and whether it names one where we have none."""
    read = reading.read(text)
    there = _in_cities(read, known) or branch_names.in_city(text, known)
    return there, bool(read.places) and not there


def _in_cities(read: Reading, known: tuple[BranchMatch, ...]) -> tuple[BranchMatch, ...]:
    """Return the branches in the cities named, or else in those that serve the places named."""
    for named in (read.places, read.nearest_places):
        found = tuple(branch for branch in known if not places_in(branch.city).isdisjoint(named))
        if found:
            return found
    return ()


TOOL = Tool(
    name="find_branches",
    description=(
        "Our branches by city or name: address, opening hours, open now. The first source for places and hours; "
        "a branch without hours here has none stated, which is neither open nor closed."
    ),
    args=FindBranchesArgs,
    run=run,
)
