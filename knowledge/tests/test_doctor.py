"""What the doctor says of embedders whose vectors do not fit."""

from knowledge import doctor


def test_vectors_of_another_length_are_refused(settings, httpserver):
    settings.OPENAI_API_KEY = "sk-of-the-stand-in-for-vectors"
    settings.OPENAI_BASE_URL = httpserver.url_for("/v1")
    vector = {"object": "embedding", "index": 0, "embedding": [0.1] * 7}
    answer = {"object": "list", "data": [vector], "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    httpserver.expect_request("/v1/embeddings").respond_with_json(answer)
    assert "another number or length" in doctor.embedders().seen
    settings.OPENAI_EMBEDDING_MODEL = "an-embedding-of-tomorrow"
    assert "Set OPENAI_EMBEDDING_MODEL to text-embedding-3-small" in doctor.embedders().to_do
