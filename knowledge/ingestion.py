"""Use cases of ingestion: fetch, extract, split, embed, and swap the new version in, all or nothing."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kavakbot.errors import KavakbotError
from knowledge import embeddings, wording
from knowledge.embeddings import Embedder, EmbeddingUnavailable, Vector
from knowledge.language.folding import fold, visible
from knowledge.models import Chunk, ChunkEmbedding, Source
from knowledge.scraping import fetch
from knowledge.scraping.extract import Page, PageWithoutContent, extract
from knowledge.scraping.fetch import Fetched, NotModified
from knowledge.splitting import PATH_SEPARATOR, Piece, split

logger = logging.getLogger(__name__)

# Part of every content hash: raise it when extraction, splitting or folding change, and everything is redone once.
_PIPELINE_VERSION = "1"

Reader = Callable[[str], Fetched | NotModified]


@dataclass(frozen=True)
class IngestionReport:
    """What one ingestion did to a source's chunks."""

    source_id: UUID
    created: int
    deleted: int
    unchanged: int


class UnknownSource(KavakbotError):
    """There is no such source, or it has no address to read."""

    code = "unknown_source"


def request_url(*, url: str, force: bool = False) -> Source:
    """Record that `url` is to be ingested and return its source; raise `UrlForbidden` when it may never be."""
    fetch.configured().policy.check_url(url)
    source, _ = Source.objects.get_or_create(url=url, defaults={"kind": Source.Kind.URL})
    request_again(source=source, force=force)
    return source


def request_again(*, source: Source, force: bool = False) -> None:
    """Record that a known source is to be ingested again; a worker or the sweep picks it up."""
    source.requested_at = timezone.now()
    source.state = Source.State.PENDING
    source.force_requested = force
    source.save(update_fields=["requested_at", "state", "force_requested", "updated_at"])


def ingest_url(*, url: str, force: bool = False, read: Reader = fetch.fetch) -> IngestionReport:
    """Fetch `url` and make it knowledge, in this process."""
    return ingest_source(source_id=request_url(url=url, force=force).id, read=read)


def ingest_html(*, html: bytes, source_url: str, force: bool = False) -> IngestionReport:
    """Make a page that was saved before knowledge, as if it had been read at `source_url`."""
    source, _ = Source.objects.get_or_create(url=source_url, defaults={"kind": Source.Kind.FILE})
    request_again(source=source, force=force)
    return _settle(source, force=force, load=lambda: extract(html))


def ingest_faq(*, question: str, answer: str, force: bool = False) -> IngestionReport:
    """Make a hand-written question and its answer knowledge; the same question again replaces its answer."""
    title = " ".join(visible(question).split())[:300]
    source = Source.objects.filter(kind=Source.Kind.FAQ, title=title).first()
    if source is None:
        source = Source(kind=Source.Kind.FAQ, title=title)
    source.answer = visible(answer)
    source.save()
    return _settle(source, force=force, load=lambda: _faq_page(source))


def ingest_source(*, source_id: UUID, read: Reader = fetch.fetch) -> IngestionReport:
    """Ingest a source as its row asks; safe to run any number of times."""
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        raise UnknownSource
    if source.kind == Source.Kind.FAQ:
        return _settle(source, force=source.force_requested, load=lambda: _faq_page(source))
    url = source.url
    if url is None:
        raise UnknownSource
    return _settle(source, force=source.force_requested, load=lambda: extract(_body(read(url))))


def _body(answer: Fetched | NotModified) -> bytes:
    assert isinstance(answer, Fetched)  # no version was named that it could still be
    return answer.body


def _faq_page(source: Source) -> Page:
    return Page(title=source.title, markdown=f"# {' '.join(source.title.split())}\n\n{source.answer}")


def _settle(source: Source, *, force: bool, load: Callable[[], Page]) -> IngestionReport:
    """Run one ingestion and record its outcome; a failure keeps the chunks that serve and says why on the row."""
    started_at = timezone.now()
    Source.objects.filter(pk=source.pk).update(state=Source.State.INGESTING, updated_at=started_at)
    try:
        report = _replace(source, load(), force=force, read_at=started_at)
    except KavakbotError as error:
        _record_failure(source, code=error.code, detail=error.detail, started_at=started_at)
        raise
    except Exception as error:
        _record_failure(source, code="unexpected", detail=type(error).__name__, started_at=started_at)
        raise
    logger.info("ingested %s: +%d -%d =%d", source.pk, report.created, report.deleted, report.unchanged)
    return report


def _record_failure(source: Source, *, code: str, detail: str, started_at: datetime) -> None:
    error = wording.explain(code, detail=detail)
    Source.objects.filter(pk=source.pk).update(error_code=code, error=error, updated_at=timezone.now())
    _record_state(source, Source.State.FAILED, started_at)


def _record_state(source: Source, state: Source.State, started_at: datetime) -> None:
    """End the run, unless another was requested while it ran: that request keeps its place in the queue."""
    Source.objects.filter(Q(requested_at__isnull=True) | Q(requested_at__lte=started_at), pk=source.pk).update(
        state=state, force_requested=False
    )


def _replace(source: Source, page: Page, *, force: bool, read_at: datetime) -> IngestionReport:
    """Store `page` as the source's new version.

    1. Split; passages that are stored already keep their rows, ids and vectors, so an unchanged page costs nothing.
    2. Embed what has no vector yet, before any transaction is open: a model may take seconds.
    3. Swap in one transaction, under the source's row lock, so that two workers cannot interleave.
    """
    digest = _digest(page)
    pieces = split(page.markdown)
    if not pieces:
        raise PageWithoutContent
    texts = {_key(piece): embedded_text(piece.heading_path, piece.text) for piece in pieces}
    vectors = {model.name: _vectors(model, source, texts, force=force) for model in embeddings.configured()}
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        counts = _swap(source, pieces, force=force)
        _store_vectors(source, vectors)
        report = IngestionReport(source.pk, *counts)
        _record_success(source, page, digest, report, read_at)
    return report


def _digest(page: Page) -> str:
    return hashlib.sha256(f"{_PIPELINE_VERSION}\0{page.title}\0{page.markdown}".encode()).hexdigest()


def _key(passage: Piece | Chunk) -> tuple[str, str]:
    return passage.heading_path, passage.text


def embedded_text(heading_path: str, text: str) -> str:
    """Return what a model sees of a passage: its last two headings lead, since many passages never name their topic."""
    return "\n".join([*heading_path.split(PATH_SEPARATOR)[-2:], text])


def _vectors(
    model: Embedder, source: Source, texts: dict[tuple[str, str], str], *, force: bool
) -> dict[tuple[str, str], Vector]:
    """Embed the passages that `model` has not seen; a model that is down leaves them to the others and to text."""
    if force:
        missing = list(texts)
    else:
        seen = Chunk.objects.filter(source=source, embeddings__model=model.name)
        missing = list(set(texts) - {_key(chunk) for chunk in seen})
    try:
        return dict(zip(missing, model.embed([texts[key] for key in missing]), strict=True))
    except EmbeddingUnavailable as error:
        logger.warning("ingesting %s without %s: %s", source.pk, model.name, error.detail)
        return {}


def _swap(source: Source, pieces: Sequence[Piece], *, force: bool) -> tuple[int, int, int]:
    """Make the source's chunks those of `pieces`; return how many were created, deleted and left alone."""
    wanted = {_key(piece): (position, piece) for position, piece in reversed(list(enumerate(pieces)))}
    stored = list(source.chunks.all())
    kept = {} if force else {_key(chunk): chunk for chunk in stored if _key(chunk) in wanted}
    gone = [chunk.pk for chunk in stored if kept.get(_key(chunk)) is not chunk]
    Chunk.objects.filter(pk__in=gone).delete()
    for key, chunk in kept.items():
        chunk.position = wanted[key][0]
    Chunk.objects.bulk_update(kept.values(), ["position"])
    fresh = [
        Chunk(
            source=source,
            position=position,
            heading_path=piece.heading_path,
            text=piece.text,
            folded=fold(f"{piece.heading_path} {piece.text}"),
        )
        for key, (position, piece) in wanted.items()
        if key not in kept
    ]
    Chunk.objects.bulk_create(fresh)
    return len(fresh), len(gone), len(kept)


def _store_vectors(source: Source, vectors: dict[str, dict[tuple[str, str], Vector]]) -> None:
    chunks = {_key(chunk): chunk for chunk in source.chunks.all()}
    ChunkEmbedding.objects.bulk_create(
        (
            ChunkEmbedding(chunk=chunks[key], model=model, embedding=vector)
            for model, by_key in vectors.items()
            for key, vector in by_key.items()
            if key in chunks
        ),
        ignore_conflicts=True,
    )


def _record_success(source: Source, page: Page, digest: str, report: IngestionReport, read_at: datetime) -> None:
    Source.objects.filter(pk=source.pk).update(
        title=page.title or source.title,
        error="",
        error_code="",
        content_hash=digest,
        chunks_created=report.created,
        chunks_deleted=report.deleted,
        chunks_unchanged=report.unchanged,
        fetched_at=read_at,
        updated_at=timezone.now(),
    )
    _record_state(source, Source.State.READY, read_at)


def request_all(*, force: bool = False) -> list[UUID]:
    """Record that every active page, KAVAK_URL first, is to be ingested again; return the sources."""
    if settings.KAVAK_URL:
        Source.objects.get_or_create(url=settings.KAVAK_URL, defaults={"kind": Source.Kind.URL})
    sources = list(Source.objects.active().pages().order_by("created_at"))
    sources.sort(key=lambda source: source.url != settings.KAVAK_URL)
    for source in sources:
        request_again(source=source, force=force)
    return [source.pk for source in sources]


def due_source_ids() -> list[UUID]:
    """Return the sources that wait, oldest request first."""
    return list(Source.objects.due(timezone.now()).values_list("pk", flat=True))
