"""Says which car stands for a model that has several, where models are put side by side, or comes first in what."""

from collections.abc import Sequence

from catalog.criteria import Ordering
from conversations.dialogue import wording
from conversations.dialogue.plan import Contrast
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.writing import all_called

OF_EACH = {
    Contrast.PRICE: Sentence("Tomé el más barato de cada modelo.", en="I took the cheapest of each model."),
    Contrast.KM: Sentence("Tomé el menos recorrido de cada modelo.", en="I took the least driven of each model."),
    Contrast.YEAR: Sentence("Tomé el más nuevo de cada modelo.", en="I took the newest of each model."),
}
OF_THESE = {
    Contrast.PRICE: Sentence("De {models} tomé el más barato.", en="Of {models} I took the cheapest."),
    Contrast.KM: Sentence("De {models} tomé el menos recorrido.", en="Of {models} I took the least driven."),
    Contrast.YEAR: Sentence("De {models} tomé el más nuevo.", en="Of {models} I took the newest."),
}


def first_in(orders: Sequence[Ordering]) -> Sentence:
    """Say of one car that it comes first in each of these: "El más nuevo y el de menos kilómetros:"."""
    each = [wording.FIRST_IN[order] for order in orders]
    names = [Sentence(one[:-1].lower(), en=one.english[:-1].lower()) for one in each]
    said = all_called(names)
    return Sentence(f"{str(said).capitalize()}:", en=f"{said.english.capitalize()}:")
