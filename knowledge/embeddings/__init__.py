"""Embedders: what turns texts into vectors; siblings behind one protocol, chosen by setting."""

from functools import cache

from django.conf import settings

from knowledge.embeddings.axes import compact
from knowledge.embeddings.local import LocalEmbedder
from knowledge.embeddings.openai import OpenAIEmbedder
from knowledge.embeddings.protocol import Embedder, EmbeddingUnavailable, Vector, halfvec

__all__ = ["Embedder", "EmbeddingUnavailable", "Vector", "compact", "configured", "halfvec"]

_local = LocalEmbedder()


def configured() -> tuple[Embedder, ...]:
    """Return the embedders in use, preferred first; the local one is always there, and last."""
    if not settings.OPENAI_API_KEY:
        return (_local,)
    remote = _remote(settings.OPENAI_EMBEDDING_MODEL, settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL)
    return (remote, _local)


@cache
def _remote(model: str, api_key: str, base_url: str) -> OpenAIEmbedder:
    """Build the client once per configuration: it owns a connection pool."""
    return OpenAIEmbedder(model=model, api_key=api_key, base_url=base_url or None)
