"""The ways of looking for passages: by meaning, by words, by words spelt alike, by place; each best first."""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, product
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from django.db import connection, transaction

from knowledge import embeddings, vocabulary, ways
from knowledge.embeddings import Embedder, EmbeddingUnavailable, Vector
from knowledge.language import everyday
from knowledge.language.reading import Reading
from knowledge.models import Source
from knowledge.vocabulary import Alike, Stem
from knowledge.ways import Found

if TYPE_CHECKING:
    from knowledge.expecting import Expected
    from knowledge.precedents import Precedent

logger = logging.getLogger(__name__)

DEPTH = 30  # passages by each way
_LONGEST_QUESTION = 500
_MOST_WORDS = 6  # of no known topic, to look for others that mean the same
_EVERYDAY_LIKENESS = 0.6  # of a word that pages use in the place of an everyday one
_SPOKEN_WEIGHT = 0.5  # of a word that pages use, beside one of the customer's own
# What one question may cost: passages ranked (rare words first, then as many common ones as fit; where even the rarest
# is common, as many as are stored first), and stems that rank.
_MOST_HOLDING = 400
_MOST_RANKED = 2_000
_MOST_RANKING = 12
# A provider that hangs costs one customer its patience, and not everybody: until when a model is not asked.
_REST_SECONDS = 30.0
_rests_until: WeakKeyDictionary[Embedder, float] = WeakKeyDictionary()


@dataclass(frozen=True)
class Vectors:
    """A question's vector by one model, and those of its words by the local one; empty where no model answers.

    Passages are looked for by the vector as it is, and judged by that of the answer that is `expected`, where one is.
    """

    model: str = ""
    question: Vector | None = None
    words: Mapping[str, Vector] = field(default_factory=dict)
    expected: "Expected | None" = None
    precedent: "Precedent | None" = None

    @property
    def answer(self) -> Vector | None:
        """The vector that passages are judged by."""
        return self.expected.meaning if self.expected else self.question


@dataclass(frozen=True)
class Words:
    """The stems of a question: its own, those that pages use for each of its topics, and what is like its own.

    `terms` are those of its own that belong to no topic and no place.
    """

    own: Mapping[str, Stem] = field(default_factory=dict)
    terms: Mapping[str, Stem] = field(default_factory=dict)
    topics: Sequence[Mapping[str, Stem]] = ()
    spelt_alike: Sequence[Alike] = ()
    meant_alike: Sequence[Alike] = ()

    def held(self, stems: Iterable[str]) -> dict[str, float]:
        """Return the question's stems that are among `stems`: 1 for the very stem, less for one that is like it."""
        there = set(stems)
        return {one.asked: one.likeness for one in self._alike if one.found in there} | dict.fromkeys(there, 1.0)

    @cached_property
    def _alike(self) -> Sequence[Alike]:
        """All that is like a stem of the question, the likest last."""
        return sorted((*self.spelt_alike, *self.meant_alike), key=lambda one: one.likeness)

    @property
    def spoken(self) -> dict[str, Stem]:
        """What pages say about all the topics."""
        return {name: stem for topic in self.topics for name, stem in topic.items()}


@dataclass(frozen=True)
class Look:
    """What the ways found, best first, by `model` where by meaning."""

    ways: Mapping[str, Sequence[Found]]
    words: Words = Words()
    model: str = ""
    expected: "Expected | None" = None
    precedent: "Precedent | None" = None


@contextmanager
def snapshot() -> Iterator[None]:
    """Read in one snapshot: a version that is swapped in meanwhile is seen whole or not at all.

    Inside somebody's transaction it is theirs.
    """
    own = not connection.in_atomic_block
    with transaction.atomic():
        if own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def think(question: str, read: Reading, *, expect: bool = True) -> Vectors:
    """Return the vectors of a question and its words; a model that does not answer is no reason to fail.

    The question's is by the first model that serves: one that knows every source in service, or else the local one,
    with what is to `expect` of the answer, and what was asked so before.
    To be called outside `snapshot`: no connection is held while a model thinks.
    """
    spoken, words = embedded_text(question, read), read.terms[:_MOST_WORDS]
    *preferred, local = embeddings.configured()
    for model in preferred:
        if _serves(model) and (vectors := _embed(model, [spoken])):
            return Vectors(model.name, vectors[0], dict(zip(words, _embed(local, words), strict=False)))
    if not (vectors := _embed(local, [spoken, *words])):
        return Vectors()
    learned = _learned(question[:_LONGEST_QUESTION], vectors[0]) if expect else (None, None)
    return Vectors(local.name, vectors[0], dict(zip(words, vectors[1:], strict=True)), *learned)


def _learned(question: str, vector: Vector) -> "tuple[Expected, Precedent]":
    """Load on first use: who serves pages pays for no numpy."""
    from knowledge import expecting, precedents

    return expecting.learned().of(question, vector), precedents.learned().of(question)


def embedded_text(question: str, read: Reading) -> str:
    """Return what a model sees of a question: a word per topic in the language of pages pulls it towards them."""
    return " ".join([question[:_LONGEST_QUESTION], *(topic.pages_say[0] for topic in read.topics)])


def _serves(model: Embedder) -> bool:
    """Tell whether a model has answered lately, as far as it was asked, and knows every source in service."""
    is_resting = time.monotonic() < _rests_until.get(model, 0.0)
    return not is_resting and not Source.objects.lacking(model.name).exists()


def _embed(model: Embedder, texts: Sequence[str]) -> list[Vector]:
    try:
        return model.embed(texts)
    except EmbeddingUnavailable as error:
        logger.warning("searching without %s: %s", model.name, error.detail)
        _rests_until[model] = time.monotonic() + _REST_SECONDS
        return []


def look(read: Reading, vectors: Vectors, *, reword: bool = True) -> Look:
    """Look in every way, for everyday words by those of pages too where they are to be reworded."""
    words = _words(read, vectors, reword=reword)
    found = {
        "vector": ways.by_vector(vectors.model, vectors.question, limit=DEPTH) if vectors.question else [],
        "text": _by_words({**_lighter(words.spoken), **_stems(words.meant_alike), **words.own}),
        "trigram": _by_words(_stems(words.spelt_alike)),
        "place": _by_place(read),
    }
    return Look(found, words, vectors.model, vectors.expected, vectors.precedent)


def _words(read: Reading, vectors: Vectors, *, reword: bool) -> Words:
    asked = (*(read.content_words or read.search_words), *(word for name in read.place_names for word in name.split()))
    said = {word: everyday.meanings(word) for word in asked} if reword else {}
    known = vocabulary.stems((*asked, *read.spoken_by_pages, *chain.from_iterable(said.values())))

    def among(words: Iterable[str]) -> dict[str, Stem]:
        return {name: stem for word in words for name, stem in known.get(word, {}).items()}

    own = among(asked)
    topics = tuple(among(topic.pages_say) for topic in read.topics)
    meaning = {name: vector for word, vector in vectors.words.items() for name in known.get(word, {})}
    spelt, meant = vocabulary.spelt_alike(own), vocabulary.meant_alike(meaning)
    meant = sorted([*meant, *_reworded(said, known)], key=lambda alike: -alike.likeness)
    return Words(own, among(read.terms), topics, spelt, meant)


def _reworded(said: Mapping[str, Sequence[str]], known: Mapping[str, Mapping[str, Stem]]) -> list[Alike]:
    """Return the stems that stand on pages for the everyday words of a question."""
    return [
        Alike(asked, found, _EVERYDAY_LIKENESS, stem.lighter(_EVERYDAY_LIKENESS))
        for word, others in said.items()
        for asked, other in product(known.get(word, {}), others)
        for found, stem in known.get(other, {}).items()
        if stem.chunks
    ]


def _stems(alike: Sequence[Alike]) -> dict[str, Stem]:
    """Return what was found to be like the question's words; where two meet, the likest stays."""
    return {one.found: one.stem for one in reversed(alike)}


def _lighter(spoken: Mapping[str, Stem]) -> dict[str, Stem]:
    return {name: stem.lighter(_SPOKEN_WEIGHT) for name, stem in spoken.items()}


def _by_words(stems: Mapping[str, Stem]) -> Sequence[Found]:
    """Rank the passages that hold the rarest stems by all of them."""
    among: list[str] = []
    holding = 0
    for name, stem in sorted(stems.items(), key=lambda item: item[1].chunks):
        if among and holding + stem.chunks > _MOST_HOLDING:
            break
        among.append(name)
        holding += stem.chunks
    if not among:
        return []
    heaviest = sorted(stems.items(), key=lambda item: (not item[1].chunks, -item[1].weight))[:_MOST_RANKING]
    weights = {name: stem.weight for name, stem in heaviest}
    return ways.by_words(weights, among=among, most=_MOST_RANKED, limit=DEPTH)


def _by_place(read: Reading) -> Sequence[Found]:
    """Every passage about the places asked for must be a candidate, however the other ways rank it."""
    return ways.by_names(read.place_names, limit=DEPTH) if read.asks_about_places else []
