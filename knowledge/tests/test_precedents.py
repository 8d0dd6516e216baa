"""What was asked of passages like one: what ships, how it is counted, and that anything can be asked."""

import dataclasses

import numpy as np
import pytest

from knowledge import precedents
from knowledge.evaluation import preceding
from knowledge.evaluation.teaching import Taught
from knowledge.precedents import Precedents

WARRANTY = "garant amp motor transmision fall defect repar mes cobertur piez".split()
RETURNS = "devolu devolv dias siet plaz compr reembols arrepent".split()
PAPERS = "document identif oficial comprob domicili ine tramit firm".split()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("si truena al mes quien paga", WARRANTY),
        ("y si no me gusta ya en la casa", RETURNS),
        ("que llevo para firmar", PAPERS),
    ],
)
def test_a_question_in_other_words_is_of_the_passage_whose_like_was_asked_so(asked, answer):
    asked_so = precedents.learned().of(asked)
    assert max((WARRANTY, RETURNS, PAPERS), key=asked_so.of) is answer
    assert asked_so.of(answer) > 0


def test_what_is_asked_of_a_passage_is_asked_of_another_that_holds_the_same_stems():
    counted = preceding.count(_taught())
    assert counted.of("y la troca").of(["motor", "camion", "nuev"]) > 0 > counted.of("y la troca").of(["pag", "credit"])
    assert counted.of("y la lana").of(["pag", "nuev"]) > 0 > counted.of("y la lana").of(["motor"])


def test_what_one_question_alone_says_tells_nothing():
    counted = preceding.count(_taught())
    assert counted.of("troca").of(["motor"]) > counted.of("jamas").of(["motor"]) == 0


@pytest.mark.parametrize("asked", ["", "???", "😀", "que de la", "a" * 5000])
@pytest.mark.parametrize("stems", [[], ["x"], ["garant", "motor", "x"]])
def test_anything_can_be_asked_of_any_passage(asked, stems):
    assert np.isfinite(precedents.learned().of(asked).of(stems))


def test_what_is_kept_is_what_was_counted(tmp_path):
    shipped = precedents.learned()
    shipped.write(tmp_path / "kept.npz")
    again = Precedents.read(tmp_path / "kept.npz")
    assert (tmp_path / "kept.npz").stat().st_size < 1_000_000
    for field in dataclasses.fields(Precedents):
        assert (getattr(shipped, field.name) == getattr(again, field.name)).all()


def _taught():
    asked = ["la troca siempre", "y la troca nunca", "la lana siempre", "y la lana nunca", "jamas"]
    blank = np.zeros((5, 512), dtype=np.float32)
    return Taught(asked, blank, [0, 0, 1, 1, 0], blank[:2], [["motor", "camion"], ["pag", "credit"]], [], blank[:0])
