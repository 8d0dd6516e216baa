"""The grammar: families of sentences with what they mean, drawn at random and repeatably.

`grammar.yaml` holds the words. In a clause `{opener}` stands for one of the phrases of that name, `{price>max_price}`
for a drawn value and the slots it means, and `automático[transmission=automatic]` for words with a fixed meaning.
"""

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conversations.evaluation.utterances import amounts
from conversations.evaluation.utterances.amounts import Amount, Spelling

TUNED, HELD_OUT = "tuned", "held out"
_FILE = Path(__file__).resolve().parent / "grammar.yaml"
_PART = re.compile(r"\{(?P<name>\w+)(?:>(?P<slots>[\w,]+))?\}|\[(?P<fixed>\w+=[\w-]+)\]|(?P<words>[^{}\[\]]+)")
# Values that people say, by the name they have in the grammar.
_VALUES = {
    "price": range(120, 600, 5),
    "higher": range(605, 900, 5),
    "down": range(20, 160, 5),
    "km": range(20, 110, 10),
    "monthly": range(3000, 10_000, 500),
    "months": (36, 48, 60, 72),
    "years": (3, 4, 5, 6),
    "year": range(2015, 2024),
    "percent": (10, 15, 20, 25, 30, 40),
}
_MONEY = {"price": 1000, "higher": 1000, "down": 1000, "monthly": 1}

Piece = str | Amount
Car = tuple[str, str]  # make, model


@dataclass(frozen=True)
class Family:
    """Sentences that mean the same kind of thing; `also` are acts that may be read in them without being wrong."""

    name: str
    acts: frozenset[str]
    sentences: tuple[tuple[str, ...], ...]  # each a sequence of clauses
    context: str = "new"
    also: frozenset[str] = frozenset()
    any_order: bool = False


@dataclass(frozen=True)
class Utterance:
    """One drawn sentence: its clauses, and what it means as pairs of a slot and its value."""

    family: Family
    clauses: tuple[tuple[Piece, ...], ...]
    slots: frozenset[tuple[str, str]]

    def text(self, *, order: Sequence[int] | None = None, spelling: Spelling | None = None) -> str:
        """Write it, its amounts as drawn or all in one way, its clauses as they came or in this order."""
        written = ["".join(_written(piece, spelling) for piece in clause) for clause in self.clauses]
        return re.sub(r"\s+", " ", " ".join(written[at] for at in order or range(len(written)))).strip()

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """The amounts in it."""
        return tuple(piece for clause in self.clauses for piece in clause if isinstance(piece, Amount))


@dataclass
class _Drawing:
    """A sentence while it is drawn."""

    chance: random.Random
    cars: Sequence[Car]
    slots: set[tuple[str, str]] = field(default_factory=set)


@cache
def families() -> tuple[Family, ...]:
    """Return all families of the grammar."""
    return tuple(
        Family(
            name=name,
            acts=frozenset(told["acts"]),
            sentences=tuple(tuple(sentence) for sentence in told["sentences"]),
            context=told.get("context", "new"),
            also=frozenset(told.get("also", ())),
            any_order=told.get("any_order", False),
        )
        for name, told in _grammar()["families"].items()
    )


@cache
def halves() -> dict[str, str]:
    """Divide the families in two by a hash of their names: which half one is in, nobody chose."""
    shuffled = sorted(_grammar()["families"], key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return {name: (TUNED, HELD_OUT)[at % 2] for at, name in enumerate(shuffled)}


def draw(family: Family, cars: Sequence[Car], chance: random.Random) -> Utterance:
    """Draw one sentence of a family about these cars."""
    drawing = _Drawing(chance, cars)
    clauses = tuple(tuple(_pieces(clause, drawing)) for clause in chance.choice(family.sentences))
    return Utterance(family, clauses, frozenset(drawing.slots))


@cache
def _grammar() -> Any:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def _pieces(text: str, drawing: _Drawing) -> Iterator[Piece]:
    for part in _PART.finditer(text):
        name, slots, fixed, words = part.group("name", "slots", "fixed", "words")
        if words:
            yield words
        elif fixed:
            drawing.slots.add(tuple(fixed.split("=")))
        elif name in {"make", "model"}:
            yield _name(name, slots or name, drawing)
        elif slots:
            yield _value(name, slots.split(","), drawing)
        else:
            yield from _pieces(drawing.chance.choice(_grammar()["phrases"][name]), drawing)


def _name(kind: str, slot: str, drawing: _Drawing) -> str:
    make, model = drawing.chance.choice(drawing.cars)
    name = model if kind == "model" else make
    drawing.slots.add((slot, name))
    return name if drawing.chance.random() < 0.4 else name.lower()


def _value(kind: str, slots: Sequence[str], drawing: _Drawing) -> Piece:
    value = drawing.chance.choice(_VALUES[kind])
    meant = value * {**_MONEY, "km": 1000, "years": 12}.get(kind, 1)
    drawing.slots |= {(slot, str(meant)) for slot in slots}
    if kind in _MONEY:
        return amounts.drawn(meant, drawing.chance, bare=kind in {"price", "down"})
    if kind == "km":
        return drawing.chance.choice([f"{value} mil", f"{value},000", f"{value}000", f"{value}mil"])
    if kind == "years" and drawing.chance.random() < 0.3:
        return amounts.in_words(value)
    return str(value)


def _written(piece: Piece, spelling: Spelling | None) -> str:
    return piece if isinstance(piece, str) else piece.spelled(spelling)
