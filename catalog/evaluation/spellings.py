"""Misspell car names as thumbs and ears do: a phone's keyboard, haste, and the sounds of Mexican Spanish.

It shares no line with the matcher it judges, and `.importlinter` keeps it so.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Spread = Literal["anywhere", "make", "model", "each"]

FEWEST_LETTERS = {0: 0, 1: 4, 2: 7}
_ROWS = ("qwertyuiop", "asdfghjklñ", "zxcvbnm")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# What one ear writes for another's spelling; both directions, longest first where they overlap.
_HEARD_ALIKE = (
    ("b", "v"), ("v", "w"), ("c", "s"), ("c", "z"), ("s", "z"), ("qu", "k"), ("k", "c"), ("k", "q"), ("ll", "y"),
    ("j", "g"), ("g", "j"), ("h", ""), ("y", "i"), ("x", "ks"), ("x", "s"), ("m", "n"), ("sh", "ch"), ("rr", "r"),
    ("ph", "f"), ("u", "w"),
)  # fmt: skip


@dataclass(frozen=True)
class Spelling:
    """A car, and one wrong way to type its make and its model."""

    make: str
    model: str
    typed_make: str
    typed_model: str

    @property
    def text(self) -> str:
        """The two as a customer writes them; a model that repeats its make ("Mazda 3") says it once."""
        if self.typed_model.split(maxsplit=1)[0] == self.typed_make:
            return self.typed_model
        return f"{self.typed_make} {self.typed_model}"


def misspelt(
    cars: Iterable[tuple[str, str]], *, count: int, errors: int, seed: int, spread: Spread = "anywhere"
) -> list[Spelling]:
    """Return `count` spellings with `errors` slips each, one from four letters and two from seven; figures stay.

    `spread` says where the slips fall: anywhere in "make model", in the make, in the model, or one in each.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    known = sorted({(make.lower(), model.lower(), make, model) for make, model in cars})
    able = [car for car in known if _letters(_room(car[0], car[1], spread)) >= FEWEST_LETTERS[errors]]
    if not able:
        return []
    drawn: list[Spelling] = []
    while len(drawn) < count:
        make, model, *names = chance.choice(able)
        typed_make, typed_model = _typed(make, model, errors, spread, chance)
        if (typed_make, typed_model) != (make, model):
            drawn.append(Spelling(names[0], names[1], typed_make, typed_model))
    return drawn


def _room(make: str, model: str, spread: Spread) -> str:
    """Return the letters that the slips may fall on; with one in each, the shorter name must bear its own."""
    if spread == "each":
        return min(make, model, key=_letters)
    return {"anywhere": _said_once(make, model), "make": make, "model": model}[spread]


def _said_once(make: str, model: str) -> str:
    return model if model.split(maxsplit=1)[0] == make else f"{make} {model}"


def _typed(make: str, model: str, errors: int, spread: Spread, chance: random.Random) -> tuple[str, str]:
    for slip in range(errors):
        in_make = _falls_on_make(make, model, slip, spread, chance)
        if in_make:
            make = _slipped(make, chance)
        else:
            model = _slipped(model, chance)
    return make, model


def _falls_on_make(make: str, model: str, slip: int, spread: Spread, chance: random.Random) -> bool:
    if spread == "each":
        return slip % 2 == 0
    if spread != "anywhere":
        return spread == "make"
    letters = _letters(make)
    return chance.randrange(letters + _letters(model)) < letters


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text)


def _slipped(name: str, chance: random.Random) -> str:
    """Return the name with one slip of a kind drawn first, so that rare kinds are as frequent as common ones."""
    at = chance.choice([place for place, character in enumerate(name) if character.isalpha()])
    for kind in chance.sample(_KINDS, len(_KINDS)):
        typed = kind(name, at, chance)
        if typed and typed != name and typed.strip() == typed and _letters(typed):
            return typed
    return name


# ── Kinds of slip: each returns the name typed wrong at that letter, or nothing where the kind does not apply ──────
def _left_out(name: str, at: int, chance: random.Random) -> str:
    return name[:at] + name[at + 1 :]


def _typed_twice(name: str, at: int, chance: random.Random) -> str:
    return name[:at] + name[at] + name[at:]


def _put_in(name: str, at: int, chance: random.Random) -> str:
    at += chance.randrange(2)
    return name[:at] + chance.choice(_ALPHABET) + name[at:]


def _any_other(name: str, at: int, chance: random.Random) -> str:
    return name[:at] + chance.choice(_ALPHABET) + name[at + 1 :]


def _key_beside(name: str, at: int, chance: random.Random) -> str | None:
    beside = _neighbours(name[at])
    return name[:at] + chance.choice(beside) + name[at + 1 :] if beside else None


def _swapped(name: str, at: int, chance: random.Random) -> str | None:
    if at + 1 >= len(name) or not name[at + 1].isalpha():
        return None
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _as_heard(name: str, at: int, chance: random.Random) -> str | None:
    """Swap a sound for its other spelling anywhere in the name: few letters have one."""
    return chance.choice(sorted(set(_heard(name))) or [name])


def _heard(name: str) -> Iterator[str]:
    for one, other in _HEARD_ALIKE:
        for written, instead in ((one, other), (other, one)):
            if not written:  # a silent h before a vowel that begins a word
                begins = (found.start() for found in re.finditer(r"\b[aeiou]", name))
                yield from (name[:at] + instead + name[at:] for at in begins)
                continue
            yield from (
                name[: found.start()] + instead + name[found.end() :] for found in re.finditer(re.escape(written), name)
            )


_KINDS: Sequence[Callable[[str, int, random.Random], str | None]] = (
    _left_out,
    _typed_twice,
    _put_in,
    _any_other,
    _key_beside,
    _swapped,
    _as_heard,
)


def _neighbours(letter: str) -> list[str]:
    """Return the keys that touch this one on a phone's keyboard."""
    found = []
    for row, keys in enumerate(_ROWS):
        if letter not in keys:
            continue
        column = keys.index(letter)
        for other in _ROWS[max(row - 1, 0) : row + 2]:
            found += [key for key in other[max(column - 1, 0) : column + 2] if key not in (letter, "ñ")]
    return found


def many_names(count: int) -> Iterator[tuple[str, str]]:
    """Yield made-up cars, twenty models a make, that can be said aloud."""
    syllables = [f"{consonant}{vowel}" for consonant in "bcdfglmnprstv" for vowel in "aeiou"]
    for number in range(count):
        make, model = divmod(number, 20)
        first, second = syllables[make % 65], syllables[(make * 7 + make // 65) % 65]
        third, fourth = syllables[(number * 11) % 65], syllables[(model * 17 + make) % 65]
        yield f"{first}{second}ra".title(), f"{third}{fourth}{'nslx'[model % 4]}o".title()
