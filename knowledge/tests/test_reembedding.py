"""A model is given every passage's vector while another serves, in steps that survive an interruption."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from knowledge import ingestion, reembedding, retrieval, ways
from knowledge.embeddings import EmbeddingUnavailable
from knowledge.embeddings.fake import FakeEmbedder
from knowledge.embeddings.local import LocalEmbedder
from knowledge.models import LOCAL_MODEL, ChunkEmbedding, Source

FAQS = {
    "¿Hay estacionamiento?": "Sí, gratis para clientes.",
    "¿Qué garantía dan?": "Tres meses en motor y transmisión.",
    "¿Entregan a domicilio?": "Sí, en la ciudad de cada sede.",
}


@pytest.fixture
def three_faqs(transactional_db):
    """Three sources that only the local model knows."""
    for question, answer in FAQS.items():
        ingestion.ingest_faq(question=question, answer=answer)


class Interrupted(Exception):
    """The process ends here."""


class Fragile(FakeEmbedder):
    """A model whose process dies at the second source."""

    def embed(self, texts):
        if self.seen:
            raise Interrupted
        return super().embed(texts)


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(three_faqs):
    with pytest.raises(Interrupted):
        reembedding.fill_in(Fragile())
    assert ChunkEmbedding.objects.filter(model="fake").count() == 1
    again, steps = FakeEmbedder(), []
    assert reembedding.fill_in(again, progress=lambda done, total: steps.append((done, total))) == 2
    assert len(again.seen) == 2
    assert steps == [(1, 2), (2, 2)]
    assert not Source.objects.lacking("fake").exists()
    assert reembedding.fill_in(again) == 0


def test_a_model_that_no_migration_foresaw_gets_its_own_index(three_faqs):
    reembedding.fill_in(FakeEmbedder(name="otro-modelo"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'knowledge_chunkembedding'")
        definitions = [row[0] for row in cursor.fetchall()]
    assert any("hnsw" in one and "otro-modelo" in one for one in definitions)


def vectors_for(request):
    """Answer like the embeddings endpoint."""
    import json

    from werkzeug import Response

    count = len(json.loads(request.get_data())["input"])
    data = [{"object": "embedding", "index": at, "embedding": [1.0] + [0.0] * 511} for at in range(count)]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    body = json.dumps({"object": "list", "model": "m", "data": data, "usage": usage})
    return Response(body, content_type="application/json")


@pytest.fixture
def openai(httpserver):
    """A provider on loopback, with its settings."""
    httpserver.expect_request("/v1/embeddings").respond_with_handler(vectors_for)
    with override_settings(OPENAI_API_KEY=f"sk-{httpserver.port}", OPENAI_BASE_URL=httpserver.url_for("/v1")):
        yield httpserver


def test_a_model_serves_no_question_before_it_knows_every_source(three_faqs, openai):
    retrieval.search("que garantia dan")
    assert openai.log == [], "the question went to a model that knows nothing yet"
    assert reembedding.fill_in_configured() == 3
    asked = len(openai.log)
    retrieval.search("que garantia dan")
    assert len(openai.log) == asked + 1
    ingestion.ingest_faq(question="¿Aceptan mascotas?", answer="Sí, con correa.")
    Source.objects.filter(title="¿Aceptan mascotas?").update(embedded_by=[LOCAL_MODEL])
    asked = len(openai.log)
    assert retrieval.search("que garantia dan")
    assert len(openai.log) == asked


def test_a_provider_that_failed_one_question_is_not_asked_the_next(three_faqs, openai):
    reembedding.fill_in_configured()
    openai.clear()
    openai.expect_request("/v1/embeddings").respond_with_data("no", status=401)
    assert retrieval.search("que garantia dan")
    asked = len(openai.log)
    assert asked
    assert retrieval.search("que garantia dan")
    assert len(openai.log) == asked, "a customer waited once more for a provider that is down"


@pytest.fixture
def down(openai):
    """A provider that is down, while the local model has yet to see every passage."""
    reembedding.forget(LOCAL_MODEL)
    openai.clear()
    openai.expect_request("/v1/embeddings").respond_with_data("no", status=401)


def test_the_sweep_gives_the_local_model_its_turn_while_the_provider_is_down(three_faqs, down):
    with pytest.raises(EmbeddingUnavailable):
        reembedding.fill_in_configured()
    assert not Source.objects.lacking(LOCAL_MODEL).exists()


def test_the_command_gives_the_local_model_its_turn_while_the_provider_is_down(three_faqs, down):
    said = StringIO()
    with pytest.raises(CommandError, match=f"{settings.OPENAI_EMBEDDING_MODEL} does not answer"):
        call_command("reembed", stdout=said)
    assert said.getvalue() == f"{LOCAL_MODEL}: embedded=3\n"
    assert not Source.objects.lacking(LOCAL_MODEL).exists()


def test_a_model_that_is_forgotten_is_made_anew(three_faqs):
    reembedding.fill_in(FakeEmbedder())
    assert reembedding.forget("fake") == 3
    assert Source.objects.lacking("fake").count() == 3
    assert not Source.objects.lacking(LOCAL_MODEL).exists()
    assert reembedding.fill_in(FakeEmbedder()) == 3


def test_a_run_with_a_deadline_stops_after_the_batch_it_is_at(three_faqs):
    model = FakeEmbedder()
    assert reembedding.fill_in(model, until=0.0) == 1
    assert reembedding.fill_in(model) == 2


def test_vectors_that_older_code_stored_are_found_once_they_are_made_short(three_faqs):
    [vector] = LocalEmbedder().embed(["garantía"])
    before = ways.by_vector(LOCAL_MODEL, vector, limit=5)
    ChunkEmbedding.objects.update(compact=None)
    reembedding.fill_in_configured()
    assert not ChunkEmbedding.objects.filter(compact=None).exists()
    assert ways.by_vector(LOCAL_MODEL, vector, limit=5) == before
    assert len(before) == 3
