"""A version of a source: what its site, its file or its author says now, or what was read before and approved."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from knowledge import embeddings, passages, sources
from knowledge.models import Draft, Source
from knowledge.scraping.fetch import Fetched, NotModified, Validators
from knowledge.scraping.page import Page
from knowledge.sources import UnknownSource

_HEADING = re.compile(r"^#(?=#{0,4}\s)", re.MULTILINE)


class Reader(Protocol):
    """What reads pages: the door to the web, or a file that stands in for it."""

    def __call__(self, url: str, *, known: Validators) -> Fetched | NotModified:
        """Return the page at `url`, unless it is still the `known` version."""


class Extractor(Protocol):
    """What makes a document text: in a process apart, or in ours for documents that we ship ourselves."""

    def __call__(self, content: bytes, *, content_type: str, charset: str = "", file_name: str = "") -> Page:
        """Return the page; raise a named error."""


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


def approved(source: Source) -> Version | None:
    """Return the draft that somebody approved, if any."""
    draft = Draft.objects.filter(source=source, decision=Draft.Decision.APPROVED).first()
    if draft is None:
        return None
    page = Page(title=draft.title, markdown=draft.markdown)
    return Version(page, draft.read_at, Validators(draft.etag, draft.last_modified))


def read_now(source: Source, read: Reader, extract: Extractor) -> Version | None:
    """Read what the source holds now; None when its site says that nothing has changed."""
    read_at = timezone.now()
    if source.kind == Source.Kind.FAQ:
        return Version(_written(source), read_at)
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


def _written(source: Source) -> Page:
    """Return a question and its answer as a page; headings in the answer stand below the question."""
    question = " ".join(source.title.split())
    answer = _HEADING.sub("##", source.answer)
    return Page(title=source.title, markdown=f"# {question}\n\n{answer}")


def _known(source: Source) -> Validators:
    """Return what the site called the version we have last seen of it, where the same text would mean nothing to do."""
    if wants_more(source) or not source.content_hash.startswith(passages.PIPELINE_PREFIX):
        return Validators()
    last_seen = Draft.objects.filter(source=source).first() or source
    return Validators(last_seen.etag, last_seen.last_modified)


def wants_more(source: Source) -> bool:
    """Tell whether the same text must be worked on all the same: it is asked for, or a model has not seen it."""
    return source.force_requested or not {model.name for model in embeddings.configured()} <= set(source.embedded_by)
