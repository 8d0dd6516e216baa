"""Which of our branches a line of text names, however it is spelt: the words of a name, by letter and by sound."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from rapidfuzz.distance import OSA

from catalog.places import BranchMatch
from catalog.sounds import begin_alike, parts_of, slips_allowed, sound

# Words that many names share, or that say only that a branch is meant.
_COMMON = frozenset(
    "kavak sede sucursal agencia tienda plaza centro center town de del la las el los y en a un una".split()
)
_SHORTEST_TELLING = 4


class Named(Protocol):
    """A branch, or what a page says of one."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def city(self) -> str:
        """Where it is."""


N = TypeVar("N", bound=Named)


def telling_words(name: str, city: str = "") -> tuple[str, ...]:
    """Return the words of a branch's name that tell it from others; all of them where none does."""
    words = parts_of(name)
    dull = _COMMON | set(parts_of(city))
    return tuple(word for word in words if word not in dull) or tuple(word for word in words if word != "kavak")


def named_in(text: str, branches: Sequence[N], *, wholly: bool = False) -> tuple[N, ...]:
    """Return the branches that `text` names best, in part or wholly; often none, several where names share words."""
    spoken = parts_of(text)
    found = [(branch, *_heard(telling_words(branch.name, branch.city), spoken)) for branch in branches]
    likely = [(branch, whole, count) for branch, whole, count in found if whole or (count and not wholly)]
    best = max(((whole, count) for _, whole, count in likely), default=(False, 0))
    return tuple(branch for branch, whole, count in likely if (whole, count) == best)


def in_city(text: str, branches: Iterable[BranchMatch]) -> tuple[BranchMatch, ...]:
    """Return the branches whose city stands in `text`, misspelt or not."""
    spoken = parts_of(text)
    return tuple(branch for branch in branches if _stands(parts_of(branch.city), spoken))


def same_branch(page_name: str, branch: Named) -> bool:
    """Tell whether a page's name of a site is this branch's: "Kavak Midtown Guadalajara" is Midtown in Guadalajara."""
    ours, theirs = set(telling_words(branch.name, branch.city)), set(telling_words(page_name, branch.city))
    return bool(ours) and ours == theirs


def _heard(name: tuple[str, ...], spoken: Sequence[str]) -> tuple[bool, int]:
    """Return whether the whole name is spoken, and how many of its words are, where they tell enough of it."""
    heard = [word for word in name if any(alike(word, other) for other in spoken)]
    whole = bool(name) and len(heard) == len(name)
    enough = 2 * len(heard) >= len(name) and any(len(word) >= _SHORTEST_TELLING for word in heard)
    return whole, len(heard) if whole or enough else 0


def _stands(name: tuple[str, ...], spoken: Sequence[str]) -> bool:
    size = len(name)
    windows = (spoken[start : start + size] for start in range(len(spoken) - size + 1))
    return any(all(map(alike, name, window)) for window in windows)


def alike(known: str, typed: str) -> bool:
    """Tell whether a typed word is a known one, or a slip of it that sounds much the same."""
    if known == typed:
        return True
    if len(known) <= _SHORTEST_TELLING or len(typed) < _SHORTEST_TELLING or not begin_alike(known, typed):
        return False
    return OSA.distance(sound(known), sound(typed)) <= slips_allowed(len(known), in_stock=False)
