"""Score how misspelt cars are heard, door by door, and who hears cars in ordinary sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from catalog.evaluation.spellings import Spelling
from catalog.spelling import Vocabulary

Heard = tuple[str | None, str | None]
Hears = Callable[[Spelling], Heard]

NOTHING: Heard = (None, None)
SENTENCES = ("ando buscando un {}", "hola, tienen {} de menos de 300 mil?", "cuánto cuesta el {} 2019")
MODEL_SENTENCES = ("quiero un {}", "precio del {} por favor", "tienes {} automático?")


@dataclass(frozen=True)
class Score:
    """Shares of the spellings: the right car heard, and another model than the one meant."""

    asked: int
    recall: float
    wrong: float


@dataclass(frozen=True)
class Door:
    """One way in which a make and a model, or a model alone, reach us."""

    name: str
    says: Callable[[Spelling], str]
    hears: Hears
    needs_make: bool = True


def score(spellings: Iterable[Spelling], hears: Hears) -> Score:
    """Ask what each spelling is."""
    asked = found = wrong = 0
    for spelling in spellings:
        make, model = hears(spelling)
        asked += 1
        found += (make, model) == (spelling.make, spelling.model)
        wrong += (model is not None and model != spelling.model) or (make is not None and make != spelling.make)
    if not asked:
        raise ValueError("Nothing was asked, so nothing is known.")
    return Score(asked, found / asked, wrong / asked)


def doors(known: Vocabulary) -> tuple[Door, ...]:
    """Return every way in, hearing with this vocabulary."""

    def resolved(make: str | None, model: str) -> Heard:
        found = known.resolve(make, model)
        return found.make, found.model

    def told(text: Callable[[Spelling], str]) -> Hears:
        return lambda spelling: _only(known, text(spelling))

    return (
        Door("make and model apart", _name, lambda one: resolved(one.typed_make, one.typed_model)),
        Door("both in one field", _name, lambda one: resolved(None, one.text)),
        Door("nothing but the name", _name, told(_name)),
        Door("in a sentence", _in_a_sentence, told(_in_a_sentence)),
        Door("model alone", _model, lambda one: resolved(None, one.typed_model), needs_make=False),
        Door("model alone, in a sentence", _model_in_a_sentence, told(_model_in_a_sentence), needs_make=False),
    )


def _name(spelling: Spelling) -> str:
    return spelling.text


def _in_a_sentence(spelling: Spelling) -> str:
    return SENTENCES[len(spelling.text) % len(SENTENCES)].format(spelling.text)


def _model(spelling: Spelling) -> str:
    return spelling.typed_model


def _model_in_a_sentence(spelling: Spelling) -> str:
    return MODEL_SENTENCES[len(spelling.typed_model) % len(MODEL_SENTENCES)].format(spelling.typed_model)


def _only(known: Vocabulary, text: str) -> Heard:
    """Return the car heard; of several, the first with a model, right or not."""
    found = sorted(known.mentions(text), key=lambda mention: mention.model is None)
    return (found[0].make, found[0].model) if found else NOTHING


def false_cars(sentences: Iterable[str], hears: Callable[[str], bool]) -> list[str]:
    """Return the sentences in which a car is heard though none is named."""
    return [sentence for sentence in sentences if hears(sentence)]


def ordinary_sentences() -> list[str]:
    """Return sentences that name no car with words that are also cars' names or near to them."""
    text = (Path(__file__).parent / "ordinary_sentences.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]
