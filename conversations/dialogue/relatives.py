"""In what another car than the ones shown is wanted: "uno más barato", "trae muchos km, otro", "algo así con menos"."""

import re
from decimal import Decimal
from typing import Any

from catalog.bodies import bodies_of
from catalog.criteria import Body, Ordering, kinds_in
from conversations.dialogue import exclusions, hearing, lexicon, pointing
from conversations.dialogue.acts import Act
from conversations.dialogue.reading import Reading
from conversations.dialogue.state import DialogueState, Seen

_LIMITS_OF: dict[Ordering, tuple[str, ...]] = {
    Ordering.CHEAPEST: ("min_price", "max_price"),
    Ordering.DEAREST: ("min_price", "max_price"),
    Ordering.NEWEST: ("min_year", "max_year"),
    Ordering.FEWEST_KM: ("min_km", "max_km"),
}
_WITH_LESS = re.compile(  # "trae muchos km. algo así pero con menos": what of is told before
    r"(?<!\w)(?:algo|otr[oa]|un[oa]|algun[oa]?|asi|parecid[oa]|similar|igual)(?: \w+){0,3}?"
    r" (?:con|tenga|traiga|haya) menos"
    r"(?= aunque| pero|\W*(?:$|[,.;?!\n]))"
)
_ASKS_ANOTHER = re.compile(
    r"(?<!el )(?<!la )(?<!lo )(?<!\w)otr[oa]s?(?! (?:pregunta|duda|cosa|vez|parte|lado|dia))(?!\w)"
)


def reference(state: DialogueState) -> tuple[Seen, ...]:
    """Return the cars that "uno más barato" compares with: the one talked about, or the last page shown."""
    if state.focus is not None:
        return state.looks_of(state.focus)
    return state.looks_of(*pointing.just_shown(state))


def prices_meant(state: DialogueState, folded: str) -> list[Decimal]:
    """Return the prices of the cars talked about, or compared, or else the one that was stated to be quoted."""
    compared = state.looks_of(*state.compared) if state.focus is None else ()
    cars = compared if len(compared) > 1 else reference(state)
    stated = [state.stated_price] if state.stated_price is not None and hearing.says(lexicon.THAT_PRICE, folded) else []
    return [car.price for car in cars] or stated


def relative(reading: Reading) -> Ordering | None:
    """Return in what the customer wants another car than the ones shown: cheaper, newer, less driven."""
    if not reference(reading.state) or hearing.says((*lexicon.ORDERED, *lexicon.CONCEDING), reading.folded):
        return None
    # "2018 o más nuevo" names its limit.
    free = {
        order: spoken
        for order, spoken in lexicon.RELATIVES.items()
        if not any(reading.wish.get(end) for end in _LIMITS_OF[order])
    }
    with_less = Ordering.FEWEST_KM in free and _WITH_LESS.search(reading.folded) is not None
    written = exclusions.without_refused(hearing.without_idioms(reading.folded))
    found = Ordering.FEWEST_KM if with_less else hearing.first(free, written)
    if found is None and not reading.names and _ASKS_ANOTHER.search(reading.folded):
        found = hearing.first(
            {order: lexicon.REPROACHES[order] for order in free.keys() & lexicon.REPROACHES}, reading.folded
        )
    dear = found is Ordering.DEAREST and Act.HAGGLE in reading.acts  # "están más caros, ¿me la igualan?"
    return None if dear else found


def beyond(state: DialogueState, order: Ordering, body: Body | None) -> dict[str, Any]:
    """Return the limit just past what was shown of the kind said: "uno más barato" is under its lowest price."""
    cars = reference(state)
    kinds = frozenset[Body]() if body is None else kinds_in(body)
    cars = tuple(car for car in cars if kinds & bodies_of(car.make, car.model)) or cars
    if order is Ordering.CHEAPEST:
        return {"min_price": None, "max_price": min(car.price for car in cars) - 1}
    if order is Ordering.DEAREST:
        return {"min_price": max(car.price for car in cars) + 1, "max_price": None}
    if order is Ordering.NEWEST:
        return {"min_year": max(car.year for car in cars) + 1, "max_year": None}
    return {"min_km": None, "max_km": max(min(car.km for car in cars) - 1, 0)}
