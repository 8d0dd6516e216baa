"""Score every way of looking on a dataset: recall@1, recall@3, mean reciprocal rank, and honest refusals."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from kavakbot.errors import KavakbotError
from knowledge import ingestion, retrieval
from knowledge.language import reading
from knowledge.models import Chunk, Source
from knowledge.splitting import PATH_SEPARATOR

SAMPLE_DIR = Path(__file__).resolve().parent.parent / "sample"
DEFAULT_DATASET = Path(__file__).resolve().parent / "sample_es.json"
SEARCH = "search"


class DatasetUnreadable(KavakbotError):
    """The dataset is not a JSON object with `questions` and either `passages` or `pages`."""

    code = "dataset_unreadable"


@dataclass(frozen=True)
class Question:
    """A question and the heading of the passage that answers it; None when nothing does."""

    text: str
    expected: str | None


@dataclass(frozen=True)
class Dataset:
    """Pages or passages to ingest, and questions to ask them."""

    passages: tuple[tuple[str, str], ...]  # heading, text
    pages: tuple[tuple[Path, str], ...]  # file, source URL
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Score:
    """How one way of looking did on the questions that have an answer."""

    recall_at_1: float
    recall_at_3: float
    mean_reciprocal_rank: float


@dataclass(frozen=True)
class RetrievalReport:
    """Every way's score; `search` is what callers get, refusals included."""

    answerable: int
    unanswerable: int
    refused: int
    scores: dict[str, Score]

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def load(path: Path) -> Dataset:
    """Read a dataset; raise `DatasetUnreadable` when it is not one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        heading_by_id = {passage["id"]: passage["title"] for passage in data.get("passages", [])}
        return Dataset(
            passages=tuple((passage["title"], passage["text"]) for passage in data.get("passages", [])),
            pages=sample_pages() if data.get("pages") == "sample" else (),
            questions=tuple(
                Question(entry["q"], heading_by_id.get(entry["expected"], entry["expected"]))
                for entry in data["questions"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetUnreadable(f"{path}: {type(error).__name__} {error}") from error


def sample_pages() -> tuple[tuple[Path, str], ...]:
    """Return the shipped pages with their addresses."""
    index = json.loads((SAMPLE_DIR / "index.json").read_text(encoding="utf-8"))
    return tuple((SAMPLE_DIR / name, url) for name, url in index.items())


def evaluate(dataset: Dataset) -> RetrievalReport:
    """Ingest the dataset beside nothing else, ask every question, and leave the database as it was."""
    with _alone():
        for file, url in dataset.pages:
            ingestion.ingest_html(html=file.read_bytes(), source_url=url)
        for heading, text in dataset.passages:
            ingestion.ingest_faq(question=heading, answer=text)
        return _score(dataset.questions)


@contextmanager
def _alone() -> Iterator[None]:
    """Hide all other sources in a transaction that is rolled back."""
    with transaction.atomic():
        Source.objects.update(active=False)
        yield
        transaction.set_rollback(True)


def _score(questions: tuple[Question, ...]) -> RetrievalReport:
    answerable = [question for question in questions if question.expected is not None]
    unanswerable = [question for question in questions if question.expected is None]
    ranks: dict[str, list[int | None]] = {}
    for question in answerable:
        for way, headings in _headings_found(question.text).items():
            rank = headings.index(question.expected) if question.expected in headings else None
            ranks.setdefault(way, []).append(rank)
    return RetrievalReport(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        refused=sum(not retrieval.search(question.text) for question in unanswerable),
        scores={way: _mean(found) for way, found in ranks.items()},
    )


def _headings_found(question: str) -> dict[str, list[str]]:
    ways = retrieval.look(question, reading.read(question))
    found = {way: [_heading(chunk) for chunk, _ in chunks] for way, chunks in ways.items() if way != "place"}
    found["fused"] = [_heading(candidate.chunk) for candidate in retrieval.fuse(ways)]
    found[SEARCH] = [passage.heading.rpartition(PATH_SEPARATOR)[2] for passage in retrieval.search(question, limit=10)]
    return found


def _heading(chunk: Chunk) -> str:
    return chunk.heading_path.rpartition(PATH_SEPARATOR)[2]


def _mean(ranks: list[int | None]) -> Score:
    count = len(ranks)
    return Score(
        recall_at_1=sum(rank == 0 for rank in ranks) / count,
        recall_at_3=sum(rank is not None and rank < 3 for rank in ranks) / count,
        mean_reciprocal_rank=sum(1 / (rank + 1) for rank in ranks if rank is not None) / count,
    )
