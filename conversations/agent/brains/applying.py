"""Tells by code what follows from the limits of a passage for what the customer says has gone by: "le metí 320 km"."""

from collections.abc import Iterator, Sequence

from conversations.agent import limits
from conversations.agent.limits import Amount, Limit, LimitOf
from conversations.dialogue import page_wording
from conversations.dialogue.facts import Excerpt
from conversations.dialogue.plan import Say
from conversations.dialogue.sentences import Sentence


def what_follows(said: str, pages: Sequence[Excerpt], cars: Sequence[int] = ()) -> tuple[Say, ...]:
    """Say which of the limits that pages state are over, and which are not; nothing where none is spoken of.

    `cars` is what the cars shown have on their clocks, in km.
    """
    stated = [limit for page in pages for limit in limits.stated(page)]
    gone = limits.gone_by(said, stated, cars)
    told = [(amount, held) for amount in gone for held in [_compared(amount, stated)] if held]
    follows = tuple(
        Say(page_wording.IT_FOLLOWS.filled(gone=amount.written, what=_one_by_one(held))) for amount, held in told
    )
    each = [(limit, amount) for amount, _ in told for limit in _alike(amount, stated)]
    all_over = bool(each) and all(limit.amount.size < amount.size for limit, amount in each)
    so = (Say(page_wording.said_so(limit.amount.written, limit.of)) for limit in limits.said_again(said, stated))
    return *so, *follows, *_left(gone, stated), *((Say(page_wording.EXCEPTIONS),) if all_over else ())


def _one_by_one(held: Sequence[Sentence]) -> Sentence:
    """Join what holds so that each stands in its own clause, as it is checked."""
    return Sentence("; ".join(map(str, held)), en="; ".join(one.english for one in held))


def _compared(amount: Amount, stated: Sequence[Limit]) -> list[Sentence]:
    return [
        page_wording.compared(limit.amount.written, limit.of, over=limit.amount.size < amount.size)
        for limit in _alike(amount, stated)
    ]


def _alike(amount: Amount, stated: Sequence[Limit]) -> list[Limit]:
    return [limit for limit in stated if limit.amount.is_distance == amount.is_distance]


def _left(gone: Sequence[Amount], stated: Sequence[Limit]) -> Iterator[Say]:
    """Yield the other limit of a trial that what is said keeps within: so many days, where it is kilometres."""
    trial = [limit for limit in stated if limit.of is LimitOf.TRIAL]
    kept = [limit for amount in gone for limit in _alike(amount, trial) if amount.size < limit.amount.size]
    spoken = {amount.is_distance for amount in gone}
    others = [limit for limit in trial if kept and limit.amount.is_distance not in spoken]
    yield from (Say(page_wording.OTHER_LIMIT.filled(limit=limit.amount.written)) for limit in others)
