"""Embedders: the local one, the one behind OpenAI's API (a loopback stand-in), and which of them is used."""

import json
import math

import numpy as np
import pytest
from django.db import connection
from django.test import override_settings
from pgvector import HalfVector

from knowledge import embeddings
from knowledge.embeddings import EmbeddingUnavailable, axes, halfvec
from knowledge.embeddings.fake import FakeEmbedder
from knowledge.embeddings.local import LocalEmbedder
from knowledge.embeddings.openai import OpenAIEmbedder
from knowledge.evaluation import dataset
from knowledge.models import COMPACT_DIMENSIONS, DIMENSIONS, LOCAL_MODEL, OPENAI_MODEL


def _length(vector):
    return math.sqrt(sum(value * value for value in vector))


def _cosine(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_the_local_model_makes_unit_vectors_that_know_meaning():
    warranty, guarantee, site = LocalEmbedder().embed(["la garantía del auto", "warranty of the car", "sede en Puebla"])
    assert len(warranty) == DIMENSIONS
    assert _length(warranty) == pytest.approx(1, abs=1e-3)
    assert _cosine(warranty, guarantee) > _cosine(warranty, site)


@pytest.mark.django_db
def test_the_database_reads_a_vector_as_the_half_floats_nearest_to_it():
    (vector,) = LocalEmbedder().embed(["la garantía del auto"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::halfvec = %s::halfvec", [halfvec(vector), HalfVector(vector).to_text()])
        assert cursor.fetchone() == (True,)


def test_short_vectors_hold_most_of_whole_ones_and_are_the_local_models_only():
    texts = [text for _, text in dataset.taught_passages()[::40]]
    whole = LocalEmbedder().embed(texts)
    short = np.array(embeddings.compact(LOCAL_MODEL, whole))
    assert short.shape == (len(texts), COMPACT_DIMENSIONS)
    assert np.abs(short @ short.T - np.array(whole) @ np.array(whole).T).mean() < 0.03
    assert embeddings.compact(OPENAI_MODEL, whole[:2]) == [None, None]
    assert not embeddings.compact(LOCAL_MODEL, [])


def test_axes_are_upright_to_each_other_the_longest_first_and_the_same_each_time():
    vectors = np.random.default_rng(0).normal(size=(600, 300)).astype(np.float32) * np.arange(300, dtype=np.float32)
    learned = axes.principal_axes(vectors)
    assert np.allclose(learned.T @ learned, np.eye(COMPACT_DIMENSIONS), atol=1e-4)
    along = np.square(vectors @ learned).sum(axis=0)
    assert (np.diff(along) <= 0).all()
    assert np.allclose(axes.principal_axes(-vectors[::-1]), learned, atol=1e-2)


def test_nothing_to_embed_costs_nothing():
    assert LocalEmbedder().embed([]) == OpenAIEmbedder(model="m", api_key="k").embed([]) == []


def _respond(httpserver, vectors, status=200):
    data = [{"object": "embedding", "index": i, "embedding": vector} for i, vector in enumerate(vectors)]
    body = {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    httpserver.expect_request("/v1/embeddings", method="POST").respond_with_json(body, status=status)
    return OpenAIEmbedder(model="text-embedding-3-small", api_key="sk-prueba", base_url=httpserver.url_for("/v1"))


def test_openai_is_asked_for_our_dimensions_in_one_request(httpserver):
    vector = [1.0] + [0.0] * (DIMENSIONS - 1)
    embedder = _respond(httpserver, [vector, vector])
    assert embedder.embed(["hola", "adiós"]) == [vector, vector]
    [(request, _)] = httpserver.log
    asked = json.loads(request.data)
    assert (asked["model"], asked["dimensions"], asked["input"]) == ("text-embedding-3-small", 512, ["hola", "adiós"])
    assert request.headers["Authorization"] == "Bearer sk-prueba"


@pytest.mark.parametrize("vectors", [[[0.1, 0.2]], [], [[0.1] * DIMENSIONS] * 3])
def test_vectors_of_another_number_or_length_are_unusable(httpserver, vectors):
    with pytest.raises(EmbeddingUnavailable):
        _respond(httpserver, vectors).embed(["hola"])


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_provider_that_fails_is_unavailable(httpserver, status):
    with pytest.raises(EmbeddingUnavailable):
        _respond(httpserver, [], status=status).embed(["hola"])


def test_the_local_model_is_always_there_and_openai_first_with_a_key():
    with override_settings(OPENAI_API_KEY=""):
        assert [embedder.name for embedder in embeddings.configured()] == ["use-multilingual-v3"]
    with override_settings(OPENAI_API_KEY="sk-prueba", OPENAI_EMBEDDING_MODEL="text-embedding-3-small"):
        names = [embedder.name for embedder in embeddings.configured()]
    assert names == ["text-embedding-3-small", "use-multilingual-v3"]


def test_the_fake_is_deterministic_and_fails_on_demand():
    fake = FakeEmbedder()
    assert fake.embed(["hola auto"]) == fake.embed(["hola auto"])
    assert fake.seen == ["hola auto", "hola auto"]
    with pytest.raises(EmbeddingUnavailable):
        FakeEmbedder(down=True).embed(["hola"])
