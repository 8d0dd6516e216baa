"""How well drawn utterances are understood: acts and slots, per half of the grammar and per kind of typing."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog import search
from catalog.models import Car
from conversations.evaluation.utterances import grammar, reading, typos
from conversations.evaluation.utterances.grammar import HELD_OUT, TUNED, Family, Utterance
from conversations.evaluation.utterances.reading import WISHES, Reading
from knowledge.evaluation.shares import Share

SEED = 20_261_128
EACH = 30  # utterances of a family, a third of them typed in each way
# A person may type it well, in haste (accents and letters dropped), or in haste and in several bubbles.
CLEAN, HASTY, IN_FRAGMENTS = "clean", "hasty", "in fragments"
WAYS = (CLEAN, HASTY, IN_FRAGMENTS)


@dataclass(frozen=True)
class Understood:
    """One utterance as it was typed, and what was made of it."""

    utterance: Utterance
    way: str
    typed: str
    reading: Reading

    @property
    def right(self) -> bool:
        """Whether all of it was understood."""
        return self.acts_right and self.utterance.slots == self.reading.slots

    @property
    def acts_right(self) -> bool:
        """Whether all acts meant were read, and none that would lead elsewhere."""
        family = self.utterance.family
        return family.acts <= self.reading.acts <= family.acts | family.also | self._search

    @property
    def _search(self) -> frozenset[str]:
        """To read a search leads nowhere else where a car is wished for, or where none was read."""
        meant, told = (any(slot in WISHES for slot, _ in slots) for slots in (self.utterance.slots, self.reading.slots))
        return frozenset({"search"}) if meant or not told else frozenset()

    @property
    def missed(self) -> frozenset[tuple[str, str]]:
        """The slots meant and not read."""
        return self.utterance.slots - self.reading.slots

    @property
    def made_up(self) -> frozenset[tuple[str, str]]:
        """The slots read and not meant."""
        return self.reading.slots - self.utterance.slots


def understand_all(*, each: int = EACH, seed: int = SEED, families: Sequence[Family] | None = None) -> list[Understood]:
    """Draw `each` utterances of every family about the cars in stock and understand them."""
    reading.forget()
    chance, vocabulary, cars = random.Random(seed), search.vocabulary(), stock()  # noqa: S311 - repeatable, no secret
    found = []
    for family in families or grammar.families():
        for number in range(each):
            utterance, way = grammar.draw(family, cars, chance), WAYS[number % len(WAYS)]
            typed = _typed(utterance.text(), way, chance)
            found.append(Understood(utterance, way, typed, reading.read(typed, family.context, vocabulary)))
    return found


def stock() -> list[tuple[str, str]]:
    """Return the makes and models that can be bought, in a fixed order; not the one whose name is a numeral."""
    cars = Car.objects.filter(status="available", deleted_at=None).exclude(model="Uno")
    return sorted(set(cars.values_list("make", "model")))


def shares(understood: Sequence[Understood]) -> dict[str, Share]:
    """Return the accuracy of acts and the F1 of slots in each half, and for each way of typing of the held-out half."""
    by_half = {half: [one for one in understood if _half(one) == half] for half in (TUNED, HELD_OUT)}
    found: dict[str, Share] = {}
    for half, mine in by_half.items():
        found |= {f"{half} families: acts": _acts(mine), f"{half} families: slots F1": f1(mine)}
    for way in WAYS:
        mine = [one for one in by_half[HELD_OUT] if one.way == way]
        found |= {f"held out, {way}: acts": _acts(mine), f"held out, {way}: slots F1": f1(mine)}
    return found


def f1(understood: Iterable[Understood]) -> Share:
    """Return F1 = TP / (TP + (FP + FN) / 2) as a share, its denominator rounded up."""
    hits = wrong = 0
    for one in understood:
        hits += len(one.utterance.slots & one.reading.slots)
        wrong += len(one.missed) + len(one.made_up)
    return Share(hits, hits + (wrong + 1) // 2)


def told(one: Understood) -> str:
    """Return in one line what was typed and what was wrong with how it was read."""
    acts = "" if one.acts_right else f"; acts {_listed(one.reading.acts)}, not {_listed(one.utterance.family.acts)}"
    missed = f"; missed {_pairs(one.missed)}" if one.missed else ""
    made_up = f"; made up {_pairs(one.made_up)}" if one.made_up else ""
    return f"{one.utterance.family.name} ({one.way}): {one.typed!r}{acts}{missed}{made_up}"


def by_family(understood: Iterable[Understood]) -> dict[str, tuple[Share, Share]]:
    """Return acts and slots of each family."""
    divided: dict[str, list[Understood]] = {}
    for one in understood:
        divided.setdefault(one.utterance.family.name, []).append(one)
    return {name: (_acts(mine), f1(mine)) for name, mine in divided.items()}


def _acts(understood: Sequence[Understood]) -> Share:
    return Share(sum(one.acts_right for one in understood), len(understood))


def _half(one: Understood) -> str:
    return grammar.halves()[one.utterance.family.name]


def _typed(text: str, way: str, chance: random.Random) -> str:
    if way == CLEAN:
        return text
    hasty = typos.typed(text, chance, slips=1)
    return typos.in_fragments(hasty, chance) if way == IN_FRAGMENTS else hasty


def _listed(names: Iterable[str]) -> str:
    return "+".join(sorted(names)) or "none"


def _pairs(slots: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(slots))
