"""Use cases of sources: add them, ask for them to be read, claim them for a worker, and when they are read next."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kavakbot.errors import KavakbotError
from knowledge import faqs
from knowledge.language.folding import visible
from knowledge.models import Draft, Source, Upload
from knowledge.models.source import SourceQuerySet
from knowledge.scraping import fetch

MAX_UPLOAD_BYTES = settings.DOCUMENT_MAX_MB * 1024 * 1024
# A site that is down is asked again after 1, 4, 16 ... minutes, never less often than its schedule says.
_FIRST_RETRY = timedelta(minutes=1)
_RETRY_FACTOR = 4
_MOST_UNSCHEDULED_RETRIES = 4


class UnknownSource(KavakbotError):
    """There is no such source, or it has nothing to read."""

    code = "unknown_source"


class SourceInactive(KavakbotError):
    """Staff have switched this source off."""

    code = "source_inactive"


class AddressInvalid(KavakbotError):
    """The address a file is said to come from is no http or https address."""

    code = "address_invalid"


class UploadTooLarge(KavakbotError):
    """The file is larger than 10 MiB."""

    code = "upload_too_large"


def check_url(url: str) -> str:
    """Return the one spelling of `url`; raise a named error when it may never be visited. No packet is sent."""
    return fetch.configured().policy.check_url(url).url


def request_url(*, url: str, force: bool = False) -> Source:
    """Record that `url` is to be ingested and return its source; raise `UrlForbidden` or `SourceInactive`.

    An address that only a saved file stood for is read from its site from now on.
    """
    url = check_url(url)
    source, _ = Source.objects.get_or_create(url=url, defaults={"kind": Source.Kind.URL})
    if not source.active:
        raise SourceInactive
    if source.kind == Source.Kind.FILE:
        source.kind = Source.Kind.URL
        source.save(update_fields=["kind"])
    request_again(source=source, force=force)
    return source


def request_again(*, source: Source, force: bool = False) -> None:
    """Record that a known source is to be ingested again; a worker or the sweep picks it up."""
    source.requested_at = timezone.now()
    source.state = Source.State.PENDING
    source.force_requested = force or source.force_requested  # until a run has done it
    source.save(update_fields=["requested_at", "state", "force_requested", "updated_at"])


def request_all(*, force: bool = False) -> list[UUID]:
    """Record that every active page, KAVAK_URL first, is to be ingested again; return the sources."""
    keep_configured_page()
    pages = list(Source.objects.active().pages().order_by("created_at"))
    first = configured_page()
    pages.sort(key=lambda source: source.url != first)
    for source in pages:
        request_again(source=source, force=force)
    return [source.pk for source in pages]


def keep_configured_page() -> None:
    """Make KAVAK_URL a source, due at once, unless it is one already or may not be visited."""
    if url := configured_page():
        requested = {"kind": Source.Kind.URL, "requested_at": timezone.now()}
        Source.objects.get_or_create(url=url, defaults=requested)


def configured_page() -> str:
    """Return KAVAK_URL as sources spell it; nothing where it is not set or may not be visited: a check says so."""
    try:
        return check_url(settings.KAVAK_URL) if settings.KAVAK_URL else ""
    except KavakbotError:
        return ""


def save_upload(*, content: bytes, name: str, content_type: str, url: str | None = None, title: str = "") -> Source:
    """Keep a file as a source; the same address again replaces the file.

    Raise `UploadTooLarge`, `AddressInvalid` for what no customer could open, or `SourceInactive`.
    """
    with transaction.atomic():
        if url is None:
            source = Source.objects.create(kind=Source.Kind.FILE, title=title or visible(name)[:300])
        else:
            _check_address(url)
            source, _ = Source.objects.get_or_create(url=url, defaults={"kind": Source.Kind.FILE, "title": title})
            if not source.active:
                raise SourceInactive
        replace_upload(source=source, content=content, name=name, content_type=content_type)
    return source


def _check_address(url: str) -> None:
    """Refuse what is no link; it is not visited, so that any host will do."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise AddressInvalid from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AddressInvalid


def replace_upload(*, source: Source, content: bytes, name: str, content_type: str) -> None:
    """Put another file in the place of a source's; raise `UploadTooLarge`."""
    if len(content) > MAX_UPLOAD_BYTES:
        raise UploadTooLarge
    shown = {"name": visible(name)[:200] or "archivo", "content_type": content_type[:100], "content": content}
    before = Upload.objects.filter(source=source).first()
    if before and bytes(before.content) != content:
        Draft.objects.filter(source=source).delete()  # of the file that is no more
    Upload.objects.update_or_create(source=source, defaults=shown)


def save_faq(*, question: str, answer: str) -> Source:
    """Keep a hand-written question and its answer; the same again, whatever its case and signs, replaces its answer."""
    title = " ".join(visible(question).split())[:300]
    written = {"title": title, "answer": visible(answer)}
    known = faqs.written(title).values_list("pk", flat=True).first()
    source, _ = Source.objects.update_or_create(
        **({"pk": known} if known else {"kind": Source.Kind.FAQ, "title__iexact": title}),
        defaults=written,
        create_defaults={**written, "kind": Source.Kind.FAQ, "refresh_hours": None},
    )
    return source


def change_url(*, source: Source, url: str) -> None:
    """Read a page from another address from now on; raise `UrlForbidden`. What serves goes on until it was read there.

    What the old address said of itself, and a draft that was read from it, mean nothing at the new one.
    """
    url = check_url(url)
    with transaction.atomic():
        Draft.objects.filter(source=source).delete()
        source.url, source.etag, source.last_modified = url, "", ""
        source.save(update_fields=["url", "etag", "last_modified", "updated_at"])
        request_again(source=source)


def change_schedule(*, source: Source, refresh_hours: int | None) -> None:
    """Read a page more or less often from now on, counted from when it was last looked at."""
    source.refresh_hours = refresh_hours
    source.next_read_at = next_read(source, source.checked_at or timezone.now())
    source.save(update_fields=["refresh_hours", "next_read_at"])


def switch(*, chosen: SourceQuerySet, active: bool) -> int:
    """Let sources answer and be read, or neither; return how many changed."""
    return chosen.filter(active=not active).update(active=active)


def due_source_ids() -> list[UUID]:
    """Return the sources that wait or whose time has come, oldest request first."""
    return list(Source.objects.due(timezone.now()).values_list("pk", flat=True))


def claim(source_id: UUID) -> Source | None:
    """Take a due source for this worker, or return None: two workers that were woken for one must not both read it.

    The state changes only if it is still one of those that are due; one row changed means that it is ours.
    """
    now = timezone.now()
    ours = Source.objects.due(now, inactive_too=True).order_by().filter(pk=source_id)
    taken = ours.update(
        state=Source.State.INGESTING,
        stage=Source.Stage.FETCHING,
        chunks_done=0,
        chunks_total=0,
        next_read_at=None,
        updated_at=now,
    )
    return Source.objects.get(pk=source_id) if taken else None


def show_progress(
    source: Source, stage: Source.Stage, *, chunks_done: int | None = None, chunks_total: int | None = None
) -> None:
    """Say on the row where a run stands; it also tells the sweep that the worker lives."""
    counts = {"chunks_done": chunks_done, "chunks_total": chunks_total}
    changed = {name: count for name, count in counts.items() if count is not None}
    Source.objects.filter(pk=source.pk).update(stage=stage, updated_at=timezone.now(), **changed)


def end_run(source: Source, state: Source.State, *, started_at: datetime, next_read_at: datetime | None) -> None:
    """End the run, unless another was requested while it ran: that request keeps its place in the queue."""
    Source.objects.filter(pk=source.pk).update(stage="", next_read_at=next_read_at, updated_at=timezone.now())
    ours = Q(requested_at__isnull=True) | Q(requested_at__lte=started_at)
    Source.objects.filter(ours, pk=source.pk).update(state=state, force_requested=False)


def next_read(source: Source, now: datetime, *, failures: int = 0) -> datetime | None:
    """Return when a page is to be read again: by its schedule, or sooner after failures worth another try."""
    if source.kind != Source.Kind.URL:
        return None
    scheduled = timedelta(hours=source.refresh_hours) if source.refresh_hours else None
    if not failures:
        return now + scheduled if scheduled else None
    if scheduled is None and failures > _MOST_UNSCHEDULED_RETRIES:
        return None
    retry: timedelta = _FIRST_RETRY * _RETRY_FACTOR ** min(failures - 1, 8)
    return now + min(retry, scheduled or retry)
