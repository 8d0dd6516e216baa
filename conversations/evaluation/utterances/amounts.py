"""The ways in which people write one amount."""

import random
from dataclasses import dataclass
from enum import StrEnum

_ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
)


class Spelling(StrEnum):
    """How an amount is written: 250 mil, 250mil, 250k, $250,000, 250000 pesos, in words, or 250 and no more."""

    MIL = "mil"
    JOINED = "joined"
    K = "k"
    PESOS = "pesos"
    PLAIN = "plain"
    WORDS = "words"
    BARE = "bare"


# Those that mean the same wherever they stand; a bare 250 is an amount only where one is expected.
UNMISTAKABLE = (Spelling.MIL, Spelling.JOINED, Spelling.K, Spelling.PESOS, Spelling.PLAIN, Spelling.WORDS)


_THOUSAND = {Spelling.MIL: " mil", Spelling.JOINED: "mil", Spelling.K: "k", Spelling.BARE: ""}


@dataclass(frozen=True)
class Amount:
    """An amount in an utterance, and how it is written there."""

    value: int
    spelling: Spelling = Spelling.MIL

    def spelled(self, spelling: Spelling | None = None) -> str:
        """Write it, as drawn or in another way; what is no round thousand is written out or in words."""
        way = spelling or self.spelling
        thousands, rest = divmod(self.value, 1000)
        if way is Spelling.WORDS:
            return in_words(self.value)
        if way is Spelling.PLAIN:
            return f"{self.value} pesos"
        if way is Spelling.PESOS or rest:
            return f"${self.value:,}" if way is Spelling.PESOS else f"{self.value:,}"
        return f"{thousands}{_THOUSAND[way]}"


def drawn(value: int, chance: random.Random, *, bare: bool) -> Amount:
    """Draw a way to write an amount, the commonest most often; `bare` allows thousands without saying so."""
    ways = [Spelling.MIL] * 4 + [Spelling.K] * 2 + list(UNMISTAKABLE)
    return Amount(value, chance.choice(ways + [Spelling.BARE] * 2 if bare and value % 1000 == 0 else ways))


def in_words(number: int) -> str:
    """Return a number below a million in Spanish words."""
    if number < 30:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 3] + (f" y {_ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        hundred = "ciento" if hundreds == 1 and rest else _HUNDREDS[hundreds - 1]
        return f"{hundred} {in_words(rest)}" if rest else hundred
    thousands, rest = divmod(number, 1000)
    said = "mil" if thousands == 1 else f"{_shortened(in_words(thousands))} mil"
    return f"{said} {in_words(rest)}" if rest else said


def _shortened(words: str) -> str:
    """Before "mil", one is "un" and twenty-one "veintiún"."""
    if words.endswith("veintiuno"):
        return f"{words[:-3]}ún"
    return words.removesuffix("o") if words.endswith(" uno") else words
