"""Everyday words, Mexican and English, lead to the words that pages use for them."""

import pytest

from knowledge import ingestion, retrieval
from knowledge.language import everyday
from knowledge.language.folding import fold


@pytest.mark.parametrize(
    ("word", "said"), [("lana", "dinero"), ("mochada", "soborno"), ("stolen", "robo"), ("poli", "vigilante")]
)
def test_an_everyday_word_is_known_by_what_pages_say(word, said):
    assert said in everyday.meanings(word)


def test_a_word_that_nobody_wrote_down_means_only_itself():
    assert everyday.meanings("nombramiento") == ()


def test_every_word_is_written_once_folded_and_never_means_itself():
    for word, said in everyday._meanings().items():
        assert fold(word) == word
        assert said
        assert word not in said


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["me pidieron una mochada", "they asked me for a bribe"])
def test_a_page_is_found_by_words_it_does_not_use(question):
    ingestion.ingest_faq(question="Sobornos", answer="Nadie puede pedirte dinero por apartar un auto. Repórtalo.")
    ingestion.ingest_faq(question="Mascotas", answer="Puedes traer a tu perro con correa a todas nuestras sedes.")
    hit, *_ = retrieval.look_up(question).hits
    assert hit.passage.heading == "Sobornos"
    assert "text" in hit.ranks
