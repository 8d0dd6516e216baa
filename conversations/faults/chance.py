"""All chance of a run comes from its seed; each part has a stream of its own."""

import random
from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

Thing = TypeVar("Thing", bound=Enum)


def stream(part: str, seed: int) -> random.Random:
    """Return the chance of one part."""
    return random.Random(f"{part} {seed}")  # noqa: S311 - a run is to be repeatable, not unguessable


def draw(rng: random.Random, shares: Mapping[Thing, float]) -> Thing | None:
    """Draw one of the things by its share of all draws; None for the rest."""
    point = rng.random()
    for thing, share in shares.items():
        if point < share:
            return thing
        point -= share
    return None
