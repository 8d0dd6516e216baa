"""Hears that it is asked whether a car stands in a certain place: "¿está en Coacalco la Avanza?"."""

import re
from collections.abc import Iterable

from catalog.spelling import Mention, fold
from conversations.dialogue import lexer
from knowledge.language import districts
from knowledge.language.places import places_in

_CAR = r"(?:carro|auto|coche|camioneta|unidad|troca|nave|car|suv|truck)"
_IT = rf"(?:(?:la|el|las|los|es[eao]s?|est[eao]s?|the|that) {_CAR}|es[eao]|est[eao]|it|that one)"
_STANDS = r"(?:esta|estan|sigue|siguen|se encuentra|lo tienen|la tienen|los tienen|las tienen)"
_THERE = r"(?:(?:si|no|ya|ahi|aqui|alla|aca|here|there) )*(?:en|in|at) (?P<{0}>(?:\w+ ?){{1,4}})"
_ASKED = re.compile(
    rf"(?<!\w)(?:{_STANDS} {_THERE.format('first')}\W*{_IT}(?!\w)"
    rf"|{_IT} (?:(?:si|no|ya) )?{_STANDS} {_THERE.format('second')}"
    rf"|(?:lo|la|los|las) tienen {_THERE.format('third')}"
    rf"|is {_IT} {_THERE.format('fourth')})"
)
_NAMED = "carro"


def are_asked(folded: str, names: Iterable[Mention], models: Iterable[str]) -> bool:
    """Whether a message says of a car, named now or of a model that was shown, that it is in a place that is known."""
    for name in sorted(names, key=lambda name: -name.start):
        folded = f"{folded[: name.start]}{_NAMED}{folded[name.end :]}"
    shown = lexer.phrases(*filter(None, map(fold, models)))
    folded = shown.sub(_NAMED, folded)
    return any(_is_a_place(place) for match in _ASKED.finditer(folded) for place in match.groups() if place)


def _is_a_place(words: str) -> bool:
    said = " ".join(lexer.words(words))
    return bool(places_in(said)) or districts.is_one(said) or any(map(districts.is_one, said.split()))
