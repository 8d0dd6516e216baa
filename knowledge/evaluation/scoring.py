"""Score every way of looking on a dataset: recall, mean reciprocal rank, and honest refusals, each with its bound."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import retrieval
from knowledge.evaluation import asking
from knowledge.evaluation.dataset import TUNED, UNTOUCHED, Dataset, Question
from knowledge.evaluation.shares import Share
from knowledge.splitting import last_heading

WAYS = ("vector", "text", "trigram")
FUSED = "fused"  # the ways fused by rank and judged by relevance, nothing refused
SEARCH = "search"  # what callers get
KEPT = 0.9  # of the questions with an answer: there the ways' refusals are compared

# What the shipped questions reached, a little above these: recall@1 and recall@3 of the fused ways, in each half.
FLOORS = {TUNED: (0.88, 0.92), UNTOUCHED: (0.78, 0.90)}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Finding:
    """What one way made of one question: where the answer came (0 is first), and how sure it was of its first."""

    rank: int | None
    sureness: float


@dataclass(frozen=True)
class Asked:
    """One question, what every way made of it, and what a customer would have read."""

    question: Question
    findings: Mapping[str, Finding]
    answered: bool
    sure: bool
    excerpt: str


@dataclass(frozen=True)
class Score:
    """How one way did; `rejected` is at the sureness that keeps 90 % of the questions that have an answer."""

    recall_at_1: Share
    recall_at_3: Share
    mean_reciprocal_rank: float
    rejected: Share
    rejected_off_topic: Share


@dataclass(frozen=True)
class RetrievalReport:
    """Every way's score on some of the questions; `search` is what callers get.

    `kept`, `refused` and `said` are what happens at the floor that ships: questions with an answer that are answered,
    questions without one that are not, and answers that hold the words that a reader would look for.
    """

    kept: Share
    refused: Share
    said: Share
    sure: Share
    misled: Share
    scores: Mapping[str, Score]

    def as_json(self) -> dict[str, Any]:
        """Return plain data: each way's figures as numbers, with their lower bounds beside them."""
        return {
            "answerable": self.kept.of,
            "unanswerable": self.refused.of,
            "kept": self.kept.as_json(),
            "refused": self.refused.as_json(),
            "said": self.said.as_json(),
            "sure": self.sure.as_json(),
            "misled": self.misled.as_json(),
            "scores": {way: _score_as_json(score) for way, score in self.scores.items()},
        }


def _score_as_json(score: Score) -> dict[str, float]:
    shares = {name: getattr(score, name) for name in ("recall_at_1", "recall_at_3", "rejected", "rejected_off_topic")}
    plain: dict[str, float] = {"mean_reciprocal_rank": round(score.mean_reciprocal_rank, 4)}
    for name, share in shares.items():
        plain |= {name: round(share.value, 4), f"{name}_at_least": round(share.lower, 4)}
    return plain


def ask_all(dataset: Dataset, *, progress: Progress | None = None) -> list[Asked]:
    """Ingest the dataset and ask every question, in a database that holds nothing else."""
    asking.ingest(dataset)
    asked: list[Asked] = []
    for question in dataset.questions:
        asked.append(_ask(question))
        if progress:
            progress(len(asked), len(dataset.questions))
    return asked


def report(asked: Sequence[Asked]) -> RetrievalReport:
    """Score what was asked."""
    answerable = [one for one in asked if one.question.expected]
    unanswerable = [one for one in asked if not one.question.expected]
    checkable = [one for one in answerable if one.question.says]
    ways = dict.fromkeys(way for one in asked for way in one.findings)
    return RetrievalReport(
        kept=_share(one.answered for one in answerable),
        refused=_share(not one.answered for one in unanswerable),
        said=_share(one.question.says in one.excerpt for one in checkable),
        sure=_share(one.sure for one in answerable),
        misled=_share(one.sure for one in unanswerable),
        scores={way: _score(way, answerable, unanswerable) for way in ways},
    )


def below_floors(reports: Mapping[str, RetrievalReport]) -> list[str]:
    """Return what has fallen below its floor in the halves of the shipped questions, in words."""
    fallen = []
    for half, floors in FLOORS.items():
        fused = reports[half].scores[FUSED]
        for name, share, floor in zip(
            ("recall@1", "recall@3"), (fused.recall_at_1, fused.recall_at_3), floors, strict=True
        ):
            if share.value < floor:
                fallen.append(f"{name} of the {half} half is {share.value:.2f}, not {floor:.2f}")
    return fallen


def _ask(question: Question) -> Asked:
    look, judged = asking.look(question)
    ways = {way: found for way, found in look.ways.items() if way in WAYS}
    headings = asking.last_headings(one.chunk_id for found in ways.values() for one in found)
    ranked = {
        way: ([headings[one.chunk_id] for one in found], found[0].sureness if found else 0.0)
        for way, found in ways.items()
    }
    sureness = judged[0].sureness if judged else float("-inf")
    ranked[FUSED] = [last_heading(one.chunk.heading_path) for one in judged], sureness
    explained = retrieval.explain(question.text)
    kept = [last_heading(hit.passage.heading) for hit in explained.hits if hit.kept]
    ranked[SEARCH] = kept, explained.sureness
    findings = {way: Finding(_rank(question, names), sure) for way, (names, sure) in ranked.items()}
    sure = explained.excerpt is not None and not explained.nearest
    return Asked(question, findings, bool(kept), sure, explained.excerpt or "")


def _rank(question: Question, headings: Iterable[str]) -> int | None:
    return next((rank for rank, heading in enumerate(headings) if heading in question.expected), None)


def _score(way: str, answerable: Sequence[Asked], unanswerable: Sequence[Asked]) -> Score:
    ranks = [one.findings[way].rank for one in answerable]
    floor = _floor(sorted((one.findings[way].sureness for one in answerable), reverse=True))
    off_topic = [one for one in unanswerable if not one.question.near_topic]
    return Score(
        recall_at_1=_share(rank is not None and rank < 1 for rank in ranks),
        recall_at_3=_share(rank is not None and rank < 3 for rank in ranks),
        mean_reciprocal_rank=sum(1 / (1 + rank) for rank in ranks if rank is not None) / len(ranks) if ranks else 0.0,
        rejected=_share(one.findings[way].sureness < floor for one in unanswerable),
        rejected_off_topic=_share(one.findings[way].sureness < floor for one in off_topic),
    )


def _floor(sureness: Sequence[float]) -> float:
    """Return the sureness that nine in ten reach, the surest first."""
    return sureness[max(0, math.ceil(len(sureness) * KEPT) - 1)] if sureness else 0.0


def _share(verdicts: Iterable[bool]) -> Share:
    listed = list(verdicts)
    return Share(sum(listed), len(listed))
