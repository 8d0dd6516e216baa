"""A source's page: how it stands, its passages in reading order, and the verbs on each, signed in its history."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge import curation, ingestion, retrieval
from knowledge.admin.passages import PER_PAGE
from knowledge.models import Chunk, ChunkEmbedding, Source
from knowledge.scraping.extract import extract
from knowledge.tests import cast
from knowledge.tests.cast import text

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/source/"


@pytest.fixture
def office():
    return cast.caro()


@pytest.fixture
def source():
    ingestion.ingest_html(html=a_page(3), source_url="https://ejemplo.mx/garantia", extract=extract)
    return Source.objects.get()


def a_page(sections):
    body = "".join(
        f"<h2>Tema {n}</h2><p>Esto es lo que decimos a todos sobre el tema {n}.</p>" for n in range(sections)
    )
    return f"<html><head><title>Temas</title></head><body><main>{body}</main></body></html>".encode()


def page_of(source):
    return f"{LIST}{source.pk}/change/"


def do(office, verb, chunk):
    return office.post(f"{LIST}{chunk.source_id}/passages/{chunk.pk}/", {"verb": verb}, follow=True)


def test_the_passages_stand_in_reading_order_with_their_headings(office, source):
    page = office.get(page_of(source))
    assert [BeautifulSoup(str(one), "html.parser").text for one in _headings(page)] == ["Tema 0", "Tema 1", "Tema 2"]
    assert "sobre el tema 1." in text(page, "#passages")


def _headings(page):
    return BeautifulSoup(page.content, "html.parser").select("#passages h3")


def test_the_panel_says_how_many_vectors_each_model_has_and_how_many_it_owes(office, source):
    assert "use-multilingual-v3: 3 completo" in text(office.get(page_of(source)), "#panel")
    ChunkEmbedding.objects.filter(chunk=source.chunks.first()).delete()
    assert "use-multilingual-v3: 2 falta 1" in text(office.get(page_of(source)), "#panel")


def test_a_model_that_is_configured_and_knows_nothing_yet_is_named(office, source, settings):
    settings.OPENAI_API_KEY = "sk-nothing"
    assert "text-embedding-3-small: 0 faltan 3" in text(office.get(page_of(source)), "#panel")


def test_the_panel_shows_a_failure_as_it_is(office, source):
    Source.objects.update(state="failed", error="La página pesa más de 5 MB. [The page is larger than 5 MiB.]")
    assert "con error La página pesa más de 5 MB." in text(office.get(page_of(source)), "#panel")


def test_a_hidden_passage_answers_nobody_until_it_is_shown_again(office, source):
    chunk = source.chunks.get(heading_path="Tema 1")
    page = do(office, "hide", chunk)
    assert "Se ocultó el fragmento." in text(page, ".messagelist")
    assert "oculto" in text(page, f"#passage-{chunk.pk}")
    assert all(hit.passage.chunk_id != chunk.pk for hit in retrieval.explain("tema 1").hits)
    do(office, "show", chunk)
    chunk.refresh_from_db()
    assert not chunk.hidden


def test_a_passage_is_pinned_and_unpinned(office, source):
    chunk = source.chunks.first()
    assert "destacado" in text(do(office, "pin", chunk), f"#passage-{chunk.pk}")
    do(office, "unpin", chunk)
    chunk.refresh_from_db()
    assert not chunk.pinned


def test_the_history_says_who_hid_what(office, source):
    do(office, "hide", source.chunks.get(heading_path="Tema 1"))
    history = text(office.get(f"{LIST}{source.pk}/history/"))
    assert "caro" in history
    assert "Se ocultó el fragmento «Tema 1»." in history


def test_a_passage_that_a_worker_replaced_meanwhile_is_told(office, source):
    chunk = source.chunks.first()
    Chunk.objects.filter(pk=chunk.pk).delete()
    assert "Ese fragmento ya no existe" in text(do(office, "hide", chunk), ".messagelist")


def test_a_passage_of_another_source_is_out_of_reach(office, source):
    ingestion.ingest_faq(question="¿Hay estacionamiento?", answer="Sí.")
    other = Chunk.objects.get(source__kind="faq")
    office.post(f"{LIST}{source.pk}/passages/{other.pk}/", {"verb": "hide"})
    other.refresh_from_db()
    assert not other.hidden


@pytest.mark.parametrize("verb", ["", "delete", "hide; drop"])
def test_an_unknown_verb_is_not_found(office, source, verb):
    assert do(office, verb, source.chunks.first()).status_code == 404


def test_a_verb_is_never_a_link(office, source):
    assert office.get(f"{LIST}{source.pk}/passages/{source.chunks.first().pk}/").status_code == 405


def test_many_passages_are_shown_a_page_at_a_time_and_one_is_found_among_them(office):
    ingestion.ingest_html(html=a_page(PER_PAGE + 5), source_url="https://ejemplo.mx/largo")
    source = Source.objects.get()
    assert len(_headings(office.get(page_of(source)))) == PER_PAGE
    assert len(_headings(office.get(f"{page_of(source)}?p=2"))) == 5
    last = source.chunks.order_by("position").last()
    page = office.get(f"{page_of(source)}?passage={last.pk}")
    assert f"Tema {PER_PAGE + 4}" in text(page, f"#passage-{last.pk}.kn-chosen")


@pytest.mark.parametrize("query", ["?p=0", "?p=x", "?p=99999999999999999999", "?passage=x", "?passage=%00"])
def test_a_page_that_is_none_shows_one_that_is(office, source, query):
    assert "Tema 0" in text(office.get(page_of(source) + query), "#passages")


def test_what_a_page_says_is_text_and_never_html(office, source):
    source.chunks.update(heading_path="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    shown = office.get(page_of(source)).content.decode()
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown


def test_the_page_costs_the_same_however_many_passages_there_are(office, source):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert office.get(page_of(source)).status_code == 200
        return len(seen)

    few = queries()
    Chunk.objects.bulk_create(Chunk(source=source, position=n, text=str(n)) for n in range(5, 35))
    assert queries() == few <= 16


def test_the_bytes_of_a_file_are_not_read_to_show_its_page(office, source):
    with CaptureQueriesContext(connection) as seen:
        office.get(page_of(source))
    assert not [query for query in seen if '"knowledge_upload"."content",' in query["sql"]]


def test_a_source_that_is_gone_leads_back_to_the_list(office, source):
    source.delete()
    assert office.get(page_of(source)).status_code == 302


def test_a_passage_keeps_its_place_in_the_history_when_its_title_is_long(office, source):
    source.chunks.update(heading_path=" › ".join(["Un título muy largo"] * 60))
    curation.pin(chunk=source.chunks.first())
    assert do(office, "hide", source.chunks.first()).status_code == 200
