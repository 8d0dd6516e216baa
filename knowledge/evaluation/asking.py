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
    read = reading.read(question.text)
    vectors = looking.think(question.text, read)
    with looking.snapshot():
        found = looking.look(read, vectors)
        return found, retrieval.judged(question.text, read, found, vectors)


def candidates(question: Question) -> tuple[Example, str]:
    """Return a question's judged candidates as an example to learn from, and the model that looked."""
    found, judged = look(question)
    answers = tuple(last_heading(one.chunk.heading_path) in question.expected for one in judged)
    return Example(question, tuple(one.features for one in judged), answers), found.model


def last_headings(chunk_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the heading that each chunk stands right below."""
    paths = Chunk.objects.filter(pk__in=set(chunk_ids)).values_list("pk", "heading_path")
    return {pk: last_heading(path) for pk, path in paths}
