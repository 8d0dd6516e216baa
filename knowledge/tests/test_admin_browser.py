"""The knowledge pages in a real browser, on a desk and on a phone: add, watch, read, review, try, answer.

With BROWSER_SHOTS=docs/imagenes it makes the pictures of docs/guia-del-equipo.md: sources, review and trial-answered.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from kavakbot.tests.browser import WIDTHS, a_page, flaws, shot
from knowledge import curation, ingestion
from knowledge.models import Chunk, Draft, MissedQuestion, Source
from knowledge.scraping.fetch import Fetched, Validators
from knowledge.tests.test_admin_review import PAGOS
from knowledge.tests.test_publishing import GARANTIA, MEJOR, PRUEBA, read_again
from knowledge.tests.test_publishing import page as html_of

LIST = "/admin/knowledge/source/"
on_every_screen = pytest.mark.parametrize("page", WIDTHS, indirect=True)


@pytest.fixture
def page(request, browser: Browser, transactional_db: None, live_server) -> Iterator[Page]:
    client = Client()
    caro = User.objects.create_user("caro", is_staff=True)
    caro.groups.add(Group.objects.get(name="curaduria"))
    client.force_login(caro)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, getattr(request, "param", "desk"), address=live_server.url, session=session) as page:
        yield page


def see(page: Page, name: str) -> None:
    """Nothing may be wider than the screen."""
    page.wait_for_load_state()  # with its style sheets
    shot(page, name)
    assert flaws(page) == [], name


def sources_in_every_state() -> None:
    """Make the list that a busy morning shows."""
    now = timezone.now()
    for name, stated in {
        "garantia": {"title": "Garantía de los autos Kavak", "state": "ingesting", "stage": "embedding",
                     "chunks_done": 32, "chunks_total": 120},
        "sedes": {"title": "Sedes de Kavak en México", "state": "failed", "failures": 3, "error_code": "page_timeout",
                  "error": "La página tardó más de 10 segundos en responder. [The page took too long.]",
                  "checked_at": now - timedelta(hours=60), "next_read_at": now + timedelta(minutes=16)},
        "pagos": {"title": "Formas de pago", "state": "ready", "checked_at": now - timedelta(hours=3),
                  "fetched_at": now - timedelta(days=9), "next_read_at": now + timedelta(hours=21)},
        "viejo": {"title": "Promoción de abril", "state": "ready", "active": False, "refresh_hours": None,
                  "checked_at": now - timedelta(days=90)},
        "cola": {"state": "pending", "requested_at": now},
    }.items():  # fmt: skip
        Source.objects.create(url=f"https://www.kavak.com/mx/{name}", **stated)
    faq = {"kind": "faq", "title": "¿Tienen estacionamiento para clientes?", "answer": "Sí, gratis."}
    parking = Source.objects.create(state="ready", checked_at=now - timedelta(days=2), **faq)
    Chunk.objects.create(source=parking, position=0, text=parking.answer)
    file = Source.objects.create(kind="file", title="Garantía por escrito", state="review")
    Draft.objects.create(source=file, markdown="# Hola\n\nHola.", content_hash="1", read_at=now)
    Chunk.objects.bulk_create(
        Chunk(source=Source.objects.get(title="Formas de pago"), position=n, text=str(n)) for n in range(7)
    )


@on_every_screen
def test_the_list_shows_every_state_and_follows_what_runs(page):
    sources_in_every_state()
    page.goto(LIST)
    see(page, "sources")
    page.locator("#searchbar").fill("algo a medias")
    page.locator("#result_list .action-select").first.check()
    running = Source.objects.get(title="Garantía de los autos Kavak")
    Source.objects.filter(pk=running.pk).update(chunks_done=96)
    expect(page.get_by_text("calculando vectores: 96 de 120")).to_be_visible()
    Source.objects.filter(state__in=["ingesting", "pending"]).update(state="ready", stage="", checked_at=timezone.now())
    expect(page.locator("#result_list progress")).to_have_count(0, timeout=8_000)
    expect(page.locator("#searchbar")).to_have_value("algo a medias")
    expect(page.locator("#result_list .action-select").first).to_be_checked()


@on_every_screen
def test_a_page_that_may_not_be_visited_is_refused_and_a_good_one_is_followed_to_its_passages(page):
    page.goto(LIST)
    page.get_by_role("link", name="Página web").click()
    see(page, "add-page")
    page.get_by_label("Dirección").fill("http://10.0.0.7/interno")
    page.get_by_label("Se vuelve a leer").select_option("cada semana")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("red interna o reservada")).to_be_visible()
    expect(page.get_by_label("Se vuelve a leer")).to_have_value("168")
    see(page, "add-page-refused")
    page.get_by_label("Dirección").fill("www.ejemplo.mx/compra")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("espera su turno")).to_be_visible()
    see(page, "source-waiting")

    def site(url, *, known):
        return Fetched(html_of(GARANTIA, PRUEBA), "text/html", "utf-8", Validators(), url)

    ingestion.ingest_source(source_id=Source.objects.get().pk, read=site)
    expect(page.locator("#panel").get_by_text("lista", exact=True)).to_be_visible()
    expect(page.locator("#passages").get_by_text("tres meses de garantía")).to_be_visible()
    see(page, "source-ready")


@on_every_screen
def test_a_frequent_question_is_written_with_its_length_in_sight(page):
    page.goto(f"{LIST}add/?kind=faq")
    page.get_by_label("Pregunta").fill("¿Tienen estacionamiento para clientes?")
    page.get_by_label("Respuesta").fill("Sí, gratis. " * 90)
    expect(page.get_by_text("pasa de 900")).to_be_visible()
    see(page, "add-faq-long")
    page.get_by_label("Respuesta").fill("Sí, gratis para clientes en todas las sedes.")
    expect(page.get_by_text("44 caracteres", exact=True)).to_be_visible()
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("En unos minutos el bot la contesta")).to_be_visible()
    see(page, "faq-saved")
    page.goto(f"{LIST}add/?kind=faq")
    page.get_by_label("Pregunta").fill("¿tienen estacionamiento para clientes?")
    page.get_by_label("Respuesta").fill("No.")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.locator(".errorlist a")).to_be_visible()
    see(page, "add-faq-known")


@on_every_screen
def test_a_file_is_uploaded_and_a_picture_is_refused(page, tmp_path: Path):
    picture, notes = tmp_path / "garantia.html", tmp_path / "garantia.md"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    notes.write_text("# Garantía\n\nTres meses en motor y transmisión.")
    page.goto(f"{LIST}add/?kind=file")
    page.get_by_label("Nombre").fill("Garantía por escrito")
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("no contiene texto que se pueda leer")).to_be_visible()
    expect(page.get_by_label("Nombre")).to_have_value("Garantía por escrito")
    see(page, "add-file-refused")
    page.locator("input[type=file]").set_input_files(notes)
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("link", name="garantia.md")).to_be_visible()
    see(page, "file-saved")


@on_every_screen
def test_a_passage_is_pinned_and_another_hidden(page):
    ingestion.ingest_html(html=html_of(GARANTIA, PRUEBA, PAGOS), source_url="https://ejemplo.mx/compra")
    page.goto(f"{LIST}{Source.objects.get().pk}/change/")
    page.locator(".kn-passage").first.get_by_role("button", name="Destacar").click()
    expect(page.locator(".kn-passage").first.get_by_text("destacado", exact=True)).to_be_visible()
    page.locator(".kn-passage").nth(1).get_by_role("button", name="Ocultar").click()
    expect(page.locator(".kn-passage").nth(1).get_by_text("oculto", exact=True)).to_be_visible()
    see(page, "passages")
    page.goto(f"{LIST}{Source.objects.get().pk}/history/")
    expect(page.get_by_text("Se ocultó el fragmento «Prueba».")).to_be_visible()
    see(page, "history")


@on_every_screen
def test_a_new_version_is_compared_and_published(page):
    start = ("Inicio", "Somos una empresa que vende autos seminuevos en todo México.")
    ingestion.ingest_html(html=html_of(start, GARANTIA, PRUEBA), source_url="https://ejemplo.mx/compra")
    source = Source.objects.get()
    source.review_first = True
    source.save()
    read_again(source, html_of(start, MEJOR, PAGOS))
    page.goto(LIST)
    page.get_by_role("link", name="Revisar la versión nueva").click()
    see(page, "review")
    page.get_by_text("1 fragmento sin cambios").click()
    expect(page.get_by_text("vende autos seminuevos")).to_be_visible()
    page.get_by_role("button", name="Publicar").click()
    expect(page.get_by_text("se está publicando")).to_be_visible()
    ingestion.ingest_source(source_id=source.pk)
    expect(page.locator("#passages").get_by_text("doce meses")).to_be_visible(timeout=8_000)


@on_every_screen
def test_a_question_is_tried_and_one_that_finds_nothing_becomes_a_frequent_question(page, sample_pages):
    page.goto(LIST)
    page.locator(".object-tools").get_by_role("link", name="Prueba una pregunta").click()
    page.get_by_label("Pregunta de un cliente").fill("¿Qué garantía tienen los autos?")
    page.get_by_role("button", name="Probar").click()
    expect(page.locator(".kn-bubble")).to_contain_text("garantía")
    see(page, "trial-answered")
    page.get_by_label("Pregunta de un cliente").fill("¿Aceptan bitcoin?")
    page.get_by_role("button", name="Probar").click()
    expect(page.get_by_text("no tiene ese dato")).to_be_visible()
    see(page, "trial-unknown")
    page.get_by_role("link", name="Escribir una pregunta frecuente").click()
    expect(page.get_by_label("Pregunta")).to_have_value("¿Aceptan bitcoin?")


@pytest.fixture
def sample_pages(transactional_db: None, request) -> None:
    request.getfixturevalue("sample_knowledge")


@on_every_screen
def test_a_question_that_was_missed_is_answered_with_its_like(page):
    for question in ("¿Aceptan bitcoin?", "aceptan bitcoin como pago?", "¿Rentan autos por día?", "cuanto es 2 mas 2"):
        curation.record_missed(question=question, origin="chat:8a8b1c3e-8a3f-4a64-9a52-55a0a2c3d111")
    for _ in range(4):
        curation.record_missed(question="aceptan bitcoin")
    page.goto("/admin/knowledge/missedquestion/")
    see(page, "missed")
    page.locator("#result_list tr", has_text="¿Aceptan bitcoin?").get_by_role("link", name="Responder").click()
    page.get_by_label("aceptan bitcoin como pago?").check()
    see(page, "missed-answer")
    page.get_by_label("Respuesta").fill("No, por ahora no aceptamos bitcoin.")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_text("En unos minutos el bot la contesta")).to_be_visible()
    assert MissedQuestion.objects.filter(state="answered").count() == 2
    page.goto(f"/admin/knowledge/missedquestion/{MissedQuestion.objects.filter(state='answered').first().pk}/change/")
    see(page, "missed-one")
