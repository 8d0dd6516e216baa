"""Which names a word may be: the same letters, the same sound, or a few slips away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from catalog.names import EXACT, Name, Needs
from catalog.sounds import VOWELS, begin_alike, digits, slips_allowed, sound

SOUNDS_ALIKE = 96.0
WITHOUT_VOWELS = 85.0
# A name that only sounds right is a little further than one written right; one that we sell, a little nearer.
BY_EAR = 0.25
_NOT_FOR_SALE = 0.5


@dataclass(frozen=True)
class Near:
    """A name and how far from it the typed word is, in slips; `likeness` decides between names equally far."""

    name: Name
    slips: float
    likeness: float

    @property
    def rank(self) -> tuple[float, float]:
        """Order of belief, the smallest first."""
        return self.slips + (0 if self.name.in_stock else _NOT_FOR_SALE), -self.likeness


class _Ranked(Protocol):
    @property
    def name(self) -> Name: ...
    @property
    def rank(self) -> tuple[float, float]: ...


Reading = TypeVar("Reading", bound=_Ranked)


def likeliest(readings: Sequence[Reading]) -> Reading | None:
    """Return the first of readings in their order, or nothing when another car is exactly as likely."""
    if not readings:
        return None
    equal = {(reading.name.make, reading.name.model) for reading in readings if reading.rank == readings[0].rank}
    return readings[0] if len(equal) == 1 else None


class NameIndex:
    """Names by key and by sound, with the slips that a name of its length forgives."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.by_key: dict[str, list[Name]] = {}
        self.by_sound: dict[str, list[Name]] = {}
        self.by_consonants: dict[str, list[Name]] = {}
        for name in names:
            self.by_key.setdefault(name.key, []).append(name)
            self.by_sound.setdefault(sound(name.key), []).append(name)
            consonants = VOWELS.sub("", name.key)
            if len(consonants) >= 4 and consonants.isalpha():
                self.by_consonants.setdefault(consonants, []).append(name)
        self._all_keys = _grouped(self.by_key, forgiving=False)
        self._all_sounds = _grouped(self.by_sound, forgiving=False)
        # Figures must be right, so that only names with the very figures typed are compared at all.
        self._near_keys = _grouped(self.by_key, forgiving=True)
        self._near_sounds = _grouped(self.by_sound, forgiving=True)

    def exact(self, key: str) -> list[tuple[Name, float]]:
        """Return the names written so, accents and signs aside."""
        return [(name, name.best) for name in self.by_key.get(key, ())]

    def alike(self, key: str) -> list[tuple[Name, float]]:
        """Return the names that sound so, or that have the same consonants and no vowels were typed."""
        found = [
            (name, min(SOUNDS_ALIKE, name.best))
            for name in self.by_sound.get(sound(key), ())
            if digits(key) == digits(name.key) and name.needs is not Needs.MAKE
        ]
        if not found and len(VOWELS.findall(key)) <= 1:
            found = [(name, WITHOUT_VOWELS) for name in self.by_consonants.get(VOWELS.sub("", key), ())]
        return found

    def near(self, key: str) -> list[tuple[Name, float]]:
        """Return the names as few slips away as their length forgives."""
        heard = sound(key)
        found = [*_near(key, self._near_keys.get(digits(key), []), self.by_key)]
        found += _near(heard, self._near_sounds.get(digits(heard), []), self.by_sound)
        return [(name, score) for name, score in found if _codes_stand(key, name)]

    def closest(self, key: str, most: int) -> list[Near]:
        """Return the names at most `most` slips away and no further than half of their letters, likeliest first."""
        figures = digits(key)
        slips = dict(_slips(key, self._all_keys.get(figures, []), self.by_key, most))
        heard = sound(key)
        by_ear = _slips(heard, self._all_sounds.get(figures, []), self.by_sound, most if len(heard) > 3 else 0)
        for name, far in by_ear:
            slips[name] = min(slips.get(name, far + BY_EAR), far + BY_EAR)
        borne = [(name, far) for name, far in slips.items() if far <= _bearable(name, key)]
        found = [Near(name, far, JaroWinkler.similarity(key, name.key)) for name, far in borne]
        return sorted(found, key=lambda near: near.rank)


def _grouped(names: dict[str, list[Name]], *, forgiving: bool) -> dict[str, list[str]]:
    """Group the spellings by their figures, all of them or those that forgive a slip anywhere."""
    grouped: dict[str, list[str]] = {}
    for key, found in names.items():
        if not forgiving or any(name.slips for name in found):
            grouped.setdefault(digits(key), []).append(key)
    return grouped


def _slips(typed: str, known: list[str], names: dict[str, list[Name]], most: int) -> Iterator[tuple[Name, float]]:
    for key, slips, _ in process.extract(typed, known, scorer=OSA.distance, score_cutoff=most, limit=None):
        yield from ((name, float(slips)) for name in names[key])


def _bearable(name: Name, typed: str) -> float:
    """Say how many slips a name stands that the context has made likely: half its letters, never all of them."""
    letters = name.letters
    if not name.forgiving or not letters or typed.isdigit():
        return 0
    most = 1 + (letters >= 4) + (letters >= 9)
    return most + BY_EAR if name.in_stock else most - 1 + BY_EAR


def _near(typed: str, known: list[str], names: dict[str, list[Name]]) -> Iterator[tuple[Name, float]]:
    most = slips_allowed(len(typed) + 2, in_stock=True)
    for key, slips, _ in process.extract(typed, known, scorer=OSA.distance, score_cutoff=most, limit=None):
        if not (begin_alike(typed, key) or len(key) > 7):
            continue
        for name in names[key]:
            if slips <= name.slips:
                yield name, min(name.best, EXACT - EXACT * slips / max(len(typed), len(key)))


def _codes_stand(key: str, name: Name) -> bool:
    """Tell whether the short parts of a name ("a" of Clase A, "x" of X-Trail) stand where they belong."""
    first, last = name.parts[0], name.parts[-1]
    if len(name.parts) == 1:
        return True
    begins = len(first) > 2 or key.startswith(first) or sound(key).startswith(sound(first))
    return begins and (len(last) > 2 or key.endswith(last))
