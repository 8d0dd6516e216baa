"""Tells in which one thing cars are to be told apart: "¿cuánta diferencia de precio?", "¿cuál tiene menos km?"."""

import re

from catalog.criteria import Ordering
from conversations.dialogue import hearing, lexer, lexicon
from conversations.dialogue.plan import Contrast
from conversations.dialogue.reading import Reading

_OF = {
    Ordering.CHEAPEST: Contrast.PRICE,
    Ordering.DEAREST: Contrast.PRICE,
    Ordering.NEWEST: Contrast.YEAR,
    Ordering.FEWEST_KM: Contrast.KM,
}
_WHICH = frozenset({"cual", "cuales", "which"})
_SIZED = re.compile(r"\b(?:cual|which)(?: \w+){0,5}? mas (?:alt|anch|larg|cort|chic|pequen|grand|angost)\w*")
_LONGEST_GOING_ON = 5  # words: "¿y de precio?"


def hear(reading: Reading, superlative: Ordering | None) -> Contrast | None:
    """Return what of the cars to compare is asked, where it is one thing."""
    if asks_more(reading.folded):
        return None
    order = superlative or (hearing.first(lexicon.RELATIVES, reading.folded) if len(reading.names) == 2 else None)
    return _OF[order] if order is not None else asked(reading) or _equipment_of_these(reading)


def asks_more(folded: str) -> bool:
    """Whether more than one thing is asked: "¿cuál tiene menos km y cuál es más alta?"."""
    orders = {order for order, spoken in lexicon.RELATIVES.items() if hearing.says(spoken, folded)}
    return len(orders) > 1 or bool(orders and _size(folded))


def _size(folded: str) -> Contrast | None:
    """Hear which one is longest, shortest or tallest: "¿cuál de las dos está más alta?"."""
    asked = _SIZED.search(folded)
    return Contrast.SIZE if asked else None


def _equipment_of_these(reading: Reading) -> Contrast | None:
    """Hear which of the cars just shown, or compared, have it: "¿cuál de esos trae CarPlay?", "¿y las dos traen?"."""
    which = not _WHICH.isdisjoint(lexer.words(reading.folded)) and hearing.says(lexicon.OF_THESE, reading.folded)
    which = which or (hearing.says(lexicon.BOTH_OF_THEM, reading.folded) and len(reading.state.compared) > 1)
    equipped = any(hearing.says(spoken, reading.folded) for spoken in lexicon.EQUIPMENT.values())
    return Contrast.EQUIPMENT if which and equipped and len(reading.state.shown) > 1 else None


def asked(reading: Reading) -> Contrast | None:
    """Return the difference that is asked for in so many words, or of the cars just compared in few."""
    said = hearing.first(lexicon.CONTRASTS, reading.folded) or _size(reading.folded)
    if said is not None or not goes_on(reading):
        return said
    return hearing.first(lexicon.CONTRASTED, lexer.first_clause(reading.folded))


def goes_on(reading: Reading) -> bool:
    """Whether a short message goes on from a comparison: "¿y en km?"."""
    short = len(lexer.words(lexer.first_clause(reading.folded))) <= _LONGEST_GOING_ON  # "¿y de largo? apenas cabe"
    just_compared = len(reading.state.compared) > 1 and reading.state.focus not in reading.state.compared
    begins = lexer.words(reading.folded)[:1] in (["y"], ["en"], ["de"], ["cuanto"])
    return short and just_compared and begins and not reading.tags and not reading.names
