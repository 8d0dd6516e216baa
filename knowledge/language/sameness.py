"""Whether two questions ask the same in nearly the same words."""

from rapidfuzz import fuzz

from knowledge.language.folding import words
from knowledge.language.topics import STOP_WORDS

_ALIKE = 82.0  # of whole questions, in per cent
_SAME_WORD = 80.0  # "pulir" and "pulido" are none, "faro" and "faros" are
_SHORTEST_TELLING = 3  # letters
# However it is asked what something costs.
_COSTS = dict.fromkeys("cuesta cuestan costo sale salen vale valen cobran cobra precio precios".split(), "cuesta")
_FEWEST_WORDS = 3  # "¿Garantía?" is not all that a longer question asks


def ask_the_same(one: str, other: str) -> bool:
    """Tell whether two questions are the same but for spelling and words that tell nothing."""
    said, asked = words(one), words(other)
    if min(len(said), len(asked)) < _FEWEST_WORDS:
        return said == asked and bool(said)
    telling, wanted = _telling(said), _telling(asked)
    alike = fuzz.ratio(" ".join(said), " ".join(asked)) >= _ALIKE or telling == wanted
    return alike and bool(wanted) and _all_are_in(telling, wanted) and _all_are_in(wanted, telling)


def _telling(of: list[str]) -> list[str]:
    """Return the words that tell one question from another, in order of the alphabet."""
    meant = {_COSTS.get(word, word) for word in of}
    return sorted(word for word in meant - STOP_WORDS if len(word) >= _SHORTEST_TELLING)


def _all_are_in(some: list[str], others: list[str]) -> bool:
    return all(any(fuzz.ratio(word, other) >= _SAME_WORD for other in others) for word in some)
