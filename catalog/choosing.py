"""Which of the names that a text may name it does name."""

from collections.abc import Iterable, Sequence, Set

from catalog.candidates import Candidate
from catalog.sounds import Token
from catalog.surroundings import Surroundings


def choose(
    candidates: Iterable[Candidate],
    tokens: Sequence[Token],
    *,
    about_cars: bool,
    spoken_of: Set[tuple[str, str]] = frozenset(),
) -> list[Candidate]:
    """Keep the best reading of every word, in the order of the text; of equals the one with its make, then ours."""
    found = list(candidates)
    around = Surroundings(tokens, found, about_cars=about_cars, spoken_of=spoken_of)
    fitting = [candidate for candidate in found if around.allow(candidate)]
    fitting.sort(
        key=lambda one: (*one.trust, around.beside_its_make(one), one.name.in_stock, one.name.model is None),
        reverse=True,
    )
    chosen: list[Candidate] = []
    for candidate in fitting:
        if all(candidate.last <= other.first or candidate.first >= other.last for other in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.first)
