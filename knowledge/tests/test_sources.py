"""Sources as rows that decide: one worker each, read again on time, sooner after a failure, never while off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone

from knowledge import ingestion, sources
from knowledge.models import Source
from knowledge.scraping.fetch import Fetched, NotModified, PageUnavailable, Validators
from knowledge.scraping.guard import UrlForbidden
from knowledge.sources import AddressInvalid, SourceInactive, UploadTooLarge

pytestmark = pytest.mark.django_db

URL = "https://ejemplo.mx/sedes"
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
PAGE = (
    b"<html><head><title>Sedes</title></head><body><main><h2>Puebla</h2>"
    b"<p>Estamos en Calle Allende 512, Puebla, junto al parque.</p></main></body></html>"
)


def page_of(url, *, known):
    return Fetched(PAGE, "text/html", "utf-8", Validators('"v1"', ""), url)


def broken(url, *, known):
    raise PageUnavailable


def test_a_requested_source_is_claimed_by_one_worker_only():
    source = sources.request_url(url=URL)
    assert sources.claim(source.pk).pk == source.pk
    assert sources.claim(source.pk) is None


def test_a_worker_that_died_loses_its_claim_after_ten_minutes():
    source = sources.request_url(url=URL)
    sources.claim(source.pk)
    Source.objects.update(updated_at=timezone.now() - timedelta(minutes=11))
    assert sources.due_source_ids() == [source.pk]
    assert sources.claim(source.pk) is not None


def test_progress_shows_that_a_long_run_is_alive():
    source = sources.request_url(url=URL)
    claimed = sources.claim(source.pk)
    Source.objects.update(updated_at=timezone.now() - timedelta(minutes=11))
    sources.show_progress(claimed, Source.Stage.EMBEDDING, chunks_done=3, chunks_total=9)
    assert sources.due_source_ids() == []
    source.refresh_from_db()
    assert (source.stage, source.chunks_done, source.chunks_total) == ("embedding", 3, 9)


def test_a_page_is_read_again_when_its_time_comes():
    source = sources.request_url(url=URL)
    ingestion.ingest_source(source_id=source.pk, read=page_of)
    source.refresh_from_db()
    assert timedelta(hours=23) < source.next_read_at - timezone.now() <= timedelta(hours=24)
    assert sources.due_source_ids() == []
    Source.objects.update(next_read_at=timezone.now())
    assert sources.due_source_ids() == [source.pk]
    report = ingestion.ingest_source(source_id=source.pk, read=page_of)
    assert (report.created, report.deleted, report.unchanged) == (0, 0, 1)


def test_a_page_that_staff_switched_off_is_neither_due_nor_requested():
    source = sources.request_url(url=URL)
    Source.objects.update(active=False, next_read_at=timezone.now())
    assert sources.due_source_ids() == []
    with pytest.raises(SourceInactive):
        sources.request_url(url=source.url)


def test_a_schedule_that_is_changed_while_the_page_is_read_counts_from_that_reading():
    source = sources.request_url(url=URL)

    def read(url, *, known):
        sources.change_schedule(source=Source.objects.get(), refresh_hours=168)
        return page_of(url, known=known)

    ingestion.ingest_source(source_id=source.pk, read=read)
    assert Source.objects.get().next_read_at - timezone.now() > timedelta(days=6)


def test_a_site_that_is_down_is_asked_again_soon_then_less_and_less_often():
    source = Source(kind=Source.Kind.URL, refresh_hours=24)
    waits = [sources.next_read(source, NOW, failures=count) - NOW for count in range(1, 8)]
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes == [1, 4, 16, 64, 256, 1024, 1440]


def test_a_page_without_a_schedule_is_tried_four_times_and_then_left():
    source = Source(kind=Source.Kind.URL, refresh_hours=None)
    assert sources.next_read(source, NOW) is None
    assert [sources.next_read(source, NOW, failures=count) is not None for count in (1, 4, 5)] == [True, True, False]


def test_what_staff_wrote_is_never_read_again_by_itself():
    assert sources.next_read(Source(kind=Source.Kind.FAQ, refresh_hours=24), NOW) is None


def test_a_failure_is_counted_until_it_is_mended():
    source = sources.request_url(url=URL)
    for count in (1, 2):
        with pytest.raises(PageUnavailable):
            ingestion.ingest_source(source_id=source.pk, read=broken)
        source.refresh_from_db()
        assert (source.failures, source.state) == (count, "failed")
        assert source.next_read_at is not None
        Source.objects.update(next_read_at=timezone.now())
    ingestion.ingest_source(source_id=source.pk, read=page_of)
    source.refresh_from_db()
    assert (source.failures, source.state, source.error) == (0, "ready", "")


def test_a_page_that_is_what_it_was_is_not_read_twice_unless_it_must_be():
    source = sources.request_url(url=URL)
    asked = []

    def site(url, *, known):
        asked.append(known.etag)
        return NotModified() if known.etag == '"v1"' else page_of(url, known=known)

    for force in (False, False, True):
        sources.request_again(source=source, force=force)
        ingestion.ingest_source(source_id=source.pk, read=site)
    assert asked == ["", '"v1"', ""]
    source.refresh_from_db()
    assert (source.state, source.checked_at > source.created_at) == ("ready", True)


def test_a_page_that_a_model_has_not_seen_is_read_again_whole():
    source = sources.request_url(url=URL)
    ingestion.ingest_source(source_id=source.pk, read=page_of)
    Source.objects.update(embedded_by=[])
    sources.request_again(source=source)
    known_of = []

    def site(url, *, known):
        known_of.append(known)
        return page_of(url, known=known)

    ingestion.ingest_source(source_id=source.pk, read=site)
    assert known_of == [Validators()]


def test_the_configured_page_becomes_a_source_that_is_due(settings):
    settings.KAVAK_URL = URL
    sources.keep_configured_page()
    sources.keep_configured_page()
    assert sources.due_source_ids() == [Source.objects.get(url=URL).pk]


def test_the_configured_page_is_the_same_source_however_it_is_spelt(settings):
    source = sources.request_url(url="https://ejemplo.mx/sedes")
    settings.KAVAK_URL = "HTTPS://Ejemplo.MX:443/sedes#mapa"
    sources.keep_configured_page()
    assert list(Source.objects.all()) == [source]


def test_a_configured_page_that_may_not_be_visited_is_no_source_and_stops_nothing(settings):
    settings.KAVAK_URL = "http://169.254.169.254/latest/meta-data"
    sources.keep_configured_page()
    assert not Source.objects.exists()
    assert [found.id for found in run_checks(tags=["knowledge"])] == ["knowledge.W001"]
    settings.KAVAK_URL = "https://ejemplo.mx/sedes"
    assert run_checks(tags=["knowledge"]) == []


def test_a_file_for_a_page_that_is_read_by_schedule_stands_in_for_its_site_once():
    sources.request_url(url=URL)
    report = ingestion.ingest_html(html=PAGE, source_url=URL)
    assert report.created == 1
    source = Source.objects.get()
    assert source.kind == Source.Kind.URL
    assert source.next_read_at is not None


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing():
    with pytest.raises(UploadTooLarge):
        sources.save_upload(content=bytes(sources.MAX_UPLOAD_BYTES + 1), name="x.pdf", content_type="application/pdf")
    assert not Source.objects.exists()


def test_an_upload_is_read_again_from_what_was_kept():
    source = sources.save_upload(content=PAGE, name="sedes.html", content_type="text/html")
    sources.request_again(source=source)
    assert ingestion.ingest_source(source_id=source.pk).created == 1
    sources.request_again(source=source, force=True)
    assert ingestion.ingest_source(source_id=source.pk).created == 1


def test_an_address_that_may_not_be_visited_is_no_source():
    with pytest.raises(UrlForbidden):
        sources.request_url(url="ftp://ejemplo.mx")
    assert not Source.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "no es url", "ftp://ejemplo.mx/x", ""])
def test_a_file_is_said_to_come_from_an_address_that_a_customer_could_open(url):
    with pytest.raises(AddressInvalid):
        ingestion.ingest_html(html=PAGE, source_url=url)
    assert not Source.objects.exists()


def test_an_address_is_one_source_however_it_is_spelt():
    for url in (URL, "HTTPS://Ejemplo.mx:443/sedes", f"{URL}#puebla"):
        sources.request_url(url=url)
    assert Source.objects.get().url == URL


def test_an_address_that_a_file_stood_for_is_read_from_its_site_once_that_is_asked_for():
    ingestion.ingest_html(html=PAGE, source_url=URL)
    source = sources.request_url(url=URL)
    assert ingestion.ingest_source(source_id=source.pk, read=page_of) is not None
    source.refresh_from_db()
    assert (source.kind, source.etag) == ("url", '"v1"')


def test_force_that_was_asked_for_is_not_lost_when_somebody_asks_again_without():
    source = sources.request_url(url=URL, force=True)
    sources.request_again(source=source)
    source.refresh_from_db()
    assert source.force_requested


def test_a_file_that_staff_named_keeps_its_name():
    source = sources.save_upload(content=PAGE, name="p.html", content_type="text/html", title="Puebla, edición 2026")
    sources.request_again(source=source)
    ingestion.ingest_source(source_id=source.pk)
    source.refresh_from_db()
    assert source.title == "Puebla, edición 2026"


def test_a_run_that_changed_nothing_says_so_on_the_row():
    ingestion.ingest_html(html=PAGE, source_url=URL)
    ingestion.ingest_html(html=PAGE, source_url=URL)
    source = Source.objects.get()
    assert (source.chunks_created, source.chunks_deleted, source.chunks_unchanged) == (0, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_question_that_is_sent_twice_at_once_is_one_source():
    def save(number):
        try:
            return sources.save_faq(question="¿Hay estacionamiento?", answer="Sí.").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(save, range(6)))) == 1
    assert sources.save_faq(question="¿HAY estacionamiento?", answer="No.").answer == "No."
    assert Source.objects.get().title == "¿HAY estacionamiento?"


def test_a_question_that_differs_in_signs_and_accents_replaces_the_answer(db):
    sources.save_faq(question="¿Hay estacionamiento en la sucursal?", answer="Sí.")
    assert sources.save_faq(question="hay estacionamiento en la sucursál", answer="No.").answer == "No."
    assert Source.objects.get().title == "hay estacionamiento en la sucursál"
