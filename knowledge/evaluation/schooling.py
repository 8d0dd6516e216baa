"""Make the taught pages knowledge in an empty database, and read off them what is learned from."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

import numpy as np

from knowledge import embeddings, ingestion, looking, ways
from knowledge.evaluation.dataset import Lesson
from knowledge.evaluation.teaching import Taught
from knowledge.expecting import Table
from knowledge.language import reading
from knowledge.models import LOCAL_MODEL, ChunkEmbedding
from knowledge.scraping.extract import extract
from knowledge.splitting import last_heading
from knowledge.ways import Measured

_SITE = "https://ejemplo.kavakbot.mx"


def taught(lessons: Sequence[Lesson]) -> Taught:
    """Ingest the lessons; return their questions and passages as the models and the index see them."""
    _ingest([one for one in lessons if one.text])
    vectors = dict(ChunkEmbedding.objects.filter(model=LOCAL_MODEL).values_list("chunk_id", "embedding"))
    stored = ways.measured(vectors, model=LOCAL_MODEL, vector=None).values()
    ordered = sorted(stored, key=lambda one: (one.source_url or "", one.position))
    chunks = {(_writer(one), last_heading(one.heading_path)): one for one in ordered}
    index = {key: at for at, key in enumerate(chunks)}
    asked = [(question, index[one.writer, one.heading]) for one in lessons if one.text for question in one.questions]
    questions, answers = zip(*asked, strict=True)
    passages = np.array([vectors[one.pk] for one in chunks.values()], dtype=np.float32)
    in_vain = [question for one in lessons if not one.text for question in one.questions]
    stems = [one.stems for one in chunks.values()]
    return Taught(questions, _vectors(questions), answers, passages, stems, in_vain, _vectors(in_vain))


def _ingest(sections: Sequence[Lesson]) -> None:
    for number, ((writer, page), on_page) in enumerate(groupby(sections, key=lambda one: (one.writer, one.page))):
        body = "".join(f"<h2>{escape(one.heading)}</h2><p>{escape(one.text)}</p>" for one in on_page)
        html = f"<html><body><main><h1>{escape(page)}</h1>{body}</main></body></html>".encode()
        ingestion.ingest_html(html=html, source_url=f"{_SITE}/{writer}/{number:03}", extract=extract)


def _vectors(questions: Sequence[str]) -> Table:
    *_, local = embeddings.configured()
    return np.array(local.embed([looking.embedded_text(one, reading.read(one)) for one in questions]), dtype=np.float32)


def _writer(chunk: Measured) -> str:
    return (chunk.source_url or "").split("/")[3]
