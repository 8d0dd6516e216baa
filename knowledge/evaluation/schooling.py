"""Learn from the taught pages in an empty database, and ask each writer's questions with what the others taught.

What is learned of a question may not be judged by that question: weights that saw it would trust it too much.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

import numpy as np

from knowledge import embeddings, ingestion, looking
from knowledge.evaluation import asking, teaching
from knowledge.evaluation.asking import last_heading
from knowledge.evaluation.dataset import Question
from knowledge.evaluation.teaching import Lesson, Taught
from knowledge.evaluation.tuning import Example
from knowledge.expecting import Expectations, Table
from knowledge.language import reading
from knowledge.models import LOCAL_MODEL, Chunk, ChunkEmbedding, Source
from knowledge.scraping.extract import extract

_EVERY = 4  # of a section's questions one in so many is asked: enough to weigh a dozen features
_SITE = "https://ejemplo.kavakbot.mx"


def ingest(lessons: Sequence[Lesson]) -> None:
    """Make the pages of all writers knowledge."""
    sections = [one for one in lessons if one.heading]
    for number, ((writer, page), on_page) in enumerate(groupby(sections, key=lambda one: (one.writer, one.page))):
        body = "".join(f"<h2>{escape(one.heading)}</h2><p>{escape(one.text)}</p>" for one in on_page)
        html = f"<html><body><main><h1>{escape(page)}</h1>{body}</main></body></html>".encode()
        ingestion.ingest_html(html=html, source_url=f"{_SITE}/{writer}/{number}", extract=extract)


def taught(lessons: Sequence[Lesson]) -> Taught:
    """Return the lessons' questions and passages as the models and the index see them; they must be ingested."""
    vectors = dict(ChunkEmbedding.objects.filter(model=LOCAL_MODEL).values_list("chunk_id", "embedding"))
    chunks = {(_writer(one), last_heading(one)): one for one in Chunk.objects.live().with_stems()}
    index = {key: at for at, key in enumerate(chunks)}
    asked = [(question, index[one.writer, one.heading]) for one in lessons if one.heading for question in one.questions]
    questions, answers = zip(*asked, strict=True)
    passages = np.array([vectors[one.pk] for one in chunks.values()], dtype=np.float32)
    in_vain = [question for one in lessons if not one.heading for question in one.questions]
    stems = [one.stems for one in chunks.values()]
    return Taught(questions, _vectors(questions), answers, passages, stems, in_vain, _vectors(in_vain))


def _vectors(questions: Sequence[str]) -> Table:
    *_, local = embeddings.configured()
    return np.array(local.embed([looking.embedded_text(one, reading.read(one)) for one in questions]), dtype=np.float32)


def examples(lessons: Sequence[Lesson], learned: Taught) -> Iterator[Example]:
    """Yield what each question finds on its writer's pages alone, with what all the other writers taught."""
    for writer in sorted({one.writer for one in lessons}):
        mine = [one for one in lessons if one.writer == writer]
        asked = {question for one in mine for question in one.questions}
        expectations = teaching.fit(learned.without(asked))
        Source.objects.update(active=False)
        Source.objects.filter(url__startswith=f"{_SITE}/{writer}/").update(active=True)
        yield from (_example(one, question, expectations) for one in mine for question in one.questions[::_EVERY])
    Source.objects.update(active=True)


def _example(lesson: Lesson, question: str, expectations: Expectations) -> Example:
    expected = frozenset({lesson.heading} if lesson.heading else ())
    return asking.candidates(Question(question, expected, page=lesson.page), expectations)[0]


def _writer(chunk: Chunk) -> str:
    return (chunk.source.url or "").split("/")[3]
