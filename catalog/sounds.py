"""How car names are compared: folded letters, words with their spans, and how a word sounds in Mexican Spanish."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# A year glued to a name ("versa2020") is a word of its own.
_TOKEN = re.compile(r"[^\W\d_]+(?=(?:19|20)\d\d(?!\w))|(?:[^\W_][\u0300-\u036f]*)+")


@dataclass(frozen=True)
class Token:
    """A folded word and where it stands in the original text."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return `text` in lower case without accents, character for character, so that spans stay true."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@lru_cache(maxsize=1024)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFD", character)[0].lower()
    return folded if len(folded) == 1 else character


def tokens_of(text: str) -> list[Token]:
    return [
        Token(re.sub(r"[\u0300-\u036f]", "", found[0]) if not found[0].isascii() else found[0], *found.span())
        for found in _TOKEN.finditer(fold(text))
    ]


def parts_of(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens_of(name))


def key_of(name: str) -> str:
    return "".join(parts_of(name))


# In order: each rule sees what the earlier ones left.
_SOUND_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"sch|tch|sh|ch", "C"),
        (r"ph", "f"),
        (r"qu(?=[ei])|q|ck|c(?![eiy])", "k"),
        (r"[cz]", "s"),
        (r"x", "ks"),
        (r"gu(?=[ei])", "G"),
        (r"g(?=[eiy])", "j"),
        (r"[vw]", "b"),
        (r"h", ""),
        (r"ll", "y"),
        (r"y(?![aeiou])", "i"),
        (r"^i(?=[aeou])", "y"),
        (r"ou", "u"),
        (r"ee", "i"),
        (r"(\D)\1+", r"\1"),
        (r"^e?k?s(?=[^aeiou])", "s"),
    )
)
# Very short names are codes ("BMW", "HS", "KIA"): only letters that are the same key or the same letter by name.
_CODE_SOUNDS = str.maketrans({"v": "b", "w": "b", "q": "k", "y": "i", "z": "s"})
VOWELS = re.compile(r"[aeiouy]")


# Room for the names; what customers type besides fills it within minutes, and no leak is hidden in hours of filling.
@lru_cache(maxsize=2048)
def sound(key: str) -> str:
    """Return how a name sounds to a Mexican ear, as a string to compare."""
    if len(key) <= 3:
        return key.translate(_CODE_SOUNDS)
    for pattern, replacement in _SOUND_RULES:
        key = pattern.sub(replacement, key)
    return key.lower()


def is_year(text: str) -> bool:
    """Tell whether a word is a year that a car may be of."""
    return len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")


@lru_cache(maxsize=2048)
def digits(key: str) -> str:
    return "".join(character for character in key if character.isdigit())


def slips_allowed(length: int, *, in_stock: bool) -> int:
    """Say how many slips a name of this length forgives: fewer when we would only answer that we have none."""
    one, two, three = (4, 8, 11) if in_stock else (6, 9, 12)
    return (length >= one) + (length >= two) + (length >= three)


_ALIKE_FIRST = tuple(frozenset(pair) for pair in ("mn", "jy", "iy", "uw", "ck", "kq", "sc", "zs", "vb", "wb", "gj"))


def begin_alike(one: str, other: str) -> bool:
    return one[0] == other[0] or frozenset((one[0], other[0])) in _ALIKE_FIRST


def slips_alone(length: int) -> int:
    """Say how many slips a text forgives that is known to be a model and nothing else."""
    return (length >= 4) + (length >= 6) + (length >= 9)
