"""Find the passages that answer a question: three ways of looking, fused by rank, and an honest floor."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from knowledge import answering, embeddings
from knowledge.answering import excerpt
from knowledge.embeddings import EmbeddingUnavailable, Vector
from knowledge.language import datum, reading
from knowledge.language.datum import Datum
from knowledge.language.places import places_in
from knowledge.language.reading import Reading
from knowledge.language.topics import HOURS
from knowledge.models import Chunk, ChunkEmbedding, Source
from knowledge.passage import Passage

__all__ = ["Passage", "excerpt", "search"]

logger = logging.getLogger(__name__)

_DEPTH = 30  # candidates by each way of looking
_LONGEST_QUESTION = 500
# Tuned with `manage.py evaluate_retrieval`.
_RANK_OFFSET = 3.0  # reciprocal rank fusion: how fast a lower rank loses weight
_WEIGHTS = {"vector": 2.0, "text": 2.0, "trigram": 1.0, "place": 1.0}
_HIGHEST = sum(_WEIGHTS.values()) / _RANK_OFFSET
_STATING = 0.3  # how much a passage gains that states the kind of datum asked for
_WEAKEST = 0.25  # of the highest score there is, and
_WEAKEST_BESIDE_BEST = 0.4  # of the best passage's: below either, a passage is noise
_ALIKE = 0.42  # cosine similarity above which the local model alone is believed


@dataclass
class Candidate:
    """A chunk that some way of looking found."""

    chunk: Chunk
    ranks: dict[str, int] = field(default_factory=dict)
    similarity: float = 0.0

    @property
    def heading(self) -> str:
        """The headings the chunk stands under."""
        return self.chunk.heading_path

    @property
    def text(self) -> str:
        """Headings and text."""
        return f"{self.chunk.heading_path}\n{self.chunk.text}"

    @property
    def score(self) -> float:
        """The reciprocal rank fusion of the ways that found it; 1 is the first in all of them."""
        return sum(_WEIGHTS[way] / (_RANK_OFFSET + rank) for way, rank in self.ranks.items()) / _HIGHEST


@dataclass(frozen=True)
class Hit:
    """A passage that was found: its rank by each way (0 is first), its likeness, and whether it may answer."""

    passage: Passage
    ranks: dict[str, int]
    similarity: float
    kept: bool


@dataclass(frozen=True)
class Explanation:
    """How a question was answered: every hit, and the excerpt that is sent, if any."""

    question: str
    hits: tuple[Hit, ...] = ()
    excerpt: str | None = None


def search(question: str, *, limit: int = 3) -> tuple[Passage, ...]:
    """Return the passages that may answer `question`, best first; none when nothing here does."""
    return tuple(hit.passage for hit in explain(question).hits if hit.kept)[:limit]


def explain(question: str) -> Explanation:
    """Return all that was found for `question` and what became of it: what may answer first, the best of it before."""
    read = reading.read(question)
    if not read.search_words:
        return Explanation(question)
    candidates = fuse(look(question, read))
    kept = _above_floor(list(relevant_among(candidates, question, read)))
    refused = [candidate for candidate in candidates if candidate not in kept]
    hits = tuple(_hit(candidate, kept=candidate in kept) for candidate in (*kept, *refused))
    said = (answering.excerpt(question, hit.passage) for hit in hits if hit.kept)
    return Explanation(question, hits, next((text for text in said if text), None))


def _above_floor(relevant: list[Candidate]) -> list[Candidate]:
    """Drop the noise; what staff pinned goes first among what is left."""
    floor = max(_WEAKEST, _WEAKEST_BESIDE_BEST * max((candidate.score for candidate in relevant), default=0.0))
    kept = [candidate for candidate in relevant if candidate.score >= floor]
    return sorted(kept, key=lambda candidate: not candidate.chunk.pinned)


def fuse(ways: dict[str, list[tuple[Chunk, float]]]) -> list[Candidate]:
    """Fuse what the ways of looking found, best first, without refusing anything."""
    found: dict[UUID, Candidate] = {}
    for way, chunks in ways.items():
        for rank, (chunk, similarity) in enumerate(chunks):
            candidate = found.setdefault(chunk.pk, Candidate(chunk))
            candidate.ranks[way] = rank
            candidate.similarity = max(candidate.similarity, similarity)
    return sorted(found.values(), key=lambda candidate: -candidate.score)


def relevant_among(candidates: list[Candidate], question: str, read: Reading) -> Iterator[Candidate]:
    """Yield the candidates that may answer, best first; ranks always have a first, and it is not always an answer.

    1. A place asked about must be named, best in the heading, or nothing is known about it.
    2. A site that is named must be there.
    3. A datum that is the whole question (founding year, payment methods) must be stated.
    4. Something of the question must be there in words, or the meaning must be very close.
    """
    kept = _naming(read, _about_places(read, candidates))
    wanted = datum.asked(question)
    for kind in wanted:
        if kind.indispensable and not (kind.name == HOURS and (read.places or read.terms)):
            kept = [candidate for candidate in kept if datum.states(candidate.text, kind)]
    kept.sort(key=lambda candidate: -candidate.score * (1.0 + _STATING * _states_all(candidate, wanted)))
    return (candidate for candidate in kept if _is_near(read, candidate))


def _about_places(read: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """Keep what names the places asked about: in a heading, else in the text; else the same for the nearest city."""
    if not read.asks_about_places:
        return candidates
    for places in (read.places, read.nearest_places):
        for part in ("heading", "text"):
            if kept := [found for found in candidates if not places_in(getattr(found, part)).isdisjoint(places)]:
                return kept
    return []


def _naming(read: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """Keep, where a site is asked for by name, what names it best."""
    if not read.terms or read.asks_about_places or not read.asks_about_a_site:
        return candidates
    covered = [answering.coverage(read.terms, candidate.text) for candidate in candidates]
    best = max(covered, default=0)
    return [candidate for candidate, count in zip(candidates, covered, strict=True) if best and count == best]


def _is_near(read: Reading, candidate: Candidate) -> bool:
    if read.asks_about_places or candidate.similarity >= _ALIKE:
        return True
    named = answering.coverage(read.terms, candidate.text)
    if not read.topics:
        return 2 * named > len(read.terms)
    return answering.coverage(read.spoken_by_pages, candidate.text) > 0 or (named > 0 and read.asks_about_a_site)


def _states_all(candidate: Candidate, wanted: Sequence[Datum]) -> bool:
    return bool(wanted) and all(datum.states(candidate.text, kind) for kind in wanted)


def look(question: str, read: Reading) -> dict[str, list[tuple[Chunk, float]]]:
    """Return what each way of looking finds, best first, with the cosine similarity where there is one."""
    # One word per topic in the language of pages pulls a colloquial question towards them.
    spoken = " ".join([question[:_LONGEST_QUESTION], *(topic.pages_say[0] for topic in read.topics)])
    vector = _question_vector(spoken)  # before the transaction: no connection is held while a model thinks
    with transaction.atomic():  # SET LOCAL needs one
        return {
            "vector": _by_vector(vector),
            "text": _by_text(read),
            "trigram": _by_trigrams(read),
            "place": _by_place(read),
        }


def _question_vector(question: str) -> tuple[str, Vector] | None:
    """Return the question's vector by the first model that serves and answers; None is no reason to fail.

    A model serves once it knows every source in service; the local one, last, serves as far as it knows.
    """
    *preferred, local = embeddings.configured()
    for model in (*(model for model in preferred if not Source.objects.lacking(model.name).exists()), local):
        try:
            return model.name, model.embed([question])[0]
        except EmbeddingUnavailable as error:
            logger.warning("searching without %s: %s", model.name, error.detail)
    return None


def _by_vector(asked: tuple[str, Vector] | None) -> list[tuple[Chunk, float]]:
    if asked is None:
        return []
    model, vector = asked
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL hnsw.ef_search = 100; SET LOCAL hnsw.iterative_scan = strict_order")
    nearest = ChunkEmbedding.objects.nearest(vector, model=model)[:_DEPTH]
    return [(row.chunk, 1.0 - row.distance) for row in nearest]


def _by_text(read: Reading) -> list[tuple[Chunk, float]]:
    query = " OR ".join(word for word in read.search_words if word not in {"or", "not"})
    return [(chunk, 0.0) for chunk in Chunk.objects.live().matching(query)[:_DEPTH]]


def _by_trigrams(read: Reading) -> list[tuple[Chunk, float]]:
    text = " ".join(read.search_words)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.3")
    return [(chunk, 0.0) for chunk in Chunk.objects.live().resembling(text)[:_DEPTH]]


def _by_place(read: Reading) -> list[tuple[Chunk, float]]:
    """Every chunk about the places asked for must be a candidate, however the other ways rank it."""
    if not read.asks_about_places:
        return []
    query = " OR ".join(f'"{name}"' for name in read.place_names)
    return [(chunk, 0.0) for chunk in Chunk.objects.live().matching(query)[:_DEPTH]]


def _hit(candidate: Candidate, *, kept: bool) -> Hit:
    return Hit(_passage(candidate), candidate.ranks, candidate.similarity, kept)


def _passage(candidate: Candidate) -> Passage:
    chunk = candidate.chunk
    return Passage(
        chunk_id=chunk.pk,
        text=chunk.text,
        heading=chunk.heading_path,
        source_url=chunk.source.url or "",
        source_title=chunk.source.title,
        score=round(candidate.score, 4),
        fetched_at=chunk.source.fetched_at,
    )
