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

    similarity: float  # cosine of the two vectors, times how sure it is what is expected
    expected: float  # how far it holds the stems that are expected of the answer (knowledge/expecting.py)
    precedent: float  # how much likelier it is asked so than any passage is (knowledge/precedents.py)
    own: float  # share of the question's words that the passage holds, rare ones counting more
    own_heading: float  # the same of its headings
    spoken: float  # the mean over the question's topics of the share of words, of those pages use for it, that are held
    spoken_heading: float
    topics: float  # share of the topics of which nothing is held
    fused: float  # how high the ways of looking ranked it together
    stated: float  # the kinds of datum asked for: 1 it states them, -1 it does not, 0 none is asked for
    place: float  # 1 the headings name a place of the question, -1 only others, or one where all sites are meant
    length: float  # logarithm of how many different words the passage holds: a long one holds some of anything
    unknown: float  # share of the question's words that no passage at all holds
    missing: float  # what the words weigh that are no topic's, no place's and not held: names of something else
    vain: float  # log-odds that no page answers questions like it: against every passage alike


@dataclass(frozen=True)
class Weights:
    """What each feature counts; `bias` puts the floor below which nothing answers at 0.

    Below `sure` a passage may well be the neighbour of an answer that is not there; words alone tell (`is_sure`).
    """

    bias: float
    sure: float
    features: Mapping[str, float]

    def relevance(self, features: Features) -> float:
        """Return how likely a passage answers, as log-odds against the floor."""
        measured: dict[str, float] = vars(features)
        return self.bias + sum(weight * measured[name] for name, weight in self.features.items())


def weights_of(model: str) -> Weights:
    """Return the weights for a model; for one that was not tuned, those that use no vectors."""
    known = _load()
    return known.get(model, known[WITHOUT_VECTORS])


def is_sure(features: Features) -> bool:
    """Whether a passage states what is asked, and not its neighbour: their meanings are alike, their words are not."""
    words = weights_of(WITHOUT_VECTORS)
    return words.relevance(features) >= words.sure


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
    return {model: Weights(one["bias"], one.get("sure", 0.0), one["features"]) for model, one in data.items()}
