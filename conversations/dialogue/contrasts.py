"""Tells in which one thing cars are to be told apart: "¿cuánta diferencia de precio?", "¿cuál tiene menos km?"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from catalog.criteria import CarCriteria, Ordering
from conversations.dialogue import asking, hearing, lexer, lexicon, measures, pointing
from conversations.dialogue.plan import Contrast, Side
from conversations.dialogue.reading import Reading

if TYPE_CHECKING:
    from conversations.dialogue.understanding import Understanding

_OF = {
    Ordering.CHEAPEST: Contrast.PRICE,
    Ordering.DEAREST: Contrast.PRICE,
    Ordering.NEWEST: Contrast.YEAR,
    Ordering.FEWEST_KM: Contrast.KM,
}
_BESIDE = {"km": Contrast.KM, "equipment": Contrast.EQUIPMENT}
_SIDED = r"mas (?:alt|baj|anch|larg|cort|chic|chiqu|pequen|grand|angost)(?:[oa]s?|es?|it[oa]s?)?\b"
_SIZED = re.compile(
    rf"\b(?:cual|which)(?: \w+){{0,12}}? (?:{_SIDED}|mide (?:mas|menos))"
    rf"|\b(?:el|la) {_SIDED}(?: \w+){{0,5}}?,? (?:cual|which)\b"
    rf"|\b(?:el|la|lo) (?:\w+ ){{0,2}}?{_SIDED} (?:que|q) (?:tengas|tengan|tienes|tienen|hay|haya|manejan)\b"
    r"|\b(?:cual|el|la|uno|una)(?: \w+){0,4}? (?:(?:que|q) )?(?:tien|teng|tra)\w+ mas (?:espacio|lugar|campo)\b"
    r"|\b(?:cual|el|la)(?: \w+){0,3}? mas (?:ampli|espacios)[oa]\b"
    r"|^\W*(?:y )?(?:el|la|cual) mas (?:alt|anch|angost)[oa]\W*$"
    rf"|\b(?:es|esta) {_SIDED}(?=\W*(?:(?:es )?(?:cierto|verdad|no)\W*)?\?| (?:que|q) (?:el|la|ese|esa)\b)"
)
_PICKED = re.compile(rf"(?<!\w)(?:el|la|del|al) {_SIDED}")
_UPWARD = {"height": re.compile(r"mas (?:alt|baj)"), "width": re.compile(r"mas (?:anch|angost)")}
_LITTLE = re.compile(r"mas (?:baj|cort|chic|chiqu|pequen|angost)|mide menos")
_CENTIMETRES = re.compile(r"(?<!\w)(?:cms?|centimetros?)(?!\w)")
_BOTH = 2
_IS = re.compile(r"(?<!\w)(?:es|esta|ta|trae|tiene|sale|cuesta|is|has)(?: \w+){0,2} $")
_THAN = r"(?: (?:que|q|than) (?:el|la|ese|esa|este|esta|the|that)\b[\w\s-]{0,25}?)?(?: (?:ese|esa|este|esta|entonces))?"
_OR_NOT = r"(?:[ ,]+(?:o no|no|verdad|verda|vdd|vd|cierto|right)|(?= ?\?))\W*(?:$|\?)"
_IS_IT = re.compile(_THAN + _OR_NOT)
_LONGEST_GOING_ON = 5  # words: "¿y de precio?"


def hear(reading: Reading, superlative: Ordering | None) -> tuple[Contrast, ...]:
    """Return what of the cars to compare is asked, where it is something in particular; a second thing too."""
    first = _first(reading, superlative)
    if not first or (len(reading.names) < _BOTH and len(reading.state.compared) < _BOTH):
        return first
    beside = asking.beside(reading, of_one=True)
    which = not lexicon.WHICH.isdisjoint(lexer.words(reading.folded))
    if which and any(hearing.says(spoken, reading.folded) for spoken in lexicon.EQUIPMENT.values()):
        beside |= {"equipment"}
    more = [about for key, about in _BESIDE.items() if key in beside]
    return tuple(dict.fromkeys((*first, *more)))  # "¿cuál es más largo, cuántos km cada uno?"


def _first(reading: Reading, superlative: Ordering | None) -> tuple[Contrast, ...]:
    if (order := confirmed(reading.folded)) is not None:
        return (_OF[order],)
    orders = orders_said(reading.folded)
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


def without_those_of_each(said: "Understanding", cars: Sequence[CarCriteria]) -> "Understanding":
    """Return what is said without asking in what one of the cars comes first: "el mercedes más barato" names it."""
    orders = {car.ordering for car in cars if car.ordering is not None}
    asked = tuple(about for about in said.contrast if about not in {_OF[order] for order in orders if order in _OF})
    return replace(said, contrast=asked, superlative=None) if orders and said.superlative in orders else said


def confirmed(folded: str) -> Ordering | None:
    """Return in what one car is supposed to come before another, to be told whether it does: "trae menos km, ¿no?"."""
    if hearing.says(lexicon.WHY, folded):
        return None
    for order, spoken in lexicon.RELATIVES.items():
        for match in lexer.phrases(*spoken).finditer(folded):
            clause = lexer.last_clause(folded[: match.start()])
            if (
                _IS.search(clause)
                and _IS_IT.match(folded[match.end() :])
                and not hearing.says(lexicon.OF_OTHERS, clause)
            ):
                return order
    return None


def asks_more(folded: str) -> bool:
    """Whether more than one thing is asked: "¿cuál tiene menos km y cuál es más alta?"."""
    if hearing.says(lexicon.ORDERED, folded):
        return False  # "del más caro al más barato"
    asked = {_OF[order] for order in orders_said(folded)}
    return len(asked) > 1 or bool(asked and asks_size(folded))


def orders_said(folded: str) -> list[Ordering]:
    """Return in what cars are put in order, as it is said."""
    folded = hearing.without_idioms(folded)
    said = [
        (match.start(), o)
        for o, spoken in lexicon.RELATIVES.items()
        if (match := lexer.phrases(*spoken).search(folded))
    ]
    return [order for _, order in sorted(said)]


def asks_size(folded: str) -> bool:
    """Tell whether it is asked which one is longest, shortest or tallest: "¿cuál de las dos está más alta?"."""
    return _SIZED.search(folded) is not None


def asks_several_sides(folded: str) -> bool:
    """Tell whether more than one side is asked about: "¿cuál mide más de largo y de alto?"."""
    return sum(hearing.says(spoken, folded) for spoken in lexicon.SIDES.values()) > 1


def size_asked(folded: str) -> Side | None:
    """Return the side that is asked about, and whether the least of it: "¿cuál es más chiquito?" is the length."""
    said = _SIZED.search(folded)
    return _side(said[0], folded) if said is not None else None


def side_picked(folded: str) -> Side | None:
    """Return the side by which one of several is picked, and not asked for: "la más chica, con 30 de enganche"."""
    for said in () if asks_size(folded) else _PICKED.finditer(folded):
        before = lexer.words(lexer.last_clause(folded[: said.start()]))[-1:]
        if not set(before) - lexicon.FILLERS - lexicon.COURTESY - lexicon.PICKING:
            return _side(said[0], folded)
    return None


def _side(said: str, folded: str) -> Side:
    name = next((side for side, spoken in _UPWARD.items() if spoken.search(said)), "length")
    return Side(name, _LITTLE.search(said) is not None, _CENTIMETRES.search(folded) is not None)


def _equipment_of_these(reading: Reading) -> Contrast | None:
    """Hear which of the cars just shown, or compared, have it: "¿cuál de esos trae CarPlay?", "¿y las dos traen?"."""
    asks = not lexicon.WHICH.isdisjoint(lexer.words(reading.folded)) and not hearing.says(
        lexicon.SEEKING, reading.folded
    )
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
