"""Find the passages that answer a question: ways of looking fused by rank, judged by relevance, an honest floor."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from uuid import UUID

from knowledge import answering, looking, ways
from knowledge.answering import excerpt
from knowledge.language import datum, reading
from knowledge.language.datum import Datum
from knowledge.language.places import places_in
from knowledge.language.reading import Reading
from knowledge.language.topics import HOURS, SITE
from knowledge.looking import Look, Vectors
from knowledge.models import Source
from knowledge.passage import Passage
from knowledge.relevance import Features, Judge, ahead, judge_of, missing, share
from knowledge.ways import Beside, Measured

__all__ = ["Passage", "excerpt", "search"]

# Tuned with `manage.py tune_retrieval`.
_RANK_OFFSET = 10.0  # reciprocal rank fusion: how fast a lower rank loses weight
_WEIGHTS = {"vector": 0.5, "text": 2.0, "trigram": 0.25, "place": 1.0}
_HIGHEST = sum(_WEIGHTS.values()) / _RANK_OFFSET
ANSWERED_FROM = 3  # passages that an answer is looked for in
_JUDGED = 20  # candidates that are judged
_NOTHING = -100.0  # log-odds where nothing can answer
_ALMOST = 2.0  # log-odds below the best at which what staff pinned still goes first
_BESIDE_BEST = 5.0  # log-odds below the best passage's at which another is noise


@dataclass(frozen=True)
class Candidate:
    """A chunk that some way of looking found, as it was judged; `ranks` by each way that did (0 is first).

    `relevance` and `sureness` are log-odds; what is not `sure` may be `worth_telling` as the nearest there is.
    """

    chunk: Measured
    ranks: Mapping[str, int]
    features: Features
    relevance: float
    sureness: float = _NOTHING
    worth_telling: bool = False
    sure: bool = False


@dataclass(frozen=True)
class Hit:
    """A passage that was found: its rank by each way (0 is first), its cosine, and whether it may answer."""

    passage: Passage
    ranks: Mapping[str, int]
    similarity: float
    kept: bool


@dataclass(frozen=True)
class Explanation:
    """How a question was answered: every hit, how sure the best is (log-odds), and the excerpt that is sent, if any.

    `nearest` tells that the excerpt is sent as the nearest there is, and not as the answer.
    """

    question: str
    hits: tuple[Hit, ...] = ()
    sureness: float = _NOTHING
    excerpt: str | None = None
    nearest: bool = False


def search(question: str, *, limit: int = ANSWERED_FROM) -> tuple[Passage, ...]:
    """Return the passages that may answer `question`, best first; none when nothing here does."""
    return tuple(hit.passage for hit in look_up(question).hits if hit.kept)[:limit]


def explain(question: str) -> Explanation:
    """Return all that was found for `question` and what became of it, with the excerpt that would be sent."""
    found = look_up(question)
    for hit in [hit for hit in found.hits if hit.kept][:ANSWERED_FROM]:
        if said := answering.excerpt(question, hit.passage):
            return replace(found, excerpt=said, nearest=not hit.passage.sure)
    return found


def look_up(question: str) -> Explanation:
    """Return all that was found for `question` and what became of it: what may answer first, the best of it before."""
    read = reading.read(question)
    if not read.search_words:
        return Explanation(question)
    vectors = looking.think(question, read)
    with looking.snapshot():
        candidates = judged(question, read, looking.look(read, vectors), vectors)
        possible = _possible(candidates, question, read)
        kept = _above_floor(possible, read)
        beside = ways.beside([candidate.chunk.pk for candidate in kept])
    refused = [candidate for candidate in candidates if candidate not in kept]
    hits = (
        *(_hit(candidate, kept=True, beside=beside.get(candidate.chunk.pk, ())) for candidate in _apart(kept, beside)),
        *(_hit(candidate, kept=False) for candidate in refused),
    )
    return Explanation(question, hits, possible[0].sureness if possible else _NOTHING)


def judged(question: str, read: Reading, look: Look, vectors: Vectors) -> list[Candidate]:
    """Return the best of what was found, the most relevant first, none refused; to be called in the same snapshot."""
    fused = fuse(look)[:_JUDGED]
    chunks = ways.measured([chunk_id for chunk_id, _ in fused], model=look.model, vector=vectors.answer)
    by, wanted = judge_of(look.model), datum.asked(question)

    def judge(chunk: Measured, ranks: Mapping[str, int]) -> Candidate:
        features = _features(chunk, ranks, look, wanted, read)
        return Candidate(chunk, ranks, features, by.relevance.score(features))

    candidates = [judge(chunks[chunk_id], ranks) for chunk_id, ranks in fused if chunk_id in chunks]
    best = sorted(candidates, key=lambda candidate: -candidate.relevance)
    return [_compared(one, best, by, sure=_names_places(one.chunk, read)) for one in best]


def _compared(candidate: Candidate, best: Sequence[Candidate], by: Judge, *, sure: bool) -> Candidate:
    """Return a candidate with how sure it is, which depends on how far it is ahead of the others."""
    others = (one.relevance for one in best[:2] if one is not candidate)
    features = replace(candidate.features, ahead=ahead(candidate.relevance, others))
    sureness = by.sureness.score(features)
    sure = sure and candidate.relevance >= 0.0 and sureness >= 0.0
    return replace(candidate, features=features, sureness=sureness, worth_telling=sureness >= by.nearest, sure=sure)


def fuse(look: Look) -> list[tuple[UUID, Mapping[str, int]]]:
    """Return what was found with its rank by each way that found it, best first by reciprocal rank fusion."""
    found: dict[UUID, dict[str, int]] = {}
    for way, passages in look.ways.items():
        for rank, passage in enumerate(passages):
            found.setdefault(passage.chunk_id, {})[way] = rank
    return sorted(found.items(), key=lambda item: -_score(item[1]))


def _score(ranks: Mapping[str, int]) -> float:
    """Return the reciprocal rank fusion of the ways that found a passage; 1 is the first in all of them."""
    return sum(_WEIGHTS[way] / (_RANK_OFFSET + rank) for way, rank in ranks.items()) / _HIGHEST


def _features(
    chunk: Measured, ranks: Mapping[str, int], look: Look, wanted: Sequence[Datum], read: Reading
) -> Features:
    """Measure a passage for the question."""
    words, expected = look.words, look.expected
    held, headed = words.held(chunk.stems), words.held(chunk.heading_stems)
    cosine = 1.0 - chunk.distance if chunk.distance is not None else 0.0
    return Features(
        similarity=cosine * expected.sureness if expected else cosine,
        expected=expected.of(chunk.stems) if expected else 0.0,
        precedent=look.precedent.of(chunk.stems) if look.precedent else 0.0,
        own=share(words.own, held),
        own_heading=share(words.own, headed),
        spoken=_mean(share(topic, held) for topic in words.topics),
        spoken_heading=_mean(share(topic, headed) for topic in words.topics),
        topics=_mean(float(not share(topic, held)) for topic in words.topics),
        fused=_score(ranks),
        stated=_stated(chunk, wanted),
        place=_placed(chunk, read),
        length=math.log(1 + len(chunk.stems)),
        unknown=share(words.own, {name: float(stem.chunks == 0) for name, stem in words.own.items()}),
        missing=missing(words.terms, held),
        vain=expected.vain if expected else 0.0,
    )


def _mean(shares: Iterable[float]) -> float:
    return fmean(listed) if (listed := list(shares)) else 0.0


def _placed(chunk: Measured, read: Reading) -> float:
    """Tell whether the headings name a place of the question (1), only others (-1), or none."""
    headed = places_in(chunk.heading_path) if read.places or read.asks_about_all_sites else frozenset()
    if not headed:
        return 0.0
    return 1.0 if not headed.isdisjoint((*read.places, *read.nearest_places)) else -1.0


def _names_places(chunk: Measured, read: Reading) -> bool:
    """Whether a place that is asked about, if any, is named: what holds elsewhere may not hold there."""
    return not read.places or not places_in(chunk.whole).isdisjoint((*read.places, *read.nearest_places))


def _stated(chunk: Measured, wanted: Sequence[Datum]) -> float:
    if not wanted:
        return 0.0
    return 1.0 if all(datum.answers(chunk.heading_path, chunk.whole, kind) for kind in wanted) else -1.0


# ── What cannot answer ──────────────────────────────────────────────────────────────────────────────────────────


def _possible(candidates: list[Candidate], question: str, read: Reading) -> list[Candidate]:
    """Keep what can answer at all.

    1. A place asked about must be named, best in the heading, or nothing is known about it.
    2. A datum that is the whole question (founding year, payment methods) must be stated.
    """
    kept = _about_places(read, candidates)
    for kind in datum.asked(question):
        if _is_whole_question(kind, read):
            kept = [found for found in kept if datum.answers(found.chunk.heading_path, found.chunk.whole, kind)]
    return kept


def _is_whole_question(kind: Datum, read: Reading) -> bool:
    if not kind.indispensable or (kind.name == HOURS and (read.places or read.terms)):
        return False
    return not (kind.only_alone and read.topic_names - {kind.name, SITE, HOURS})


def _about_places(read: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """Keep what names the places asked about: in a heading, else in the text; else the same for the nearest city."""
    if not read.asks_about_places:
        return candidates
    for places in (read.places, read.nearest_places):
        for part in ("heading_path", "whole"):
            if kept := [one for one in candidates if not places_in(getattr(one.chunk, part)).isdisjoint(places)]:
                return kept
    return []


def _above_floor(possible: list[Candidate], read: Reading) -> list[Candidate]:
    """Drop the noise; what staff pinned goes first among what is left. A place that is named is no noise."""
    best = max((candidate.relevance for candidate in possible), default=0.0)
    floor = best - _BESIDE_BEST if read.asks_about_places else max(0.0, best - _BESIDE_BEST)
    worth_telling = read.asks_about_places or any(candidate.worth_telling for candidate in possible)
    kept = [candidate for candidate in possible if candidate.relevance >= floor and worth_telling]
    return sorted(kept, key=lambda candidate: not (candidate.chunk.pinned and candidate.relevance >= best - _ALMOST))


# ── What is handed out ──────────────────────────────────────────────────────────────────────────────────────────


def _apart(kept: list[Candidate], beside: Mapping[UUID, Sequence[Beside]]) -> list[Candidate]:
    """Drop what stands beside a better one: it is joined to it."""
    apart: list[Candidate] = []
    joined: set[UUID] = set()
    for candidate in kept:
        if candidate.chunk.pk not in joined:
            apart.append(candidate)
            joined.update(part.chunk_id for part in beside.get(candidate.chunk.pk, ()))
    return apart


def _hit(candidate: Candidate, *, kept: bool, beside: Sequence[Beside] = ()) -> Hit:
    chunk = candidate.chunk
    section = sorted([(chunk.position, chunk.text), *((part.position, part.text) for part in beside)])
    passage = _passage(candidate, "\n\n".join(text for _, text in section))
    return Hit(passage, candidate.ranks, candidate.features.similarity, kept)


def _passage(candidate: Candidate, text: str) -> Passage:
    chunk = candidate.chunk
    return Passage(
        chunk_id=chunk.pk,
        text=text,
        heading=chunk.heading_path,
        source_url=chunk.source_url or "",
        source_title=chunk.source_title,
        score=round(1 / (1 + math.exp(-candidate.relevance)), 4),
        fetched_at=chunk.fetched_at,
        sure=candidate.sure,
        is_faq=chunk.source_kind == Source.Kind.FAQ,
    )
