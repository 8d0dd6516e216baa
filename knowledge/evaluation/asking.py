"""Put a dataset into an empty database and ask it."""

from knowledge import ingestion, looking, retrieval
from knowledge.evaluation.dataset import Dataset, Question
from knowledge.evaluation.tuning import Example
from knowledge.language import reading
from knowledge.looking import Look
from knowledge.models import Chunk
from knowledge.retrieval import Candidate
from knowledge.scraping.extract import extract
from knowledge.splitting import PATH_SEPARATOR


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
    measured = [(one.features, last_heading(one.chunk) in question.expected) for one in judged if one.features]
    features, answers = zip(*measured, strict=True) if measured else ((), ())
    return Example(question, features, answers), found.model


def last_heading(chunk: Chunk) -> str:
    """Return the heading a chunk stands right below."""
    return chunk.heading_path.rpartition(PATH_SEPARATOR)[2]
