"""How likely a passage answers a question: a few measured features, weighed by what labelled questions taught.

They are weighed twice: which of the passages it is, and whether the best of them is an answer or but the nearest. The
weights are data (relevance.json, written by `manage.py tune_retrieval`), one set for each embedding model, since a
cosine of one model says nothing of another's; a model that nobody has tuned is judged without its cosines.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.vocabulary import Stem

WEIGHTS_FILE = Path(__file__).parent / "relevance.json"
WITHOUT_VECTORS = ""
_FAR_AHEAD, _NO_OTHER = 5.0, -3.0  # log-odds


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
    ahead: float = 0.0  # log-odds of relevance by which it is ahead of the next, once all were judged


@dataclass(frozen=True)
class Weights:
    """What each feature counts, as log-odds; `bias` puts what is to be told apart at 0."""

    bias: float
    features: Mapping[str, float]

    def score(self, features: Features) -> float:
        """Return how far a passage is on the side that is looked for, above 0."""
        measured: dict[str, float] = vars(features)
        return self.bias + sum(weight * measured[name] for name, weight in self.features.items())


@dataclass(frozen=True)
class Judge:
    """How passages are judged for one embedding model.

    `relevance` is against the floor below which nothing answers; `sureness` tells an answer from the neighbour of one
    that is not there. Below `nearest` the best passage is not even told as the nearest there is.
    """

    relevance: Weights
    sureness: Weights
    nearest: float


def judge_of(model: str) -> Judge:
    """Return the judge for a model; for one that was not tuned, the one that uses no vectors."""
    known = _load()
    return known.get(model, known[WITHOUT_VECTORS])


def ahead(relevance: float, others: Iterable[float]) -> float:
    """Return by how much a passage is ahead of the best of the others, or behind it, as far as that tells anything."""
    return max(-_FAR_AHEAD, min(_FAR_AHEAD, relevance - max(others, default=_NO_OTHER)))


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
def _load() -> dict[str, Judge]:
    data = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return {
        model: Judge(Weights(**one["relevance"]), Weights(**one["sureness"]), one["nearest"])
        for model, one in data.items()
    }
