"""Every way to write the cars we can hear of: the inventory's, the market's, their nicknames and their slips."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from catalog import market
from catalog.sounds import digits, key_of, parts_of, slips_allowed

EXACT = 100.0
BEGINS_ALIKE = 90.0


class Needs(Enum):
    """What must stand around a name for it to be one; `surroundings` reads it."""

    NOTHING = 0
    POINTING = 1  # an article, or a word that asks for a car
    ASKING = 2  # a word that asks for a car, or a year behind
    MAKE = 3


@dataclass(frozen=True, eq=False)  # a name is itself: names are keys of dictionaries all the time
class Name:
    """One way to write one make or model."""

    parts: tuple[str, ...]
    make: str
    model: str | None
    in_stock: bool
    needs: Needs
    slips: int
    best: float = EXACT
    forgiving: bool = True  # a nickname or a badge is written so or not at all

    @cached_property
    def key(self) -> str:
        """The letters and figures alone."""
        return "".join(self.parts)

    @cached_property
    def letters(self) -> int:
        """How many letters it has, figures aside."""
        return len(self.key) - len(digits(self.key))


Identity = tuple[str, str | None]


def identity_of(make: str, model: str | None) -> Identity:
    """Return what makes two spellings the same car: "KIA FORTE" is Kia Forte, "Mazda 3" is the 3 of Mazda."""
    if model is None:
        return key_of(make), None
    return key_of(make), key_of(model).removeprefix(key_of(make)) or key_of(model)


_SPORTING = re.compile(r"M(?P<series>\d)(?:\d\dIA?)?", re.IGNORECASE)


@dataclass(frozen=True)
class _Cars:
    """Every make and model known, as written first, and which of them are in stock."""

    makes: dict[str, str]
    models: dict[Identity, tuple[str, str]]
    in_stock: frozenset[Identity]


def names_of(stock: list[tuple[str, str]], version_words: Collection[str] = ()) -> Iterator[Name]:
    """Yield every way to write every car of the inventory and of the market."""
    cars = _cars(stock)
    for key, make in cars.makes.items():
        yield _name(parts_of(make), make, None, in_stock=(key, None) in cars.in_stock)
    yield from _model_names(cars)
    yield from _sporting_badges(cars, version_words)
    yield from _nicknames(cars)


def _cars(stock: list[tuple[str, str]]) -> _Cars:
    makes: dict[str, str] = {}
    models: dict[Identity, tuple[str, str]] = {}
    for make, model in stock:
        makes.setdefault(key_of(make), make)
        models.setdefault(identity_of(make, model), (make, model))
    in_stock = frozenset([*models, *((key, None) for key in makes)])
    for make, listed in market.MODELS_BY_MAKE.items():
        shown = makes.setdefault(key_of(make), make)
        for model in re.split(r",\s*", listed):
            models.setdefault(identity_of(make, model), (shown, model))
    return _Cars(makes, models, in_stock)


def _model_names(cars: _Cars) -> Iterator[Name]:
    longer = _longer_in_stock(cars)
    for identity, (_, model) in cars.models.items():
        make = cars.makes[identity[0]]
        if identity in longer:
            yield _name(parts_of(model), make, longer[identity], in_stock=True, best=BEGINS_ALIKE)
            continue
        for parts in _ways_to_write(make, model):
            yield _name(parts, make, model, in_stock=identity in cars.in_stock)
        for parts in _badges(model):
            yield _name(parts, make, model, in_stock=identity in cars.in_stock, exactly=True)


def _sporting_badges(cars: _Cars, version_words: Collection[str]) -> Iterator[Name]:
    """Yield the badges by which the inventory's versions name a series of BMW: "el m2" is a Serie 2."""
    for word, badge in ((word, _SPORTING.fullmatch(word)) for word in version_words):
        identity = identity_of("BMW", f"Serie {badge['series']}" if badge else None)
        if badge and identity in cars.in_stock:
            for written in dict.fromkeys((word, word.upper().rstrip("IA"))):  # "el m135"
                yield _name(parts_of(written), *cars.models[identity], in_stock=True, exactly=True)


def _longer_in_stock(cars: _Cars) -> dict[Identity, str]:
    """Map a model of the market to the one of the inventory that begins with it (Discovery: Discovery Sport)."""
    found: dict[Identity, str] = {}
    for identity, (_, model) in cars.models.items():
        words = parts_of(model)
        for cut in range(1, len(words)):
            shorter = (identity[0], "".join(words[:cut]))
            if identity in cars.in_stock and shorter in cars.models and shorter not in cars.in_stock:
                found.setdefault(shorter, model)
    return found


def _nicknames(cars: _Cars) -> Iterator[Name]:
    for nickname, (make, model) in market.NICKNAMES.items():
        shown_make = cars.makes[key_of(make)]
        identity = identity_of(make, model)
        shown_model = cars.models[identity][1] if model else None
        yield _name(parts_of(nickname), shown_make, shown_model, in_stock=identity in cars.in_stock, exactly=True)


def _ways_to_write(make: str, model: str) -> Iterator[tuple[str, ...]]:
    parts, make_parts = parts_of(model), parts_of(make)
    yield parts
    if parts[: len(make_parts)] == make_parts and len(parts) > len(make_parts):
        yield parts[len(make_parts) :]
    elif len("".join(parts)) <= 2 or "".join(parts).isdigit():
        yield (*make_parts, *parts)
    if len(parts) == 2 and parts[0] == "clase" and len(parts[1]) > 1:
        yield parts[1:]


def _badges(model: str) -> Iterator[tuple[str, ...]]:
    """Yield what stands on the boot of a BMW or a Mercedes ("320i", "c200"), and the English names."""
    parts = parts_of(model)
    if len(parts) != 2:
        return
    if parts[0] == "clase":
        yield (parts[1], "class")
        for badge in market.MERCEDES_BADGES:
            yield (f"{parts[1]}{badge}",)
    if parts[0] == "serie":
        yield (parts[1], "series")
        for badge in market.BMW_BADGES:
            yield from ((f"{parts[1]}{badge}{letter}",) for letter in ("i", "ia", "d"))


def _name(
    parts: tuple[str, ...], make: str, model: str | None, *, in_stock: bool, best: float = EXACT, exactly: bool = False
) -> Name:
    key = "".join(parts)
    # Figures carry no slips, so that only letters count: nothing bends into "320i" or "350Z".
    exactly = exactly and (len(parts) > 1 or len(key) < 7)
    slips = 0 if exactly else slips_allowed(len(key) - len(digits(key)), in_stock=in_stock)
    needs = Needs.NOTHING
    if model is not None and (key in market.NEED_THEIR_MAKE or len(key) == 1 or (key.isdigit() and len(key) < 3)):
        needs, slips = Needs.MAKE, 0
    elif key in market.NEED_ASKING or (model is not None and parts[0] in ("serie", "clase")):
        # An everyday word four letters long is too near to too many others.
        needs, slips = Needs.ASKING, slips if len(key) > 4 else 0
    return Name(parts, make, model, in_stock, needs, slips, best, forgiving=not exactly)
