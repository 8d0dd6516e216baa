"""How a page's text becomes stored passages: split, compared with what is stored, embedded, swapped in."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from knowledge import embeddings, vocabulary
from knowledge.embeddings import Embedder, EmbeddingUnavailable, Vector
from knowledge.models import Chunk, ChunkEmbedding, Source
from knowledge.scraping.page import Page
from knowledge.splitting import PATH_SEPARATOR, Piece

logger = logging.getLogger(__name__)

# Part of every content hash: raise it when extraction, splitting or folding change, and everything is redone once.
PIPELINE_PREFIX = "3-"
BATCH = 32

Key = tuple[str, str]  # headings, text
Progress = Callable[[int, int], None]  # passages embedded, of how many


def digest(page: Page) -> str:
    """Return what identifies a page's text under this pipeline (64 characters at most)."""
    content = hashlib.blake2b(f"{page.title}\0{page.markdown}".encode(), digest_size=28).hexdigest()
    return f"{PIPELINE_PREFIX}{content}"


def key(passage: Piece | Chunk) -> Key:
    """Return what makes two passages the same one."""
    return passage.heading_path, passage.text


def embedded_text(heading_path: str, text: str) -> str:
    """Return what a model sees of a passage: its last two headings lead, since many passages never name their topic."""
    return "\n".join([*heading_path.split(PATH_SEPARATOR)[-2:], text])


def embed(source: Source, passages: Sequence[Key], *, force: bool, progress: Progress) -> dict[str, dict[Key, Vector]]:
    """Return, by model, the vectors that `passages` lack; a model that is down leaves its own to later."""
    missing = {model: list(_missing(model, source, passages, force=force)) for model in embeddings.configured()}
    total = sum(map(len, missing.values()))
    done = 0
    found: dict[str, dict[Key, Vector]] = {}
    for model, keys in missing.items():
        found[model.name] = {}
        try:
            for vectors in in_batches(model, keys):
                found[model.name] |= vectors
                done += len(vectors)
                progress(done, total)
        except EmbeddingUnavailable as error:
            logger.warning("ingesting %s without %s: %s", source.pk, model.name, error.detail)
    return found


def in_batches(model: Embedder, keys: Sequence[Key]) -> Iterator[dict[Key, Vector]]:
    """Embed passages a few at a time, so that progress shows and no request grows with the page."""
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        yield dict(zip(batch, model.embed([embedded_text(*one) for one in batch]), strict=True))


def _missing(model: Embedder, source: Source, passages: Sequence[Key], *, force: bool) -> Iterator[Key]:
    seen = set() if force else {key(chunk) for chunk in Chunk.objects.filter(source=source).seen_by(model.name)}
    return (one for one in dict.fromkeys(passages) if one not in seen)


def swap(source: Source, pieces: Sequence[Piece], *, force: bool) -> tuple[int, int, int]:
    """Make the source's chunks those of `pieces`; return how many were created, deleted and left alone.

    What staff hid or pinned stays so where the passage stays, even when everything is made anew.
    """
    wanted = {key(piece): (position, piece) for position, piece in reversed(list(enumerate(pieces)))}
    stored = list(source.chunks.all())
    flags = {key(chunk): (chunk.pinned, chunk.hidden) for chunk in stored}
    kept = {} if force else {key(chunk): chunk for chunk in stored if key(chunk) in wanted}
    gone = [chunk.pk for chunk in stored if kept.get(key(chunk)) is not chunk]
    Chunk.objects.filter(pk__in=gone).delete()
    moved = [chunk for one, chunk in kept.items() if chunk.position != wanted[one][0]]
    for chunk in moved:
        chunk.position = wanted[key(chunk)][0]
    Chunk.objects.bulk_update(moved, ["position"])
    fresh = [
        _chunk(source, position, piece, flags.get(one, (False, False)))
        for one, (position, piece) in wanted.items()
        if one not in kept
    ]
    Chunk.objects.bulk_create(fresh)
    return len(fresh), len(gone), len(kept)


def _chunk(source: Source, position: int, piece: Piece, flags: tuple[bool, bool]) -> Chunk:
    pinned, hidden = flags
    return Chunk(
        source=source,
        position=position,
        heading_path=piece.heading_path,
        text=piece.text,
        pinned=pinned,
        hidden=hidden,
    )


def store_vectors(source: Source, vectors: Mapping[str, Mapping[Key, Vector]]) -> None:
    """Store vectors beside the chunks they belong to, and say on the source which models know all of it."""
    chunks = {key(chunk): chunk for chunk in source.chunks.all()}
    ChunkEmbedding.objects.bulk_create(
        (
            ChunkEmbedding(chunk=chunks[one], model=model, embedding=vector, compact=short)
            for model, by_key in vectors.items()
            for (one, vector), short in zip(
                by_key.items(), embeddings.compact(model, list(by_key.values())), strict=True
            )
            if one in chunks
        ),
        ignore_conflicts=True,
    )
    names = set(source.embedded_by) | set(vectors)
    whole = sorted(name for name in names if not source.chunks.unseen_by(name).exists())
    Source.objects.filter(pk=source.pk).update(embedded_by=whole)


def learn_words(*sources: Source) -> None:
    """Bring the vocabulary up to what these sources say now, and note on their rows which version that was.

    Without the local model, new words get no synonyms yet: they are tried again when vectors are filled in.
    """
    if not sources:
        return
    vocabulary.refresh()
    *_, local = embeddings.configured()
    for source in sources:
        version = Source.objects.filter(pk=source.pk).values_list("content_hash", flat=True).first()
        try:
            vocabulary.learn(source.pk, local.embed)
        except EmbeddingUnavailable as error:
            logger.warning("no vectors for the words of %s: %s", source.pk, error.detail)
        else:
            Source.objects.filter(pk=source.pk).update(words_of=version or "")
