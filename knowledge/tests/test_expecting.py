"""What is expected of the passage that answers a question: what ships, how it is learned, and of what it is not."""

import numpy as np
import pytest
from django.db import connection

from knowledge import expecting
from knowledge.embeddings.local import LocalEmbedder
from knowledge.evaluation import teaching
from knowledge.evaluation.teaching import Taught
from knowledge.expecting import Expectations
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
    assert (tmp_path / "kept.npz").stat().st_size < 2_000_000
    for asked in ("q llevo pa firmar", "cuanto me dan por mi carro"):
        [vector] = LocalEmbedder().embed([asked])
        one, other = shipped.of(asked, vector), again.of(asked, vector)
        assert np.allclose(one.meaning, other.meaning, atol=0.01)
        assert np.allclose(one.words, other.words, atol=0.02)
        assert one.vain == pytest.approx(other.vain, abs=0.01)
