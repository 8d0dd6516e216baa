"""Ingestion: read a source, extract, split, embed, and swap the new version in, all or nothing.

The version that serves is not touched until the next one is whole, and stays when anything fails. A source that asks
for review keeps what was read as a draft; the run that follows its approval publishes it.
"""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kavakbot.errors import KavakbotError
from knowledge import embeddings, passages, sources, wording
from knowledge.models import Draft, Source
from knowledge.scraping import fetch
from knowledge.scraping.apart import extract_apart
from knowledge.scraping.fetch import Fetched, NotModified, Validators
from knowledge.scraping.page import Page, PageWithoutContent
from knowledge.sources import UnknownSource
from knowledge.splitting import Piece, split

logger = logging.getLogger(__name__)

MOST_PASSAGES = 5000


class Reader(Protocol):
    """What reads pages: the door to the web, or a file that stands in for it."""

    def __call__(self, url: str, *, known: Validators) -> Fetched | NotModified:
        """Return the page at `url`, unless it is still the `known` version."""


class TooManyPassages(KavakbotError):
    """The text has more than 5,000 passages; divide it into several sources."""

    code = "too_many_passages"


class Extractor(Protocol):
    """What makes a document text: in a process apart, or in ours for documents that we ship ourselves."""

    def __call__(self, content: bytes, *, content_type: str, charset: str = "", file_name: str = "") -> Page:
        """Return the page; raise a named error."""


class SourceBusy(KavakbotError):
    """Another worker is reading this source just now."""

    code = "source_busy"
    retryable = True


@dataclass(frozen=True)
class IngestionReport:
    """What one ingestion did to a source's chunks."""

    source_id: UUID
    created: int
    deleted: int
    unchanged: int


@dataclass(frozen=True)
class Version:
    """What was read of a source, and when."""

    page: Page
    read_at: datetime
    validators: Validators = Validators()

    @property
    def digest(self) -> str:
        """What identifies its text."""
        return passages.digest(self.page)


def ingest_url(*, url: str, force: bool = False, read: Reader = fetch.fetch) -> IngestionReport:
    """Fetch `url` and make it knowledge, in this process."""
    return _ingest_requested(sources.request_url(url=url, force=force), read=read)


def ingest_file(
    *,
    content: bytes,
    name: str,
    content_type: str,
    source_url: str | None = None,
    force: bool = False,
    extract: Extractor = extract_apart,
) -> IngestionReport:
    """Make a saved page, a PDF or a text knowledge, as if it had been read at `source_url`.

    A page that is read by schedule stays one: the file stands in for its site this once.
    """
    source = sources.save_upload(content=content, name=name, content_type=content_type, url=source_url)
    sources.request_again(source=source, force=force)
    saved = Fetched(content, content_type, charset="", validators=Validators(), url=source_url or "")

    def read(url: str, *, known: Validators) -> Fetched:
        return saved

    return _ingest_requested(source, read=read, extract=extract)


def ingest_html(
    *, html: bytes, source_url: str, force: bool = False, extract: Extractor = extract_apart
) -> IngestionReport:
    """Make a page that was saved before knowledge."""
    name = source_url.rsplit("/", 1)[-1]
    return ingest_file(
        content=html, name=name, content_type="text/html", source_url=source_url, force=force, extract=extract
    )


def ingest_faq(*, question: str, answer: str, force: bool = False) -> IngestionReport:
    """Make a hand-written question and its answer knowledge."""
    source = sources.save_faq(question=question, answer=answer)
    sources.request_again(source=source, force=force)
    return _ingest_requested(source)


def _ingest_requested(
    source: Source, *, read: Reader = fetch.fetch, extract: Extractor = extract_apart
) -> IngestionReport:
    report = ingest_source(source_id=source.pk, read=read, extract=extract)
    if report is None:
        raise SourceBusy
    return report


def ingest_source(
    *, source_id: UUID, read: Reader = fetch.fetch, extract: Extractor = extract_apart
) -> IngestionReport | None:
    """Ingest a source as its row asks; None when there is nothing to do or another worker does it.

    A failure keeps the chunks that serve, says why on the row, and is raised.
    """
    source = sources.claim(source_id)
    if source is None:
        return None
    started_at = timezone.now()
    try:
        version = _approved(source) or _read(source, read, extract)
        report = _settle(source, version, started_at=started_at)
    except Exception as error:
        _record_failure(source, error, started_at=started_at)
        raise
    logger.info("ingested %s: +%d -%d =%d", source.pk, report.created, report.deleted, report.unchanged)
    return report


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _approved(source: Source) -> Version | None:
    """Return the draft that somebody approved, if any."""
    draft = Draft.objects.filter(source=source, decision=Draft.Decision.APPROVED).first()
    if draft is None:
        return None
    page = Page(title=draft.title, markdown=draft.markdown)
    return Version(page, draft.read_at, Validators(draft.etag, draft.last_modified))


def _read(source: Source, read: Reader, extract: Extractor) -> Version | None:
    """Read what the source holds now; None when its site says that nothing has changed."""
    read_at = timezone.now()
    if source.kind == Source.Kind.FAQ:
        question = " ".join(source.title.split())
        return Version(Page(title=source.title, markdown=f"# {question}\n\n{source.answer}"), read_at)
    if source.kind == Source.Kind.FILE:
        upload = getattr(source, "upload", None)
        if upload is None:
            raise UnknownSource
        content, name = bytes(upload.content), upload.name
        sources.show_progress(source, Source.Stage.EXTRACTING)
        return Version(extract(content, content_type=upload.content_type, file_name=name), read_at)
    answer = read(source.url or "", known=_known(source))
    if isinstance(answer, NotModified):
        return None
    sources.show_progress(source, Source.Stage.EXTRACTING)
    page = extract(answer.body, content_type=answer.content_type, charset=answer.charset)
    return Version(page, read_at, answer.validators)


def _known(source: Source) -> Validators:
    """Return what the site called the version we have last seen of it, where the same text would mean nothing to do."""
    if _wants_more(source) or not source.content_hash.startswith(passages.PIPELINE_PREFIX):
        return Validators()
    last_seen = Draft.objects.filter(source=source).first() or source
    return Validators(last_seen.etag, last_seen.last_modified)


# ── Settling ────────────────────────────────────────────────────────────────────────────────────────────────────


def _settle(source: Source, version: Version | None, *, started_at: datetime) -> IngestionReport:
    """Publish what was read, keep it for review, or note that nothing has changed."""
    draft = Draft.objects.filter(source=source).first()
    if version is None:
        return _end_unchanged(source, _resting_state(draft), started_at=started_at)
    if version.digest == source.content_hash:
        if _wants_more(source):
            return _publish(source, version, started_at=started_at)
        Draft.objects.filter(source=source).delete()  # the page is again what it was
        Source.objects.filter(pk=source.pk).update(**asdict(version.validators))
        return _end_unchanged(source, Source.State.READY, started_at=started_at)
    decided = draft.decision if draft and draft.content_hash == version.digest else Draft.Decision.WAITING
    if not source.review_first or source.kind == Source.Kind.FAQ or decided == Draft.Decision.APPROVED:
        return _publish(source, version, started_at=started_at)
    return _keep_draft(source, version, decided, started_at=started_at)


def _resting_state(draft: Draft | None) -> Source.State:
    waiting = draft is not None and draft.decision == Draft.Decision.WAITING
    return Source.State.REVIEW if waiting else Source.State.READY


def _wants_more(source: Source) -> bool:
    """Tell whether the same text must be worked on all the same: it is asked for, or a model has not seen it."""
    return source.force_requested or not {model.name for model in embeddings.configured()} <= set(source.embedded_by)


def _end_unchanged(source: Source, state: Source.State, *, started_at: datetime) -> IngestionReport:
    report = IngestionReport(source.pk, created=0, deleted=0, unchanged=source.chunks.count())
    _record_counts(source, report)
    _end_well(source, state, started_at=started_at)
    return report


def _record_counts(source: Source, report: IngestionReport) -> None:
    Source.objects.filter(pk=source.pk).update(
        chunks_created=report.created, chunks_deleted=report.deleted, chunks_unchanged=report.unchanged
    )


def _keep_draft(source: Source, version: Version, decided: str, *, started_at: datetime) -> IngestionReport:
    """Keep a version that somebody wants to see first; the one in service goes on serving."""
    _split(version)  # a version without passages is no version
    kept = {
        "title": version.page.title,
        "markdown": version.page.markdown,
        "content_hash": version.digest,
        **asdict(version.validators),
        "read_at": version.read_at,
        "decision": decided,
    }
    draft, _ = Draft.objects.update_or_create(source=source, defaults=kept)
    return _end_unchanged(source, _resting_state(draft), started_at=started_at)


def _split(version: Version) -> list[Piece]:
    pieces = split(version.page.markdown)
    if not pieces:
        raise PageWithoutContent
    if len(pieces) > MOST_PASSAGES:
        raise TooManyPassages
    return pieces


def _publish(source: Source, version: Version, *, started_at: datetime) -> IngestionReport:
    """Store a version as the one that serves.

    1. Split; passages that are stored already keep their rows, ids and vectors, so little costs little.
    2. Embed what has no vector yet, before any transaction is open: a model may take seconds.
    3. Swap in one transaction, under the source's row lock, so that two workers cannot interleave; a version read
       later than this one that got here first stays.
    """
    pieces = _split(version)
    force = source.force_requested
    keys = [passages.key(piece) for piece in pieces]
    vectors = passages.embed(source, keys, force=force, progress=_progress(source))
    sources.show_progress(source, Source.Stage.PUBLISHING)
    with transaction.atomic():
        locked = Source.objects.select_for_update().get(pk=source.pk)
        if _is_overtaken(locked, source, version):
            return IngestionReport(source.pk, 0, 0, locked.chunks.count())
        report = IngestionReport(source.pk, *passages.swap(locked, pieces, force=force))
        passages.store_vectors(locked, vectors)
        _record_version(source, version, report)
        _end_well(source, Source.State.READY, started_at=started_at)
    if report.created or report.deleted:
        passages.learn_words(source)
    return report


def _is_overtaken(now: Source, claimed: Source, version: Version) -> bool:
    """Tell whether a later reading got here first, or the source is another page by now."""
    return now.url != claimed.url or (now.fetched_at is not None and now.fetched_at > version.read_at)


def _progress(source: Source) -> passages.Progress:
    def show(done: int, total: int) -> None:
        sources.show_progress(source, Source.Stage.EMBEDDING, chunks_done=done, chunks_total=total)

    return show


def _record_version(source: Source, version: Version, report: IngestionReport) -> None:
    Draft.objects.filter(source=source).delete()
    Source.objects.filter(pk=source.pk).update(
        title=_title(source, version),
        content_hash=version.digest,
        **asdict(version.validators),
        fetched_at=version.read_at,
    )
    _record_counts(source, report)


def _title(source: Source, version: Version) -> str:
    """Keep the name that staff gave a file; a file's own name, or none, gives way to the title inside."""
    upload = getattr(source, "upload", None)
    named_by_staff = source.kind == Source.Kind.FILE and source.title and upload and source.title != upload.name
    return source.title if named_by_staff else version.page.title or source.title


def _end_well(source: Source, state: Source.State, *, started_at: datetime) -> None:
    now = timezone.now()
    Source.objects.filter(pk=source.pk).update(error="", error_code="", failures=0, checked_at=now)
    sources.end_run(source, state, started_at=started_at, next_read_at=_next_read(source, now))


def _next_read(source: Source, now: datetime, *, failures: int = 0) -> datetime | None:
    """Go by the schedule as it is now: somebody may have changed it while the page was read."""
    source.refresh_hours = Source.objects.filter(pk=source.pk).values_list("refresh_hours", flat=True).first()
    return sources.next_read(source, now, failures=failures)


def _record_failure(source: Source, error: Exception, *, started_at: datetime) -> None:
    """Say why on the row, in the staff's words; what another try may mend is tried again soon."""
    known = error if isinstance(error, KavakbotError) else None
    code, detail = (known.code, known.detail) if known else ("unexpected", type(error).__name__)
    failures = source.failures + 1
    now = timezone.now()
    Source.objects.filter(pk=source.pk).update(
        error_code=code, error=wording.explain(code, detail=detail), failures=failures
    )
    soon = failures if known and known.retryable else 0
    next_read_at = _next_read(source, now, failures=soon)
    sources.end_run(source, Source.State.FAILED, started_at=started_at, next_read_at=next_read_at)
