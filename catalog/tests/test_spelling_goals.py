"""How well misspelt cars are heard, on spellings and sentences made without knowing how they are read."""

from functools import cache

import pytest
from rapidfuzz import fuzz, process

from catalog.evaluation import scoring
from catalog.evaluation.scoring import NOTHING
from catalog.evaluation.spellings import Spelling, Spread, misspelt
from catalog.spelling import Vocabulary
from catalog.tests import cast
from catalog.tests.cast import SAMPLE, THE_REAL_FILE

RECALL = {1: 0.97, 2: 0.90}
MOST_WRONG = 0.02
# A model alone in running text has only itself to be known by: "quiero un gveo" may be many things.
RECALL_ALONE = {"model alone": {1: 0.95, 2: 0.92}, "model alone, in a sentence": {1: 0.88, 2: 0.84}}
MOST_WRONG_ALONE = 0.04
FILES = [
    pytest.param(SAMPLE, id="sample"),
    pytest.param(
        THE_REAL_FILE,
        id="real",
        marks=pytest.mark.skipif(not THE_REAL_FILE.exists(), reason="the real catalogue is not on this machine"),
    ),
]
TEMPTING = ("rio", "march", "si", "ver", "gol", "uno", "serie")
SPREADS: tuple[Spread, ...] = ("anywhere", "make", "model", "each")


@cache
def cars_of(file) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(row.make, row.model) for row in cast.cars_of(file)}))


@cache
def vocabulary_of(file) -> Vocabulary:
    return Vocabulary(cars_of(file))


def assert_heard(file, *, errors: int, count: int, seed: int) -> None:
    for door in scoring.doors(vocabulary_of(file)):
        for spread in SPREADS if door.needs_make else ("model",):
            if spread == "each" and errors == 1:
                continue
            asked = misspelt(cars_of(file), count=count, errors=errors, seed=seed, spread=spread)
            score = scoring.score(asked, door.hears)
            wanted = RECALL[errors] if door.needs_make else RECALL_ALONE[door.name][errors]
            assert score.asked == count
            assert score.recall >= wanted, (door.name, spread, seed, score)
            assert score.wrong <= (MOST_WRONG if door.needs_make else MOST_WRONG_ALONE), (
                door.name,
                spread,
                seed,
                score,
            )


@pytest.mark.parametrize("errors", [1, 2])
@pytest.mark.parametrize("file", FILES)
def test_generated_spellings_are_heard_through_every_door(file, errors: int):
    assert_heard(file, errors=errors, count=400, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 2026])
@pytest.mark.parametrize("errors", [1, 2])
@pytest.mark.parametrize("file", FILES)
def test_two_thousand_generated_spellings_are_heard_through_every_door(file, errors: int, seed: int):
    assert_heard(file, errors=errors, count=2000, seed=seed)


@pytest.mark.parametrize("file", FILES)
def test_no_car_is_heard_in_an_ordinary_sentence(file):
    known = vocabulary_of(file)
    heard = scoring.false_cars(scoring.ordinary_sentences(), lambda sentence: bool(known.mentions(sentence)))
    assert heard == []
    assert scoring.false_cars(["ando buscando un nisan verza"], lambda sentence: bool(known.mentions(sentence)))


def test_there_are_three_hundred_ordinary_sentences_and_they_tempt_a_plain_scorer():
    sentences = scoring.ordinary_sentences()
    assert len(set(sentences)) == len(sentences) >= 300
    for word in TEMPTING:
        assert sum(word in sentence.lower().split() for sentence in sentences) >= 8, word
    names = [f"{make} {model}".lower() for make, model in cars_of(SAMPLE)]
    tempted = [one for one in sentences if process.extractOne(one, names, scorer=fuzz.WRatio, score_cutoff=70)]
    assert len(tempted) > 100


def test_a_scorer_that_hears_nothing_or_always_the_same_is_found_out():
    asked = misspelt(cars_of(SAMPLE), count=200, errors=1, seed=3)
    assert scoring.score(asked, lambda spelling: NOTHING) == scoring.Score(200, 0.0, 0.0)
    assert scoring.score(asked, lambda spelling: ("Fiat", "Uno")).wrong > 0.9
    assert scoring.score(asked, lambda spelling: (spelling.make, spelling.model)).recall == 1.0
    with pytest.raises(ValueError, match="Nothing was asked"):
        scoring.score([], lambda spelling: NOTHING)


# ── The generator ───────────────────────────────────────────────────────────────────────────────────────────────
def test_the_same_seed_makes_the_same_spellings_and_another_seed_others():
    cars = cars_of(SAMPLE)
    one = misspelt(cars, count=50, errors=1, seed=7)
    assert one == misspelt(reversed(cars), count=50, errors=1, seed=7)
    assert one != misspelt(cars, count=50, errors=1, seed=8)


def test_figures_stay_and_something_is_always_wrong():
    for errors in (1, 2):
        for spelling in misspelt(cars_of(SAMPLE), count=500, errors=errors, seed=errors):
            right = (spelling.make.lower(), spelling.model.lower())
            typed = (spelling.typed_make, spelling.typed_model)
            assert typed != right
            assert [figures(name) for name in typed] == [figures(name) for name in right]


def test_every_kind_of_slip_is_made():
    typed = {
        spelling.typed_model for spelling in misspelt([("Seat", "Ibiza")], count=800, errors=1, seed=1, spread="model")
    }
    assert {"iiza", "ibbiza", "ibzia", "ibisa", "iviza", "hibiza", "obiza"} <= typed
    assert len(typed) > 80


def test_short_names_are_left_alone_and_long_ones_take_two_slips():
    assert misspelt([("MG", "ZS")], count=5, errors=2, seed=1) == []
    assert misspelt([("KIA", "Rio")], count=5, errors=1, seed=1, spread="model") == []
    assert len(misspelt([("KIA", "Sportage")], count=5, errors=2, seed=1, spread="model")) == 5


def test_a_model_that_repeats_its_make_says_it_once():
    assert Spelling("Mazda", "Mazda 3", "mazda", "mazda 3").text == "mazda 3"
    assert Spelling("Mazda", "Mazda 3", "mzda", "mazda 3").text == "mzda mazda 3"


def figures(name: str) -> str:
    return "".join(character for character in name if character.isdigit())
