"""The words of all passages: how many passages hold each, which are spelt alike, and which mean alike.

The counts are a materialised view, counted anew after each ingestion. A word that was not counted yet is found all
the same, as a rare one; only its misspellings and synonyms have to wait.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from rapidfuzz.distance import OSA

from knowledge.embeddings import Vector, halfvec
from knowledge.models import SEARCH_CONFIG, Word

Embed = Callable[[Sequence[str]], list[Vector]]

_LIKEST = 5  # spellings looked at for one stem
_ALIKE = 0.78  # share of letters in place below which two stems are two words
_FEWEST = 50  # passages: in fewer, every word would look common
_NEAREST = 5  # words of like meaning tried for one word
_SAME_MEANING = 0.6  # cosine below which two words mean different things

# All passages were counted with the words, under the empty word.
_TOTAL = "coalesce((SELECT chunks FROM knowledge_lexeme WHERE word = ''), 0)"
_STEMS = f"""
SELECT asked, stem, coalesce(chunks, 0), {_TOTAL}
FROM unnest(%s::text[]) AS asked
CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector(%s::regconfig, asked))) AS stem
LEFT JOIN knowledge_lexeme ON word = stem
"""  # noqa: S608  only a constant goes in
_NEW_WORDS = """
SELECT word, stems[1] FROM (
    SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', heading_path || ' ' || text))) AS word
    FROM knowledge_chunk WHERE source_id = %s
) AS written
CROSS JOIN LATERAL tsvector_to_array(to_tsvector(%s::regconfig, word)) AS stems
WHERE word ~ '^[[:alpha:]]{3,40}$' AND cardinality(stems) = 1
AND NOT EXISTS (SELECT FROM knowledge_word WHERE knowledge_word.text = word)
"""
_MEANT_ALIKE = f"""
SELECT asked, near.stem, max(near.likeness), max(coalesce(chunks, 0)), {_TOTAL}
FROM unnest(%s::text[], %s::halfvec[]) AS one (asked, vector)
CROSS JOIN LATERAL (
    SELECT stem, 1 - (embedding <=> vector) AS likeness FROM knowledge_word
    ORDER BY embedding <=> vector LIMIT %s
) AS near
LEFT JOIN knowledge_lexeme ON word = near.stem
WHERE near.likeness >= %s
GROUP BY asked, near.stem
"""  # noqa: S608  only a constant goes in
_SPELT_ALIKE = f"""
SELECT stem, near.word, near.chunks, {_TOTAL}
FROM unnest(%s::text[]) AS stem
CROSS JOIN LATERAL (
    SELECT word, chunks FROM knowledge_lexeme
    WHERE word %% stem ORDER BY similarity(word, stem) DESC, word LIMIT %s
) AS near
"""  # noqa: S608  only a constant goes in


@dataclass(frozen=True)
class Stem:
    """A stem of a question: what it weighs, and how many passages hold it."""

    weight: float
    chunks: int

    def lighter(self, factor: float) -> "Stem":
        """Return the same stem with less weight."""
        return replace(self, weight=self.weight * factor)


def stems(words: Iterable[str]) -> dict[str, dict[str, Stem]]:
    """Return the stems of each word, each weighed by how few passages hold it; words of mere grammar have none."""
    found: dict[str, dict[str, Stem]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [list(dict.fromkeys(words)), SEARCH_CONFIG])
        for word, stem, chunks, total in cursor.fetchall():
            found.setdefault(word, {})[stem] = Stem(_rarity(chunks, total), chunks)
    return found


@dataclass(frozen=True)
class Alike:
    """A stem of passages that is like one of a question's: which, how alike (0 to 1), and what it is worth."""

    asked: str
    found: str
    likeness: float
    stem: Stem


def spelt_alike(asked: Mapping[str, Stem]) -> list[Alike]:
    """Return the stems of passages that are spelt like those asked for, the likest first; a known one is itself."""
    themselves = [Alike(name, name, 1.0, stem) for name, stem in asked.items() if stem.chunks]
    unknown = [name for name, stem in asked.items() if not stem.chunks]
    if not unknown:
        return themselves
    with connection.cursor() as cursor:
        cursor.execute(_SPELT_ALIKE, [unknown, _LIKEST])
        rows = cursor.fetchall()
    found = (
        _alike(stem, word, OSA.normalized_similarity(stem, word), chunks, total) for stem, word, chunks, total in rows
    )
    alike = sorted((one for one in found if one.likeness >= _ALIKE), key=lambda one: -one.likeness)
    return [*themselves, *alike]


def meant_alike(asked: Mapping[str, Vector]) -> list[Alike]:
    """Return the stems of words that mean what stems of a question mean, by their vectors, the nearest first."""
    if not asked:
        return []
    vectors = [halfvec(vector) for vector in asked.values()]
    with connection.cursor() as cursor:
        cursor.execute(_MEANT_ALIKE, [list(asked), vectors, _NEAREST, _SAME_MEANING])
        rows = cursor.fetchall()
    found = (_alike(word, stem, _certainty(cosine), chunks, total) for word, stem, cosine, chunks, total in rows)
    return sorted(found, key=lambda alike: -alike.likeness)


def _alike(asked: str, found: str, likeness: float, chunks: int, total: int) -> Alike:
    return Alike(asked, found, likeness, Stem(likeness * _rarity(chunks, total), chunks))


def _certainty(cosine: float) -> float:
    """Return how far two words mean the same: nothing at the floor, 1 for the very word."""
    return (cosine - _SAME_MEANING) / (1.0 - _SAME_MEANING)


def learn(source_id: UUID, embed: Embed) -> int:
    """Give the words of a source that were never seen before their vectors; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW_WORDS, [source_id, SEARCH_CONFIG])
        new = cursor.fetchall()
    vectors = embed([word for word, _ in new])
    words = (Word(text=word, stem=stem, embedding=vector) for (word, stem), vector in zip(new, vectors, strict=True))
    Word.objects.bulk_create(words, ignore_conflicts=True, batch_size=500)
    return len(new)


def refresh() -> None:
    """Count the stems anew; searches go on meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY knowledge_lexeme")


def _rarity(chunks: int, total: int) -> float:
    """Return the inverse document frequency as in BM25: never nothing, whatever was counted when."""
    among = max(total, chunks, _FEWEST)
    return math.log(1 + (among - chunks + 0.5) / (chunks + 0.5))
