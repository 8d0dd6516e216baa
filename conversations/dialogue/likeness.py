"""What a car should be like that is told by others: "por ese precio", "una CR-V o algo así", "que no sea muy vieja"."""

import re
from decimal import Decimal

from catalog.bodies import bodies_of
from catalog.criteria import Body
from conversations.dialogue import asides, hearing, lexicon, measures, pointing, relatives
from conversations.dialogue.reading import Reading

_NOT_OLD_YEARS = 10  # told as the year that it comes to, so that a customer can say otherwise
_ANOTHER_THAN = re.compile(
    r"(?<!\w)(?:otr[oa]s?|algo|algun[oa]?|un[oa]|something|another)(?: \w+){0,3}?"
    r" (?:(?:mas|menos) \w+ (?:que|q)|\w+er than)"
    r"(?: (?:el|la|los|las|un|una|the))? (?=\w)"
)
_ANY_OF = frozenset({Body.SEVEN_SEATS, Body.HATCHBACK})  # who looks for the like of one takes another kind, too


def settle(reading: Reading) -> None:
    """Hear the limits that are no figures: "por ese precio" of the car talked about, "que no sea muy viejo"."""
    _widen(reading)
    wish, state = reading.wish, reading.state
    prices = relatives.prices_meant(state, reading.folded)
    free = not (wish.get("max_price") or wish.get("min_price") or state.wish.max_price or state.wish.min_price)
    if (
        free
        and not asides.wonders(reading)
        and 0 < len(prices) <= pointing.MOST
        and relatives.relative(reading) is None
        and hearing.says((*lexicon.THAT_PRICE, *lexicon.ALIKE), reading.folded)
    ):
        near = (max(prices) * measures.NEAR).quantize(Decimal(1))
        wish |= {"min_price": min(prices) - near, "max_price": max(prices) + near}
    if hearing.says(lexicon.THAT_ROOM, reading.folded):
        wish |= {f"max_{side}_mm": getattr(state.wish, f"max_{side}_mm") for side in lexicon.SIDES}
    dated = wish.get("min_year") or wish.get("max_year") or reading.this_year is None
    if not dated and hearing.says(lexicon.NOT_OLD, reading.folded):
        wish["min_year"] = (reading.this_year or 0) - _NOT_OLD_YEARS


def _widen(reading: Reading) -> None:
    """Wish for any of its kind, where a model is named but for what is to be like it: "una CR-V o algo así"."""
    models = [(name.make, name.model) for name in reading.names if name.make and name.model]
    likened = hearing.says(lexicon.OR_ITS_LIKE, reading.folded) or is_but_measured_by(reading)
    if len(models) != len(reading.names) or not likened or not all(name.in_stock for name in reading.names):
        return  # of what we do not sell it is said so, and the nearest shown
    kinds = frozenset[Body]().union(*(bodies_of(make, model) for make, model in models)) - _ANY_OF
    body = reading.wish.get("body") or (next(iter(kinds)) if len(kinds) == 1 else None)
    if body is not None:
        reading.wish |= {"makes": None, "models": None, "version": None, "body": body}


def is_but_measured_by(reading: Reading) -> bool:
    """Whether the one car spoken of is what others are held against: "otra opción más barata que el versa"."""
    found = _ANOTHER_THAN.search(reading.folded)
    return found is not None and all(found.end() == name.start for name in reading.names)
