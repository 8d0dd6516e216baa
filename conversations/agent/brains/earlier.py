"""What a question goes on from: what the customer wrote shortly before."""

import re
from collections.abc import Iterator

from catalog.spelling import fold
from conversations.agent import bearing
from conversations.agent.brains import Thinking, place_questions
from conversations.dialogue import cases, places, questions
from knowledge.language import reading
from knowledge.language.topics import HOURS, SITE

_ALL_OF_THEM = re.compile(  # "todas", where it was asked which city suits
    r"\W*(?:(?:de|en|a|las|los|pues|quiero|dame|me interesan) )*(?:tod[oa]s|todas las ciudades|cualquiera|las \d+)"
    r"(?: (?:ellas|las ciudades|las sedes|por favor|porfa\w*|porfis|plis|gracias))*\W*$"
)
_NEAR = "qué sucursal queda cerca:"
_LATELY = 8  # turns
_OF_THE_SALE = frozenset({"trial", "warranty", "coverage"})
_CASE_LATELY, _LONGEST_CASE = 3, 9  # turns, words
_LONGEST_FRAGMENT = 6  # words


def in_context(thinking: Thinking, text: str) -> str:
    """Return a question together with the one that it follows on: "¿y placas?" after "¿incluye seguro?"."""
    before = thinking.turn.last.customer
    if before and (place_questions.asks_of_places(before) or place_questions.asks_of_all_of_them(before)):
        return _of_a_place(text, before)
    goes_on = questions.asks_on(text, before) and not (places.asks(text) or _stands_alone(text, before))
    if goes_on or not places.asks(text):
        return f"{before}\n{text}" if goes_on else text
    return where_it_was(thinking, text)  # "¿abren los domingos?"


def of_the_case(thinking: Thinking, text: str) -> str:
    """Return what a short question on their case is asked of, the warranty say: "¿y si es para uber?"."""
    if len(text.split()) > _LONGEST_CASE or reading.read(text).topic_names & _OF_THE_SALE:
        return text
    lately = list(said_lately(thinking))[:_CASE_LATELY]
    asked = (said for said in lately if reading.read(said).topic_names & _OF_THE_SALE)
    before = next(asked, "")
    turns_on = before and cases.unspoken_of(text, bearing.topics_asked(before), ())
    return before if turns_on else text


def _stands_alone(text: str, before: str) -> bool:
    """Whether a text of some words asks of something else by its name: "y si me gusta, ¿me lo llevo ese día?"."""
    anew = reading.read(text).topic_names - reading.read(before).topic_names
    return bool(anew) and len(text.split()) > _LONGEST_FRAGMENT


def _of_a_place(text: str, before: str) -> str:
    """Return what follows a question about places: of another place, "trabajo por Santa Fe", or more of the same."""
    if _ALL_OF_THEM.match(fold(text)):
        return place_questions.EACH_SITE
    read = reading.read(text)
    if read.topic_names - {SITE, HOURS}:
        return text
    if read.places or places.may_name_one(text):
        return text if places.says_what_of(text) else f"{_NEAR} {text}"
    asks_more = places.says_what_of(text) or questions.asks_on(text, before)
    if not asks_more:
        return text
    cities = reading.read(before).places if places.says_what_of(text) else ()
    return f"{text} en {cities[0].names[0]}" if cities else f"{before}\n{text}"


def where_it_was(thinking: Thinking, text: str) -> str:
    """Return a text with the city spoken of shortly before, where it names none: "el sábado a las 11"."""
    if reading.read(text).places:
        return text
    lately = (reading.read(said).places for said in said_lately(thinking))
    return next((f"{text} en {cities[0].names[0]}" for cities in lately if cities), text)


def said_of_places(thinking: Thinking) -> str:
    """Return what was said shortly before of where the customer is: "yo estoy por el rosario"."""
    return next((text for text in said_lately(thinking) if places.may_name_one(text)), "")


def said_lately(thinking: Thinking) -> Iterator[str]:
    """Yield what the customer wrote in the turns before this one, the newest first."""
    return (turn.customer for turn in reversed(thinking.turn.past[-_LATELY:]))
