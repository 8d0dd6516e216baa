"""What thumbs and ears do to a sentence: accents dropped, abbreviations, letters missing, doubled, as they sound."""

import random
import re
import unicodedata
from collections.abc import Callable

_ABBREVIATED = {
    "que": "q",
    "qué": "q",
    "por": "x",
    "para": "pa",
    "de": "d",
    "quiero": "kiero",
    "también": "tmb",
    "porque": "xq",
    "kilómetros": "kms",
    "favor": "fa",
    "hola": "ola",
    "cuánto": "cuanto",
    "tienes": "tienez",
    "está": "ta",
}
_SOUNDS = (
    ("v", "b"), ("b", "v"), ("z", "s"), ("c", "s"), ("s", "z"), ("qu", "k"), ("ll", "y"), ("y", "ll"), ("g", "j"),
    ("j", "g"), ("h", ""), ("k", "c"), ("x", "s"), ("w", "u"), ("ch", "sh"), ("rr", "r"), ("i", "y"),
)  # fmt: skip
_SHORTEST = 5  # of a word that stays itself with one letter wrong


def typed(text: str, chance: random.Random, *, slips: int) -> str:
    """Return the text as typed in haste: no accents, some abbreviations, and so many words with a slip in them."""
    words = [_abbreviated(word, chance) for word in without_accents(text).split(" ")]
    able = [at for at, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    for at in chance.sample(able, min(slips, len(able))):
        words[at] = _slipped(words[at], chance)
    return " ".join(words)


def without_accents(text: str) -> str:
    """Drop the accents; an ñ becomes an n."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def in_fragments(text: str, chance: random.Random) -> str:
    """Send the text in two or three bubbles, broken between words that are no figures; bubbles are read as lines."""
    breaks = [found.start() for found in re.finditer(r"(?<=[a-zñ]) (?=[a-zñ$])", text)]
    for at in sorted(chance.sample(breaks, min(chance.randint(1, 2), len(breaks))), reverse=True):
        text = f"{text[:at]}\n{text[at + 1 :]}"
    return text


def _abbreviated(word: str, chance: random.Random) -> str:
    return _ABBREVIATED[word] if word in _ABBREVIATED and chance.random() < 0.5 else word


def _slipped(word: str, chance: random.Random) -> str:
    kinds: list[Callable[[str, random.Random], str]] = [_left_out, _doubled, _as_it_sounds, _as_it_sounds]
    return chance.choice(kinds)(word, chance)


def _left_out(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def _as_it_sounds(word: str, chance: random.Random) -> str:
    able = [(one, other) for one, other in _SOUNDS if one in word.lower()]
    if not able:
        return _left_out(word, chance)
    one, other = chance.choice(able)
    return word.lower().replace(one, other, 1)
