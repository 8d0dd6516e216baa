"""What customers read of a long passage: whole sentences of it, those that speak of what they ask."""

import pytest

from conversations.agent.brains.quoting import abridged
from conversations.dialogue.facts import Excerpt

PAPERS = (
    "Para solicitar el plan de pagos se piden estos documentos:\n\n"
    "Identificación: trae una credencial de elector o un pasaporte que no haya vencido. Con ella comprobamos quién "
    "eres antes de abrir tu expediente, y la copia se queda en él mientras dure el plan.\n\n"
    "Comprobante de domicilio: sirve un recibo de luz, de agua o de teléfono. Tiene que llevar la dirección en la que "
    "vives ahora, aunque no esté a tu nombre, y ser de los últimos tres meses."
)
VISITS = (
    "Elige en el catálogo el auto que te gustó y aparta una videollamada: un asesor te lo enseña por dentro y por "
    "fuera y contesta lo que quieras preguntarle, sin que tengas que venir hasta la sede.\n\n"
    "Al terminar puedes pagar, o pedir que llevemos el auto a tu domicilio: lo dejamos en la puerta de tu casa para "
    "que lo veas con calma, y si no te convence lo recogemos sin costo.\n\n"
    "Con la aplicación también puedes:\n\n"
    "1. Aplicar la garantía.\n2. Pedir un servicio de mantenimiento."
)


def told(text: str, question: str) -> str:
    return abridged(Excerpt(text, "Sede", "https://ejemplo.mx"), question)


def test_of_a_labelled_list_the_first_sentence_of_each_item_is_told():
    papers = told(PAPERS, "qué papeles llevo?")
    assert papers.startswith("Para solicitar el plan de pagos se piden estos documentos:")
    assert "Identificación: trae una credencial de elector o un pasaporte que no haya vencido." in papers
    assert "Comprobante de domicilio: sirve un recibo de luz, de agua o de teléfono." in papers
    assert "expediente" not in papers
    assert "últimos tres meses" not in papers


@pytest.mark.parametrize(
    ("question", "holds", "leaves_out"),
    [
        ("me lo llevan a la casa?", "a tu domicilio", "videollamada"),
        ("se puede ver por videollamada?", "videollamada", "aplicación"),
        ("cómo pido un servicio de mantenimiento?", "2. Pedir un servicio de mantenimiento.", "domicilio"),
    ],
)
def test_of_several_paragraphs_those_are_told_that_speak_of_it(question, holds, leaves_out):
    assert holds in told(VISITS, question)
    assert leaves_out not in told(VISITS, question)


def test_what_announces_a_list_goes_with_it():
    assert told(VISITS, "cómo pido un servicio de mantenimiento?").startswith(
        "Con la aplicación también puedes:\n\n1. "
    )


def test_nothing_is_left_out_of_what_staff_answered():
    for text in (PAPERS, VISITS):
        answered = Excerpt(text, "¿Me lo llevan a la casa?", "", is_faq=True)
        assert abridged(answered, "me lo llevan a la casa?") == text


def test_nothing_is_left_out_of_what_is_short_or_says_nothing_of_the_question_anywhere():
    assert told(VISITS[:300], "me lo llevan a la casa?") == VISITS[:300]
    assert told(VISITS, "xyzzy") == VISITS
