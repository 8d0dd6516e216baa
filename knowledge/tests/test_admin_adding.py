"""Three ways of adding a source: each with its own fields, clear refusals, and nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledge import ingestion, retrieval, sources
from knowledge.models import Draft, Source, Upload
from knowledge.tests import cast
from knowledge.tests.cast import links, text, value

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/source/"
ADD = f"{LIST}add/?kind="
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n\x00\xff\n%%EOF"


@pytest.fixture
def office():
    return cast.caro()


def change(source):
    return f"{LIST}{source.pk}/change/"


def errors(page):
    return text(page, ".errorlist")


def file(name, content, content_type="text/html"):
    return SimpleUploadedFile(name, content, content_type)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("url", ["url", "refresh_hours", "review_first"]),
        ("faq", ["title", "answer"]),
        ("file", ["file", "title", "review_first"]),
        ("other", ["url", "refresh_hours", "review_first"]),
    ],
)
def test_each_way_shows_only_its_own_fields(office, kind, fields):
    page = BeautifulSoup(office.get(ADD + kind).content, "html.parser")
    shown = page.select("#source_form :is(input, select, textarea)[name]")
    assert [
        one["name"] for one in shown if one["name"] not in {"csrfmiddlewaretoken", "_save", "_addanother"}
    ] == fields


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────


def add_page(office, url, **stated):
    return office.post(f"{ADD}url", {"url": url, "refresh_hours": "24", **stated}, follow=True)


def test_a_page_is_added_with_its_schedule_and_waits_for_a_worker(office):
    page = add_page(office, "https://ejemplo.mx/garantia", refresh_hours="168", review_first="on")
    source = Source.objects.get()
    assert (source.kind, source.url, source.state) == ("url", "https://ejemplo.mx/garantia", "pending")
    assert (source.refresh_hours, source.review_first) == (168, True)
    assert "Se está leyendo" in text(page, ".messagelist")
    assert page.redirect_chain[-1][0] == change(source)


def test_an_address_is_completed_and_cleaned_as_people_paste_it(office):
    add_page(office, "  www.ejemplo.mx/garantia#motor ")
    assert Source.objects.get().url == "https://www.ejemplo.mx/garantia"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "Escribe la dirección de la página."),
        ("ftp://ejemplo.mx/x", "La dirección no está permitida: usa http o https"),
        ("https://ejemplo.mx:8080/", "La dirección no está permitida"),
        ("javascript:alert(1)", "La dirección no está permitida"),
        ("http://10.0.0.7/", "red interna o reservada"),
        ("http://localhost/", "red interna o reservada"),
        ("http://2130706433/", "red interna o reservada"),
        ("https://[::1]/", "red interna o reservada"),
        ("https://ana@ejemplo.mx/", "La dirección no está permitida"),
        ("https://ejemplo.mx/una página", "La dirección no está permitida"),
        ("https://-.mx/", "URL válida"),
        (f"https://ejemplo.mx/{'a' * 2000}", "2000 caracteres"),
    ],
)
def test_an_address_that_may_not_be_visited_is_refused_in_the_form_with_its_reason(office, url, reason):
    page = add_page(office, url, refresh_hours="168", review_first="on")
    assert reason in errors(page)
    assert value(page, "url") == url
    assert 'value="168" selected' in page.content.decode()
    assert not Source.objects.exists()


def test_a_page_that_is_a_source_already_leads_there(office):
    known = sources.request_url(url="https://ejemplo.mx/garantia")
    page = add_page(office, "https://ejemplo.mx/garantia")
    assert "Esa página ya es una fuente" in errors(page)
    assert links(page, ".errorlist") == {"https://ejemplo.mx/garantia": change(known)}
    assert Source.objects.count() == 1


def test_a_new_page_is_read_every_day_unless_somebody_says_otherwise(office):
    (chosen,) = BeautifulSoup(office.get(f"{ADD}url").content, "html.parser").select("#id_refresh_hours [selected]")
    assert chosen.text == "cada día"


def test_a_page_can_be_read_on_demand_only(office):
    add_page(office, "https://ejemplo.mx/garantia", refresh_hours="")
    assert Source.objects.get().refresh_hours is None


# ── Frequent questions ──────────────────────────────────────────────────────────────────────────────────────────


def add_faq(office, question, answer, **stated):
    return office.post(f"{ADD}faq", {"title": question, "answer": answer, **stated}, follow=True)


def test_a_frequent_question_answers_customers_once_a_worker_has_read_it(office):
    add_faq(office, "¿Hay  estacionamiento?", "Sí, gratis para clientes.")
    source = Source.objects.get()
    assert (source.kind, source.title, source.state, source.refresh_hours) == (
        "faq", "¿Hay estacionamiento?", "pending", None,
    )  # fmt: skip
    ingestion.ingest_source(source_id=source.pk)
    assert retrieval.explain("hay estacionamiento").excerpt == "¿Hay estacionamiento?\nSí, gratis para clientes."
    assert retrieval.explain("aceptan bitcoin").excerpt is None


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("", "Sí.", "Escribe la pregunta."),
        ("¿Hay?", "  ", "Escribe la respuesta."),
        ("¿Hay?", "\u200b\u200b", "Escribe la respuesta."),
        ("¿?", "Sí.", "Escribe la pregunta con palabras."),
        ("¿Hay?" + "a" * 300, "Sí.", "300 caracteres"),
        ("¿Hay?", "a" * 5001, "5000 caracteres"),
        ("¿Hay\x00?", "Sí.", "nul"),
    ],
)
def test_half_a_frequent_question_is_refused_and_the_other_half_stays(office, question, answer, reason):
    page = add_faq(office, question, answer)
    assert reason in errors(page)
    assert (value(page, "title"), value(page, "answer")) == (question, answer)
    assert not Source.objects.exists()


def test_a_question_that_is_written_already_leads_there(office):
    known = sources.save_faq(question="¿Hay estacionamiento?", answer="Sí.")
    page = add_faq(office, "¿hay ESTACIONAMIENTO?", "No.")
    assert links(page, ".errorlist") == {"¿Hay estacionamiento?": change(known)}
    assert value(page, "answer") == "No."
    assert Source.objects.get().answer == "Sí."


@pytest.mark.parametrize("again", ["dan algun recibo de la caucion", "¡¿Dan algún recibo, de la caución?!"])
def test_other_signs_make_no_other_question(office, again):
    known = sources.save_faq(question="¿Dan algún recibo de la caución?", answer="Sí.")
    assert links(add_faq(office, again, "No."), ".errorlist") == {"¿Dan algún recibo de la caución?": change(known)}
    add_faq(office, "¿Dan algún recibo de la pensión?", "También.")
    assert Source.objects.count() == 2


def test_a_question_that_looks_like_html_is_only_text(office):
    sources.save_faq(question="<b>¿Hay?</b>", answer="Sí.")
    page = add_faq(office, "<b>¿Hay?</b>", "<script>alert(1)</script>")
    assert "<b>¿Hay?" not in page.content.decode()
    assert "<script>alert(1)" not in page.content.decode()


def test_several_questions_are_written_one_after_the_other(office):
    page = add_faq(office, "¿Hay estacionamiento?", "Sí.", _addanother="1")
    assert page.redirect_chain[-1][0] == f"{ADD}faq"
    assert "En unos minutos el bot la contesta" in text(page, ".messagelist")


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def add_file(office, upload, **stated):
    return office.post(f"{ADD}file", {"file": upload, "title": "Garantía", **stated}, follow=True)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("garantia.html", b"<html><body><p>Tres meses</p></body></html>", "text/html"),
        ("GARANTIA.HTM", b"<p>Tres meses</p>", "text/html"),
        ("garantia.pdf", PDF, "application/pdf"),
        ("garantía.txt", "Tres meses de garantía".encode(), "text/plain"),
        ("garantia.txt", "Tres meses de garantía".encode("cp1252"), "text/plain"),
        ("garantia.md", "# Garantía\n\nTres meses".encode("utf-8-sig"), "text/markdown"),
    ],
)
def test_a_file_is_kept_with_what_it_is(office, name, content, content_type):
    add_file(office, file(name, content, "application/octet-stream"), review_first="on")
    source = Source.objects.get()
    assert (source.kind, source.title, source.state, source.review_first) == ("file", "Garantía", "pending", True)
    assert (source.upload.name, source.upload.content_type) == (name, content_type)
    assert bytes(source.upload.content) == content


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("foto.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "no es de un tipo que se pueda leer"),
        ("garantia.docx", b"PK\x03\x04\x14\x00", "no es de un tipo que se pueda leer"),
        ("garantia", b"Tres meses", "no es de un tipo que se pueda leer"),
        ("garantia.pdf", b"<html>Tres meses</html>", "dice ser un PDF"),
        ("garantia.html", b"\xff\xd8\xff\xe0\x00\x10JFIF", "no contiene texto que se pueda leer"),
        ("garantia.txt", b"PK\x03\x04\x14\x00", "no contiene texto que se pueda leer"),
        ("garantia.txt", "Tres meses".encode("utf-16"), "guárdalo como UTF-8"),
        ("garantia.md", b" \n ", "no contiene texto que se pueda leer"),
        ("garantia.txt", PDF, "cámbiale la terminación a .pdf"),
        ("garantia.txt", b"", "El archivo está vacío."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_its_content_too(office, name, content, reason):
    page = add_file(office, file(name, content))
    assert reason in errors(page)
    assert value(page, "title") == "Garantía"
    assert not Source.objects.exists()


def test_a_file_of_ten_megabytes_is_taken_and_one_byte_more_is_not(office):
    most = b"a" * sources.MAX_UPLOAD_BYTES
    assert "el máximo es 10 MB" in errors(add_file(office, file("a.txt", most + b"a")))
    add_file(office, file("a.txt", most))
    assert len(Upload.objects.get().content) == len(most)


def test_a_file_comes_back_as_a_download_that_no_browser_runs(office):
    add_file(office, file("garantía.html", b"<script>alert(1)</script><p>Hola</p>"))
    answer = office.get(f"{LIST}{Source.objects.get().pk}/file/")
    assert answer.content == b"<script>alert(1)</script><p>Hola</p>"
    assert answer["content-type"] == "application/octet-stream"
    assert answer["content-disposition"] == "attachment; filename*=UTF-8''garant%C3%ADa.html"


# ── Changes ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def ready():
    """A page that was read an hour ago, by the sample's text."""
    ingestion.ingest_html(
        html=b"<html><body><main><h2>Hola</h2><p>Hola a todos.</p></main></body></html>",
        source_url="https://ejemplo.mx/a",
    )
    source = Source.objects.get()
    source.kind, source.etag = "url", "v1"
    source.save()
    return source


def save(office, source, **stated):
    kept = {"url": {"url": source.url, "refresh_hours": source.refresh_hours or "", "active": "on"},
            "faq": {"title": source.title, "answer": source.answer, "active": "on"},
            "file": {"title": source.title, "active": "on"}}[source.kind]  # fmt: skip
    page = office.post(change(source), {**kept, **stated}, follow=True)
    source.refresh_from_db()
    return page


def test_options_are_saved_without_reading_again(office, ready):
    page = save(office, ready, review_first="on", kind="faq")
    assert (ready.state, ready.review_first, ready.kind) == ("ready", True, "url")
    assert text(page, ".messagelist") == "Los cambios se guardaron."


def test_another_schedule_counts_from_the_last_reading(office, ready):
    save(office, ready, refresh_hours="1")
    assert (ready.next_read_at - ready.checked_at).total_seconds() == 3600
    save(office, ready, refresh_hours="")
    assert ready.next_read_at is None


def test_another_address_is_read_at_once_and_forgets_what_the_old_one_said(office, ready):
    Draft.objects.create(
        source=ready, markdown="# Hola", content_hash="1", read_at=ready.fetched_at, decision="approved"
    )
    page = save(office, ready, url="https://ejemplo.mx/b")
    assert (ready.url, ready.state, ready.etag) == ("https://ejemplo.mx/b", "pending", "")
    assert not Draft.objects.exists()
    assert ready.chunks.exists()
    assert "se está leyendo de nuevo" in text(page, ".messagelist")


def test_a_save_does_not_undo_what_a_worker_wrote_meanwhile(office, ready):
    page_as_seen = Source.objects.get()
    Source.objects.update(state="failed", error="El sitio no entregó la página.")
    save(office, page_as_seen, review_first="on")
    assert Source.objects.get().error == "El sitio no entregó la página."


def test_a_frequent_question_is_reworded_in_its_place(office):
    ingestion.ingest_faq(question="¿Hay estacionamiento?", answer="Sí.")
    source = Source.objects.get()
    save(office, source, title="¿Tienen estacionamiento?", answer="Sí, gratis.")
    ingestion.ingest_source(source_id=source.pk)
    assert list(Source.objects.values_list("title", "answer", "state")) == [
        ("¿Tienen estacionamiento?", "Sí, gratis.", "ready")
    ]
    assert retrieval.explain("hay estacionamiento").excerpt == "¿Tienen estacionamiento?\nSí, gratis."


def test_a_file_is_kept_unless_another_is_chosen(office):
    add_file(office, file("a.txt", b"Tres meses"))
    source = Source.objects.get()
    Source.objects.update(state="ready")
    save(office, source, title="Otra")
    assert (source.title, source.state, source.upload.name) == ("Otra", "ready", "a.txt")
    save(office, source, file=file("b.md", b"Seis meses"))
    source = Source.objects.get()
    assert (source.state, source.upload.name, bytes(source.upload.content)) == ("pending", "b.md", b"Seis meses")


def test_who_may_add_but_not_look_is_taken_to_the_start(db):
    page = add_faq(cast.staff("add_source"), "¿Hay estacionamiento?", "Sí.")
    assert page.redirect_chain[-1][0] == "/admin/"
    assert Source.objects.count() == 1
