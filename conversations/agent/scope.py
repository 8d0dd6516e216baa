"""What is ours to answer: cars, their financing and Kavak; anything else a customer asks is declined, politely.

WhatsApp's terms ban general assistants, and a model that is not asked costs nothing. A message is judged by the
exemplars nearest to it in meaning, by the local encoder (topics/ours.txt, topics/others.txt). One that holds a wish
for a car is ours whatever else it holds, and what is in doubt is only declined where what we know does not answer it.
Orders to a model, and questions about other customers, are nobody's: orders.py knows them by their words.
"""

import logging
import re
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from catalog.spelling import fold
from conversations.agent import orders
from conversations.agent.meaning import Meaning
from conversations.dialogue import clock, glossary, hearing, lexer, questions
from conversations.dialogue.acts import Act
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import ATTACHMENT, Understanding
from knowledge.embeddings import EmbeddingUnavailable
from knowledge.language import reading

_TOPICS = Path(__file__).parent / "topics"
_NEAREST = 12  # exemplars of either side that are heard
_FLOOR = 0.03  # up to it a message is ours: to decline a customer costs more than to hear somebody out
_FLOOR_OF_THE_UNHEARD = -0.02  # the same where nothing in it was heard, and no word is of our trade
_UNDER_WAY = 0.01  # in favour of us once cars have been talked about
_FOREIGN = 0.15  # from here on an act heard of ours is no proof by itself
_SURE = 0.12  # beyond it nobody else is asked
_OUR_NAME = "kavak"
_SHORT = 3  # words; so much may be an answer to anything we asked
_ASKS_A_LIMIT = {Slot.WISH, Slot.BUDGET}

_OF_OUR_TRADE = re.compile(
    r"(?<!\w)(?:auto|carr[oi]|coche|nave|troc[ao]|camionet|vehicul|moto|suv|sedan|deportiv|electric|hibrid|remolqu|uber|didi"
    r"|indriver|enganch|mensual|credit|financ|letras?|plazo|solicitud|tramit|calific|llam|asesor|vendedor|emplead|kavak"
    r"|kilometr|motor|gasolin|llant|garant|sucursal|agencia|cita|prueba)\w*"
)
_OURS_ALONE = {
    Act.PERSON,
    Act.HAGGLE,
    Act.TEST_DRIVE,
    Act.MOVE_VISIT,
    Act.CANCEL_VISIT,
    Act.TRADE_IN,
    Act.QUOTE_DOCUMENT,
}
# Acts that are heard of anything: "¿qué diferencia hay entre virus y bacteria?", "la segunda ley de Newton".
_SAID_OF_ANYTHING = {Act.SEARCH, Act.SELECT, Act.COMPARE}
_ANY_CAR = "auto"
_CLAUSE_END = re.compile(r"[,.;:!?\n]|\sy\s")

logger = logging.getLogger(__name__)


class Ruling(Enum):
    """Whose a message is."""

    OURS = "ours"
    DOUBTFUL = "doubtful"  # not ours by its looks, but what we know may still answer it
    NOT_OURS = "not_ours"


def judge(said: Understanding, state: DialogueState) -> Ruling:
    """Rule on a message; where the encoder is not to be had, everything is ours."""
    try:
        if _is_plainly_ours(said, state):
            return Ruling.OURS
        if orders.is_nobodys(said.text):
            return Ruling.NOT_OURS
        score = strangeness(said.text) - (_UNDER_WAY if state.shown or state.focus else 0)
    except EmbeddingUnavailable:
        logger.warning("topics are not judged: the local encoder did not load")
        return Ruling.OURS
    if score <= _floor(said, state):
        return Ruling.OURS
    return Ruling.NOT_OURS if score > _SURE and not names_us(said.text) else Ruling.DOUBTFUL


def names_us(text: str) -> bool:
    """Whether the company is named: who runs it, say, its pages may tell, and else it is not known."""
    return _OUR_NAME in lexer.words(fold(text))


def load() -> None:
    """Make the vectors of the exemplars ahead; raises EmbeddingUnavailable."""
    _exemplars()


def strangeness(text: str) -> float:
    """Return how much nearer a text is to what others are asked than to what we are; raises EmbeddingUnavailable."""
    ours, others = _exemplars()
    [vector] = _embed([text])
    return _nearness(others, vector) - _nearness(ours, vector)


def _is_plainly_ours(said: Understanding, state: DialogueState) -> bool:
    """Whether a message names a car, points at one, asks for a person, or answers what was asked."""
    has_words = any(character.isalpha() for character in said.text)
    if said.text == ATTACHMENT or not has_words or glossary.explained(said.text):
        return True
    wish = said.wish
    wanted = (wish.body, wish.transmission, wish.traction, wish.bluetooth, wish.car_play, said.stock_id)
    if said.pointed or any(value is not None for value in wanted) or _is_about_the_cars_named(said):
        return True
    limits = (wish.max_km, wish.min_year, wish.max_price)
    if any(value is not None for value in limits) and (
        strangeness(said.text) <= _SURE
        or (said.foreign <= _FOREIGN and (state.shown or state.pending in _ASKS_A_LIMIT))
    ):
        return True  # "entre 200 y 250", asked for it; "la raíz cuadrada de 144" limits no price
    months = said.months is not None or bool(said.terms)
    told = state.pending is not None and state.pending.of_own_car and said.own_car is not None
    if told or (state.pending is Slot.DOWN_PAYMENT and (said.down_payment_percent is not None or months)):
        return True  # "ciento veinte mil y fracción"; "20% enganche 48 meses", "200 de enganche, a 5 y a 3"
    speaks_of_cars = state.pending in {None, Slot.PERSON} and (state.shown or state.focus)
    if speaks_of_cars and any(value is not None for value in _terms(said)):
        return True  # "dando el 25 a 48"
    talking = bool(state.shown or state.focus)
    if talking and said.foreign <= _FOREIGN and questions.asks_only_about_us(said.text):
        return True  # "¿cómo empiezo el trámite?", once a car was quoted
    of_a_visit = state.pending is not None and state.pending.of_visit
    of_a_visit = of_a_visit or (talking and hearing.speaks_of_coming(questions.respelled(said.text)))
    if of_a_visit and clock.says_a_time(fold(said.text)):
        return True  # "en qro el miércoles a las 5, Iván Padilla", "agéndame el lunes a las 5"
    short = len(lexer.words(fold(said.text))) <= _SHORT
    answers = state.pending is not None or (said.ordinal is not None and bool(state.shown))
    return (short and answers) or (bool(said.acts & _OURS_ALONE) and not _is_foreign(said))


def _is_foreign(said: Understanding) -> bool:
    """Whether it is likely to be nothing that we do, and strange as well: "hazme una carta para mi jefe"."""
    return said.foreign > _FOREIGN and strangeness(said.text) > _FLOOR


def _terms(said: Understanding) -> tuple[object, ...]:
    terms = (said.months, said.several_terms or None, said.term_end)
    return (said.down_payment, said.down_payment_percent, *terms, said.monthly, said.stated_price)


def _is_about_the_cars_named(said: Understanding) -> bool:
    """Whether a car is named and meant: "una canción de Taylor Swift" would be strange of any car.

    Each name reads as "auto", and the clause that it stands in is judged by itself.
    """
    text = said.text
    if not said.names or len(lexer.words(fold(text))) <= _SHORT:
        return bool(said.names)
    for name in sorted(said.names, key=lambda name: -name.start):
        text = f"{text[: name.start]}{_ANY_CAR}{text[name.end :]}"
    return any(strangeness(clause) <= _FLOOR for clause in _CLAUSE_END.split(text) if _ANY_CAR in clause)


def _floor(said: Understanding, state: DialogueState) -> float:
    """Return how strange a message may be; one that goes on with a talk of cars is not expected to name them."""
    under_way = state.shown or state.focus or state.pending
    return _FLOOR if under_way or _is_heard(said) else _FLOOR_OF_THE_UNHEARD


def _is_heard(said: Understanding) -> bool:
    """Whether anything was understood, a topic of our pages is touched, or a word is of our trade."""
    if said.has_wish or said.acts - _SAID_OF_ANYTHING or _OF_OUR_TRADE.search(fold(questions.respelled(said.text))):
        return True
    return bool(reading.read(said.text).topic_names)


@cache
def _exemplars() -> tuple[Any, Any]:
    """Return the vectors of both sides, read once per process."""
    ours, others = (_embed(_lines(name)) for name in ("ours.txt", "others.txt"))
    return ours, others


def _lines(name: str) -> list[str]:
    lines = (_TOPICS / name).read_text(encoding="utf-8").splitlines()
    return [fold(line) for line in lines if line and not line.startswith("#")]


def _embed(texts: list[str]) -> Any:
    return np.array(Meaning().embed(texts))


def _nearness(exemplars: Any, vector: Any) -> float:
    """Return the mean cosine of the nearest."""
    return float(np.sort(exemplars @ vector)[-_NEAREST:].mean())
