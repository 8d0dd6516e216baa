"""The words of the inventory's versions ("ADVANCE", "320IA"), as customers type them."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.everyday import EVERYDAY_WORDS
from catalog.sounds import digits, fold, key_of, sound


class VersionWords:
    """Finds a version's word by its letters, by its sound or one slip away. Immutable."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {fold(word): word for word in words if len(word) > 1}
        self._sounds = {sound(word): shown for word, shown in self._words.items() if len(word) > 3}

    def find(self, word: str) -> str | None:
        """Return the word that this one is or nearly is, as the inventory writes it."""
        token = key_of(word)
        if not token or token.isdigit() or (len(token) < 4 and token in EVERYDAY_WORDS):
            return None
        if token in self._words:
            return self._words[token]
        if not token.isalpha() and len(token) > 3:  # "320i" is how people write 320IA, "m135" M135I
            begun = {f"{token}a", f"{token}i", f"{token}ia"}
            return next((shown for word, shown in self._words.items() if word in begun), None)
        if len(token) < 5 or token in EVERYDAY_WORDS:
            return None
        return self._sounds.get(sound(token)) or self._near(token)

    def _near(self, token: str) -> str | None:
        near = process.extractOne(token, self._words.keys(), scorer=OSA.distance, score_cutoff=1)
        if near is None or len(near[0]) < 5 or near[0][0] != token[0] or digits(near[0]) != digits(token):
            return None
        return self._words[near[0]]
