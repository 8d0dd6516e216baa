"""The cars to compare that are named and not all in view: those shown of a name, or what a search finds of it."""

from dataclasses import dataclass, replace

from catalog.criteria import CarCriteria, Ordering, SearchResult
from conversations.agent.brains import Thinking, ToolRequest
from conversations.agent.brains.searching import wish_args
from conversations.dialogue import pointing, references
from conversations.dialogue.acts import Act
from conversations.dialogue.plan import Contrast

_FIRST_OF_EACH = {
    Contrast.PRICE: Ordering.CHEAPEST,
    Contrast.KM: Ordering.FEWEST_KM,
    Contrast.YEAR: Ordering.NEWEST,
}


@dataclass(frozen=True)
class Named:
    """The searches still to be made, or the cars found; `chosen` are the names of which one stands for several.

    `list` are all the cars of the one name, where they are too many to stand side by side.
    """

    calls: tuple[ToolRequest, ...] = ()
    cars: tuple[int, ...] = ()
    chosen: tuple[str, ...] = ()
    list: tuple[int, ...] = ()


NOTHING = Named()


def look_up(thinking: Thinking, ids: tuple[int, ...]) -> Named:
    """Return a car of each name beside those pointed at; of a name that stands alone, all there are of it."""
    each = _each(thinking, ids)
    alone = len(each) == 1 and not set(ids) - set(_called_so(thinking, each[0]))
    calls: list[ToolRequest] = []
    cars: list[int] = []
    chosen: list[str] = []
    for criteria in each[: pointing.MOST]:
        number = None if alone or means_both_of_a_name(thinking) else _known(thinking, criteria)
        found = number or _found(thinking, criteria, alone=alone)
        if isinstance(found, int):
            cars.append(found)
        elif isinstance(found, ToolRequest):
            calls.append(found)
        elif found.cars and not found.relaxed:
            if len(each) == 1 and found.total > pointing.MOST and alone and not ids:
                return Named(list=tuple(car.stock_id for car in found.cars))
            whole = len(each) == 1 and found.total <= pointing.MOST and criteria.ordering is None
            cars += [car.stock_id for car in found.cars[: None if whole else 1]]
            stands_for_more = found.total > 1 and not whole and criteria.ordering is None
            chosen += [*(criteria.models or criteria.makes)] if stands_for_more else []
    return Named(tuple(calls), tuple(cars), tuple(chosen))


def _known(thinking: Thinking, criteria: CarCriteria) -> int | None:
    """Return the car spoken of that stands for a name; of models not named now, only the one talked about."""
    state = thinking.turn.state
    if thinking.said.names or criteria.ordering is not None:
        return pointing.the_one_shown(state, criteria)
    car = state.in_focus
    return car.stock_id if car and (car.make, car.model) in zip(criteria.makes, criteria.models, strict=True) else None


def means_both_of_a_name(thinking: Thinking) -> bool:
    """Whether all of one model are meant, and not it and the one in focus: "¿qué cambia entre las dos CX-5?"."""
    state, names = thinking.turn.state, thinking.said.names
    beside = state.focus is not None and state.focus not in references.called_so(state, names)
    return len(names) == 1 and pointing.says_both(thinking.said.text) and not beside


def other_year(thinking: Thinking) -> CarCriteria | None:
    """Return the model of the car talked about in the year that is said, where no name is."""
    said, state = thinking.said, thinking.turn.state
    car = state.in_focus
    if said.names or said.wish.min_year is None or car is None:
        return None
    return CarCriteria((car.make,), (car.model,), min_year=said.wish.min_year, max_year=said.wish.max_year)


def first_asked(thinking: Thinking) -> Contrast:
    """Return the first thing in which the cars are to be told apart; their price, where none is said."""
    return next(iter(thinking.said.contrast), Contrast.PRICE)


def _each(thinking: Thinking, ids: tuple[int, ...]) -> tuple[CarCriteria, ...]:
    """Return what is said of each car named; of one that is pointed at alone, its model: "el rio, ¿qué cambia?"."""
    said, state = thinking.said, thinking.turn.state
    alone = said.wish if len(said.names) == 1 else CarCriteria()  # "¿y contra la cx5 grand touring?"
    each = tuple(_of_the_model_shown(thinking, criteria) for criteria in said.of_each) or tuple(
        CarCriteria(
            (name.make or "",),
            (name.model,) if name.model else (),
            version=alone.version,
            min_year=alone.min_year,
            max_year=alone.max_year,
        )
        for name in said.names
    )
    if year := other_year(thinking):
        return *each, year
    if not each and len(said.pointed) == 1 and ids in ((), said.pointed) and Act.FINANCE not in said.acts:
        return tuple(CarCriteria((car.make,), (car.model,)) for car in state.looks_of(*said.pointed))
    return each


def _of_the_model_shown(thinking: Thinking, criteria: CarCriteria) -> CarCriteria:
    """Return "la mazda más nueva" for the CX-5, where that is the only Mazda spoken of."""
    state = thinking.turn.state
    if criteria.ordering is None or criteria.models:
        return criteria
    models = {car.model for car in state.looks_of(*state.shown, *state.compared) if car.make in criteria.makes}
    return replace(criteria, models=tuple(models)) if len(models) == 1 else criteria


def _called_so(thinking: Thinking, criteria: CarCriteria) -> list[int]:
    cars = thinking.turn.state.seen
    makes, models = criteria.makes, criteria.models
    return [car.stock_id for car in cars if car.make in makes and (car.model in models or not models)]


def _found(thinking: Thinking, criteria: CarCriteria, *, alone: bool) -> ToolRequest | SearchResult:
    """Return what a search finds that is as everything else was wished; else whatever there is of the name."""
    wish = thinking.state.wish
    gearbox = criteria.transmission or wish.transmission
    kept = replace(criteria, transmission=gearbox, min_price=wish.min_price, max_price=wish.max_price)
    result = _search(thinking, kept, "as wished") if kept != criteria else None
    few = isinstance(result, SearchResult) and (result.relaxed or result.total < (2 if alone else 1))
    return _search(thinking, replace(criteria, body=None), "") if result is None or few else result


def _search(thinking: Thinking, criteria: CarCriteria, how: str) -> ToolRequest | SearchResult:
    spoken = (*criteria.makes, *criteria.models, str(criteria.min_year or ""), criteria.version, how)
    ref = f"search_cars: {' '.join(filter(None, spoken))}"
    value = thinking.found(ref)
    order = criteria.ordering or _FIRST_OF_EACH.get(first_asked(thinking), Ordering.CHEAPEST)
    args = wish_args(criteria) | {"ordering": order}
    return value if isinstance(value, SearchResult) else ToolRequest(ref, "search_cars", args)
