"""Put a dataset into an empty database and ask it."""

from collections.abc import Iterable
from uuid import UUID

from knowledge import ingestion, looking, retrieval
from knowledge.evaluation.dataset import Dataset, Question
from knowledge.evaluation.tuning import Example
from knowledge.language import reading
from knowledge.looking import Look
from knowledge.models import Chunk
from knowledge.retrieval import Candidate
from knowledge.scraping.extract import extract
from knowledge.splitting import last_heading


def ingest(dataset: Dataset) -> None:
    """Ingest the pages and passages; the database should hold nothing else."""
    for file, url in dataset.pages:
        ingestion.ingest_html(html=file.read_bytes(), source_url=url, extract=extract)
    for heading, text in dataset.passages:
        ingestion.ingest_faq(question=heading, answer=text)


def look(question: Question) -> tuple[Look, list[Candidate]]:
    """Return what each way finds, and the candidates as they are judged."""
    return _look(question, expect=True, reword=True)


def candidates(question: Question, *, expect: bool) -> Example:
    """Return a question's judged candidates as an example to learn from.

    Everyday words stay as they are: who wrote down what pages say instead had seen these questions (decision 39).
    """
    _, judged = _look(question, expect=expect, reword=False)
    answers = tuple(last_heading(one.chunk.heading_path) in question.expected for one in judged)
    return Example(question, tuple(one.features for one in judged), answers)


def _look(question: Question, *, expect: bool, reword: bool) -> tuple[Look, list[Candidate]]:
    read = reading.read(question.text)
    vectors = looking.think(question.text, read, expect=expect)
    with looking.snapshot():
        found = looking.look(read, vectors, reword=reword)
        return found, retrieval.judged(question.text, read, found, vectors)


def last_headings(chunk_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the heading that each chunk stands right below."""
    paths = Chunk.objects.filter(pk__in=set(chunk_ids)).values_list("pk", "heading_path")
    return {pk: last_heading(path) for pk, path in paths}
