"""Changes that change no meaning: what is understood before and after one must be the same."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from catalog import search
from conversations.evaluation.utterances import grammar, reading, scoring, typos
from conversations.evaluation.utterances.amounts import UNMISTAKABLE, Spelling
from conversations.evaluation.utterances.grammar import Utterance
from knowledge.evaluation.shares import Share

EACH = 12  # utterances of a family


@dataclass(frozen=True)
class Pair:
    """Two ways to write the same, and whether they were understood the same."""

    check: str
    one: str
    other: str
    same: bool


def compare_all(*, each: int = EACH, seed: int = scoring.SEED) -> list[Pair]:
    """Draw utterances, change each in every way that changes no meaning, and compare what is understood."""
    reading.forget()
    chance, vocabulary, cars = random.Random(seed), search.vocabulary(), scoring.stock()  # noqa: S311 - repeatable
    pairs = []
    for family in grammar.families():
        for _ in range(each):
            utterance = grammar.draw(family, cars, chance)
            first = utterance.text(spelling=Spelling.MIL)
            meant = reading.read(first, family.context, vocabulary)
            for check, other in _changed(utterance, first, chance):
                same = reading.read(other, family.context, vocabulary) == meant
                pairs.append(Pair(check, first, other, same))
    return pairs


def shares(pairs: Sequence[Pair]) -> dict[str, Share]:
    """Return, for each check, how many pairs were understood the same."""
    checks = dict.fromkeys(pair.check for pair in pairs)
    return {check: _share([pair.same for pair in pairs if pair.check == check]) for check in checks}


def _changed(utterance: Utterance, first: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    plain: dict[str, Callable[[str], str]] = {
        "same without accents": typos.without_accents,
        "same in capitals": str.upper,
    }
    yield from ((check, change(first)) for check, change in plain.items() if change(first) != first)
    if utterance.family.any_order and len(utterance.clauses) > 1:
        order = list(range(len(utterance.clauses)))
        while order == sorted(order):
            chance.shuffle(order)
        yield "same in another order", utterance.text(order=order, spelling=Spelling.MIL)
    if utterance.amounts:
        for spelling in UNMISTAKABLE:
            other = utterance.text(spelling=spelling)
            if other != first:
                yield "same amount, written otherwise", other


def _share(verdicts: Sequence[bool]) -> Share:
    return Share(sum(verdicts), len(verdicts))
