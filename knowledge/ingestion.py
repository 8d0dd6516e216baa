"""Ingestion: read a source, extract, split, embed, and swap the new version in, all or nothing.

The version that serves is not touched until the next one is whole, and stays when anything fails. A source that asks
for review keeps what was read as a draft; the run that follows its approval publishes it.
"""

import logging
from uuid import UUID

from django.utils import timezone

from kavakbot.errors import KavakbotError
from knowledge import settling, sources, versions
from knowledge.models import Source
from knowledge.scraping import fetch
from knowledge.scraping.apart import extract_apart
from knowledge.scraping.fetch import Fetched, Validators
from knowledge.settling import IngestionReport
from knowledge.sources import UnknownSource
from knowledge.versions import Extractor, Reader

logger = logging.getLogger(__name__)


class SourceBusy(KavakbotError):
    """Another worker is reading this source just now."""

    code = "source_busy"
    retryable = True


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
        version = versions.approved(source) or versions.read_now(source, read, extract)
        report = settling.settle(source, version, started_at=started_at)
    except Source.DoesNotExist as error:  # deleted while it was read
        raise UnknownSource from error
    except Exception as error:
        settling.record_failure(source, error, started_at=started_at)
        raise
    logger.info("ingested %s: +%d -%d =%d", source.pk, report.created, report.deleted, report.unchanged)
    return report
