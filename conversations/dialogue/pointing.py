"""Hears which of the cars last shown are pointed at together: "el 1 y el 3", "los dos primeros", "este y el 2"."""

import re
from collections.abc import Mapping, Sequence, Set

from catalog.bodies import bodies_of
from catalog.criteria import RANKED_BY, Body, CarCriteria, Transmission, says
from catalog.spelling import Mention, fold
from conversations.dialogue import lexer, lexicon
from conversations.dialogue.lexer import Kind
from conversations.dialogue.state import DialogueState, Seen

_FIRST = {count: lexer.phrases(*spoken) for count, spoken in lexicon.FIRST_ONES.items()}
_ALL = lexer.phrases(*lexicon.ALL_OF_THEM)
_OTHER = lexer.phrases(*lexicon.OTHER_ONE)
_BOTH = lexer.phrases(*lexicon.BOTH_OF_THEM)
_OF_NO_CARS = re.compile(
    r"(?<!\w)(?:dividid|repartid)\w* entre (?:los|las) (?:2|dos)(?!\w)"
    r"|(?<!\w)(?:l[oa]s|nosotr[oa]s) (?:2|dos) (?!l[oa]s )\w+mos(?!\w)"  # "los dos trabajamos"
    r"|(?<!\w)(?:vamos|iremos|iriamos|estamos|somos|podemos ir|vamos a ir) (?:juntos )?"
    r"(?:l[oa]s|nosotr[oa]s) (?:2|dos)(?!\w)"
    r"|(?<!\w)a las (?:\d|dos|tres)(?!\w)|(?<!\w)a l[oa]s (?:\d|dos|tres) [a-z]{5,}"
)
_THE = re.compile(r"(?<!\w)(?:el|la|ese|esa|del|al) (?P<word>\w{2,})")
CALLED = re.compile(r"(?!auto\b)[a-z]\w+")
_COUNT_OF_THEM = re.compile(r"(?<!\w)((?:los|las|esos|esas|estos|estas)) \d(?!\w)")
_JOINING = lexicon.JOINING | frozenset("mil km kms pesos contra vs con u con".split())
_BEFORE_A_KIND = lexicon.ARTICLE | frozenset("en tipo version que sea de ese esa pero nomas solo".split())
_BUT = re.compile(r"^\W+(?=pero )")  # "el kia, pero automático"
MOST = 3


def just_shown(state: DialogueState) -> tuple[int, ...]:
    """Return the last page of the list: what "esos" are."""
    return state.shown[state.offset :] or state.shown


def in_view(state: DialogueState) -> tuple[int, ...]:
    """Return the cars that stand side by side last: those compared, where no other list was shown since."""
    return state.compared if len(state.compared) > 1 else just_shown(state)


def tells_one(folded: str, state: DialogueState) -> bool:
    """Whether an article stands before a word of what one of the cars shown is called: "el gt", "el mg lo quiero"."""
    told = {word for car in state.looks_of(*state.shown) for word in CALLED.findall(fold(car.called))}
    return any(match["word"] in told for match in _THE.finditer(folded))


def tells_the_other_behind(folded: str, told: int) -> bool:
    """Whether "el otro" stands behind a car that was told, with more between than "o": there both are meant."""
    said = _OTHER.search(folded, told)
    if said is None:
        return False
    between = folded[told : said.start()]
    words = {word for word in lexer.words(between) if not word.isdecimal()}
    return lexer.first_clause(between) != between or not words <= _JOINING


def of_the_year(year: int, folded: str, state: DialogueState, *, to_try: bool) -> tuple[Seen, ...]:
    """Return the cars of a year: the one talked about, of those compared, of the list, of its model, or any to try."""
    focus = tuple(filter(None, [state.in_focus]))
    models = {car.model for car in focus}
    before = [car for car in state.looks_of(*state.compared, *state.earlier) if to_try or car.model in models]
    other = _OTHER.search(folded) is not None
    views = (state.looks_of(*in_view(state)), state.looks_of(*state.shown))
    listed = ([car for car in cars if not (other and car in focus)] for cars in views)
    groups = (() if other else focus, *listed, before)
    each = (tuple(dict.fromkeys(car for car in cars if car.year == year)) for cars in groups)
    return next(filter(None, each), ())


def named_in_its_year(names: Sequence[Mention], wish: Mapping[str, object], state: DialogueState) -> tuple[int, ...]:
    """Return the one car of a name and a year among those shown as nearest: "el spark 2021", which was dearer."""
    year = wish.get("min_year")
    if not state.unmet or len(names) != 1 or year is None or year != wish.get("max_year"):
        return ()
    alike = tuple(
        car.stock_id
        for car in state.looks_of(*state.shown)
        if (fold(car.model), car.year) == (fold(names[0].model or ""), year)
    )
    return alike if len(alike) == 1 else ()


def of_the_two(name: Mention, state: DialogueState) -> tuple[int, ...]:
    """Return the one of the cars just compared, or talked about, that has a name said without article: "ok kicks"."""
    known = dict.fromkeys((*filter(None, [state.focus]), *(state.compared or state.earlier[:1])))
    alike = tuple(car.stock_id for car in state.looks_of(*known) if car.is_called(name))
    return alike if len(alike) == 1 else ()


def kinds_said(behind: str) -> list[Body | Transmission]:
    """Return the body and the gearbox told right behind a name: "el mazda hatchback"."""
    clause = lexer.first_clause(_BUT.sub(" ", behind))
    words = " ".join(word for word in lexer.words(clause) if word not in _BEFORE_A_KIND)
    bodies = [body for body, spoken in lexicon.BODIES.items() if lexer.phrases(*spoken).match(words)]
    gearboxes = [gearbox for gearbox, spoken in lexicon.TRANSMISSIONS.items() if lexer.phrases(*spoken).match(words)]
    return [*bodies, *gearboxes]


def of_the_kind_said(cars: Sequence[Seen], behind: str) -> list[Seen]:
    """Return the cars that are of the kind told right behind their name."""
    said = kinds_said(behind)
    able = [car for car in cars if all(_may_be(car, kind) for kind in said)]
    stated = [car for car in able if all(says(car.version, kind) for kind in said)]
    return stated or able


def _may_be(car: Seen, said: Body | Transmission) -> bool:
    """Whether nothing that is stated of a car speaks against its being so."""
    if says(car.version, said):
        return True
    others = (kind for kind in type(said) if kind is not said)
    stated = any(says(car.version, kind) for kind in others)
    known = bodies_of(car.make, car.model) if isinstance(said, Body) else frozenset()
    return not stated and (not known or said in known)


def the_one_shown(state: DialogueState, criteria: CarCriteria) -> int | None:
    """Return the one car talked about, of the list, or seen, of a make, a model and a year; a version is looked for.

    Of several seen before it is the cheapest. What comes first in something does so among all that were found.
    """
    if criteria.ordering is not None:
        return _first_of_those_found(state, criteria)
    talked_of = dict.fromkeys(filter(None, (state.focus, *state.earlier)))
    everything = tuple(car.stock_id for car in state.seen)
    for known in (talked_of, dict.fromkeys((*state.shown, *state.compared)), everything):
        alike = [car for car in state.looks_of(*known) if _is_so(car, criteria)]
        if criteria.version is None and (len(alike) == 1 or (alike and known is everything)):
            return min(alike, key=lambda car: car.price).stock_id
    return None


def _first_of_those_found(state: DialogueState, criteria: CarCriteria) -> int | None:
    """Return the first of several cars of a name where all that were found are listed: "el mercedes más barato"."""
    order = RANKED_BY.get(criteria.ordering) if criteria.ordering else None
    alike = [car for car in state.looks_of(*state.shown) if _is_so(car, criteria)]
    if order is None or len(alike) < 2 or state.total > len(state.shown):
        return None
    return min(alike, key=order).stock_id


def _is_so(car: Seen, criteria: CarCriteria) -> bool:
    """Whether a car has a name, a year and a kind."""
    named = not criteria.makes or car.make in criteria.makes
    of_it = not criteria.models or car.model in criteria.models
    dated = (criteria.min_year or car.year) <= car.year <= (criteria.max_year or car.year)
    body = criteria.body is None or _may_be(car, criteria.body)
    geared = criteria.transmission is None or _may_be(car, criteria.transmission)
    return named and of_it and dated and body and geared


def pointed_at(
    text: str, state: DialogueState, *, names: Sequence[Mention] = (), figures: bool = True
) -> tuple[int, ...]:
    """Return the stock numbers of the cars meant, in the order of the list; at most three.

    Without `figures` none of them is a place; that of a name never is: the 5 of "la cx-5".
    """
    folded, shown = fold(text), state.shown
    if count := first_ones(folded):
        return shown[:count]
    if says_both(text) and len(shown) == 2:
        return shown
    if says_both(text) and len(state.compared) == 2:
        return state.compared
    if says_both(text) and state.focus is not None and state.earlier:
        return state.earlier[0], state.focus
    counted = _COUNT_OF_THEM.sub(r"\1", folded)  # "esas 3": how many, and no place
    of_names = {int(figure) for name in names for figure in re.findall(r"\d+", name.model or "")}
    said = _places(counted, figures=figures, not_of=of_names)
    places = {place for place in said if place != 0 and -len(shown) <= place <= len(shown)}
    found = [shown[place if place < 0 else place - 1] for place in sorted(places)]
    found += [int(tag.value) for tag in lexer.tags(folded) if tag.value in shown]
    if state.focus is not None and lexer.phrases(*lexicon.THIS_ONE[:4]).search(folded):
        found.append(state.focus)
    if not found and _ALL.search(folded):
        found = list(shown)
    return tuple(dict.fromkeys(found))[:MOST]


def first_ones(folded: str) -> int:
    """Return how many cars from the top of the list are meant: "los dos primeros"; none, mostly."""
    return next((count for count, spoken in _FIRST.items() if spoken.search(folded)), 0)


def says_both(text: str) -> bool:
    """Whether two cars spoken of are meant together; "a las 2" is a time, and "los 3 chamacos" are no cars."""
    return bool(_BOTH.search(_OF_NO_CARS.sub(" ", fold(text))))


def _places(folded: str, *, figures: bool, not_of: Set[int]) -> list[int]:
    tags = lexer.tags(folded)
    bare = [tag for tag in tags if figures and tag.kind is Kind.NUMBER and tag.value not in not_of]
    numbers = [int(tag.value) for tag in tags if tag.kind is Kind.RANK or tag in bare]
    return numbers + [place for place, spoken in lexicon.ORDINALS.items() if lexer.phrases(*spoken).search(folded)]
