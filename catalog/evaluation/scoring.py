"""Score how misspelt cars are heard, door by door, and who hears cars in ordinary sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.evaluation.spellings import Spelling
from catalog.spelling import Vocabulary

Heard = tuple[str | None, str | None]
Door = Callable[[Spelling], Heard]

NOTHING: Heard = (None, None)
SENTENCES = ("ando buscando un {}", "hola, tienen {} de menos de 300 mil?", "cuánto cuesta el {} 2019")


@dataclass(frozen=True)
class Score:
    """Shares of the spellings: the right car heard, and another model than the one meant."""

    asked: int
    recall: float
    wrong: float


def score(spellings: Iterable[Spelling], door: Door) -> Score:
    """Ask the door what each spelling is."""
    asked = found = wrong = 0
    for spelling in spellings:
        make, model = door(spelling)
        asked += 1
        found += (make, model) == (spelling.make, spelling.model)
        wrong += (model is not None and model != spelling.model) or (make is not None and make != spelling.make)
    return Score(asked, found / asked, wrong / asked)


def doors(known: Vocabulary) -> Mapping[str, Door]:
    """Return the ways in which a customer's make and model reach us, by name."""

    def apart(spelling: Spelling) -> Heard:
        found = known.resolve(spelling.typed_make, spelling.typed_model)
        return found.make, found.model

    def together(spelling: Spelling) -> Heard:
        found = known.resolve(None, spelling.text)
        return found.make, found.model

    def told(spelling: Spelling) -> Heard:
        return _only(known, spelling.text)

    def in_a_sentence(spelling: Spelling) -> Heard:
        sentence = SENTENCES[len(spelling.text) % len(SENTENCES)]
        return _only(known, sentence.format(spelling.text))

    return {"apart": apart, "together": together, "told": told, "in a sentence": in_a_sentence}


def model_doors(known: Vocabulary) -> Mapping[str, Door]:
    """Return the ways in which a model comes without its make."""

    def asked_for(spelling: Spelling) -> Heard:
        found = known.resolve(None, spelling.typed_model)
        return found.make, found.model

    def in_a_sentence(spelling: Spelling) -> Heard:
        return _only(known, f"quiero un {spelling.typed_model}")

    return {"asked for": asked_for, "in a sentence": in_a_sentence}


def _only(known: Vocabulary, text: str) -> Heard:
    """Return the one car heard; of several, one that is not right would be offered, so the first is what we say."""
    found = known.mentions(text)
    if len({(mention.make, mention.model) for mention in found}) > 1:
        models = [mention for mention in found if mention.model]
        found = tuple(models[:1]) or found
    return (found[0].make, found[0].model) if found else NOTHING


def false_cars(sentences: Iterable[str], hears: Callable[[str], bool]) -> list[str]:
    """Return the sentences in which a car is heard though none is named."""
    return [sentence for sentence in sentences if hears(sentence)]


def ordinary_sentences() -> list[str]:
    """Return sentences that name no car with words that are also cars' names or near to them."""
    text = (Path(__file__).parent / "ordinary_sentences.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]
