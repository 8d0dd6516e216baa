"""The rows of knowledge: sources with uploads and drafts, chunks with a vector per model, missed questions."""

from knowledge.models.chunk import (
    COMPACT_DIMENSIONS,
    DIMENSIONS,
    GRAPH,
    INDEXED_MODELS,
    LOCAL_MODEL,
    OPENAI_MODEL,
    SEARCH_CONFIG,
    Chunk,
    ChunkEmbedding,
)
from knowledge.models.document import Draft, Upload
from knowledge.models.question import Asking, MissedQuestion
from knowledge.models.source import Source
from knowledge.models.word import Word

__all__ = [
    "COMPACT_DIMENSIONS",
    "DIMENSIONS",
    "GRAPH",
    "INDEXED_MODELS",
    "LOCAL_MODEL",
    "OPENAI_MODEL",
    "SEARCH_CONFIG",
    "Asking",
    "Chunk",
    "ChunkEmbedding",
    "Draft",
    "MissedQuestion",
    "Source",
    "Upload",
    "Word",
]
