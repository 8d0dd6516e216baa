"""Trying a question shows exactly what the bot would say, or that it would not know, and everything it considered."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup

from knowledge import curation, ingestion, retrieval
from knowledge.models import Chunk, MissedQuestion, Source
from knowledge.tests import cast
from knowledge.tests.cast import text, value

pytestmark = pytest.mark.django_db

TRIAL = "/admin/knowledge/source/prueba/"


@pytest.fixture
def office():
    return cast.caro()


def ask(office, question):
    return office.get(TRIAL, {"q": question})


@pytest.fixture
def faq():
    ingestion.ingest_faq(question="¿Hay estacionamiento?", answer="Sí, gratis para clientes.")
    return Source.objects.get()


def test_the_page_starts_with_an_empty_question(office):
    page = office.get(TRIAL)
    assert value(page, "q") == ""
    assert "Lo que el bot toma de las fuentes" not in text(page)


def test_the_answer_is_the_excerpt_that_is_sent_with_its_source_and_date(office, sample_knowledge):
    question = "¿qué garantía tienen los autos?"
    page = ask(office, question)
    assert text(page, ".kn-bubble") == " ".join(retrieval.explain(question).excerpt.split())
    source = Source.objects.get(url__endswith="/compra")
    assert source.url in cast.links(page, ".kn-cited").values()
    assert f"{source.fetched_at:%Y}" in text(page, ".kn-cited")


def test_what_is_found_is_told_apart_from_what_the_whole_bot_would_say_which_is_a_click_away(office, faq):
    for question in ("hay estacionamiento", "¿aceptan «bitcoin» & otras?"):
        page = ask(office, question)
        assert "No es todavía su mensaje" in text(page)
        whole = cast.links(page)["Pregúntale al bot completo"]
        assert parse_qs(urlsplit(whole).query)["q"] == [question]
        assert office.get(whole).status_code == 200


def test_every_hit_is_shown_with_its_ranks_and_leads_to_its_passage(office, faq):
    page = ask(office, "hay estacionamiento")
    (row,) = BeautifulSoup(page.content, "html.parser").select(".kn-table tbody tr")
    cells = [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
    hit = retrieval.explain("hay estacionamiento").hits[0]
    assert cells[1:4] == ["1", "1", "1"]
    assert cells[4] == "—"
    assert cells[5] == f"{hit.similarity:.2f}"
    assert cells[-1] == "contesta"
    lead = row.select_one("a")["href"]
    assert "¿Hay estacionamiento?" in text(office.get(lead), f"#passage-{Chunk.objects.get().pk}.kn-chosen")


def test_a_question_that_finds_nothing_leads_to_a_frequent_question_that_is_filled_in(office, faq):
    page = ask(office, "¿Aceptan bitcoin & «otras»?")
    assert "no tiene ese dato" in text(page, ".kn-bubble")
    form = office.get(cast.links(page)["Escribir una pregunta frecuente"])
    assert value(form, "title") == "¿Aceptan bitcoin & «otras»?"
    assert text(form, ".kn-tabs [aria-current]") == "Pregunta frecuente"


def test_trying_writes_nothing_down(office):
    ask(office, "aceptan bitcoin")
    assert not MissedQuestion.objects.exists()


def test_a_hidden_passage_is_not_considered(office, faq):
    curation.hide(chunk=Chunk.objects.get())
    assert "no tiene ese dato" in text(ask(office, "hay estacionamiento"), ".kn-bubble")


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "\\",
        "%s %(x)s {0}",
        "🚗" * 50,
        "a" * 500,
        "or or not",
        "\u202eabc",
        "&quot;",
    ],
)
def test_any_text_is_only_a_question(office, faq, question):
    page = ask(office, question)
    assert page.status_code == 200
    assert value(page, "q") == question
    assert "<script>alert(1)" not in page.content.decode()


@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "Escribe una pregunta."), ("   ", "Escribe una pregunta."), ("a" * 501, "500 caracteres")],
)
def test_no_question_and_too_long_a_question_are_told(office, question, reason):
    page = ask(office, question)
    assert reason in text(page, ".errorlist")
    assert "Lo que el bot toma de las fuentes" not in text(page)


@pytest.mark.parametrize("raw", ["%00", "%ff%fe", "a%00b", quote("\u200b")])
def test_what_is_no_text_at_all_is_no_error_of_ours(office, raw):
    assert office.get(f"{TRIAL}?q={raw}").status_code == 200


def test_it_only_reads(office):
    assert office.post(TRIAL, {"q": "hola"}).status_code == 405


def test_staff_without_knowledge_do_not_see_it(db):
    assert cast.staff().get(TRIAL).status_code == 403
