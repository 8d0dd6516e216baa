"""How likely a passage answers a question: a few measured features, weighed by what labelled questions taught.

The weights are data (relevance.json, written by `manage.py tune_retrieval`), one set for each embedding model, since a
cosine of one model says nothing of another's; a model that nobody has tuned is judged without its cosines.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.vocabulary import Stem

WEIGHTS_FILE = Path(__file__).parent / "relevance.json"
WITHOUT_VECTORS = ""


@dataclass(frozen=True)
class Features:
    """What is measured of a passage for a question; shares are 0 to 1."""

    similarity: float  # cosine of the two vectors
    own: float  # share of the question's words that the passage holds, rare ones counting more
    own_heading: float  # the same of its headings
    spoken: float  # the mean over the question's topics of the share of words, of those pages use for it, that are held
    spoken_heading: float
    topics: float  # share of the topics of which nothing is held
    fused: float  # how high the ways of looking ranked it together
    stated: float  # the kinds of datum asked for: 1 it states them, -1 it does not, 0 none is asked for
    place: float  # where the question names places: 1 the headings name one of them, -1 only others
    length: float  # logarithm of how many different words the passage holds: a long one holds some of anything
    unknown: float  # share of the question's words that no passage at all holds
    missing: float  # what the words weigh that are no topic's, no place's and not held: names of something else


@dataclass(frozen=True)
class Weights:
    """What each feature counts; `bias` puts the floor below which nothing answers at 0.

    Below `sure` a passage may well be the neighbour of an answer that is not there.
    """

    bias: float
    sure: float
    features: Mapping[str, float]

    def relevance(self, features: Features) -> float:
        """Return how likely a passage answers, as log-odds against the floor."""
        measured: dict[str, float] = vars(features)
        return self.bias + sum(self.features[name] * value for name, value in measured.items())


def weights_of(model: str) -> Weights:
    """Return the weights for a model; for one that was not tuned, those that use no vectors."""
    known = _load()
    return known.get(model, known[WITHOUT_VECTORS])


def missing(asked: Mapping[str, Stem], held: Mapping[str, float]) -> float:
    """Return what the stems weigh that are asked for and not held; about 1 for three rare ones."""
    return sum(stem.weight * (1.0 - held.get(name, 0.0)) for name, stem in asked.items()) / 10.0


def share(asked: Mapping[str, Stem], held: Mapping[str, float]) -> float:
    """Return the share of the stems asked for that are held, by weight; one that is only spelt alike counts in part."""
    whole = there = 0.0
    for name, stem in asked.items():  # one loop: a search takes hundreds of these shares
        whole += stem.weight
        there += stem.weight * held.get(name, 0.0)
    return there / whole if whole else 0.0


@cache
def _load() -> dict[str, Weights]:
    data = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return {model: Weights(one["bias"], one["sure"], one["features"]) for model, one in data.items()}
