"""What can be seen of an amount and of where it stands: the signs by which `purposes` tells what it is for.

Each sign is a short text, like "before=enganche" or "size=27&situation=quoted"; none decides anything by itself.
"""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from conversations.dialogue import lexer
from conversations.dialogue.lexer import Tag
from conversations.dialogue.measures import ROUGHLY, in_thousands
from conversations.dialogue.reading import TERMS, Reading
from conversations.dialogue.state import DialogueState

_REACH = 8  # words of its sentence that may speak of an amount
_LONGEST = 12  # words, from which on messages are alike in length
_MANY = 3  # other amounts, from which on it does not matter how many
_SIZES = 2.5  # for each e-fold
_TIMES = (0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 0.9999, 1.0001, 1.03, 1.1, 1.3, 1.7, 3.0)
_NEAR_PRICE, _NEAR_KM = 1000, 1000


def of(reading: Reading, tag: Tag, before: str | None) -> Iterator[str]:
    """Yield the signs of an amount; the chief ones by themselves and in pairs.

    `before` is the purpose of the amount before it in the message.
    """
    around = _Around(reading, tag)
    chief = [f"{name}={value}" for name, value in (*_chief(reading, tag, around), ("follows", before))]
    yield from chief
    yield from map("&".join, combinations(chief, 2))
    yield from around.signs()
    besides = (f"before={around.before[-1]}", f"situation={_situation(reading.state)}", "_")
    for times in _beside_what_is_known(reading.state, in_thousands(tag)):
        yield from (f"{times}&{beside}" for beside in besides)
    yield from _among_the_others(reading, tag)


def _chief(reading: Reading, tag: Tag, around: "_Around") -> Iterator[tuple[str, object]]:
    amount, said = in_thousands(tag), reading.cues(tag)
    yield "kind", tag.kind.name
    yield "size", _size(amount)
    yield "situation", _situation(reading.state)
    yield "pending", reading.state.pending
    yield "before", around.before[-1]
    yield "behind", around.behind[0]
    yield "said", said.part
    yield "bound", said.bound
    yield "near", _near(reading.state, amount)
    yield "named", reading.names_before(tag)
    yield "term", tag.value in TERMS


class _Around:
    """The words of the message before and behind an amount; those as far as the next amount count by their place."""

    def __init__(self, reading: Reading, tag: Tag) -> None:
        later = reading.later.get(tag)
        self.clause = lexer.words(lexer.last_clause(reading.before(tag)))
        self.before = ["^", "^", "^", *lexer.words(reading.before(tag))]
        self.behind = [*lexer.words(reading.folded[tag.end : later.start if later else None]), "$", "$", "$"]
        self.whole = [*lexer.words(reading.folded[: tag.start]), "#", *lexer.words(reading.folded[tag.end :])]

    def signs(self) -> Iterator[str]:
        """Yield words and runs of words, by where they stand."""
        before, behind = self.before, self.behind
        for many in (2, 3):
            yield f"before{many}={' '.join(before[-many:])}"
            yield f"behind{many}={' '.join(behind[:many])}"
            yield f"before-{many}={before[-many]}"
            yield f"behind-{many}={behind[many - 1]}"
        yield f"around={before[-1]} # {behind[0]}"
        yield f"around2={before[-2]} {before[-1]} # {behind[0]}"
        yield from (f"ahead={word}" for word in sorted(set(before[-_REACH:])))
        yield from (f"clause={word}" for word in sorted(set(self.clause[-_REACH:])))
        yield from (f"after={word}" for word in sorted(set(behind[:_REACH])))
        yield from (f"word={word}" for word in sorted(set(self.whole)))
        yield from (f"words={one} {other}" for one, other in pairwise(self.whole))
        yield f"first={self.whole[0]}"
        yield f"length={min(len(self.whole), _LONGEST)}"


def _size(amount: Decimal) -> int:
    return int(math.log(amount) * _SIZES) if amount > 0 else -1


def _situation(state: DialogueState) -> str:
    """Return what is being talked about."""
    if state.focus is not None:
        return "quoted" if state.down_payment is not None else "one car"
    return "a list" if state.shown else "a price" if state.stated_price else "nothing"


def _near(state: DialogueState, amount: Decimal) -> str:
    """Return what of a car seen an amount is nearly the same as."""
    if any(abs(car.price - amount) < _NEAR_PRICE for car in state.seen):
        return "price"
    return (
        "km" if any(abs(car.km - amount) <= max(_NEAR_KM, float(car.km * ROUGHLY)) for car in state.seen) else "nothing"
    )


def _beside_what_is_known(state: DialogueState, amount: Decimal) -> Iterator[str]:
    """Yield how many times what is known an amount is, in steps."""
    prices = [car.price for car in state.looks_of(*state.shown) or state.seen]
    focus = state.in_focus
    known = {
        "car": focus.price if focus else None,
        "cheapest": min(prices, default=None),
        "dearest": max(prices, default=None),
        "down": state.down_payment,
        "monthly": state.monthly,
        "limit": state.wish.max_price,
        "stated": state.stated_price,
    }
    yield from (f"{name}*{_times(amount, value)}" for name, value in known.items() if value)


def _times(amount: Decimal, other: Decimal) -> int:
    times = float(amount) / float(other)
    return next((step for step, most in enumerate(_TIMES) if times < most), len(_TIMES))


def _among_the_others(reading: Reading, tag: Tag) -> Iterator[str]:
    """Yield what the other amounts and the names of the message are, and what was talked of before it."""
    earlier, later = reading.earlier.get(tag), reading.later.get(tag)
    others = [other for other in reading.tags if other is not tag]
    yield from sorted({f"with={other.kind.name}" for other in others})
    yield f"many={min(len(others), _MANY)}"
    yield f"earlier={earlier and earlier.kind.name}"
    yield f"later={later and later.kind.name}"
    if earlier is not None and in_thousands(earlier):
        yield f"times={_times(in_thousands(tag), in_thousands(earlier))}"
    yield f"range={reading.closes_a_range(tag)}-{reading.opens_a_range(tag)}"
    yield f"corrects={reading.corrects(tag)}"
    yield f"terms={reading.has_term}"
    yield f"asks={'?' in reading.folded}"
    yield f"names={len(reading.names)}"
    yield f"model={any(name.model for name in reading.names)}"
    yield f"last={reading.state.last_part}"
    yield f"own={reading.state.own_car is not None}"
    yield f"visit={reading.state.visit is not None}"
    yield f"round={_zeros(in_thousands(tag))}"


def _zeros(amount: Decimal) -> Sequence[bool]:
    return [amount % step == 0 for step in (1_000, 5_000, 10_000)]
