"""Tells in which one thing cars are to be told apart: "¿cuánta diferencia de precio?", "¿cuál tiene menos km?"."""

import re

from catalog.criteria import Ordering
from conversations.dialogue import hearing, lexer, lexicon, measures, pointing
from conversations.dialogue.plan import Contrast
from conversations.dialogue.reading import Reading

_OF = {
    Ordering.CHEAPEST: Contrast.PRICE,
    Ordering.DEAREST: Contrast.PRICE,
    Ordering.NEWEST: Contrast.YEAR,
    Ordering.FEWEST_KM: Contrast.KM,
}
_WHICH = frozenset({"cual", "cuales", "which"})
_SIDED = r"mas (?:alt|anch|larg|cort|chic|chiqu|pequen|grand|angost)\w*"
_SIZED = re.compile(
    rf"\b(?:cual|which)(?: \w+){{0,5}}? (?:{_SIDED}|mide (?:mas|menos))|\b(?:el|la) {_SIDED},? (?:cual|which)\b"
    rf"|\b(?:es|esta) {_SIDED}(?=\W*(?:(?:es )?(?:cierto|verdad|no)\W*)?\?)"
)
_UPWARD, _LITTLE = re.compile(r"mas alt"), re.compile(r"mas (?:cort|chic|chiqu|pequen|angost)|mide menos")
_BOTH = 2
_LONGEST_GOING_ON = 5  # words: "¿y de precio?"


def hear(reading: Reading, superlative: Ordering | None) -> tuple[Contrast, ...]:
    """Return what of the cars to compare is asked, where it is something in particular."""
    orders = _orders(reading.folded)
    sized = (Contrast.SIZE,) if asks_size(reading.folded) else ()
    about = _equipment_of_these(reading)
    if asks_more(reading.folded):
        equipped = (about,) if about is not None else ()
        return tuple(dict.fromkeys([*(_OF[order] for order in orders), *sized, *equipped]))
    if about is not None and (orders or sized):
        return (about, *dict.fromkeys(_OF[order] for order in orders), *sized)  # "¿cuál trae carplay y menos km?"
    order = superlative or (next(iter(orders), None) if len(reading.names) == 2 else None)
    if order is not None:
        return (_OF[order],)
    about = asked(reading) or _equipment_of_these(reading)
    return (about,) if about is not None else ()


def asks_more(folded: str) -> bool:
    """Whether more than one thing is asked: "¿cuál tiene menos km y cuál es más alta?"."""
    if hearing.says(lexicon.ORDERED, folded):
        return False  # "del más caro al más barato"
    asked = {_OF[order] for order in _orders(folded)}
    return len(asked) > 1 or bool(asked and asks_size(folded))


def _orders(folded: str) -> list[Ordering]:
    """Return in what cars are put in order, as it is said."""
    said = [
        (match.start(), o)
        for o, spoken in lexicon.RELATIVES.items()
        if (match := lexer.phrases(*spoken).search(folded))
    ]
    return [order for _, order in sorted(said)]


def asks_size(folded: str) -> bool:
    """Tell whether it is asked which one is longest, shortest or tallest: "¿cuál de las dos está más alta?"."""
    return _SIZED.search(folded) is not None


def size_asked(folded: str) -> tuple[str, bool] | None:
    """Return the side that is asked about, and whether the least of it: "¿cuál es más chiquito?" is (length, True)."""
    said = _SIZED.search(folded)
    if said is None:
        return None
    return ("height" if _UPWARD.search(said[0]) else "length"), _LITTLE.search(said[0]) is not None


def _equipment_of_these(reading: Reading) -> Contrast | None:
    """Hear which of the cars just shown, or compared, have it: "¿cuál de esos trae CarPlay?", "¿y las dos traen?"."""
    asks = not _WHICH.isdisjoint(lexer.words(reading.folded)) and not hearing.says(lexicon.SEEKING, reading.folded)
    state = reading.state
    compared = state.compared if state.focus in state.compared else ()  # the one that came first in something
    few = 1 < len(compared or pointing.just_shown(state)) <= pointing.MOST and (bool(compared) or state.focus is None)
    both = hearing.says(lexicon.OTHER_ONE, reading.folded) and len(pointing.just_shown(state)) == _BOTH
    which = both or (
        asks and (few or hearing.says(lexicon.OF_THESE, reading.folded))
    )  # "¿cuál trae CarPlay?", of two shown
    which = (
        which
        or reading.asks_of_these
        or (hearing.says(lexicon.BOTH_OF_THEM, reading.folded) and len(reading.state.compared) > 1)
    )
    equipped = any(hearing.says(spoken, reading.folded) for spoken in lexicon.EQUIPMENT.values())
    if measures.is_limited(reading.wish):
        return None  # "de esos, ¿cuál trae carplay y menos de 50 mil km?" narrows them
    return Contrast.EQUIPMENT if which and equipped and len(reading.state.shown) > 1 else None


def asked(reading: Reading) -> Contrast | None:
    """Return the difference that is asked for in so many words, or of the cars just compared in few."""
    said = hearing.first(lexicon.CONTRASTS, reading.folded) or (Contrast.SIZE if asks_size(reading.folded) else None)
    if said is not None or not goes_on(reading):
        return said
    return hearing.first(lexicon.CONTRASTED, lexer.first_clause(reading.folded))


def goes_on(reading: Reading) -> bool:
    """Whether a short message goes on from a comparison: "¿y en km?"."""
    short = len(lexer.words(lexer.first_clause(reading.folded))) <= _LONGEST_GOING_ON  # "¿y de largo? apenas cabe"
    just_compared = len(reading.state.compared) > 1 and reading.state.focus not in reading.state.compared
    begins = lexer.words(reading.folded)[:1] in (["y"], ["en"], ["de"], ["cuanto"])
    return short and just_compared and begins and not reading.tags and not reading.names
