"""Review before publishing: what is new waits, what serves goes on, and a decision is about one very version."""

import pytest

from knowledge import ingestion, publishing, retrieval, sources
from knowledge.models import Chunk, Draft, Source
from knowledge.publishing import Change, DraftReplaced
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db

URL = "https://ejemplo.mx/compra"


def page(*sections):
    body = "".join(f"<h2>{heading}</h2><p>{text}</p>" for heading, text in sections)
    return f"<html><head><title>Compra</title></head><body><main>{body}</main></body></html>".encode()


GARANTIA = ("Garantía", "Todos los autos llevan tres meses de garantía en motor y transmisión, sin costo.")
MEJOR = ("Garantía", "Todos los autos llevan doce meses de garantía en motor y transmisión, sin costo.")
PRUEBA = ("Prueba", "Tienes siete días o trescientos kilómetros para devolver el auto si no te convence.")


@pytest.fixture
def reviewed():
    """A source in service whose next version must be seen first."""
    ingestion.ingest_html(html=page(GARANTIA, PRUEBA), source_url=URL, extract=extract)
    source = Source.objects.get()
    source.review_first = True
    source.save()
    return source


def read_again(source, content):
    sources.replace_upload(source=source, content=content, name="compra.html", content_type="text/html")
    sources.request_again(source=source)
    ingestion.ingest_source(source_id=source.pk)
    source.refresh_from_db()


def served():
    return list(Chunk.objects.order_by("position").values_list("text", flat=True))


def test_a_change_waits_and_the_old_version_goes_on_serving(reviewed):
    read_again(reviewed, page(MEJOR, PRUEBA))
    assert reviewed.state == Source.State.REVIEW
    assert served() == [GARANTIA[1], PRUEBA[1]]
    assert "tres meses" in retrieval.search("que garantia dan")[0].text


def test_a_version_that_says_what_serves_is_nothing_to_review_though_we_read_it_otherwise_by_now(reviewed):
    Source.objects.update(content_hash="1-as-older-code-saw-it")
    read_again(reviewed, page(GARANTIA, PRUEBA))
    assert reviewed.state == Source.State.READY
    assert not Draft.objects.exists()
    assert served() == [GARANTIA[1], PRUEBA[1]]


def test_the_differences_are_shown_in_reading_order(reviewed):
    read_again(reviewed, page(MEJOR, PRUEBA))
    shown = [(one.change, one.text) for one in publishing.differences(Draft.objects.get())]
    assert shown == [(Change.REMOVED, GARANTIA[1]), (Change.ADDED, MEJOR[1]), (Change.KEPT, PRUEBA[1])]


def test_an_approved_draft_is_what_a_worker_publishes(reviewed):
    read_again(reviewed, page(MEJOR, PRUEBA))
    publishing.approve(draft=Draft.objects.get())
    report = ingestion.ingest_source(source_id=reviewed.pk)
    assert (report.created, report.deleted, report.unchanged) == (1, 1, 1)
    assert served() == [MEJOR[1], PRUEBA[1]]
    reviewed.refresh_from_db()
    assert reviewed.state == Source.State.READY
    assert not Draft.objects.exists()


def test_a_dismissed_draft_is_not_put_up_again_until_the_page_changes(reviewed):
    read_again(reviewed, page(MEJOR, PRUEBA))
    publishing.dismiss(draft=Draft.objects.get())
    read_again(reviewed, page(MEJOR, PRUEBA))
    assert reviewed.state == Source.State.READY
    assert served() == [GARANTIA[1], PRUEBA[1]]
    read_again(reviewed, page(MEJOR))
    assert reviewed.state == Source.State.REVIEW


@pytest.mark.parametrize("state", [Source.State.FAILED, Source.State.PENDING, Source.State.INGESTING])
def test_a_dismissal_hides_neither_a_failure_nor_a_run(reviewed, state):
    read_again(reviewed, page(MEJOR, PRUEBA))
    Source.objects.update(state=state)
    publishing.dismiss(draft=Draft.objects.get())
    assert Source.objects.get().state == state


def test_a_draft_that_a_later_reading_replaced_cannot_be_decided(reviewed):
    read_again(reviewed, page(MEJOR, PRUEBA))
    seen = Draft.objects.get()
    read_again(reviewed, page(MEJOR))
    for decide in (publishing.approve, publishing.dismiss):
        with pytest.raises(DraftReplaced):
            decide(draft=seen)
    assert Draft.objects.get().decision == Draft.Decision.WAITING


def test_a_page_that_is_again_what_it_was_needs_no_review(reviewed):
    read_again(reviewed, page(MEJOR, PRUEBA))
    read_again(reviewed, page(GARANTIA, PRUEBA))
    assert reviewed.state == Source.State.READY
    assert not Draft.objects.exists()


def test_the_first_version_waits_too_and_answers_nobody_until_it_is_approved():
    source = sources.save_upload(content=page(GARANTIA), name="compra.html", content_type="text/html")
    source.review_first = True
    source.save()
    sources.request_again(source=source)
    ingestion.ingest_source(source_id=source.pk)
    assert not Chunk.objects.exists()
    publishing.approve(draft=Draft.objects.get())
    ingestion.ingest_source(source_id=source.pk)
    assert served() == [GARANTIA[1]]


def test_what_staff_wrote_themselves_needs_no_review():
    source = sources.save_faq(question="¿Hay estacionamiento?", answer="Sí, gratis para clientes.")
    source.review_first = True
    source.save()
    sources.request_again(source=source)
    ingestion.ingest_source(source_id=source.pk)
    assert served() == ["Sí, gratis para clientes."]


def test_a_file_that_took_another_files_place_is_read_even_where_the_older_was_approved(reviewed):
    read_again(reviewed, page(MEJOR, PRUEBA))
    publishing.approve(draft=Draft.objects.get())
    sources.replace_upload(source=reviewed, content=page(MEJOR), name="otra.html", content_type="text/html")
    ingestion.ingest_source(source_id=reviewed.pk)
    reviewed.refresh_from_db()
    assert reviewed.state == Source.State.REVIEW
    assert served() == [GARANTIA[1], PRUEBA[1]]
