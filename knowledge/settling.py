"""Settling a run: what was read is published, kept for review, or noted as unchanged; or why nothing was read."""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kavakbot.errors import KavakbotError
from knowledge import passages, sources, wording
from knowledge.models import Draft, Source
from knowledge.scraping.page import PageWithoutContent
from knowledge.splitting import Piece, split
from knowledge.versions import Version, wants_more

logger = logging.getLogger(__name__)

MOST_PASSAGES = 5000


class TooManyPassages(KavakbotError):
    """The text has more than 5,000 passages; divide it into several sources."""

    code = "too_many_passages"


@dataclass(frozen=True)
class IngestionReport:
    """What one ingestion did to a source's chunks."""

    source_id: UUID
    created: int
    deleted: int
    unchanged: int


def settle(source: Source, version: Version | None, *, started_at: datetime) -> IngestionReport:
    """Publish what was read, keep it for review, or note that nothing has changed."""
    draft = Draft.objects.filter(source=source).first()
    if version is None:
        return _end_unchanged(source, _resting_state(draft), started_at=started_at)
    if version.digest == source.content_hash:
        if wants_more(source):
            return _publish(source, version, started_at=started_at)
        Draft.objects.filter(source=source).delete()  # the page is again what it was
        # Not of another address, if staff moved the page meanwhile.
        Source.objects.filter(pk=source.pk, url=source.url).update(**asdict(version.validators))
        return _end_unchanged(source, Source.State.READY, started_at=started_at)
    decided = draft.decision if draft and draft.content_hash == version.digest else Draft.Decision.WAITING
    is_seen_first = source.review_first and source.kind != Source.Kind.FAQ and decided != Draft.Decision.APPROVED
    if not is_seen_first or _says_what_serves(source, version):
        return _publish(source, version, started_at=started_at)
    return _keep_draft(source, version, decided, started_at=started_at)


def _says_what_serves(source: Source, version: Version) -> bool:
    """Tell whether a version has the passages that serve: of those there is nothing to review."""
    serving = [passages.key(chunk) for chunk in source.chunks.order_by("position")]
    return serving == [passages.key(piece) for piece in split(version.page.markdown)]


def _resting_state(draft: Draft | None) -> Source.State:
    waiting = draft is not None and draft.decision == Draft.Decision.WAITING
    return Source.State.REVIEW if waiting else Source.State.READY


def _end_unchanged(source: Source, state: Source.State, *, started_at: datetime) -> IngestionReport:
    report = _nothing_done(source)
    _record_counts(source, report)
    _end_well(source, state, started_at=started_at)
    return report


def _nothing_done(source: Source) -> IngestionReport:
    return IngestionReport(source.pk, created=0, deleted=0, unchanged=source.chunks.count())


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
    with transaction.atomic():
        locked = Source.objects.select_for_update().get(pk=source.pk)
        if _is_overtaken(locked, source, version):
            return _nothing_done(locked)
        draft, _ = Draft.objects.update_or_create(source=locked, defaults=kept)
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
            return _nothing_done(locked)
        report = IngestionReport(source.pk, *passages.swap(locked, pieces, force=force))
        passages.store_vectors(locked, vectors)
        _record_version(locked, version, report)
        _end_well(source, Source.State.READY, started_at=started_at)
    _learn_words(source)
    return report


def _learn_words(source: Source) -> None:
    """Learn what the version that serves by now brought; it is no failure of the run where that must wait."""
    try:
        passages.learn_words(*Source.objects.filter(pk=source.pk).with_words_to_learn())
    except Exception:
        logger.exception("the words of %s are learned later", source.pk)


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
    """Keep what staff wrote: a question, the name of a file; a file's own name, or none, gives way to the title inside.

    It is the row as it is now that tells: staff may have renamed the source while it was read.
    """
    if source.kind == Source.Kind.FAQ:
        return source.title
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


def record_failure(source: Source, error: Exception, *, started_at: datetime) -> None:
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
