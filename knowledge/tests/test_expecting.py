"""What is expected of the passage that answers a question: what ships, how it is learned, and of what it is not."""

import numpy as np
import pytest
from django.db import connection

from knowledge import expecting
from knowledge.embeddings.local import LocalEmbedder
from knowledge.evaluation import dataset, teaching
from knowledge.evaluation.teaching import Taught
from knowledge.expecting import Expectations
from knowledge.language.folding import words
from knowledge.models import SEARCH_CONFIG

WARRANTY = "Garantía\nQué cubre\nLa garantía ampara motor, transmisión y compresor del aire acondicionado."
RETURNS = "Devoluciones\nPlazo\nTienes siete días para devolver el auto si no te convence."
PAPERS = "Trámites\nDocumentos\nLleva tu identificación oficial y un comprobante de domicilio."


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("jalonea bien feo al meterle los cambios, ustedes lo arreglan?", WARRANTY),
        ("ya no lo quiero, me arrepenti, que hago", RETURNS),
        ("q llevo pa firmar", PAPERS),
    ],
)
def test_a_question_in_other_words_is_moved_towards_its_answer(asked, answer):
    passages = np.array(LocalEmbedder().embed([WARRANTY, RETURNS, PAPERS]))
    [vector] = LocalEmbedder().embed([asked])
    expected = expecting.learned().of(asked, vector)
    assert np.linalg.norm(expected.meaning) == pytest.approx(1, abs=1e-3)
    right = [WARRANTY, RETURNS, PAPERS].index(answer)
    assert (passages @ expected.meaning).argmax() == right
    assert (passages @ expected.meaning)[right] > (passages @ np.array(vector))[right]


@pytest.mark.django_db
def test_a_questions_words_and_a_passages_stems_have_the_same_places():
    said = "garantía piezas meses seguros créditos devolución kilómetros placas llanta transmisión"
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector(%s::regconfig, %s))", [SEARCH_CONFIG, said])
        [(stems,)] = cursor.fetchall()
    everywhere = np.ones(expecting.PLACES, dtype=np.float32)
    assert set(np.flatnonzero(expecting.own_words(said, everywhere))) == set(expecting.wording(stems))


@pytest.mark.parametrize("asked", ["", "???", "😀", "que de la", "a" * 5000])
def test_any_question_expects_something(asked):
    expected = expecting.learned().of(asked, [1.0] + [0.0] * 511)
    assert np.isfinite(expected.meaning).all()
    assert expected.of([]) == 0.0
    assert np.isfinite(expected.of(["garant", "x"]))


def test_what_a_word_stands_for_is_learned_from_questions():
    """Passages and questions whose vectors say nothing: only the wording can tell."""
    passages = np.eye(4, 512, dtype=np.float32)
    slang, sections = ["lana", "fierro", "chamba", "troca"], [["pag"], ["motor"], ["emple"], ["camion"]]
    asked = [f"{word} {filler}" for word in slang for filler in ("aqui", "alla", "siempre", "nunca")]
    blank = np.full((len(asked), 512), 512**-0.5, dtype=np.float32)
    learned = teaching.fit(
        Taught(asked, blank, [at // 4 for at in range(16)], passages, sections, ["tienen vacantes"], blank[:1])
    )
    for at, word in enumerate(slang):
        expected = learned.of(f"y la {word}", blank[0])
        assert (passages @ np.array(expected.meaning)).argmax() == at
        assert max(sections, key=expected.of) == sections[at]
        assert expected.vain < 0 < learned.of("vacantes", blank[0]).vain


def test_what_is_kept_is_what_was_learned(tmp_path):
    shipped = expecting.learned()
    shipped.write(tmp_path / "kept.npz")
    again = Expectations.read(tmp_path / "kept.npz")
    assert np.array_equal(again.narrow, shipped.narrow)
    assert np.array_equal(again.wide, shipped.wide)


def test_nothing_that_measures_was_taught():
    paths = (dataset.DEFAULT_DATASET, dataset.MANY_PAGES, dataset.HARD)
    measuring = {tuple(words(question.text)) for path in paths for question in dataset.load(path).questions}
    taught = [tuple(words(question)) for lesson in teaching.lessons() for question in lesson.questions]
    assert len(taught) > 3000
    assert measuring.isdisjoint(taught)


def test_a_writers_own_questions_can_be_left_out():
    eye = np.eye(2, dtype=np.float32)
    taught = Taught(["a", "b"], eye, [0, 1], eye, [["x"], ["y"]], ["c", "d"], eye)
    assert taught.without({"c"}).in_vain == ["d"]
    kept = taught.without({"a"})
    assert (kept.questions, kept.answers, kept.stems) == (["b"], [0], [["y"]])
    assert kept.passages.tolist() == [[0.0, 1.0]]
