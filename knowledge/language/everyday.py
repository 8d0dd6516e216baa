"""Everyday words of customers, Mexican and English, and the words that pages use instead (everyday.tsv).

Unlike a topic, such a word says nothing of what is asked about: it is one word in the place of another.
"""

from functools import cache
from pathlib import Path

from knowledge.language.folding import fold
from knowledge.language.tables import rows


def meanings(word: str) -> tuple[str, ...]:
    """Return the words that pages may use for a folded `word`; none for one that is not known."""
    return _meanings().get(word, ())


@cache
def _meanings() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for written, said in rows(Path(__file__).parent / "everyday.tsv"):
        for word in fold(written.replace(",", " ")).split():
            found.setdefault(word, {}).update(dict.fromkeys(other for other in fold(said).split() if other != word))
    return {word: tuple(said) for word, said in found.items() if said}
