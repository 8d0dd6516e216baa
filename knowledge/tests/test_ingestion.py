"""Ingestion: whole versions only, nothing done twice, and a failure that leaves what serves alone."""

import pytest
from django.db import connection
from django.test import override_settings

from knowledge import ingestion, retrieval, settling, sources, versions
from knowledge.models import LOCAL_MODEL, Chunk, ChunkEmbedding, Draft, Source
from knowledge.scraping.extract import extract
from knowledge.scraping.fetch import Fetched, PageUnavailable, Validators
from knowledge.scraping.guard import AddressForbidden, UrlForbidden
from knowledge.scraping.page import PageWithoutContent
from knowledge.settling import MOST_PASSAGES, TooManyPassages
from knowledge.sources import UnknownSource

URL = "https://ejemplo.mx/sedes"


def page(*sections):
    body = "".join(f"<h2>{heading}</h2><p>{text}</p>" for heading, text in sections)
    return f"<html><head><title>Sedes</title></head><body><article>{body}</article></body></html>".encode()


def requested(url):
    """A page that somebody asked for; the test's own server is not public, so it cannot come in by the front door."""
    source = Source.objects.create(url=url)
    sources.request_again(source=source)
    return source


GARANTIA = ("Garantía", "Todos los autos llevan tres meses de garantía en motor y transmisión, sin costo.")
PRUEBA = ("Prueba", "Tienes siete días o trescientos kilómetros para devolver el auto si no te convence.")
ENTREGA = ("Entrega", "Llevamos el auto hasta tu domicilio dentro de las ciudades donde tenemos una sede.")


@pytest.mark.django_db
def test_a_page_becomes_chunks_with_headings_and_a_local_vector_each():
    report = ingestion.ingest_html(html=page(GARANTIA, PRUEBA), source_url=URL, extract=extract)
    assert (report.created, report.deleted, report.unchanged) == (2, 0, 0)
    assert list(Chunk.objects.values_list("heading_path", flat=True)) == ["Garantía", "Prueba"]
    assert set(ChunkEmbedding.objects.values_list("model", flat=True)) == {LOCAL_MODEL}
    source = Source.objects.get()
    assert (source.state, source.title, source.url, source.kind) == ("ready", "Sedes", URL, "file")
    assert source.fetched_at is not None


@pytest.mark.django_db
def test_the_same_page_again_changes_nothing():
    ingestion.ingest_html(html=page(GARANTIA, PRUEBA), source_url=URL, extract=extract)
    before = list(Chunk.objects.values_list("pk", flat=True))
    report = ingestion.ingest_html(html=page(GARANTIA, PRUEBA), source_url=URL, extract=extract)
    assert (report.created, report.deleted, report.unchanged) == (0, 0, 2)
    assert list(Chunk.objects.values_list("pk", flat=True)) == before


@pytest.mark.django_db
def test_a_changed_page_keeps_the_chunks_that_stayed_and_their_order_is_the_new_one():
    ingestion.ingest_html(html=page(GARANTIA, PRUEBA), source_url=URL, extract=extract)
    kept = Chunk.objects.get(heading_path="Prueba").pk
    report = ingestion.ingest_html(html=page(ENTREGA, PRUEBA), source_url=URL, extract=extract)
    assert (report.created, report.deleted, report.unchanged) == (1, 1, 1)
    assert Chunk.objects.get(heading_path="Prueba").pk == kept
    assert list(Chunk.objects.order_by("position").values_list("heading_path", flat=True)) == ["Entrega", "Prueba"]
    assert ChunkEmbedding.objects.count() == 2


@pytest.mark.django_db
def test_force_makes_everything_anew():
    ingestion.ingest_html(html=page(GARANTIA), source_url=URL, extract=extract)
    report = ingestion.ingest_html(html=page(GARANTIA), source_url=URL, force=True, extract=extract)
    assert (report.created, report.deleted, report.unchanged) == (1, 1, 0)


@pytest.mark.django_db
def test_a_page_that_became_empty_leaves_the_old_version_and_says_why_in_spanish():
    ingestion.ingest_html(html=page(GARANTIA), source_url=URL, extract=extract)
    with pytest.raises(PageWithoutContent):
        ingestion.ingest_html(html=b"<html><body></body></html>", source_url=URL, extract=extract)
    source = Source.objects.get()
    assert (source.state, source.error_code) == ("failed", "page_without_content")
    assert "no tiene texto" in source.error
    assert retrieval.search("que garantia dan")[0].heading == "Garantía"


@pytest.mark.django_db
def test_an_error_is_forgotten_once_it_is_mended():
    with pytest.raises(PageWithoutContent):
        ingestion.ingest_html(html=b"", source_url=URL, extract=extract)
    ingestion.ingest_html(html=page(GARANTIA), source_url=URL, extract=extract)
    source = Source.objects.get()
    assert (source.state, source.error, source.error_code) == ("ready", "", "")


@pytest.mark.django_db
def test_a_faq_is_one_chunk_and_its_new_answer_replaces_the_old():
    ingestion.ingest_faq(question="¿Cuánto dura la garantía?", answer="Tres meses.")
    ingestion.ingest_faq(question="¿Cuánto dura la garantía?", answer="Seis meses.")
    chunk = Chunk.objects.get()
    assert (chunk.heading_path, chunk.text) == ("¿Cuánto dura la garantía?", "Seis meses.")


@pytest.mark.django_db
def test_what_could_be_refused_early_never_becomes_a_source():
    with pytest.raises(UrlForbidden):
        ingestion.ingest_url(url="ftp://ejemplo.mx/")
    with pytest.raises(AddressForbidden):
        ingestion.ingest_url(url="http://169.254.169.254/latest/meta-data/")
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_a_url_is_read_through_the_door(httpserver, door, page_url):
    httpserver.expect_request("/sedes").respond_with_data(page(GARANTIA), content_type="text/html")
    source = requested(page_url("/sedes"))
    report = ingestion.ingest_source(source_id=source.pk, read=door.fetch)
    assert report.created == 1


@pytest.mark.django_db
def test_a_site_that_is_down_is_recorded_and_its_old_version_serves(httpserver, door, page_url):
    httpserver.expect_oneshot_request("/sedes").respond_with_data(page(GARANTIA), content_type="text/html")
    httpserver.expect_request("/sedes").respond_with_data("caído", status=503)
    source = requested(page_url("/sedes"))
    ingestion.ingest_source(source_id=source.pk, read=door.fetch)
    sources.request_again(source=source)
    with pytest.raises(PageUnavailable):
        ingestion.ingest_source(source_id=source.pk, read=door.fetch)
    source.refresh_from_db()
    assert (source.state, source.error_code) == ("failed", "page_unavailable")
    assert "503" in source.error
    assert Chunk.objects.live().count() == 1


@pytest.mark.django_db
def test_a_request_made_during_a_run_keeps_its_place_in_the_queue(httpserver, door, page_url):
    httpserver.expect_request("/sedes").respond_with_data(page(GARANTIA), content_type="text/html")
    source = Source.objects.create(url=page_url("/sedes"))
    sources.request_again(source=source)

    def read_while_staff_ask_again(url, *, known):
        body = door.fetch(url, known=known)
        sources.request_again(source=source, force=True)
        return body

    ingestion.ingest_source(source_id=source.pk, read=read_while_staff_ask_again)
    assert sources.due_source_ids() == [source.pk]
    ingestion.ingest_source(source_id=source.pk, read=door.fetch)
    assert sources.due_source_ids() == []


@pytest.mark.django_db
def test_with_openai_down_the_local_vectors_are_made_and_found(httpserver):
    httpserver.expect_request("/v1/embeddings").respond_with_data("no", status=401)
    with override_settings(OPENAI_API_KEY="sk-prueba", OPENAI_BASE_URL=httpserver.url_for("/v1")):
        ingestion.ingest_html(html=page(GARANTIA), source_url=URL, extract=extract)
        assert set(ChunkEmbedding.objects.values_list("model", flat=True)) == {LOCAL_MODEL}
        assert retrieval.search("que garantia dan")


@pytest.mark.django_db
def test_vectors_of_a_model_that_was_set_up_later_are_filled_in_without_touching_the_chunks(httpserver):
    ingestion.ingest_html(html=page(GARANTIA), source_url=URL, extract=extract)
    vector = [1.0] + [0.0] * 511
    answer = {"object": "list", "model": "m", "data": [{"object": "embedding", "index": 0, "embedding": vector}],
              "usage": {"prompt_tokens": 1, "total_tokens": 1}}  # fmt: skip
    httpserver.expect_request("/v1/embeddings").respond_with_json(answer)
    with override_settings(OPENAI_API_KEY="sk-otra", OPENAI_BASE_URL=httpserver.url_for("/v1")):
        report = ingestion.ingest_html(html=page(GARANTIA), source_url=URL, extract=extract)
    assert (report.created, report.unchanged) == (0, 1)
    assert ChunkEmbedding.objects.count() == 2


@pytest.mark.django_db
def test_hidden_and_forbidden_characters_never_reach_the_database():
    ingestion.ingest_faq(question="¿Gar\u200bantía\x00?", answer="Tres\u202e meses\ud800.")
    chunk = Chunk.objects.get()
    assert (chunk.heading_path, chunk.text) == ("¿Garantía?", "Tres meses.")


@pytest.mark.django_db
def test_the_search_column_is_kept_by_postgresql_itself():
    ingestion.ingest_faq(question="Garantía", answer="Los camiónes llevan garantías.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT search::text FROM knowledge_chunk")
        assert "'garanti" in cursor.fetchone()[0]


@pytest.mark.django_db
def test_an_inactive_source_answers_nothing():
    ingestion.ingest_html(html=page(GARANTIA), source_url=URL, extract=extract)
    Source.objects.update(active=False)
    assert retrieval.search("que garantia dan") == ()


@pytest.mark.django_db
def test_a_text_that_is_no_page_but_a_book_is_refused_and_leaves_nothing():
    book = "".join(f"# Capítulo {number}\n\nTexto de este capítulo.\n\n" for number in range(MOST_PASSAGES + 1))
    with pytest.raises(TooManyPassages):
        ingestion.ingest_file(content=book.encode(), name="libro.md", content_type="text/plain")
    assert not Chunk.objects.exists()
    assert "5,000" in Source.objects.get().error


@pytest.mark.django_db
def test_a_plain_text_that_was_uploaded_becomes_knowledge():
    text = "# Estacionamiento\n\nEs gratis para clientes durante dos horas."
    report = ingestion.ingest_file(content=text.encode(), name="estacionamiento.txt", content_type="text/plain")
    assert report.created == 1
    assert Chunk.objects.get().heading_path == "Estacionamiento"


@pytest.mark.django_db
@pytest.mark.parametrize("review_first", [False, True])
def test_a_source_that_is_deleted_while_it_is_read_is_no_longer_known(review_first):
    source = requested("https://ejemplo.mx/breve")
    Source.objects.update(review_first=review_first)

    def read(url, *, known):
        Source.objects.all().delete()
        return Fetched(page(GARANTIA), "text/html", "", Validators(), url)

    with pytest.raises(UnknownSource):
        ingestion.ingest_source(source_id=source.pk, read=read, extract=extract)
    connection.check_constraints()
    assert not Source.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_a_question_that_is_reworded_while_it_is_read_keeps_its_new_words():
    source = sources.save_faq(question="¿Hay estacionamiento?", answer="Sí.")
    sources.request_again(source=source)
    claimed = sources.claim(source.pk)
    reworded = Source.objects.get()
    reworded.title, reworded.answer = "¿Dónde me estaciono?", "En el sótano."
    reworded.save(update_fields=["title", "answer"])
    sources.request_again(source=reworded)
    started_at = claimed.updated_at
    settling.settle(claimed, versions.read_now(claimed, None, extract), started_at=started_at)
    ingestion.ingest_source(source_id=source.pk)
    assert (Source.objects.get().title, Chunk.objects.get().text) == ("¿Dónde me estaciono?", "En el sótano.")


@pytest.mark.django_db
def test_headings_in_an_answer_stand_below_its_question():
    ingestion.ingest_faq(
        question="¿Qué incluye?", answer="# Motor\n\nTres meses.\n\n## Frenos\n\nUn mes.\n\n#1 en ventas"
    )
    headings = list(Chunk.objects.order_by("position").values_list("heading_path", flat=True))
    assert headings == ["¿Qué incluye? › Motor", "¿Qué incluye? › Motor › Frenos"]


@pytest.mark.django_db
def test_a_draft_from_an_address_that_staff_left_meanwhile_is_not_kept():
    source = requested("https://ejemplo.mx/antes")
    Source.objects.update(review_first=True)

    def read(url, *, known):
        sources.change_url(source=Source.objects.get(), url="https://ejemplo.mx/despues")
        return Fetched(page(GARANTIA), "text/html", "", Validators(etag='"a"'), url)

    ingestion.ingest_source(source_id=source.pk, read=read, extract=extract)
    assert not Draft.objects.exists()
    assert Source.objects.get().state == Source.State.PENDING
