"""Tells what each amount of a message is likely to be for, by weights learned from labelled messages.

The signs of an amount (`signs`) are each counted in one of so many places; the weights are a softmax's, as those of
acts (`likelihoods`). They are learned by `manage.py tune_hearing` from `conversations/evaluation/labelled/amounts/`.
"""

import zlib
from collections.abc import Iterable, Mapping, Set
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from conversations.dialogue import signs
from conversations.dialogue.lexer import Tag
from conversations.dialogue.likelihoods import Weights
from conversations.dialogue.reading import Reading

LEARNED = Path(__file__).parent / "purposes.npz"
_PLACES = 8192
_COUNTS = 3.0  # all signs of an amount together


class Purpose(StrEnum):
    """What an amount may be for."""

    PRICE = "price"  # what the cars looked for may cost
    STATED_PRICE = "stated_price"  # what a car costs that is none of ours, to be paid over time
    FINANCED = "financed"  # what is to be borrowed
    DOWN_PAYMENT = "down_payment"
    ON_TOP = "on_top"  # paid down besides what was said before
    SHARE = "share"  # per cent paid down
    MONTHLY = "monthly"  # what can be paid a month, a fortnight or a week
    TERM = "term"  # over how long it is paid
    OFFER = "offer"  # what they would pay for a car of ours
    POINTER = "pointer"  # the price of a car of ours: "el de 239"
    DRIVEN = "driven"  # the kilometres of a car of ours: "el de 36 mil km", "100 mil ya es mucho, ¿no?"
    KM = "km"  # what the cars looked for may have run
    OWN_KM = "own_km"  # what their own car has run
    OWN_VALUE = "own_value"  # what their own car may bring
    NOTHING = "nothing"  # of ours: wages, fees, hours, persons, what others ask


def likely(reading: Reading, tag: Tag, before: Purpose | None) -> Mapping[Purpose, float]:
    """Return how likely an amount is for each purpose, behind one for the purpose `before`; all add up to 1."""
    weights = learned()
    [shares] = weights.likelihoods(measure([signs.of(reading, tag, before)]))
    return dict(zip(map(Purpose, weights.labels), shares.tolist(), strict=True))


def of(reading: Reading, tag: Tag, before: Purpose | None, impossible: Set[Purpose]) -> Purpose:
    """Return what an amount is for most likely, of what is possible."""
    shares = likely(reading, tag, before)
    return max(shares.keys() - impossible, key=shares.__getitem__)


def measure(seen: Iterable[Iterable[str]]) -> NDArray[np.float32]:
    """Return a row of measures for the signs of each amount; many signs count no more than few."""
    return np.array([_counted(each) for each in seen], dtype=np.float32)


def _counted(seen: Iterable[str]) -> NDArray[np.float32]:
    row = np.zeros(_PLACES, dtype=np.float32)
    places = list({zlib.crc32(sign.encode()) % _PLACES for sign in seen})
    row[places] = _COUNTS / len(places) ** 0.5
    return row


@cache
def learned() -> Weights:
    """Return what ships, read once."""
    return Weights.read(LEARNED)
