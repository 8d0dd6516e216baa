"""Retrieval as customers use it: the right passage and nothing where nothing is known."""

import pytest

from knowledge import retrieval
from knowledge.language import reading
from knowledge.models import Chunk, ChunkEmbedding, Source

pytestmark = pytest.mark.django_db


def answer(question):
    """What the agent would read: the first excerpt among the passages found."""
    excerpts = (retrieval.excerpt(question, passage) for passage in retrieval.search(question))
    return next((text for text in excerpts if text), None)


def test_the_sample_pages_answer_and_refuse(sample_knowledge):
    assert "Arcos del Valle" in answer("sucursales en gdl")
    assert "10:00 a.m." in answer("a que hora abren en monterrey")
    assert answer("a que hora abren en puebla") is None
    assert retrieval.search("tienen sede en tijuana") == ()
    assert retrieval.search("aceptan tarjeta") == ()


def test_what_is_only_near_is_told_from_what_answers(sample_knowledge):
    assert retrieval.search("cuánto dura la garantía")[0].sure
    for near in ("la garantía cubre choques", "hacen entregas en cancún", "dan prueba de manejo en tijuana"):
        assert not any(passage.sure for passage in retrieval.search(near)), near
    assert retrieval.explain("hacen entregas en cancún").nearest
    assert retrieval.explain("dan prueba de manejo en tijuana").excerpt is None  # nor is anything near


def test_a_word_that_means_something_else_is_no_answer(sample_knowledge):
    """A page that calls buying "segura" sells no insurance."""
    assert retrieval.search("dan seguro con el auto") == ()
    assert retrieval.search("¿Tienen seguros de auto?") == ()


def test_a_phrase_speaks_of_its_own_topic_only():
    assert reading.read("cuál es la propuesta de valor").topic_names == {"benefits"}
    assert "offer" in reading.read("qué valor le dan a mi coche").topic_names
    assert reading.read("qué garantía ofrecen").topic_names == {"warranty"}


def test_a_passage_says_where_it_comes_from(sample_knowledge):
    [first, *_] = retrieval.search("que garantia dan")
    assert first.source_url == "https://ejemplo.kavakbot.mx/compra"
    assert first.source_title == "Comprar un auto en Kavak"
    assert first.heading == "Comprar un auto en Kavak › Garantía"
    assert first.fetched_at is not None
    assert 0 < first.score <= 1


def test_the_best_comes_first_and_never_more_than_asked_for(sample_knowledge):
    passages = retrieval.search("como vendo mi auto y que documentos llevo", limit=2)
    assert len(passages) == 2
    assert passages[0].score >= passages[1].score or "Documentos" in passages[0].heading


def test_without_any_vector_text_search_still_answers(sample_knowledge):
    ChunkEmbedding.objects.all().delete()
    assert retrieval.search("que garantia dan")[0].heading.endswith("Garantía")


def test_nothing_known_answers_nothing(db):
    assert retrieval.search("donde estan") == ()


ANY_TEXT = [
    "' OR 1=1 --", "a & b | !c <-> (d", "\"comillas", "or or or", "%_\\", "x" * 5000, "🚗" * 500, "\ud800",
    "garantia\x00",
    "-garantia OR", ":*", "<script>", "١٢٣", "NULL", "sede " * 1000,
]  # fmt: skip


def test_any_text_may_be_asked(sample_knowledge):
    for question in ANY_TEXT:
        for passage in retrieval.search(question):
            retrieval.excerpt(question, passage)


def test_chunks_of_another_source_with_the_same_place_all_answer(sample_knowledge):
    source = Source.objects.create(kind=Source.Kind.FAQ, title="¿Hay estacionamiento en Puebla?", answer="Sí.")
    Chunk.objects.create(source=source, position=0, heading_path=source.title, text="Sí.")
    headings = {passage.heading for passage in retrieval.search("puebla")}
    assert "¿Hay estacionamiento en Puebla?" in headings
