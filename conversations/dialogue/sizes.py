"""Hears how large a car is wished for where no figure says it: "algo chiquito", "un chevrolet grande"."""

from collections.abc import Sequence
from decimal import Decimal

from catalog.criteria import Body
from conversations.dialogue import cargo, contrasts, lexer, lexicon
from conversations.dialogue.reading import Reading

_LENGTHS = {
    "small": ("max_length_mm", Decimal(4100)),
    "large": ("min_length_mm", Decimal(4700)),
    "roomy": ("min_length_mm", Decimal(4100)),
}
_HIGH_BODIES = frozenset({Body.SUV, Body.UTILITY})
_MIDDLE_OF_THE_HIGH = Decimal(4400)  # a small one of these is longer than a small hatchback, a roomy one too
SOFT_LENGTHS = frozenset({*(limit for _, limit in _LENGTHS.values()), _MIDDLE_OF_THE_HIGH})
_BEING = frozenset("es esta estan sera son sean hace hacen ve ven veo siento quedo queda quedan".split())
_HOW_MUCH = [[word] for word in "mas muy bien medio super demasiado algo".split()]
_ONES_OWN = frozenset({"el", "la", "mi", "nuestro", "nuestra", "este"})
_UNWANTED = "no "  # "que no sea muy grande"
_NEAR = 3  # words before a size that may say of what it is


def read(reading: Reading, *, of_any_kind: bool) -> None:
    """Hear that a small or a large car is wished for: a limit of its length, told so that it can be said otherwise.

    `of_any_kind` takes back the kind that was looked for: "algo con espacio, aunque no sea pickup".
    """
    if contrasts.asks_size(reading.folded) or reading.wish.get("models"):
        return  # "¿cuál de esos es el más chiquito?" asks it of those; a model has the size that it has
    folded = reading.folded
    for name in (one for one in reading.names if one.model is None):  # "un chevrolet chiquito"
        folded = lexer.blanked(folded, name.start, name.end)
    for size, (limit, millimetres) in _LENGTHS.items():
        for match in lexer.phrases(*lexicon.SIZES[size]).finditer(folded):
            before = lexer.words(lexer.last_clause(folded[: match.start()]))
            alone = not before or match[0].startswith(_UNWANTED)
            sized = (alone or before[-1] in lexicon.SIZED) and not _is_of_one(before)
            if sized and lexicon.NOT_OF_SIZE.isdisjoint(before[-_NEAR:]):
                body = reading.wish.get("body") or (None if of_any_kind else reading.state.wish.body)
                if size == "roomy" and not reading.names and (body is None or cargo.is_meant(reading.folded)):
                    reading.wish["body"] = body or Body.UTILITY  # "algo más amplio"
                    continue
                high = size != "large" and body in _HIGH_BODIES
                reading.wish.setdefault(limit, _MIDDLE_OF_THE_HIGH if high else millimetres)


def _is_of_one(before: Sequence[str]) -> bool:
    """Whether a size is one car's own, or asked: "el coche chiquito", "¿la honda es más grande?", "está muy chico"."""
    asked = before[-1:] in _HOW_MUCH and bool(_BEING.intersection(before[-2:-1]))
    return asked or bool(_ONES_OWN.intersection(before[-2:-1]))
