"""Hidden passages answer nobody, pinned ones go first, and questions that found nothing are kept for staff."""

import pytest

from knowledge import curation, ingestion, retrieval, sources
from knowledge.models import Asking, Chunk, MissedQuestion, Source

pytestmark = pytest.mark.django_db


def faq(question, answer):
    ingestion.ingest_faq(question=question, answer=answer)
    return Chunk.objects.get(source__title=question)


def test_a_hidden_passage_answers_nobody_until_it_is_shown_again():
    chunk = faq("¿Hay estacionamiento?", "Sí, gratis para clientes.")
    curation.hide(chunk=chunk)
    assert retrieval.search("hay estacionamiento") == ()
    curation.hide(chunk=chunk, hidden=False)
    assert retrieval.search("hay estacionamiento")


def test_a_passage_stays_hidden_when_its_source_is_made_anew():
    chunk = faq("¿Hay estacionamiento?", "Sí, gratis para clientes.")
    curation.hide(chunk=chunk)
    source = Source.objects.get()
    sources.request_again(source=source, force=True)
    ingestion.ingest_source(source_id=source.pk)
    assert Chunk.objects.get().pk != chunk.pk
    assert Chunk.objects.get().hidden


def test_a_pinned_passage_goes_first_among_those_that_answer():
    faq("¿Qué garantía dan en motor?", "La garantía del motor es de tres meses.")
    faq("¿Qué garantía dan en transmisión?", "La garantía de la transmisión es de seis meses.")
    assert len(retrieval.search("que garantia dan")) == 2
    for favourite in Chunk.objects.all():
        curation.pin(chunk=favourite)
        assert retrieval.search("que garantia dan")[0].chunk_id == favourite.pk
        curation.pin(chunk=favourite, pinned=False)


def test_a_pinned_passage_answers_only_what_it_answers():
    faq("¿Qué garantía dan?", "La garantía es de tres meses.")
    curation.pin(chunk=faq("¿Hay estacionamiento?", "Sí, gratis para clientes."))
    assert [passage.heading for passage in retrieval.search("que garantia dan")] == ["¿Qué garantía dan?"]


def test_the_same_words_are_one_question_asked_twice():
    curation.record_missed(question="¿Aceptan bitcóin?", origin="chat:ana")
    curation.record_missed(question="  aceptan BITCOIN ", origin="chat:beto")
    missed = MissedQuestion.objects.get()
    assert missed.text == "¿Aceptan bitcóin?"
    assert missed.askings.count() == 2


def test_the_customers_numbers_are_not_kept():
    missed = curation.record_missed(question="mi cel es +52 1 55 1234-5678, aceptan bitcoin?")
    assert missed.text == "mi cel es …, aceptan bitcoin?"


@pytest.mark.parametrize("text", ["", "???", "\x00", "🚗🚗", "12345", "hola", "ok 👍", "12 34"])
def test_what_has_no_words_is_no_question(text):
    assert curation.record_missed(question=text) is None
    assert not MissedQuestion.objects.exists()


def test_a_very_long_question_is_cut():
    assert len(curation.record_missed(question="hola " * 500).text) <= 500


def test_an_answered_question_that_is_missed_again_is_open_again():
    missed = curation.record_missed(question="aceptan bitcoin")
    source = curation.answer_missed(missed=missed, question="¿Aceptan bitcoin?", answer="No, por ahora no.")
    assert (source.kind, source.state) == ("faq", "pending")
    missed.refresh_from_db()
    assert (missed.state, missed.faq) == ("answered", source)
    curation.record_missed(question="aceptan bitcoin")
    missed.refresh_from_db()
    assert missed.state == MissedQuestion.State.OPEN


def test_a_dismissed_question_stays_dismissed():
    missed = curation.record_missed(question="cuanto es 2 mas 2")
    curation.dismiss_missed(missed=missed)
    curation.record_missed(question="cuanto es 2 mas 2")
    missed.refresh_from_db()
    assert missed.state == MissedQuestion.State.DISMISSED


def test_forgetting_a_chat_leaves_no_word_that_only_it_said():
    curation.record_missed(question="soy Ana Pérez, aceptan bitcoin?", origin="chat:ana")
    curation.record_missed(question="hay estacionamiento", origin="chat:ana")
    curation.record_missed(question="hay estacionamiento", origin="chat:beto")
    curation.forget_origin(origin="chat:ana")
    assert list(MissedQuestion.objects.values_list("text", flat=True)) == ["hay estacionamiento"]
    assert list(Asking.objects.values_list("origin", flat=True)) == ["chat:beto"]


@pytest.mark.parametrize(
    ("question", "answer", "asked"),
    [
        ("¿Venden refacciones?", "No.", "venden refacciones"),
        ("¿Aceptan tarjeta de crédito?", "Sí, Visa y Mastercard.", "puedo pagar con tarjeta de credito"),
        ("¿Aceptan bitcoin?", "No.", "aceptan bitcoin?"),
        ("¿Rentan autos?", "No, sólo vendemos.", "rentan autos"),
        ("¿Abren en días festivos?", "Sí, excepto en Navidad.", "abren en dias festivos"),
        ("¿Cuál es su correo?", "Está al pie de cada página.", "cual es su correo"),
        ("¿Quién es el dueño?", "No damos ese dato.", "quien es el dueño"),
    ],
)
def test_what_staff_answered_is_answered_with_its_question_whatever_kind_of_answer_it_is(question, answer, asked):
    faq(question, answer)
    assert retrieval.explain(asked).excerpt == f"{question}\n{answer}"


def test_a_question_that_was_missed_and_answered_is_not_missed_again():
    missed = curation.record_missed(question="aceptan bitcoin")
    source = curation.answer_missed(missed=missed, question="¿Aceptan bitcoin?", answer="No.")
    ingestion.ingest_source(source_id=source.pk)
    assert retrieval.explain("aceptan bitcoin").excerpt == "¿Aceptan bitcoin?\nNo."


def test_a_frequent_question_goes_with_its_only_passage_and_what_it_answered_is_open_again():
    missed = curation.record_missed(question="¿Hay estacionamiento?")
    source = curation.answer_missed(missed=missed, question="¿Hay estacionamiento?", answer="Sí, gratis.")
    ingestion.ingest_source(source_id=source.pk)
    curation.delete_passage(chunk=Chunk.objects.get())
    missed.refresh_from_db()
    assert not Source.objects.exists()
    assert missed.state == MissedQuestion.State.OPEN


def test_a_page_that_lost_a_passage_stays():
    ingestion.ingest_html(html=b"<main><h2>A</h2><p>Uno dos tres.</p></main>", source_url="https://ejemplo.mx/a")
    curation.delete_passage(chunk=Chunk.objects.get())
    assert Source.objects.get().chunks.count() == 0


def test_a_question_that_is_answered_twice_has_one_answer_the_first():
    missed = curation.record_missed(question="¿Hay estacionamiento?")
    stale = MissedQuestion.objects.get()
    first = curation.answer_missed(missed=missed, question="¿Hay estacionamiento?", answer="Sí, gratis.")
    again = curation.answer_missed(missed=stale, question="¿Tienen estacionamiento?", answer="No.")
    assert again == first
    assert Source.objects.get().answer == "Sí, gratis."
