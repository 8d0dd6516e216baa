"""Hears what is left out because it was said just before: "todos traen mucho kilometraje, ¿el de menos?"."""

import re
from collections.abc import Iterator

from catalog.criteria import Ordering
from conversations.dialogue import lexer, lexicon

_THE_LEAST = re.compile(
    r"(?<!\w)(?:el|la|cual|cuales|quien|which)(?: (?:es|de|ellos|ellas|es[oa]s|est[oa]s|l[oa]s|que|q|con|a|ha"
    r"|tiene|tenga|trae|traiga|traen|tienen|anda|has))* (?:el )?(?:menos|menor|least|fewest)"
    r"(?= *(?:$|[,.;:?!\n]| cual| de (?:los|las|todos|todas|es[oa]s|est[oa]s)(?!\w)))"
)
_DRIVEN = ("corrid*", "rodad*", "caminad*", "traquetead*")
_MEASURES = {
    Ordering.FEWEST_KM: lexer.phrases(*lexicon.ON_THE_CARD["km"], *lexicon.REPROACHES[Ordering.FEWEST_KM], *_DRIVEN),
    Ordering.CHEAPEST: lexer.phrases(*lexicon.ASKS_PRICE, *lexicon.REPROACHES[Ordering.CHEAPEST]),
}


def least(folded: str) -> Ordering | None:
    """Return in what "el de menos" comes first: in what was spoken of last before it."""
    said = _THE_LEAST.search(folded)
    spoken = sorted(_spoken(folded[: said.start()])) if said is not None else []
    return spoken[-1][1] if spoken else None


def _spoken(before: str) -> Iterator[tuple[int, Ordering]]:
    """Yield the measures that are spoken of, each with the place where it ends."""
    yield from ((match.end(), order) for order, said in _MEASURES.items() for match in said.finditer(before))
