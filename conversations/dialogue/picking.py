"""Hears which one of the cars in view is meant by what sets it apart: "el más barato", "la que sí cabe"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from catalog.criteria import RANKED_BY, Ordering, Ranked, Transmission, says
from catalog.spelling import fold
from conversations.dialogue import contrasts, hearing, lexer, lexicon, measures, pointing, references
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.plan import Side
from conversations.dialogue.reading import THE_ONE, Reading
from conversations.dialogue.references import Pointing
from conversations.dialogue.state import DialogueState, Seen

_AGAINST = re.compile(r"(?<!\w)(?:contra|vs|versus|o)(?!\w)")
_OLDEST = re.compile(
    r"(?<!\w)(?<!dice )(?<!dijo )(?:el|la|del|al) (?:mas (?:viej|antigu)\w*|viej(?:o|a|ito|ita))(?!\w)"
)
_OF_ITS_NAME = ("body", "version", "transmission", "traction", "min_year", "max_year")
_ANY = frozenset("un una uno algo otro otra algun alguno alguna one another something".split())


def meant(reading: Reading, pointing: Pointing) -> Pointing:
    """Return what is pointed at, or else the one car in view that comes first in what is said, or alone has it."""
    if pointing.ordinals:
        return pointing
    if other := _the_other_than(reading, pointing.cars):
        return Pointing((), other)
    sides = _of_each_side(reading)
    if sides is not None or pointing.cars:
        return sides or pointing
    return _first(reading) or _that_has_it(reading) or _the_one_left(reading) or _named_together(reading) or pointing


def is_told_of_it(reading: Reading, pointing: Pointing) -> bool:
    """Whether "más barata" is told of the one car meant, and no other asked for: "¿la kicks sale más barata?"."""
    of_one = pointing.by_name and len(pointing.cars) == 1 and _ANY.isdisjoint(lexer.words(reading.folded))
    return of_one or contrasts.confirmed(reading.folded) is not None


def _the_other_than(reading: Reading, cars: tuple[int, ...]) -> tuple[int, ...]:
    """Return the other car where something is said of the one told before it: "119 mil km es mucho, ¿y el otro?"."""
    if len(cars) != 1:
        return ()
    called = {word for car in reading.state.looks_of(*cars) for word in pointing.CALLED.findall(fold(car.called))}
    named = [match.end() for match in re.finditer(r"\w+", reading.folded) if match[0] in called]
    told = max((*(tag.end for tag in reading.points_at), *named), default=None)
    dated = {tag.value for tag in reading.tags if tag.kind is Kind.YEAR}
    folded = hearing.without_reasons(reading.folded)  # "el 2020, es que el otro trae más km" is the 2020
    if told is None or _is_chosen(folded, told) or not pointing.tells_the_other_behind(folded, told):
        return ()
    if dated and not dated & {car.year for car in reading.state.looks_of(*cars)}:
        return ()  # "el aveo 2017 no, ¿y el otro?", which is found already
    return references.the_other(reading.folded, replace(reading.state, focus=cars[0]))


def _is_chosen(folded: str, told: int) -> bool:
    """Whether the car told is the one taken, and nothing is asked of another: "me quedo con el 2020, el otro…"."""
    taken = hearing.says(lexicon.AFTER_ALL, lexer.last_clause(folded[:told]))
    return taken and "?" not in folded[told:]


def told_of_it(reading: Reading, pointing: Pointing) -> dict[str, Any]:
    """Return what of a wish is none, or the wish that a price is: what is said of the one car meant or talked about."""
    if len(pointing.cars) == 1:  # "el de 281, ¿trae carplay?", "la hatchback touring" of the list looks for no others
        by_name = pointing.by_name and not hearing.says(lexicon.ANOTHER, reading.folded)  # "está cara; algo más amplio"
        return dict.fromkeys((*lexicon.EQUIPMENT, *(_OF_ITS_NAME if by_name else _its_kinds(reading, pointing))))
    focus = reading.state.in_focus
    if focus is None or pointing.cars or reading.names:
        return {}
    prices = [measures.in_thousands(tag) for tag in reading.points_at if tag.kind not in {Kind.YEAR, Kind.KM}]
    if len(prices) == 1:  # "el de 236", of its model, where none at that price was seen
        least = prices[0] // 1000 * 1000
        priced = {"min_price": least, "max_price": least + 999}
        return {"makes": (focus.make,), "models": (focus.model,), **priced}
    said = {name for name in lexicon.EQUIPMENT if reading.wish.get(name)}
    looks = reading.any_kind or hearing.says((*lexicon.SEEKING, *lexicon.ANOTHER), reading.folded)
    has_it = all(getattr(focus, name) for name in said) and bool(reading.money) and not looks
    return dict.fromkeys(said) if has_it else {}  # "con bluetooth la armo. tengo 30 de enganche"


def _its_kinds(reading: Reading, pointing: Pointing) -> list[str]:
    """Return in which the car pointed at is as is said: "el sedán de 238"."""
    kinds = {part: kind for part in ("body", "transmission") if (kind := reading.wish.get(part)) is not None}
    cars = reading.state.looks_of(*pointing.cars)
    return [part for part, kind in kinds.items() if all(says(car.version, kind) for car in cars)] if cars else []


def _of_each_side(reading: Reading) -> Pointing | None:
    """Return two cars that are set against each other, each told in its own way: "el hb 2018 contra el de 238"."""
    if reading.names or not reading.state.seen:
        return None
    against = _AGAINST.search(reading.folded)
    if against is None:
        return None
    sides = [_told_alone(reading, 0, against.start()), _told_alone(reading, against.end(), len(reading.folded))]
    cars = tuple(dict.fromkeys(cars[0] for cars in sides if len(cars) == 1))
    return Pointing((), cars) if len(cars) == len(sides) else None


def _told_alone(reading: Reading, start: int, end: int) -> tuple[int, ...]:
    """Return the cars that a part of a message points at."""
    part = lexer.blanked(lexer.blanked(reading.folded, 0, start), end, len(reading.folded))
    within = [tag for tag in reading.tags if start <= tag.start < end]
    dated = any(tag.kind is Kind.YEAR for tag in within)
    wish = reading.wish if dated else reading.wish | {"min_year": None, "max_year": None}
    points_at = [tag for tag in reading.points_at if tag in within]
    return references.read(replace(reading, folded=part, tags=tuple(within), wish=wish, points_at=points_at)).cars


def _first(reading: Reading) -> Pointing | None:
    """Return the one car that comes first in a list that is all in view: "¿cuál es más barata?" of those compared."""
    state = reading.state
    order = hearing.superlative(reading.folded, reading.names)
    of: Callable[[Seen], Decimal] | None = (
        RANKED_BY[order] if order is not None else (_by_age if _OLDEST.search(reading.folded) else None)
    )
    cars = state.looks_of(*pointing.in_view(state))
    of = of or _by_size(contrasts.side_picked(reading.folded), cars)
    these = hearing.says(lexicon.OF_THESE, reading.folded)
    all_in_view = state.total == len(state.shown) == len(cars)
    of_the_page = these and (
        all_in_view or order in {None, state.wish.ordering or Ordering.CHEAPEST}
    )  # the newest may be on another page
    whole = len(cars) > 1 and (of_the_page or bool(state.compared) or all_in_view)
    if these and reading.names:
        named = references.called_so(state, reading.names)  # "el sentra más nuevo de esos"
        cars = tuple(car for car in cars if car.stock_id in named)
    gearbox = reading.wish.get("transmission") if these else None
    if gearbox is not None:
        cars = tuple(car for car in cars if says(car.version, gearbox))  # "la más nueva de esas, pero automática"
    each = _first_of_each(reading, cars) if whole and cars and not reading.names else ()
    if each:
        return Pointing((), each, by_name=True, among=True)
    if (
        of is None
        or not whole
        or not cars
        or (reading.names and not these)
        or (not these and hearing.says(lexicon.SEEKING, reading.folded))
    ):
        return None
    if any(value is not None for part, value in reading.wish.items() if part != "transmission" or gearbox is None):
        return None
    best = sorted((car for car in cars if of(car) == min(map(of, cars))), key=lambda car: car.km)
    alone = len(best) == 1 or (these and len(cars) > len(best) > 0)  # of two as new, the one that has run less
    return Pointing((), (best[0].stock_id,), by_name=True, among=True) if alone else None


def _first_of_each(reading: Reading, cars: Sequence[Seen]) -> tuple[int, ...]:
    """Return the cars that are compared, each first in something: "¿qué diferencia hay del más caro al más barato?"."""
    compared = Act.COMPARE in hearing.acts(reading.folded).sure
    orders = contrasts.orders_said(reading.folded) if compared else []
    first = dict.fromkeys(min(cars, key=RANKED_BY[order]).stock_id for order in orders)
    return tuple(first) if len(first) > 1 else ()


def _by_age(car: Ranked) -> Decimal:
    return Decimal(car.year)


def _by_size(side: Side | None, cars: Sequence[Seen]) -> Callable[[Seen], Decimal] | None:
    """Return by what the longest of the cars, say, comes first, where that side of all of them was stated."""
    sizes = {car.stock_id: size for car in cars if side and (size := getattr(car, f"{side.name}_mm")) is not None}
    if side is None or len(sizes) < len(cars):
        return None
    return lambda car: sizes[car.stock_id] * (1 if side.least else -1)


def _that_has_it(reading: Reading) -> Pointing | None:
    """Return the one car in view that has what is said of it: "la que sí cabe", "el que no es estándar"."""
    said = THE_ONE.search(reading.folded)
    if said is None or reading.names or measures.is_limited(reading.wish):
        return None
    words = lexer.words(said["has"] or said["geared"])
    wanted = words[:1] != ["no"]
    cars = _spoken_of(reading.state)
    known = [(car, has) for car in cars if (has := _has(car, " ".join(words), reading.state)) is not None]
    alike = [car.stock_id for car, has in known if has is wanted]
    return Pointing((), (alike[0],), by_name=True) if len(alike) == 1 and len(cars) > 1 else None


def _spoken_of(state: DialogueState) -> Sequence[Seen]:
    """Return the few cars in view, or else those talked about one after the other."""
    view = pointing.in_view(state)
    return state.looks_of(*(view if len(view) > 1 else dict.fromkeys(filter(None, (state.focus, *state.earlier)))))


def _has(car: Seen, said: str, state: DialogueState) -> bool | None:
    """Tell whether a car has what is said; None where nobody stated it, or nothing of the kind is said."""
    if hearing.says(lexicon.FITTING, said):
        room = state.wish.max_length_mm
        return None if room is None or car.length_mm is None else car.length_mm <= room
    for name, spoken in lexicon.EQUIPMENT.items():
        if hearing.says(spoken, said):
            return bool(getattr(car, name))
    gearbox = hearing.first(lexicon.TRANSMISSIONS, said)
    if gearbox is None or not any(says(car.version, one) for one in Transmission):
        return None
    return says(car.version, gearbox)


def _the_one_left(reading: Reading) -> Pointing | None:
    """Return the other of two in view where one is turned away: "la 2016 no, muy viejita"."""
    shown, cars = reading.state.shown, reading.state.looks_of(*pointing.in_view(reading.state))
    away = [tag for tag in reading.tags if references.is_refused(reading, tag)]
    refused = {car.stock_id for car in cars for tag in away if _is_told_by(car, tag, shown)}
    left = [car.stock_id for car in cars if car.stock_id not in refused]
    sought = hearing.says(lexicon.ANOTHER, reading.folded) or hearing.says(lexicon.SEEKING, reading.folded)
    return Pointing((), (left[0],), by_name=True) if refused and len(left) == 1 and not sought else None


def _named_together(reading: Reading) -> Pointing | None:
    """Return the cars just compared that several names mean: "me voy por la escape. ¿la honda es automática?"."""
    state, names = reading.state, reading.names
    before = [lexer.words(reading.folded[: name.start])[-1:] for name in names]
    certain = len(names) > 1 and all(word and word[0] in lexicon.ARTICLE for word in before)
    if not certain or reading.money or reading.wish.get("min_year") or Act.TEST_DRIVE in reading.acts:
        return None
    each = [[car.stock_id for car in state.looks_of(*state.compared) if car.is_called(name)] for name in names]
    alone = all(len(cars) == 1 for cars in each)
    return Pointing((), tuple(dict.fromkeys(cars[0] for cars in each)), by_name=True) if alone else None


def _is_told_by(car: Seen, tag: Tag, shown: Sequence[int]) -> bool:
    """Whether a figure tells which car of the list it is: by its year, its price or its place."""
    if tag.kind is Kind.RANK and tag.value <= len(shown):
        return shown[int(tag.value) - 1] == car.stock_id
    return measures.year_of(tag) == car.year or measures.in_thousands(tag) // 1000 == car.price // 1000
