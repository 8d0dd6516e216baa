"""The embedder behind OpenAI's API, or any server that speaks it."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.embeddings.protocol import EmbeddingUnavailable, Vector
from knowledge.models import DIMENSIONS

if TYPE_CHECKING:
    from langchain_openai import OpenAIEmbeddings

# A customer waits for the question's vector, and the local model stands ready: fail soon, retry once.
_TIMEOUT_SECONDS = 4.0
_RETRIES = 1


class OpenAIEmbedder:
    """`text-embedding-3-*`, shortened to 512 dimensions by the API itself."""

    dimensions = DIMENSIONS

    def __init__(self, *, model: str, api_key: str, base_url: str | None = None) -> None:
        self.name = model
        self._api_key = api_key
        self._base_url = base_url

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return one unit vector per text, in order; raise `EmbeddingUnavailable` on any failure."""
        if not texts:
            return []
        try:
            vectors = self._client.embed_documents(list(texts))
        except Exception as error:  # the SDK, its transport and its parser each have their own families
            raise EmbeddingUnavailable(f"{self.name}: {type(error).__name__}") from error
        if len(vectors) != len(texts) or any(len(vector) != self.dimensions for vector in vectors):
            raise EmbeddingUnavailable(f"{self.name} answered vectors of another number or length")
        return vectors

    @cached_property
    def _client(self) -> "OpenAIEmbeddings":
        from langchain_openai import OpenAIEmbeddings  # a second of imports, only with a key
        from pydantic import SecretStr

        return OpenAIEmbeddings(
            model=self.name,
            dimensions=self.dimensions,
            api_key=SecretStr(self._api_key),
            base_url=self._base_url,
            timeout=_TIMEOUT_SECONDS,
            max_retries=_RETRIES,
            check_embedding_ctx_length=False,  # otherwise it downloads tokenizer data at first use
        )
