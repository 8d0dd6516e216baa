"""Says which car stands for a model that has several, where models are put side by side."""

from conversations.dialogue.plan import Contrast
from conversations.dialogue.sentences import Sentence

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
